/**
 * Whether what is read of a saved world can be a world's, beyond being numbers: what is an index must be one, and what
 * says how far a random stream has gone must be no more than can have been drawn, or it would be drawn for ever.
 */
import { InputError } from '../core/input-error.ts';
import type { Walker } from '../scene/layout.ts';
import { mostDrawsAfter } from './renewal.ts';
import type { Table } from './saved-world.ts';
import type { Simulation } from './simulation.ts';

/** `saved` has what `steps` [1] and the tables of the simulation are to have. Throws an InputError. */
export function checkSaved(
  saved: ReadonlyMap<Table, Float64Array>,
  { layout, walkers, renewal }: Simulation,
  steps: Float64Array,
): void {
  const [decisions = 0] = saved.get(steps) ?? [];
  checkWhole('decisions', decisions, 0, Number.MAX_SAFE_INTEGER);
  saved.get(walkers.target)?.forEach((target, p) => {
    const { route } = layout.walkers[p] as Walker;
    checkWhole(`the point that walker ${p} goes to`, target, 0, route.length - 1);
  });
  if (!renewal) return;
  const [draws = 0] = saved.get(renewal.draws) ?? [];
  const most = mostDrawsAfter(renewal, layout.walkers.length, decisions);
  checkWhole('random draws', draws, renewal.ring.draws, most);
}

function checkWhole(what: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw new InputError(
    `Expected ${what} of a saved world to be a whole number from ${low} to ${high}, but got ${value}: the file is damaged.`,
  );
}
