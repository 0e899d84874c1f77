/**
 * Generator `ring-crossing`: an agent that goes from anywhere in a square to anywhere far enough, and people on
 * a ring (ring.ts), each clear of all placed before; who arrives makes room for another. All draws are from
 * numpy's legacy stream under the layout's own seed, the agent's first, in the order of the public code of
 * Liu et al. (ICRA 2023), so that its cases are laid out here as there.
 */
import { InputError } from '../core/input-error.ts';
import { createMersenneTwister } from '../core/mersenne-twister.ts';
import { apart } from './crossing.ts';
import type { Draft } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground, Journey, Ring } from './layout.ts';
import { createOthers, createRingPerson, drawPerson, type Others } from './ring.ts';

/** Times that all are drawn anew before the ring is taken to be too full. */
const patience = 20;

export function ringCrossing(
  options: OptionsOf<'ring-crossing'>,
  draft: Draft,
  body: { readonly radius: number },
  seed: number,
): void {
  const { people, height, yields, avoidance } = options;
  const random = createMersenneTwister(seed);
  const ring = { ...ringOf(options), draws: 0 };
  const uniform = () => -options.half + 2 * options.half * random.uniform();
  const person = createRingPerson();
  let journey: Journey;
  do {
    const from: Ground = [uniform(), uniform()];
    const to: Ground = [uniform(), uniform()];
    journey = { from, to };
  } while (apart(journey.from, journey.to) < options.leastWay);
  const placed = createOthers(people + 1);
  place(placed, journey.from, journey.to, body.radius);
  let failures = 0;
  while (placed.count <= people) {
    if (!drawPerson(random, ring, placed, person)) {
      // No room for one more: all are drawn anew.
      if (++failures > patience) {
        throw new InputError(
          `Expected a ring-crossing with room for its people, but ${people} do not fit on a ring of ` +
            `${options.circle} m: a larger circle has room.`,
        );
      }
      placed.count = 1;
      draft.walkers.length = 0;
      continue;
    }
    const { radius, speed, neighbourDistance } = person;
    const from: Ground = [person.x, person.z];
    const to: Ground = [person.goalX, person.goalZ];
    place(placed, from, to, radius);
    draft.walkers.push({
      id: `person-${draft.walkers.length + 1}`,
      ...{ radius, height, speed, yields, route: [from, to] },
      ...(neighbourDistance > 0 ? { neighbourDistance } : {}),
    });
  }
  draft.journeys = [journey];
  draft.crowd = avoidance;
  draft.ring = { ...ring, draws: random.draws };
}

function ringOf(options: OptionsOf<'ring-crossing'>): Omit<Ring, 'draws'> {
  const { circle, noise, gap, radius, speed, varied, changes } = options;
  return {
    ...{ circle, noise, gap, body: varied ?? { radius, speed } },
    changeSeconds: changes?.seconds ?? 0,
    changeChance: changes?.chance ?? 0,
  };
}

function place(placed: Others, from: Ground, to: Ground, radius: number): void {
  const at = placed.count++;
  placed.position.set(from, 2 * at);
  placed.goal.set(to, 2 * at);
  placed.radius[at] = radius;
}
