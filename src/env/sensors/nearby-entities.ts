/**
 * `nearbyEntities`: the nearest things that move (avatars, visitors, walkers, props; never doors), as
 * a set [K, F] in the agent's frame, nearest surface first; absent rows are all 0 with mask 0.
 *
 * | feature | meaning | scale |
 * | --- | --- | --- |
 * | forward, left | centre relative to the agent | unit |
 * | velocityForward, velocityLeft | velocity relative to the agent's | maxSpeed, at most ±3 |
 * | gap | distance between the surfaces, below 0 if they overlap | unit |
 * | radius | its radius | 1 m |
 * | agent, prop, walker, visitor | its kind, one of them 1 | 1 |
 * | timeToClosest | time until both are closest at constant velocities, 0 if that is past | 5 s, at most 1 |
 * | closestGap | gap at that moment | unit |
 *
 * A visitor is shown as an agent, or as a walker where the only agent is among walkers (`visitorAs` of
 * world/bodies.ts): people join in the page only, so whoever has learned has never seen one, and the weights
 * of `visitor` are as they were drawn. That feature is kept, always 0, for policies that have it.
 */
import { turnedFeatures } from '../../core/reflection.ts';
import type { SetPart } from '../../core/spec.ts';
import { bodyKinds } from '../../world/bodies.ts';
import { checkInteger, checkNames, checkNumber } from '../check-option.ts';
import { farTime, timeToClosest } from './closest-approach.ts';
import type { Sensor } from './sensor.ts';

export interface NearbyEntitiesOptions {
  /** Most things seen at once, 1 to 64. Default: 8. */
  readonly rows?: number;
  /** How far things are seen, surface to surface, in metres, 0.5 to 50. Default: 6. */
  readonly reach?: number;
  /** Metres that count as 1, 0.5 to 50. Few tell what is near apart. Default: reach. */
  readonly unit?: number;
}

export const entityFeatures = [
  'forward',
  'left',
  'velocityForward',
  'velocityLeft',
  'gap',
  'radius',
  'agent',
  'prop',
  'walker',
  'visitor',
  'timeToClosest',
  'closestGap',
] as const;

const F = entityFeatures.length;
/** Column of each kind's one-hot feature. */
const kindColumn = new Int32Array(4).fill(-1);
kindColumn[bodyKinds.agent] = entityFeatures.indexOf('agent');
kindColumn[bodyKinds.prop] = entityFeatures.indexOf('prop');
kindColumn[bodyKinds.walker] = entityFeatures.indexOf('walker');

/** A thing that was kicked may for a moment be much faster than anything that walks. */
const mostSpeed = 3;

function limit(speed: number): number {
  return Math.max(-mostSpeed, Math.min(mostSpeed, speed));
}

export function nearbyEntities(options: NearbyEntitiesOptions = {}): Sensor {
  checkNames('nearbyEntities', options, ['rows', 'reach', 'unit']);
  const { rows = 8, reach = 6, unit = reach } = options;
  checkInteger('nearbyEntities: rows', rows, { min: 1, max: 64 });
  checkNumber('nearbyEntities: reach', reach, { min: 0.5, max: 50 });
  checkNumber('nearbyEntities: unit', unit, { min: 0.5, max: 50 });
  const agent: SetPart = {
    kind: 'set',
    name: 'nearbyEntities',
    rows,
    features: entityFeatures,
  };
  return {
    name: 'nearbyEntities',
    parts: () => ({ agent }),
    reflection: () => ({ agent: turnedFeatures(agent, ['left', 'velocityLeft']) }),
    bind(world) {
      const { maxSpeed } = world.layout.body;
      const nearest = new Int32Array(rows);
      const bodies = new Int32Array(world.layout.agents * rows).fill(-1);
      return {
        bodies,
        writeAgent(agent, row, offset) {
          row.fill(0, offset, offset + rows * (F + 1));
          const { position, velocity, radius, kind, visitor, visitorAs } = world.bodies;
          const count = world.neighbours(agent.index, rows, reach, nearest);
          const first = agent.index * rows;
          for (let k = 0; k < rows; k++)
            bodies[first + k] = k < count ? (nearest[k] as number) : -1;
          const cos = Math.cos(agent.heading);
          const sin = Math.sin(agent.heading);
          const { x, z, velocityX, velocityZ } = agent;
          const ownRadius = radius[agent.index] as number;
          for (let k = 0; k < count; k++) {
            const body = nearest[k] as number;
            const dx = (position[body * 3] as number) - x;
            const dz = (position[body * 3 + 2] as number) - z;
            const vx = (velocity[body * 2] as number) - velocityX;
            const vz = (velocity[body * 2 + 1] as number) - velocityZ;
            const radii = ownRadius + (radius[body] as number);
            const time = timeToClosest(dx, dz, vx, vz);
            const nearX = dx + vx * time;
            const nearZ = dz + vz * time;
            const at = offset + k * F;
            row[at] = (-sin * dx - cos * dz) / unit;
            row[at + 1] = (-cos * dx + sin * dz) / unit;
            row[at + 2] = limit((-sin * vx - cos * vz) / maxSpeed);
            row[at + 3] = limit((-cos * vx + sin * vz) / maxSpeed);
            row[at + 4] = (Math.sqrt(dx * dx + dz * dz) - radii) / unit;
            row[at + 5] = radius[body] as number;
            const shown = body === visitor ? visitorAs : (kind[body] as number);
            row[at + (kindColumn[shown] as number)] = 1;
            row[at + 10] = time / farTime;
            row[at + 11] = (Math.sqrt(nearX * nearX + nearZ * nearZ) - radii) / unit;
            row[offset + rows * F + k] = 1;
          }
        },
      };
    },
  };
}
