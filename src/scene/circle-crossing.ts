/**
 * Generator `circle-crossing`: people on a circle, a little off it, each on its way to the opposite point;
 * clear of the starts *and the goals* of all placed before.
 */
import { apart, attempts, cross, type DrawPerson } from './crossing.ts';
import type { Draft } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';

export function circleCrossing(
  options: OptionsOf<'circle-crossing'>,
  draft: Draft,
  body: { readonly radius: number },
  seed: number,
): void {
  const { circle, radius, speed, gap } = options;
  const draw: DrawPerson = (random, placed) => {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const angle = random.uniform() * Math.PI * 2;
      const x = circle * Math.cos(angle) + (random.uniform() - 0.5) * speed;
      const z = circle * Math.sin(angle) + (random.uniform() - 0.5) * speed;
      const clear = placed.every((other) => {
        const least = radius + other.radius + gap;
        return apart([x, z], other.from) >= least && apart([x, z], other.to) >= least;
      });
      if (clear) return { from: [x, z], to: [-x, -z], radius };
    }
    return undefined;
  };
  cross(options, draft, body, seed, draw);
}
