/**
 * One turn of the learner thread: take the rows that have come, learn once if there is enough to
 * learn from, hand the weights over now and then, say how it goes. The clock and the ways out are
 * handed in, so that all of it runs in Node.
 */
import type { LearnerMetrics } from '../../agents/kept-run.ts';
import type { LearnerToExaminer, LearnerToPage, LearnerToSimulation } from './protocol.ts';
import type { RowBatch, RowSource } from './row-channel.ts';

/** Weights for the examiner, with the moment that they are of. */
export type NewestWeights = Omit<LearnerToExaminer, 'type' | 'hyperparameters'>;

/** What the loop needs of a learner (agents/kept-run.ts). */
export interface SteppedLearning {
  addRows(batch: RowBatch): void;
  ready(): boolean;
  update(): void;
  weights(): Promise<{ weights: Float32Array; version: number }>;
  critic(): Promise<Float32Array | undefined>;
  metrics(): LearnerMetrics;
}

export interface LearnerLoopOptions {
  readonly learning: SteppedLearning;
  readonly source: RowSource;
  readonly toPage: (message: LearnerToPage) => void;
  /** To all of them. */
  readonly toSimulations: (message: LearnerToSimulation) => void;
  /** To the one that has the visible world, and explains what is done there. */
  readonly toVisible: (message: LearnerToSimulation) => void;
  /** Where there is an examiner, and it has asked. */
  readonly toExaminer?: (newest: NewestWeights) => void;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly training: boolean;
}

export interface LearnerLoop {
  /** One round of work; resolves to the milliseconds that the next one may wait. */
  turn(): Promise<number>;
  setTraining(on: boolean): void;
  /** The weights changed without an update (a file was loaded): hand them over in the next turn. */
  handOver(): void;
  /** The examiner wants the weights that are handed over next. */
  examinerAsks(): void;
  /** Somebody is being explained, and wants the critic beside the weights that are handed over next. */
  criticAsked(): void;
}

/**
 * Weights are asked for after so many updates, and learning goes on while they are on their way, but
 * for no more than `longestWay` updates: then it waits, which also bounds the work that a slow device
 * has still to do. So actors are never more than twice that behind, the way of one set of weights and
 * the updates before the next is asked for.
 */
const updatesPerHandOver = 8;
const longestWay = 16;
export const mostBehind = 2 * longestWay;
/** Every change of a figure lays the panel out anew, on the page's thread: once a second is enough. */
const metricsEvery = 1000;
const idleWait = 10;
/**
 * Milliseconds of training that one turn may count. A slow GPU makes a turn wait for seconds; longer than this is a
 * tab that was frozen or a machine that slept, which trained nobody and would stretch the curves.
 */
export const longestTurn = 10_000;

export function createLearnerLoop(options: LearnerLoopOptions): LearnerLoop {
  const { learning, source, toPage, toSimulations, toVisible, toExaminer, clock } = options;
  let training = options.training;
  let updates = 0;
  /** Update of the weights that went over last, or are on their way. */
  let asked = 0;
  let onTheWay: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let handOverNow = true;
  let examinerWaits = false;
  let criticWanted = false;

  let metricsAt = clock();
  let counted = 0;
  let trainingMilliseconds = 0;
  let lastTurn = clock();

  async function send(): Promise<void> {
    const of = updates;
    const trainingSeconds = trainingMilliseconds / 1000;
    const { weights, version } = await learning.weights();
    toSimulations({ type: 'weights', weights, version, updates: of });
    if (examinerWaits) {
      examinerWaits = false;
      toExaminer?.({ weights, updates: version, trainingSeconds });
    }
    if (!criticWanted) return;
    criticWanted = false;
    const critic = await learning.critic();
    if (critic) toVisible({ type: 'critic', critic });
  }

  async function handOver(): Promise<void> {
    if (updates - asked >= longestWay) await onTheWay;
    if (failure) throw failure.error;
    if (!onTheWay && (handOverNow || updates - asked >= updatesPerHandOver)) {
      handOverNow = false;
      asked = updates;
      onTheWay = send()
        .catch((error: unknown) => {
          failure = { error };
        })
        .finally(() => {
          onTheWay = undefined;
        });
    }
  }

  function showMetrics(now: number): void {
    const elapsed = (now - metricsAt) / 1000;
    if (elapsed * 1000 < metricsEvery) return;
    toPage({
      type: 'metrics',
      metrics: learning.metrics(),
      updatesPerSecond: (updates - counted) / elapsed,
      trainingSeconds: trainingMilliseconds / 1000,
    });
    metricsAt = now;
    counted = updates;
  }

  return {
    async turn() {
      source.drain((batch) => learning.addRows(batch));
      const learns = training && learning.ready();
      if (learns) {
        learning.update();
        updates++;
      }
      const now = clock();
      if (training) trainingMilliseconds += Math.min(now - lastTurn, longestTurn);
      lastTurn = now;
      await handOver();
      showMetrics(now);
      return learns ? 0 : idleWait;
    },
    setTraining(on) {
      training = on;
    },
    handOver() {
      handOverNow = true;
    },
    examinerAsks() {
      examinerWaits = true;
      handOverNow = true;
    },
    criticAsked() {
      criticWanted = true;
      handOverNow = true;
    },
  };
}
