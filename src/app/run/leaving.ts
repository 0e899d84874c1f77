/** The question before a run is left that would be lost with it: one that cannot be kept in this browser. */
import { effect } from '@preact/signals';
import type { PageState } from '../state.ts';

export interface Leaving {
  /** Whether the run may go: at once where nothing would be lost, else when the person has said. */
  mayLeave(): Promise<boolean>;
  /** The person's yes; whatever else closes the dialog is a no. */
  leave(): void;
}

/** Whether what was learned here is nowhere but in this page. */
export function wouldBeLost({ learner, keeping, updates }: PageState): boolean {
  if (learner.value.is !== 'running' || updates.value === 0) return false;
  return keeping.value.is === 'off' || keeping.value.is === 'failing';
}

export function createLeaving(state: PageState): Leaving {
  let answer: ((leave: boolean) => void) | undefined;
  const say = (leave: boolean) => {
    const waiting = answer;
    answer = undefined;
    waiting?.(leave);
  };
  effect(() => {
    if (state.dialog.value !== 'leave-run') say(false);
  });
  return {
    mayLeave() {
      if (!wouldBeLost(state)) return Promise.resolve(true);
      state.dialog.value = 'leave-run';
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    leave() {
      say(true);
      state.dialog.value = undefined;
    },
  };
}
