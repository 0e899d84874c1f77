/**
 * Generator `stream`: walkers on nested loops, eastward on the +z side and westward on the −z side,
 * so that a street carries two streams. Half of them start in either stream, spread over its length.
 */
import type { Random } from '../core/random.ts';
import { type Draft, freeId } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground } from './layout.ts';

export function stream(options: OptionsOf<'stream'>, draft: Draft, random: Random): void {
  const [west, east] = options.turn;
  const [inner, outer] = options.lanes;
  const loops = Math.max(1, Math.ceil(options.count / 2));
  const pitch = (outer - inner) / Math.max(1, loops - 1);
  const places: readonly [number[], number[]] = [
    startOrder(loops, random),
    startOrder(loops, random),
  ];
  for (let i = 0; i < options.count; i++) {
    const loop = i >> 1;
    const eastward = i % 2 === 0;
    const lane = Math.min(outer, inner + loop * pitch);
    const place = (places[i % 2] as number[])[loop] as number;
    const x = west + ((place + random.range(0.2, 0.8)) / loops) * (east - west);
    draft.walkers.push({
      id: freeId(draft.walkers, 'walker', draft.walkers.length),
      radius: options.radius,
      height: options.height,
      speed: random.range(...options.speed),
      yields: options.yields,
      route: route(x, lane, eastward, west, east),
    });
  }
}

/** From the start to the end of its side, back along the other side, and round again. */
function route(
  x: number,
  lane: number,
  eastward: boolean,
  west: number,
  east: number,
): readonly Ground[] {
  return eastward
    ? [
        [x, lane],
        [east, lane],
        [east, -lane],
        [west, -lane],
        [west, lane],
      ]
    : [
        [x, -lane],
        [west, -lane],
        [west, lane],
        [east, lane],
        [east, -lane],
      ];
}

/** A random order of the stretches of a stream, so that neighbours in lane do not start abreast. */
function startOrder(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
