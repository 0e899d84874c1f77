/**
 * `rememberedEntities`: people (avatars, visitors, walkers) as the agent knows them where it sees only so far
 * (world/memory.ts): those in sight, and those it has seen before, where they would be by now; as a set
 * [K, F] in the agent's frame, nearest surface first. Rows of people who were never seen are all 0 with mask 0.
 * Needs a scene whose agents have a `sight`.
 *
 * | feature | meaning | scale |
 * | --- | --- | --- |
 * | forward, left | centre relative to the agent | unit, at most ±3 sights |
 * | velocityForward, velocityLeft | velocity relative to the agent's | maxSpeed, at most ±3 |
 * | gap | distance between the surfaces, below 0 if they overlap | unit, at most 3 sights |
 * | radius | its radius | 1 m |
 * | timeToClosest | time until both are closest at constant velocities, 0 if that is past | 5 s, at most 1 |
 * | closestGap | gap at that moment | unit, at most 3 sights |
 * | seen | 1 if it is in sight now | 0 or 1 |
 * | age | time since it was in sight | a / (a + 2 s) |
 */
import { InputError } from '../../core/input-error.ts';
import { turnedFeatures } from '../../core/reflection.ts';
import type { SetPart } from '../../core/spec.ts';
import type { Memory } from '../../world/memory.ts';
import { checkInteger, checkNames, checkNumber } from '../check-option.ts';
import { farTime, timeToClosest } from './closest-approach.ts';
import type { Sensor } from './sensor.ts';

export interface RememberedEntitiesOptions {
  /** Most people at once, 1 to 64. Default: 20. */
  readonly rows?: number;
  /** Metres that count as 1, 0.5 to 50. Few tell what is near apart. Default: how far agents see. */
  readonly unit?: number;
  /** Seconds out of sight after which a person is forgotten; 0 knows those in sight alone. Default: never. */
  readonly forgetsAfter?: number;
}

export const rememberedFeatures = [
  'forward',
  'left',
  'velocityForward',
  'velocityLeft',
  'gap',
  'radius',
  'timeToClosest',
  'closestGap',
  'seen',
  'age',
] as const;

const F = rememberedFeatures.length;
const middleAge = 2;
const most = 3;

function limit(value: number, size: number): number {
  return Math.max(-size, Math.min(size, value));
}

export function rememberedEntities(options: RememberedEntitiesOptions = {}): Sensor {
  checkNames('rememberedEntities', options, ['rows', 'unit', 'forgetsAfter']);
  const { rows = 20, unit, forgetsAfter = Number.MAX_VALUE } = options;
  checkInteger('rememberedEntities: rows', rows, { min: 1, max: 64 });
  checkNumber('rememberedEntities: forgetsAfter', forgetsAfter, { min: 0, max: Number.MAX_VALUE });
  if (unit !== undefined) checkNumber('rememberedEntities: unit', unit, { min: 0.5, max: 50 });
  const agent: SetPart = {
    kind: 'set',
    name: 'rememberedEntities',
    rows,
    features: rememberedFeatures,
  };
  return {
    name: 'rememberedEntities',
    parts: () => ({ agent }),
    reflection: () => ({ agent: turnedFeatures(agent, ['left', 'velocityLeft']) }),
    bind(world, scene) {
      const { memory, bodies: all } = world;
      const { sight, age } = memory;
      if (sight === 0) {
        throw new InputError(
          `Expected scene "${scene.name}" to say how far agents see, as "sight" of its agents: ` +
            'rememberedEntities has nothing to remember else.',
        );
      }
      const { maxSpeed } = world.layout.body;
      const metres = unit ?? sight;
      /** What lies further away, which is remembered and perhaps wrong, is put here. */
      const far = most * sight;
      const near = (distance: number) => limit(distance, far) / metres;
      const found = { body: new Int32Array(rows), gap: new Float64Array(rows), count: 0 };
      const bodies = new Int32Array(world.layout.agents * rows).fill(-1);
      return {
        bodies,
        writeAgent(agent, row, offset) {
          row.fill(0, offset, offset + rows * (F + 1));
          const cos = Math.cos(agent.heading);
          const sin = Math.sin(agent.heading);
          const { x, z, velocityX, velocityZ, index } = agent;
          findNearest(
            memory,
            all.count,
            index,
            x,
            z,
            all.radius[index] as number,
            forgetsAfter,
            found,
          );
          const first = index * rows;
          for (let k = 0; k < rows; k++) {
            bodies[first + k] = k < found.count ? (found.body[k] as number) : -1;
          }
          for (let k = 0; k < found.count; k++) {
            const body = index * all.count + (found.body[k] as number);
            const gap = found.gap[k] as number;
            const dx = (memory.position[body * 2] as number) - x;
            const dz = (memory.position[body * 2 + 1] as number) - z;
            const vx = (memory.velocity[body * 2] as number) - velocityX;
            const vz = (memory.velocity[body * 2 + 1] as number) - velocityZ;
            const radii = (all.radius[index] as number) + (memory.radius[body] as number);
            const time = timeToClosest(dx, dz, vx, vz);
            const nearX = dx + vx * time;
            const nearZ = dz + vz * time;
            const since = age[body] as number;
            const at = offset + k * F;
            row[at] = near(-sin * dx - cos * dz);
            row[at + 1] = near(-cos * dx + sin * dz);
            row[at + 2] = limit((-sin * vx - cos * vz) / maxSpeed, most);
            row[at + 3] = limit((-cos * vx + sin * vz) / maxSpeed, most);
            row[at + 4] = near(gap);
            row[at + 5] = memory.radius[body] as number;
            row[at + 6] = time / farTime;
            row[at + 7] = near(Math.sqrt(nearX * nearX + nearZ * nearZ) - radii);
            row[at + 8] = since === 0 ? 1 : 0;
            row[at + 9] = since / (since + middleAge);
            row[offset + rows * F + k] = 1;
          }
        },
      };
    },
  };
}

interface Found {
  readonly body: Int32Array;
  readonly gap: Float64Array;
  count: number;
}

/** The nearest that agent `index` at (x, z) knows of, nearest surface first, as many as fit. */
function findNearest(
  { age, position, radius }: Memory,
  count: number,
  index: number,
  x: number,
  z: number,
  own: number,
  forgetsAfter: number,
  found: Found,
): void {
  const size = found.body.length;
  found.count = 0;
  for (let n = 0; n < count; n++) {
    const at = index * count + n;
    // Of those who were never seen it is Infinity.
    if ((age[at] as number) > forgetsAfter) continue;
    const dx = (position[at * 2] as number) - x;
    const dz = (position[at * 2 + 1] as number) - z;
    const gap = Math.sqrt(dx * dx + dz * dz) - own - (radius[at] as number);
    if (found.count === size && gap >= (found.gap[size - 1] as number)) continue;
    let k = found.count < size ? found.count++ : size - 1;
    while (k > 0 && gap < (found.gap[k - 1] as number)) {
      found.gap[k] = found.gap[k - 1] as number;
      found.body[k] = found.body[k - 1] as number;
      k--;
    }
    found.gap[k] = gap;
    found.body[k] = n;
  }
}
