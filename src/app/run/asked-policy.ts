/** Asks the learner for its newest policy or a past one, and hands each answer to the one who asked first. */
import { InputError } from '../../core/input-error.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

export interface AskedPolicy {
  /** `ask` sends the question; rejected with an InputError if the learner goes before it has answered. */
  wanted(ask: () => void): Promise<ActingPolicy | undefined>;
  answered(policy: ActingPolicy | undefined): void;
  /** There will be no answer. */
  gone(): void;
}

export const noPolicy = 'There is no policy yet: nobody has learned here.';

export function createAskedPolicy(): AskedPolicy {
  let asking: { resolve(policy: ActingPolicy | undefined): void; reject(error: Error): void }[] =
    [];
  return {
    wanted: (ask) =>
      new Promise((resolve, reject) => {
        asking.push({ resolve, reject });
        ask();
      }),
    answered: (policy) => asking.shift()?.resolve(policy),
    gone() {
      const waiting = asking;
      asking = [];
      for (const { reject } of waiting) reject(new InputError(noPolicy));
    },
  };
}
