/**
 * How the learning of the run that is open goes, as its workers tell it: what the page shows of it, the curves and
 * their time, what the watchdog is told, and when a moment is kept. Saves and policies are current-run.ts's.
 */
import { batch } from '@preact/signals';
import { isMomentDue } from '../../agents/moments.ts';
import { integer } from '../format.ts';
import { createEvidenceTaker } from '../learning/evidence.ts';
import { showLearning } from '../learning/learning-state.ts';
import { addEpisodes, addPoint, emptyProgress, restoreProgress } from '../learning/progress.ts';
import { addNotice, type PageState } from '../state.ts';
import type { Said } from '../words/index.ts';
import type { Resumed } from '../workers/protocol.ts';
import type { Marking } from './marking.ts';
import type { OpenRun, RunListener } from './open-run.ts';
import { sayOtherSettings } from './other-settings.ts';

export interface LearningTakerOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly marking: Pick<Marking, 'mark'>;
  readonly run: () => Pick<OpenRun, 'look' | 'keepMoment'> | undefined;
  /** A run that was kept, or that was loaded from a file, goes on. */
  readonly onGoesOn: () => void;
}

export function createLearningTaker({
  state,
  clock,
  marking,
  run,
  onGoesOn,
}: LearningTakerOptions) {
  /** Training time of this worker, and what the run had before. */
  let workerSeconds = 0;
  let secondsBefore = 0;
  const evidence = createEvidenceTaker();

  function goOn(resumed: Resumed, progress: unknown, otherSettings: readonly string[]): void {
    sayOtherSettings(state, otherSettings);
    state.resumed.value = resumed;
    state.progress.value = restoreProgress(progress) ?? emptyProgress;
    secondsBefore = state.progress.value.trainingSeconds - workerSeconds;
    evidence.startOver(state.progress.value);
    onGoesOn();
  }

  /** It goes on from elsewhere than it was. */
  function revived({
    resumed,
    otherSettings,
    progress,
    settings,
    moments,
  }: Parameters<RunListener['imported']>[0]): void {
    batch(() => {
      showLearning(state.learning, { settings, moments });
      state.ghosts.on.value = false;
      goOn(resumed, progress, otherSettings);
    });
  }

  const taken = {
    progress({ episodes, agentStepsPerSecond, visibleSpeed }) {
      batch(() => {
        state.progress.value = addEpisodes(state.progress.value, episodes);
        state.rates.value = { ...state.rates.value, agentStepsPerSecond, visibleSpeed };
      });
    },
    ready({ choice, resumed, otherSettings, progress, settings, moments, notKept }) {
      batch(() => {
        showLearning(state.learning, { settings, moments });
        state.learner.value = { is: 'running', choice };
        if (notKept !== undefined) {
          const said: Said = ({ run }) => run.failure(notKept);
          state.keeping.value = { is: 'off', said };
          addNotice(state, 'warning', said, 'keep');
        }
        if (!resumed) return;
        goOn(resumed, progress, otherSettings);
        state.keeping.value = { is: 'saved', at: clock() };
        addNotice(
          state,
          'info',
          ({ run }) => run.continued(integer(resumed.agentSteps)),
          'continued',
        );
      });
    },
    demonstrating({ done, episodes }) {
      state.demonstrating.value = done < episodes ? { done, episodes } : undefined;
    },
    metrics({ metrics, updatesPerSecond, trainingSeconds }) {
      const { success, return: mean, spl } = state.summary.value;
      workerSeconds = trainingSeconds;
      batch(() => {
        state.metrics.value = metrics;
        state.rates.value = { ...state.rates.value, updatesPerSecond };
        if (!state.training.value) return;
        state.progress.value = addPoint(state.progress.value, {
          seconds: secondsBefore + trainingSeconds,
          agentSteps: metrics.agentSteps,
          updates: metrics.updates,
          success,
          return: mean,
          spl,
          criticLoss: finite(metrics.criticLoss),
          actorLoss: finite(metrics.actorLoss),
          q: finite(metrics.qMean),
        });
      });
      if (!state.training.value) return;
      const seconds = secondsBefore + trainingSeconds;
      const seen = evidence.take(state.progress.value, seconds);
      if (seen) run()?.look(seen);
      const due = metrics.updates > 0 && isMomentDue(state.learning.moments.value, seconds);
      if (due) run()?.keepMoment({ seconds, success });
    },
    rolledBack({ updates, to, collapse }) {
      const said: Said = ({ run, learning }) =>
        run.rolledBack(integer(updates), integer(to), learning.collapse(collapse));
      batch(() => {
        marking.mark({ kind: 'rollback', collapse });
        addNotice(state, 'warning', said, 'rolled-back');
      });
      evidence.startOver(state.progress.value);
    },
    imported(message) {
      const { resumed } = message;
      batch(() => {
        revived(message);
        marking.mark({ kind: 'file', loaded: resumed.agentSteps });
        addNotice(state, 'info', ({ run }) => run.loaded(integer(resumed.agentSteps)), 'file');
      });
    },
    moments(moments) {
      state.learning.moments.value = moments;
    },
  } satisfies Partial<RunListener>;

  return {
    taken,
    revived,
    /** Another run is about to open. */
    startOver() {
      workerSeconds = 0;
      secondsBefore = 0;
      evidence.startOver(emptyProgress);
    },
    /** Training time of the run before this worker. */
    secondsBefore: () => secondsBefore,
  };
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
