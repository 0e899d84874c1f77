/** The run that is open as a file: made, and taken from one that a person dropped or chose. */

import { saveProgress } from '../learning/progress.ts';
import { addNotice, type PageState } from '../state.ts';
import type { Marking } from './marking.ts';
import type { OpenRun, RunListener } from './open-run.ts';
import { within } from './within.ts';

/** A file that is not there after this will not come: the replay goes through a checksum. */
const patience = 60_000;

export interface RunFileOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly marking: Pick<Marking, 'mark'>;
  readonly run: () => Pick<OpenRun, 'exportFile'> | undefined;
  /** Offers bytes to the person as a file. */
  readonly download: (bytes: Uint8Array<ArrayBuffer>, name: string) => void;
}

export function createRunFile({ state, clock, marking, run, download }: RunFileOptions) {
  /** Who waits for the file that is being made. */
  let made: (() => void) | undefined;

  function ended(): void {
    state.exporting.value = false;
    made?.();
  }

  return {
    make(): void {
      const open = run();
      if (!open || state.exporting.value || state.learner.value.is !== 'running') return;
      state.exporting.value = true;
      marking.mark({ kind: 'file' });
      open.exportFile(saveProgress(state.progress.value, clock()));
    },
    /** Until the file that is being made is there, if one is: the run may go then. */
    async finished(): Promise<void> {
      if (state.exporting.value) {
        await within(patience, (done) => {
          made = done;
        });
      }
      made = undefined;
      state.exporting.value = false;
    },
    /** It will not come any more. */
    ended,
    taken: {
      exported(bytes) {
        const name = `heed-${state.scene.value}-${state.agentSteps.value}.heed`;
        download(bytes as Uint8Array<ArrayBuffer>, name);
        ended();
      },
      fileFailed(failure) {
        ended();
        state.demonstrating.value = undefined;
        addNotice(state, 'error', ({ run }) => run.failure(failure), 'file');
      },
    } satisfies Partial<RunListener>,
  };
}
