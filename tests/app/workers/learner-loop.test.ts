import { describe, expect, it } from 'vitest';
import {
  createLearnerLoop,
  longestTurn,
  mostBehind,
  type NewestWeights,
} from '../../../src/app/workers/learner-loop.ts';
import type { LearnerToPage, LearnerToSimulation } from '../../../src/app/workers/protocol.ts';
import type { RowBatch } from '../../../src/app/workers/row-channel.ts';

const updateMilliseconds = 20;

function open(training = true) {
  const toPage: LearnerToPage[] = [];
  const toSimulations: LearnerToSimulation[] = [];
  const toVisible: LearnerToSimulation[] = [];
  const toExaminer: NewestWeights[] = [];
  let now = 0;
  let waiting: RowBatch[] = [];
  const learning = {
    rows: 0,
    updates: 0,
    readyAfter: 4,
    addRows(batch: RowBatch) {
      learning.rows += batch.stream.length;
    },
    ready: () => learning.rows >= learning.readyAfter,
    update() {
      now += updateMilliseconds;
      learning.updates++;
    },
    /** How the weights come out of the device. */
    reading: async () => {},
    async weights() {
      const version = learning.updates;
      await learning.reading();
      return { weights: Float32Array.of(version), version };
    },
    critic: async (): Promise<Float32Array | undefined> => Float32Array.of(-learning.updates),
    metrics: () => ({
      ...{ updates: learning.updates, agentSteps: learning.rows * 8, replaySize: learning.rows },
      ...{ criticLoss: 0.1, actorLoss: -0.1, qMean: 0, warmingUp: false },
    }),
  };
  const loop = createLearnerLoop({
    learning,
    source: {
      drain(take) {
        for (const batch of waiting) take(batch);
        waiting = [];
      },
    },
    toPage: (message) => toPage.push(message),
    toSimulations: (message) => toSimulations.push(message),
    toVisible: (message) => toVisible.push(message),
    toExaminer: (newest) => toExaminer.push(newest),
    clock: () => now,
    training,
  });
  return {
    ...{ loop, learning, toPage, toSimulations, toVisible, toExaminer },
    send(count: number) {
      waiting.push({
        ...{ streams: 1, rowSize: 1 },
        ...{ rows: new Float32Array(count), stream: new Uint8Array(count) },
      });
    },
    /** Nothing runs for so long. */
    freeze(milliseconds: number) {
      now += milliseconds;
    },
    async run(milliseconds: number) {
      for (const end = now + milliseconds; now < end; ) {
        const wait = await loop.turn();
        now += wait;
      }
    },
  };
}

