/**
 * What a scenario's own functions may not give, in one sentence each: numbers that are none, and ends that there
 * are not. Called only where it is wrong already: nothing here costs a step.
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { Agent } from './agent.ts';

/** A reward or shaping: JSON has no NaN, so that is not for `quoted`. */
export function refuseNumber(scenario: string, what: string, value: unknown, agent: Agent): never {
  const got = typeof value === 'number' ? String(value) : quoted(value);
  throw new InputError(
    `Expected the ${what} of scenario "${scenario}" to be a finite number, got ${got} (agent ` +
      `${agent.index}, decision ${agent.steps}, layout ${agent.world.layout.seed}).`,
  );
}

/** Time is up by the limit alone: a scenario has no say in it. */
export function refuseOutcome(scenario: string, outcome: unknown): never {
  throw new InputError(
    `Expected the outcome of scenario "${scenario}" to be "success", "collision" or nothing, got ` +
      `${quoted(outcome)}.`,
  );
}
