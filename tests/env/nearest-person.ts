import { turnedFeatures } from '../../src/core/reflection.ts';
import type { VectorPart } from '../../src/core/spec.ts';
import type { Sensor } from '../../src/env/sensors/sensor.ts';
import { bodyKinds } from '../../src/world/bodies.ts';

/** How far, in metres, and which way the nearest person is; 0, 0 and 1 where nobody is within reach. */
export function nearestPerson({ reach = 6 } = {}): Sensor {
  const agent: VectorPart = {
    kind: 'vector',
    name: 'nearestPerson',
    features: ['personForward', 'personLeft', 'personDistance'],
  };
  return {
    name: 'nearestPerson',
    reach,
    parts: () => ({ agent }),
    reflection: () => ({ agent: turnedFeatures(agent, ['personLeft']) }),
    bind(world) {
      const { bodies } = world;
      return {
        writeAgent({ x, z, heading }, row, offset) {
          let distance = reach;
          let nearest = -1;
          for (let body = 0; body < bodies.count; body++) {
            const kind = body === bodies.visitor ? bodies.visitorAs : bodies.kind[body];
            if (kind !== bodyKinds.walker) continue;
            const away = Math.hypot(
              bodies.position[3 * body]! - x,
              bodies.position[3 * body + 2]! - z,
            );
            if (away >= distance) continue;
            distance = away;
            nearest = body;
          }
          const dx = nearest < 0 ? 0 : bodies.position[3 * nearest]! - x;
          const dz = nearest < 0 ? 0 : bodies.position[3 * nearest + 2]! - z;
          const sin = Math.sin(heading);
          const cos = Math.cos(heading);
          row[offset] = (-sin * dx - cos * dz) / reach;
          row[offset + 1] = (-cos * dx + sin * dz) / reach;
          row[offset + 2] = distance / reach;
        },
      };
    },
  };
}
