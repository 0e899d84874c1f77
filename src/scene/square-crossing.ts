/**
 * Generator `square-crossing`: people on either half of a square, each on its way to the other half;
 * starts are clear of starts, goals of goals.
 */
import type { MersenneTwister } from '../core/mersenne-twister.ts';
import { apart, attempts, cross, type DrawPerson, type Placed } from './crossing.ts';
import type { Draft } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground } from './layout.ts';

export function squareCrossing(
  options: OptionsOf<'square-crossing'>,
  draft: Draft,
  body: { readonly radius: number },
  seed: number,
): void {
  const { width, radius, gap } = options;
  /** A point on the half of the square where x has this sign, clear of one end of every way so far. */
  const drawPoint = (
    random: MersenneTwister,
    sign: number,
    placed: readonly Placed[],
    end: 'from' | 'to',
  ): Ground | undefined => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const x = random.uniform() * width * 0.5 * sign;
      const z = (random.uniform() - 0.5) * width;
      if (placed.every((other) => apart([x, z], other[end]) >= radius + other.radius + gap)) {
        return [x, z];
      }
    }
    return undefined;
  };
  const draw: DrawPerson = (random, placed) => {
    const sign = random.uniform() > 0.5 ? -1 : 1;
    const from = drawPoint(random, sign, placed, 'from');
    const to = from && drawPoint(random, -sign, placed, 'to');
    return to && { from, to, radius };
  };
  cross(options, draft, body, seed, draw);
}
