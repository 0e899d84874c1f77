/**
 * When the run that is open has an examiner, and what it says in the state. Only scenes with published cases
 * have one. A learner's begins with the first update, so that it takes nothing from the start; that of a
 * watched policy when the person asks.
 */
import { batch, effect } from '@preact/signals';
import { percent } from '../format.ts';
import { addExamination } from '../learning/examination.ts';
import { addNotice, type PageState } from '../state.ts';
import { type Said, words } from '../words/index.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { type ExaminerOptions, type OpenExaminer, openExaminer } from './open-examiner.ts';

export interface Examining {
  /** The learner of the run that is being opened; the port is for it. Undefined where nothing is examined. */
  follow(): MessagePort | undefined;
  /** The run has other weights and another history now. */
  startOver(): void;
  /** Runs the cases with a policy that is watched. */
  examine(policy: ActingPolicy): void;
  /** Ends what is under way; the next run may follow. */
  close(): void;
  /** For good. */
  dispose(): void;
}

export interface ExaminingOptions {
  readonly state: PageState;
  /** Training time of the run before this learner worker. */
  readonly secondsBefore: () => number;
}

export function createExamining({ state, secondsBefore }: ExaminingOptions): Examining {
  let learner: MessagePort | undefined;
  let examiner: OpenExaminer | undefined;

  const isActive = () =>
    state.inView.value && (state.training.value || state.watching.value !== undefined);

  function open(of: ExaminerOptions['of']): void {
    examiner = openExaminer(
      { scenario: state.scene.peek(), of, active: isActive() },
      {
        examining({ done, cases }) {
          state.examining.value = { is: 'running', done, cases };
        },
        examined({ type: _, trainingSeconds, ...figures }) {
          const card = state.watching.value?.card;
          const seconds = card ? card.minutes * 60 : secondsBefore() + trainingSeconds;
          const { progress } = state;
          batch(() => {
            const examinations = addExamination(progress.value.examinations, {
              ...{ ...figures, seconds },
            });
            progress.value = { ...progress.value, examinations };
            state.examining.value = { is: 'waiting' };
          });
          if (!card) return;
          close();
          const { succeed } = words.peek().run.spoken;
          state.spoken.value = succeed(percent(figures.success), figures.cases);
        },
        failed({ failure, detail }) {
          console.error(detail);
          close();
          const said: Said = ({ run }) => run.failure(failure);
          state.examining.value = { is: 'failed', said };
          addNotice(state, 'error', said, 'examiner');
        },
      },
    );
  }

  function close(): void {
    examiner?.close();
    examiner = undefined;
    learner?.close();
    learner = undefined;
    state.examining.value = { is: 'waiting' };
  }

  const stops = [
    effect(() => {
      const on = isActive();
      examiner?.setActive(on);
    }),
    effect(() => {
      const updates = state.metrics.value?.updates ?? 0;
      if (!learner || updates === 0) return;
      const port = learner;
      // Its own from here on: it travels to the examiner.
      learner = undefined;
      open({ learner: port });
    }),
  ];

  return {
    follow() {
      if (!state.benchmark.value) return undefined;
      const { port1, port2 } = new MessageChannel();
      learner = port1;
      return port2;
    },
    startOver() {
      examiner?.startOver();
      if (examiner) state.examining.value = { is: 'waiting' };
    },
    examine(policy) {
      if (examiner || !state.benchmark.value) return;
      const { cases } = state.benchmark.value;
      open({ policy });
      state.examining.value = { is: 'running', done: 0, cases };
      state.spoken.value = words.peek().run.spoken.running(cases);
    },
    close,
    dispose() {
      for (const stop of stops) stop();
      close();
    },
  };
}