describe('learner loop', () => {
  it('the first turn hands the weights over, so that acting and collecting can begin', async () => {
    const learner = open();
    await learner.loop.turn();
    await Promise.resolve();
    expect(learner.toSimulations.map(({ type }) => type)).toEqual(['weights']);
    expect(learner.learning.updates).toBe(0);
  });

  it('learns once there is enough, turn after turn without a wait', async () => {
    const learner = open();
    learner.send(3);
    expect(await learner.loop.turn()).toBeGreaterThan(0);
    learner.send(1);
    expect(await learner.loop.turn()).toBe(0);
    expect(learner.learning.updates).toBe(1);
  });

  it('hands weights over now and then, each time the newest, as a copy', async () => {
    const learner = open();
    learner.send(10);
    await learner.run(4000);
    const versions = learner.toSimulations.flatMap((message) =>
      message.type === 'weights' ? [message.version] : [],
    );
    expect(versions.length).toBeGreaterThan(20);
    expect(versions.length).toBeLessThan(30);
    for (let i = 2; i < versions.length; i++) {
      expect((versions[i] as number) - (versions[i - 1] as number)).toBeGreaterThanOrEqual(8);
    }
  });

  it('goes on learning while weights are on their way, and never lets actors fall too far behind', async () => {
    const learner = open();
    learner.send(10);
    let arrive = () => {};
    let waits = 0;
    learner.learning.reading = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    let acting = 0;
    let furthest = 0;
    for (let turn = 0; turn < 200; turn++) {
      const done = learner.loop.turn();
      const stuck = await Promise.race([
        done.then(() => false),
        new Promise<boolean>((resolve) => setImmediate(() => resolve(true))),
      ]);
      furthest = Math.max(furthest, learner.learning.updates - acting);
      if (stuck) {
        waits++;
        arrive();
        await done;
      }
      const last = learner.toSimulations.at(-1);
      if (last?.type === 'weights') acting = last.version;
    }
    expect(learner.learning.updates).toBe(200);
    expect(waits).toBeGreaterThan(5);
    expect(furthest).toBeGreaterThan(mostBehind / 2);
    expect(furthest).toBeLessThanOrEqual(mostBehind);
  });

  it('says so when the weights cannot be had', async () => {
    const learner = open();
    learner.send(10);
    learner.learning.reading = () => Promise.reject(new Error('The device was lost.'));
    await learner.loop.turn();
    await expect(learner.run(1000)).rejects.toThrow('The device was lost.');
  });

  it('with training off it takes rows, tells its figures, and learns nothing', async () => {
    const learner = open(false);
    learner.send(10);
    await learner.run(4000);
    expect(learner.learning.rows).toBe(10);
    expect(learner.learning.updates).toBe(0);
    const metrics = learner.toPage.filter(({ type }) => type === 'metrics');
    expect(metrics.length).toBeGreaterThan(2);
    expect(metrics.at(-1)).toMatchObject({ trainingSeconds: 0, updatesPerSecond: 0 });
  });

  it('counts training time and updates a second', async () => {
    const learner = open();
    learner.send(10);
    await learner.run(3000);
    const last = learner.toPage.filter(({ type }) => type === 'metrics').at(-1);
    expect(last?.type === 'metrics' && last.updatesPerSecond).toBeCloseTo(50, 0);
    expect(last?.type === 'metrics' && last.trainingSeconds).toBeGreaterThan(2.5);
  });

  it('counts no hour in which the tab was frozen as one of training', async () => {
    const learner = open();
    learner.send(10);
    await learner.run(3000);
    learner.freeze(3_600_000);
    await learner.run(3000);
    const last = learner.toPage.filter(({ type }) => type === 'metrics').at(-1);
    const seconds = last?.type === 'metrics' ? last.trainingSeconds : Number.NaN;
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThan(6.1 + longestTurn / 1000);
  });

  it('answers the examiner with the weights that are handed over next, once, and learns on meanwhile', async () => {
    const learner = open();
    learner.send(10);
    await learner.run(2000);
    expect(learner.toExaminer).toEqual([]);
    learner.loop.examinerAsks();
    await learner.run(1000);
    const { weights, updates, trainingSeconds } = learner.toExaminer[0] as NewestWeights;
    expect(learner.toExaminer).toHaveLength(1);
    expect(weights).toEqual(Float32Array.of(updates));
    expect(updates).toBeGreaterThan(90);
    expect(updates).toBeLessThanOrEqual(101);
    expect(trainingSeconds).toBeCloseTo(2, 1);
    expect(learner.learning.updates).toBeGreaterThanOrEqual(140);
  });

  it('answers the examiner with training off too', async () => {
    const learner = open(false);
    await learner.run(100);
    learner.loop.examinerAsks();
    await learner.run(100);
    expect(learner.toExaminer).toHaveLength(1);
  });

  it('hands the critic to who explains, once each time it is asked for, and never with other weights', async () => {
    const learner = open();
    learner.send(10);
    await learner.run(2000);
    expect(learner.toVisible).toEqual([]);
    learner.loop.criticAsked();
    await learner.run(1000);
    expect(learner.toVisible).toHaveLength(1);
    const [message] = learner.toVisible;
    expect(message?.type === 'critic' && (message.critic[0] as number)).toBeLessThan(-90);
    learner.learning.critic = async () => undefined;
    learner.loop.criticAsked();
    await learner.run(1000);
    expect(learner.toVisible).toHaveLength(1);
  });

  it('hands the critic over with training off too', async () => {
    const learner = open(false);
    await learner.run(100);
    learner.loop.criticAsked();
    await learner.run(100);
    expect(learner.toVisible).toEqual([{ type: 'critic', critic: Float32Array.of(-0) }]);
  });

  it('a loaded file is handed over without an update', async () => {
    const learner = open(false);
    await learner.loop.turn();
    learner.loop.handOver();
    // One more set may still be on its way.
    for (let turn = 0; turn < 3; turn++) await learner.loop.turn();
    expect(learner.toSimulations).toHaveLength(2);
  });
});
