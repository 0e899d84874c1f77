/**
 * One turn of the learner thread: take the rows that have come, learn once if there is enough to
 * learn from, hand the weights over now and then, say how it goes. The clock and the ways out are
 * handed in, so that all of it runs in Node.
 */
import type { LearnerMetrics } from '../agents/kept-run.ts';
import type { LearnerToPage, LearnerToSimulation } from './protocol.ts';
import type { RowBatch, RowSource } from './row-channel.ts';

/** What the loop needs of a learner (agents/kept-run.ts). */
export interface SteppedLearning {
  addRows(batch: RowBatch): void;
  ready(): boolean;
  update(): Promise<void>;
  weights(): Promise<{ weights: Float32Array; version: number }>;
  metrics(): LearnerMetrics;
}

export interface LearnerLoopOptions {
  readonly learning: SteppedLearning;
  readonly source: RowSource;
  readonly toPage: (message: LearnerToPage) => void;
  readonly toSimulation: (message: LearnerToSimulation, transfer: ArrayBuffer[]) => void;
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
}

/** Weights go over after so many updates, but not more often than the milliseconds say. */
const updatesPerHandOver = 10;
const shortestHandOver = 200;
/** Every change of a figure lays the panel out anew, on the page's thread: once a second is enough. */
const metricsEvery = 1000;
const idleWait = 10;

export function createLearnerLoop(options: LearnerLoopOptions): LearnerLoop {
  const { learning, source, toPage, toSimulation, clock } = options;
  let training = options.training;
  let updates = 0;
  let handedOver: number | undefined;
  let handedOverAt = Number.NEGATIVE_INFINITY;
  let handOverNow = true;

  let metricsAt = clock();
  let counted = 0;
  let trainingMilliseconds = 0;
  let lastTurn = clock();

  async function handOver(now: number): Promise<void> {
    const due =
      updates - (handedOver ?? 0) >= updatesPerHandOver && now - handedOverAt >= shortestHandOver;
    if (!due && !handOverNow) return;
    handOverNow = false;
    handedOver = updates;
    handedOverAt = now;
    const { weights, version } = await learning.weights();
    const copy = new Float32Array(weights);
    toSimulation({ type: 'weights', weights: copy, version, updates }, [copy.buffer]);
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
        await learning.update();
        updates++;
      }
      const now = clock();
      if (training) trainingMilliseconds += now - lastTurn;
      lastTurn = now;
      await handOver(now);
      showMetrics(now);
      return learns ? 0 : idleWait;
    },
    setTraining(on) {
      training = on;
    },
    handOver() {
      handOverNow = true;
    },
  };
}
