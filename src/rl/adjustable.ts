/**
 * What may change while a run is under way. Neither the networks' shapes, nor what is in the replay, nor the worlds
 * follow from it, so weights, optimisers and experience stay; an update is only computed otherwise from then on.
 * Everything else needs a new start.
 */
import { InputError, quoted } from '../core/input-error.ts';
import {
  checkHyperparameters,
  type Hyperparameters,
  setHyperparameter,
} from './hyperparameters.ts';

export const adjustable = [
  ...(['noise', 'stepsPerUpdate', 'actorRate', 'criticRate', 'batch'] as const),
  ...(['gamma', 'nStep', 'tau', 'reachPenalty'] as const),
] as const;
export type Adjustable = (typeof adjustable)[number];

const mostBatch = 1024;

/** `changes`, of anyone's making, in a copy of the record; an InputError names what may not be so. */
export function adjusted(record: Hyperparameters, changes: unknown): Hyperparameters {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) {
    throw new InputError(`Expected settings by their names, but got ${quoted(changes)}.`);
  }
  let next = record;
  for (const [name, value] of Object.entries(changes)) {
    if (!adjustable.some((known) => known === name)) {
      throw new InputError(
        `${quoted(name)} cannot change while a run is under way: it needs a new start. What can: ${adjustable.join(', ')}.`,
      );
    }
    if (typeof value !== 'number') {
      throw new InputError(`Expected ${name} to be a number, but got ${quoted(value)}.`);
    }
    // Memory for one is laid out at once, beside that for the one before.
    if (name === 'batch' && value > mostBatch) {
      throw new InputError(`Expected batch to be at most ${mostBatch}, but got ${value}.`);
    }
    next = setHyperparameter(next, name, `${value}`, []);
  }
  checkHyperparameters(next);
  return next;
}
