/**
 * What the generators `circle-crossing` and `square-crossing` share: one agent that crosses a circle from
 * its −z side to its +z side, and people who are placed one after another, each clear of all before.
 * Draws come from numpy's legacy stream under the layout's own seed, in the order of the public code
 * (Chen et al., "Crowd-Robot Interaction", ICRA 2019), so that its cases are laid out here as there.
 */
import { createMersenneTwister, type MersenneTwister } from '../core/mersenne-twister.ts';
import type { Draft } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground } from './layout.ts';

export type CrossingOptions = OptionsOf<'circle-crossing'> | OptionsOf<'square-crossing'>;

/** Where somebody begins, where it goes, and the radius of its body. */
export interface Placed {
  readonly from: Ground;
  readonly to: Ground;
  readonly radius: number;
}

/** Draws a person who is clear of all in `placed`; undefined where it found no room. */
export type DrawPerson = (random: MersenneTwister, placed: readonly Placed[]) => Placed | undefined;

/**
 * Places tried for one person. The public code tries for ever, which may be meant literally where twenty
 * people fill a circle; here all are drawn anew then, from the same stream. Ten never come near it.
 */
export const attempts = 20_000;

export function cross(
  options: CrossingOptions,
  draft: Draft,
  body: { readonly radius: number },
  seed: number,
  drawPerson: DrawPerson,
): void {
  const { circle, radius, height, speed, yields, avoidance } = options;
  const journey = { from: [0, -circle], to: [0, circle] } as const;
  const random = createMersenneTwister(seed);
  const robot = { ...journey, radius: body.radius };
  const placed: Placed[] = [robot];
  while (placed.length <= options.people) {
    const person = drawPerson(random, placed);
    if (person) placed.push(person);
    else placed.splice(1);
  }
  draft.journeys = [journey];
  draft.crowd = avoidance;
  for (const { from, to } of placed.slice(1)) {
    const id = `person-${draft.walkers.length + 1}`;
    draft.walkers.push({ id, radius, height, speed, yields, route: [from, to] });
  }
}

/** Metres between two points on the ground. */
export function apart(a: Ground, b: Ground): number {
  const dx = a[0] - b[0];
  const dz = a[1] - b[1];
  // Twenty people take thousands of draws, and Math.hypot ten times as long.
  return Math.sqrt(dx * dx + dz * dz);
}
