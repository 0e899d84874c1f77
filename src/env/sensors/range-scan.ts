/**
 * `rangeScan`: distances along horizontal rays to static things and doors; everything that walks or is
 * pushed is seen by `nearbyEntities` instead, so that each thing has one way in. Ray 0 looks forward,
 * the rest follow counter-clockwise at equal angles. Scale: metres / reach, 1 where nothing is hit.
 */
import { unchanged } from '../../core/reflection.ts';
import type { VectorPart } from '../../core/spec.ts';
import { checkInteger, checkNames, checkNumber } from '../check-option.ts';
import type { Sensor } from './sensor.ts';

export interface RangeScanOptions {
  /** Number of rays, 4 to 128. Default: 16. */
  readonly rays?: number;
  /** Longest distance seen, in metres, 0.5 to 50. Default: 6. */
  readonly reach?: number;
}

export function rangeScan(options: RangeScanOptions = {}): Sensor {
  checkNames('rangeScan', options, ['rays', 'reach']);
  const { rays = 16, reach = 6 } = options;
  checkInteger('rangeScan: rays', rays, { min: 4, max: 128 });
  checkNumber('rangeScan: reach', reach, { min: 0.5, max: 50 });
  const features = Array.from({ length: rays }, (_, ray) => `ray${ray}`);
  const agent: VectorPart = { kind: 'vector', name: 'rangeScan', features };
  return {
    name: 'rangeScan',
    reach,
    parts: () => ({ agent }),
    reflection() {
      // Ray 0 looks ahead, the others go round: in the mirror they go round the other way.
      const reflection = unchanged(rays);
      for (let ray = 1; ray < rays; ray++) reflection.from[ray] = rays - ray;
      return { agent: reflection };
    },
    bind(world) {
      return {
        writeAgent(agent, row, offset) {
          world.castScan(agent.index, rays, reach, row, offset);
          for (let ray = offset; ray < offset + rays; ray++)
            row[ray] = (row[ray] as number) / reach;
        },
      };
    },
  };
}
