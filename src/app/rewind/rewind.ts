/** Looking back at the last minute of the world in view, or at a file: what a person can do, and what comes of it. */
import { batch } from '@preact/signals';
import { secondsText } from '../format.ts';
import { addNotice, forgetMind, type PageState, removeNotice } from '../state.ts';
import { words } from '../words/index.ts';
import type { Failure } from '../workers/failure.ts';
import type { AskRewind, Rewound } from '../workers/rewind-messages.ts';
import { endRewinding } from './rewind-state.ts';

export interface RewindCommands {
  /** Some seconds back from what is seen. */
  rewind(): void;
  rewindTo(moment: number): void;
  /** A decision forward, or back; the picture stands still then. */
  stepMoment(step: 1 | -1): void;
  backToNow(): void;
}

/** Of one press. */
const backSeconds = 10;

export function createRewind(
  state: PageState,
  run: { rewind(to: AskRewind | undefined): void },
  leaveTurbo: () => void,
): RewindCommands {
  const { rewound, asked } = state.rewind;
  const say = (text: string) => {
    state.spoken.value = text;
  };
  const commands: RewindCommands = {
    rewind() {
      if (state.world.value !== 'shown') return;
      if (state.pace.value.speed === 'turbo') leaveTurbo();
      beginRewinding(state);
      // Whoever asks to see it again wants to see it go.
      state.pace.value = { ...state.pace.value, playing: true };
      run.rewind({ back: backSeconds });
      say(words.peek().rewind.spokenBack(backSeconds));
    },
    rewindTo(moment) {
      const { value } = rewound;
      if (!value) return;
      const to = Math.max(0, Math.min(value.decisions, moment));
      asked.value = to;
      run.rewind({ moment: to });
    },
    stepMoment(step) {
      const { value } = rewound;
      if (!value) return;
      if (state.pace.value.playing) state.pace.value = { ...state.pace.value, playing: false };
      commands.rewindTo((asked.value ?? value.at) + step);
    },
    backToNow() {
      if (!rewound.value) return;
      run.rewind(undefined);
      say(words.peek().rewind.toNow);
    },
  };
  return commands;
}

/** Before what is not now comes into view. */
export function beginRewinding(state: PageState): void {
  const { playedBefore } = state.rewind;
  // Begun already, even if nothing of it is in view yet.
  if (playedBefore.peek() !== undefined) return;
  batch(() => {
    playedBefore.value = state.pace.peek().playing;
    const { edit } = state;
    edit.on.value = false;
    edit.chosen.value = undefined;
    edit.hovered.value = undefined;
    // What a visitor carries stays in its arms.
    if (edit.ghost.peek()?.by !== 'arms') edit.ghost.value = undefined;
  });
}

/** What the simulation worker tells. */
export function rewindTaken(state: PageState) {
  const { rewound, asked } = state.rewind;
  return {
    rewound(now: Rewound | undefined): void {
      const before = rewound.peek();
      if (!before && !now) {
        endRewinding(state.rewind, state.pace);
        return;
      }
      batch(() => {
        if (now) {
          rewound.value = now;
          if (now.at === asked.peek()) asked.value = undefined;
          const pace = state.pace.peek();
          const isAtEnd = now.at >= now.decisions;
          if (isAtEnd && pace.playing) state.pace.value = { ...pace, playing: false };
        } else endRewinding(state.rewind, state.pace);
        if (!before || !now) {
          // What is known of an agent is of another moment.
          const [absent, displaced] = [state.absent.peek(), state.displaced.peek()];
          forgetMind(state);
          state.absent.value = absent;
          state.displaced.value = displaced;
          removeNotice(state, { topic: 'contact' });
        }
        if (now?.differsFrom !== undefined && before?.differsFrom === undefined) {
          state.spoken.value = words.peek().rewind.differs(now.differsFrom);
        }
      });
    },
    recordingRefused(failure: Failure): void {
      if (!rewound.peek()) endRewinding(state.rewind, state.pace);
      addNotice(state, 'error', ({ run }) => run.failure(failure), 'recording');
    },
  };
}

/** "12.4 s ago", "now"; of a file "12.4 s of 60.0 s". */
export function momentText({ at, decisions, decisionSeconds, file }: Rewound): string {
  const { rewind } = words.value;
  const seconds = (moments: number) => secondsText(moments * decisionSeconds);
  if (file !== undefined) return rewind.ofFile(seconds(at), seconds(decisions));
  return at === decisions ? rewind.now : rewind.ago(seconds(decisions - at));
}
