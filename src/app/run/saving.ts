/**
 * Keeps the run that is open saved in this browser, and says whether it is. Where that cannot be, the page holds it,
 * without its replay, for when the learner's graphics card is lost.
 */

import { saveProgress } from '../learning/progress.ts';
import { addNotice, type PageState, removeNotice } from '../state.ts';
import type { Said } from '../words/index.ts';
import type { Marking } from './marking.ts';
import type { OpenRun, RunListener } from './open-run.ts';
import { within } from './within.ts';

const everySeconds = 20;
/** A save that is not answered within this is taken as one that failed. */
const patience = 15_000;

export interface SavingOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly marking: Pick<Marking, 'toSave' | 'saved'>;
  readonly run: () => Pick<OpenRun, 'save' | 'hold'> | undefined;
}

export function createSaving({ state, clock, marking, run }: SavingOptions) {
  let answered: (() => void) | undefined;
  let held: Uint8Array | undefined;
  const timer = setInterval(() => {
    if (state.training.value) saveNow();
  }, everySeconds * 1000);

  const isSaving = () => state.keeping.value.is !== 'off' && state.learner.value.is === 'running';

  /** Best effort: nobody waits for it. */
  function saveNow(): void {
    if (isSaving()) run()?.save(marking.toSave());
    else hold();
  }

  function hold(): void {
    if (state.learner.value.is !== 'running') return;
    run()?.hold(saveProgress(state.progress.peek(), clock()));
  }

  function failing(said: Said): void {
    state.keeping.value = { is: 'failing', said };
  }

  return {
    saveNow,
    /** Until it is saved, or is known not to be: `state.keeping` says which. */
    async save(): Promise<void> {
      if (!run() || !isSaving()) return;
      const inTime = await within(patience, (done) => {
        answered = done;
        saveNow();
      });
      answered = undefined;
      if (!inTime) failing(({ run }) => run.saveUnanswered);
    },
    /** Nobody will answer any more. */
    gone: () => answered?.(),
    /** The newest of the run that the browser has not; undefined: it has the newest, or there is none yet. */
    held: () => held,
    /** Another run is about to open: one that is to go on from this, if it is given. */
    startOver(from: Uint8Array | undefined) {
      held = from;
    },
    taken: {
      saved() {
        marking.saved();
        held = undefined;
        state.keeping.value = { is: 'saved', at: clock() };
        removeNotice(state, { topic: 'save' });
        answered?.();
      },
      saveFailed({ failure }) {
        const said: Said = ({ run }) => run.failure(failure);
        failing(said);
        addNotice(state, failure.is === 'full' ? 'warning' : 'error', said, 'save');
        answered?.();
        hold();
      },
      held(bytes) {
        const { is } = state.keeping.value;
        if (is === 'off' || is === 'failing') held = bytes;
      },
    } satisfies Partial<RunListener>,
    dispose: () => clearInterval(timer),
  };
}
