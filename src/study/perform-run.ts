/**
 * One run of a study, in the process that it has for itself: training for a budget of one core's time,
 * then an evaluation on cases that training never saw.
 *
 * The budget is CPU time of the whole process, spent in training steps alone: evaluation and reports
 * stand outside. By the clock on the wall, a run would get less whenever something else wants its core;
 * CPU time is the same for every run, however many share the machine. It counts the engine's helper
 * threads too, so it is what one core would have had to do. What it cannot make equal is what others
 * take of caches and memory: an update costs a little more CPU time on a busy machine, which is why
 * every result says how many updates its budget was worth.
 */
import { evaluate } from '../agents/evaluate.ts';
import type { HardCases } from '../agents/hard-cases.ts';
import { beginTraining, type TrainingReport, train } from '../agents/train.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { boundCurve, type CurvePoint } from './learning-curve.ts';
import type { SceneSettings } from './study.ts';

/** What a run's process is told, as JSON. */
export interface Job {
  readonly scene: string;
  readonly settings: Hyperparameters;
  readonly sceneSettings: SceneSettings;
  readonly seed: number;
  readonly minutes: number;
  readonly episodes: number;
}

/** What came of it. Rates are in [0, 1] and of the evaluation, the target (Polyak) actor's. */
export interface Outcome {
  /** Of training: CPU time, which the budget is of, and what passed on the wall meanwhile. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly agentSteps: number;
  readonly updates: number;
  readonly success: number;
  readonly collision: number;
  readonly timeout: number;
  readonly spl: number;
  /** Mean seconds of the successful cases; null if there are none. */
  readonly time: number | null;
  /** Mean discounted return. */
  readonly returnMean: number;
  /** The scenario's own, by name. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** The quarter of the cases with the longest detours; null where there is none. */
  readonly hard: HardCases | null;
  /** Of training episodes, exploration noise included. */
  readonly curve: readonly CurvePoint[];
}

export interface RunSurroundings {
  /** With the job's settings of the scene. */
  readonly scenario: Scenario;
  /** Milliseconds of CPU time of this process, and of wall-clock time. */
  readonly cpu: () => number;
  readonly wall: () => number;
  /** After every decision; `share` of the whole run is done. May return a promise. */
  readonly onProgress: (share: number) => void | Promise<void>;
}

/** Share of a run that is training, for the progress bar alone. */
const trainingShare = 0.95;

const rounded = (value: number, digits: number) => Number(value.toFixed(digits));

export async function performRun(job: Job, surroundings: RunSurroundings): Promise<Outcome> {
  const { scenario, cpu, wall, onProgress } = surroundings;
  const { settings: hyperparameters, seed, minutes, episodes } = job;
  const options = { scenario, hyperparameters, seed, clock: cpu };
  const start = wall();
  const { training, secondsBefore } = await beginTraining(options);
  try {
    const reports: TrainingReport[] = [];
    const cpuSeconds = await train(training, {
      ...options,
      ...{ minutes, secondsBefore },
      onReport: (report) => reports.push(report),
      onProgress: (share) => onProgress(trainingShare * Math.min(1, share)),
    });
    const wallSeconds = (wall() - start) / 1000;
    await training.handOver();
    const evaluation = await evaluate({
      ...{ scenario, policy: training.policy, episodes },
      onProgress: (done) => onProgress(trainingShare + (1 - trainingShare) * (done / episodes)),
    });
    const { success, collision, timeout, spl, time, returnMean, figures, hard } = evaluation;
    return {
      ...{ cpuSeconds: rounded(cpuSeconds, 2), wallSeconds: rounded(wallSeconds, 2) },
      ...{ agentSteps: training.agentSteps, updates: training.updates },
      ...{ success, collision, timeout },
      spl: rounded(spl, 5),
      time: time === null ? null : rounded(time, 3),
      returnMean: rounded(returnMean, 5),
      figures: Object.fromEntries(
        Object.entries(figures).map(([name, figure]) => [
          name,
          figure === null ? null : rounded(figure, 5),
        ]),
      ),
      hard,
      curve: boundCurve(reports),
    };
  } finally {
    training.dispose();
  }
}
