/** Generator `strew`: crates and barrels on the free ground, each turned at random. */
import type { Random } from '../core/random.ts';
import { type Draft, findPlace, freeId, takenGround } from './draft.ts';
import { footprintOf } from './footprint.ts';
import type { OptionsOf } from './generator-schema.ts';
import { heightOf, type Prop } from './layout.ts';
import { take } from './taken.ts';

export function strew(options: OptionsOf<'strew'>, draft: Draft, random: Random): void {
  const plot = { min: draft.min, max: draft.max, gap: options.gap, attempts: options.attempts };
  const taken = takenGround(draft);
  for (const { look, count, shape, mass } of options.props) {
    for (let i = 0; i < count; i++) {
      const yaw = random.range(-Math.PI, Math.PI);
      const id = freeId(draft.props, look, draft.props.length);
      const place = findPlace(plot, taken, random, (x, z) => {
        const prop: Prop = {
          id,
          look,
          position: [x, heightOf(shape) / 2, z],
          yaw,
          shape,
          mass,
        };
        return { prop, parts: [footprintOf(prop)] };
      });
      if (!place) continue;
      take(taken, place.parts);
      draft.props.push(place.prop);
    }
  }
}
