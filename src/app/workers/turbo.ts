/**
 * Turbo and slow motion, the two ends of speed. In turbo nothing is drawn and the world in view stands still: headless
 * copies and the learner get the machine. It is of use only while robots learn, so it ends by itself where they do not.
 */
import { effect } from '@preact/signals';
import type { PageState } from '../state.ts';
import { words } from '../words/index.ts';
import type { Speed } from './pacing.ts';

export interface SpeedModes {
  toggleTurbo(): void;
  /** Drawing goes on at the speed before. */
  leaveTurbo(): void;
  /** A quarter, an eighth, the speed before. */
  nextSlowMotion(): void;
  dispose(): void;
}

const slow: readonly Speed[] = [0.25, 0.125];

/** Whether turbo has anything to hurry. */
export function mayHurry(state: PageState): boolean {
  return state.watching.value === undefined && state.learner.value.is !== 'failed';
}

export function createSpeedModes(state: PageState, say: (text: string) => void): SpeedModes {
  const { pace } = state;
  /** What is gone back to. */
  let before: Speed = 1;
  let beforeSlow: Speed = 1;

  const stop = effect(() => {
    const { speed } = pace.value;
    const useless = !state.training.value || !mayHurry(state);
    if (speed !== 'turbo') before = speed;
    else if (useless) pace.value = { playing: true, speed: before };
    if (!slow.includes(speed) && speed !== 'turbo') beforeSlow = speed;
  });

  function leaveTurbo(): void {
    pace.value = { playing: true, speed: before };
    say(words.peek().run.spoken.watchingAgain);
  }

  return {
    leaveTurbo,
    toggleTurbo() {
      if (pace.value.speed === 'turbo') return leaveTurbo();
      if (!mayHurry(state)) {
        say(words.peek().run.spoken.noHurry);
        return;
      }
      state.training.value = true;
      pace.value = { playing: true, speed: 'turbo' };
      say(words.peek().run.spoken.turbo);
    },
    nextSlowMotion() {
      const next = slow[slow.indexOf(pace.value.speed) + 1];
      pace.value = { playing: true, speed: next ?? beforeSlow };
      say(words.peek().page.time.slowMotion(pace.value.speed));
    },
    dispose: stop,
  };
}
