/** A whole training run with a clock that only decisions move. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readManifest } from '../../src/agents/manifest.ts';
import {
  openTraining,
  type TrainingReport,
  type TrainOptions,
  train,
} from '../../src/agents/train.ts';
import { openKeptWeights, openTrainedPolicy } from '../../src/agents/trained-policy.ts';
import { Training } from '../../src/agents/training.ts';
import type { Rollback } from '../../src/agents/watch.ts';
import type { Look } from '../../src/agents/watchdog.ts';
import { createEnvironment, loadEngines } from '../../src/env/index.ts';
import { openMemoryStore } from '../../src/storage/memory-store.ts';
import type { Checkpoint, Store } from '../../src/storage/store.ts';
import { poison } from './poison.ts';
import { printOf, type WholeCheckpoint } from './print-of.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

beforeAll(loadEngines);

const options = { scenario: quickPlaza, hyperparameters: tiny, seed: 4, clock: () => 0 };
/** Agent steps of one decision. */
const stepSize = tiny.worlds * quickPlaza.agents;

interface RunOptions extends Partial<TrainOptions> {
  /** Seconds of a decision. */
  readonly pace?: number;
}

async function run(given: RunOptions, store: Store = openMemoryStore()) {
  const { pace = 1, ...limits } = given;
  const { training, secondsBefore } = await openTraining(options, store, 'run');
  const reports: TrainingReport[] = [];
  const shares: number[] = [];
  const commits: Checkpoint[] = [];
  const commit: Store['commit'] = (name, checkpoint) => {
    commits.push(checkpoint);
    return store.commit(name, checkpoint);
  };
  let now = 0;
  const seconds = await train(training, {
    ...options,
    ...{ run: 'run', store: { ...store, commit }, secondsBefore },
    // Read before and after a decision.
    clock: () => {
      now += (pace * 1000) / 2;
      return now;
    },
    onReport: (report) => reports.push(report),
    onProgress: (share) => {
      shares.push(share);
    },
    ...limits,
  });
  const { agentSteps, updates } = training;
  training.dispose();
  const kept = (await store.read('run')) as WholeCheckpoint;
  return { seconds, secondsBefore, agentSteps, updates, reports, shares, commits, kept, store };
}

describe('train', () => {
  it('ends after so many agent steps, having kept all of them', async () => {
    const { seconds, agentSteps, updates, shares, kept } = await run({ steps: 8 * stepSize });
    expect(agentSteps).toBe(8 * stepSize);
    // Due after the warm-up, one for every `stepsPerUpdate`.
    expect(updates).toBe(Math.floor((8 * stepSize - tiny.warmup) / tiny.stepsPerUpdate) + 1);
    expect(seconds).toBeCloseTo(4, 10);
    expect(shares).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((step) => step / 8));
    const { progress, ...manifest } = readManifest(kept.manifest, 'the run');
    expect(manifest).toMatchObject({ agentSteps, updates, scenario: 'plaza', seed: 4 });
    expect(progress).toEqual({ trainingSeconds: seconds });
  });

  it('ends after so many minutes of training, not of saving', async () => {
    const { seconds, agentSteps, shares } = await run({ minutes: 0.05 });
    expect(seconds).toBeCloseTo(3, 10);
    expect(agentSteps).toBe(6 * stepSize);
    expect(shares.at(-1)).toBeCloseTo(1, 10);
  });

  it('whatever limit comes first counts, and a limit that has passed trains nothing', async () => {
    expect((await run({ minutes: 1, steps: stepSize })).agentSteps).toBe(stepSize);
    expect((await run({ minutes: 1 / 60, steps: 1e6 })).agentSteps).toBe(2 * stepSize);
    const { agentSteps, reports, commits } = await run({ minutes: 0 });
    expect([agentSteps, reports, commits.length]).toEqual([0, [], 1]);
  });

  it('stops when it is told to, and keeps what there is', async () => {
    const signal = { aborted: false };
    const { agentSteps, kept } = await run({
      minutes: 60,
      signal,
      onProgress: (_, steps) => {
        signal.aborted = steps >= 3 * stepSize;
      },
    });
    expect(agentSteps).toBe(3 * stepSize);
    expect(kept.manifest).toMatchObject({ agentSteps });
  });

  it('lets others work after every decision, if it is told to', async () => {
    const order: string[] = [];
    await run({
      steps: 3 * stepSize,
      onProgress: async (_, steps) => {
        const step = steps / stepSize;
        setTimeout(() => order.push(`another's work ${step}`), 0);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push(`decision ${step}`);
      },
    });
    expect(order).toEqual([1, 2, 3].flatMap((i) => [`another's work ${i}`, `decision ${i}`]));
  });

  it('reports every ten seconds and at the end, and saves every two minutes', async () => {
    const { reports, commits, agentSteps } = await run({ pace: 14, steps: 40 * stepSize });
    // Seven seconds per decision: a report after every second one.
    expect(reports.map(({ wallSeconds }) => wallSeconds)).toEqual(
      Array.from({ length: 20 }, (_, i) => 14 * (i + 1)),
    );
    // 126, 252 and the end at 280 seconds.
    expect(commits.map(({ manifest }) => (manifest as { progress: unknown }).progress)).toEqual([
      { trainingSeconds: 126 },
      { trainingSeconds: 252 },
      { trainingSeconds: 280 },
    ]);
    expect(reports.map((report) => report.agentSteps)).toEqual(
      Array.from({ length: 20 }, (_, i) => 2 * stepSize * (i + 1)),
    );
    const updates = reports.map((report) => report.updates);
    for (const [i, report] of reports.entries()) {
      expect(Object.keys(report).join(' ')).toBe(
        'agentSteps updates wallSeconds episodes success collision spl return ' +
          'criticLoss actorLoss qMean agentStepsPerSecond updatesPerSecond backend residentBytes validation rolledBack',
      );
      const { episodes, success, collision, spl, criticLoss, actorLoss, qMean } = report;
      expect(report.backend).toBe('wasm');
      expect(report.residentBytes).toBeNull();
      expect(report.agentStepsPerSecond).toBeCloseTo((2 * stepSize) / 14, 10);
      expect(report.updatesPerSecond).toBeCloseTo(
        ((updates[i] as number) - (updates[i - 1] ?? 0)) / 14,
        10,
      );
      for (const rate of [success, collision, spl]) {
        if (episodes === 0) expect(rate).toBeNull();
        else expect(rate).toBeGreaterThanOrEqual(0);
      }
      expect(report.return === null).toBe(episodes === 0);
      const known = report.updates > 0;
      expect([criticLoss, actorLoss, qMean].map(Number.isFinite)).toEqual([known, known, known]);
    }
    expect(agentSteps).toBe(40 * stepSize);
  });

  it('keeps all that was learned until a report that cannot be taken, which ends it', async () => {
    const store = openMemoryStore();
    const reported: number[] = [];
    const given: RunOptions = {
      ...{ pace: 14, steps: 40 * stepSize },
      onReport: ({ agentSteps }) => {
        reported.push(agentSteps);
        if (agentSteps === 6 * stepSize) throw new Error('There is no room.');
      },
    };
    await expect(run(given, store)).rejects.toThrow('There is no room.');
    expect(reported).toEqual([2 * stepSize, 4 * stepSize, 6 * stepSize]);
    const manifest = await store.readManifest('run');
    expect(manifest).toMatchObject({
      ...{ agentSteps: 6 * stepSize, progress: { trainingSeconds: 42 } },
    });
  });

  it('tells of each episode in one report', async () => {
    const brief = {
      ...quickPlaza,
      outcome: ({ index, steps }: { index: number; steps: number }) =>
        steps < 2 ? undefined : index % 2 === 0 ? ('success' as const) : ('collision' as const),
    };
    const { training } = await openTraining(
      { ...options, scenario: brief },
      openMemoryStore(),
      'r',
    );
    const reports: TrainingReport[] = [];
    let now = 0;
    await train(training, {
      ...options,
      ...{ store: openMemoryStore(), run: 'r', steps: 6 * stepSize },
      clock: () => {
        now += 5000;
        return now;
      },
      onReport: (report) => reports.push(report),
    });
    training.dispose();
    // An episode takes two decisions and its respawn a third: all end in decisions 2 and 5.
    expect(
      reports.map(({ episodes, success, collision }) => [episodes, success, collision]),
    ).toEqual([
      [stepSize, 0.5, 0.5],
      [0, null, null],
      [stepSize, 0.5, 0.5],
    ]);
  });

  it('goes on counting where the run was kept, and comes to the same as without a break', async () => {
    const whole = await run({ steps: 10 * stepSize });
    const first = await run({ steps: 6 * stepSize, pace: 20 });
    const second = await run({ steps: 10 * stepSize, pace: 0.1 }, first.store);
    expect(second.secondsBefore).toBe(first.seconds);
    expect(second.seconds).toBeCloseTo(first.seconds + 0.2, 10);
    expect(second.reports[0]?.wallSeconds).toBeCloseTo(second.seconds, 10);
    expect(second.agentSteps).toBe(10 * stepSize);
    // The clock decides where it stops, never what it learns.
    const { blobs } = printOf(second.kept);
    expect(blobs).toEqual(printOf(whole.kept).blobs);
  });

  it('keeps nothing where it is told of no store', async () => {
    const training = await Training.create(options);
    const checkpoint = vi.spyOn(training, 'checkpoint');
    let now = 0;
    const clock = () => {
      now += 50_000;
      return now;
    };
    const seconds = await train(training, { ...options, clock, steps: 6 * stepSize });
    expect([seconds, training.agentSteps]).toEqual([300, 6 * stepSize]);
    expect(checkpoint).not.toHaveBeenCalled();
    training.dispose();
  });

  it('takes no time from a run whose time is not known', async () => {
    const { store, kept } = await run({ steps: stepSize });
    for (const progress of [null, 'abc', { trainingSeconds: 'x' }, { trainingSeconds: -5 }]) {
      const manifest = { ...(kept.manifest as object), progress };
      await store.commit('run', { manifest, blobs: kept.blobs });
      const { training, secondsBefore } = await openTraining(options, store, 'run');
      expect(secondsBefore).toBe(0);
      training.dispose();
    }
  });
});

describe('train, watched', () => {
  it('reports looks and rollbacks, and goes on with finite numbers', async () => {
    const watched = { ...options, validation: { episodes: 4, every: 5 } };
    const training = await Training.create(watched);
    const [reports, rollbacks]: [TrainingReport[], Rollback[]] = [[], []];
    let now = 0;
    let spoilt = false;
    await train(training, {
      ...watched,
      steps: 32 * stepSize,
      clock: () => {
        now += 2500;
        return now;
      },
      onReport: (report) => reports.push(report),
      onRollback: (rollback) => rollbacks.push(rollback),
      onProgress: async () => {
        if (training.updates !== 12 || spoilt) return;
        spoilt = true;
        await poison(training.learning.learner, 1, 1000);
      },
    });
    expect(rollbacks).toHaveLength(1);
    expect(rollbacks[0]).toMatchObject({ updates: 15, collapse: { is: 'far' } });
    expect([5, 10]).toContain(rollbacks[0]?.to);
    expect(reports.flatMap(({ rolledBack }) => rolledBack)).toEqual(rollbacks);
    const looks = reports.filter(({ validation }) => validation !== null);
    expect(looks.map(({ updates }) => Math.floor(updates / 5))).toEqual([1, 2, 3, 4, 5]);
    for (const { criticLoss, qMean } of reports.filter(({ updates }) => updates > 15)) {
      expect(Number.isFinite(criticLoss)).toBe(true);
      expect(Math.abs(qMean)).toBeLessThan(10);
    }
    training.dispose();
  });

  it('keeps for use the best weights, which an evaluation takes; the run goes on from the latest', async () => {
    const store = openMemoryStore();
    const validation = { episodes: 4, every: 5 };
    const watched = { ...options, validation };
    const training = await Training.create(watched);
    let now = 0;
    const clock = () => now++;
    await train(training, { ...watched, ...{ store, run: 'run', clock }, steps: 24 * stepSize });
    const best = training.best as Look;
    expect(best.episodes).toBe(4);
    await training.handOverBest();

    const kept = (await store.read('run')) as WholeCheckpoint;
    const manifest = readManifest(kept.manifest, 'the run');
    expect(manifest).toMatchObject({ updates: training.updates, validation });
    const opened = await openTrainedPolicy(quickPlaza, store, 'run', 'the run');
    expect(opened.best).toEqual(best);
    expect(opened.manifest).toMatchObject({ updates: best.updates, agentSteps: best.agentSteps });
    const actions = [opened.policy, training.policy].map((policy) => {
      const environment = createEnvironment(quickPlaza, { seed: 3 });
      const out = new Float32Array(quickPlaza.agents * 2);
      policy.act([environment], [out]);
      environment.dispose();
      return out;
    });
    expect(actions[0]).toEqual(actions[1]);
    opened.policy.dispose();
    training.dispose();

    await expect(openTraining(options, store, 'run')).rejects.toThrow(
      /expected a run whose validation is null, but got one with \{"episodes":4,"every":5\}\.$/,
    );
    const again = await openTraining(watched, store, 'run');
    expect(again.training.updates).toBe(manifest.updates);
    again.training.dispose();
  });

  it('keeps what acted at every look that found no collapse, and all of it can be opened again', async () => {
    const store = openMemoryStore();
    const watched = { ...options, validation: { episodes: 4, every: 5 } };
    const training = await Training.create(watched);
    const acted = new Map<number, Float32Array>();
    let [now, spoilt] = [0, false];
    const clock = () => {
      now += 250;
      return now;
    };
    await train(training, {
      ...watched,
      ...{ store, run: 'run', clock, steps: 32 * stepSize },
      onProgress: async () => {
        acted.set(training.updates, (await training.learning.weights()).actor);
        if (training.updates !== 12 || spoilt) return;
        spoilt = true;
        await poison(training.learning.learner, 1, 1000);
      },
    });
    const kept = (await store.read('run')) as WholeCheckpoint;
    const { moments } = readManifest(kept.manifest, 'the run');
    // At 15 it had collapsed.
    expect(moments.map(({ updates }) => updates)).toEqual([5, 10, 20, 25]);
    for (const { success, updates, agentSteps, seconds } of moments) {
      expect([0, 0.25, 0.5, 0.75, 1]).toContain(success);
      expect(seconds).toBeCloseTo((0.25 * agentSteps) / stepSize, 10);
      expect(updates).toBe(Math.floor((agentSteps - tiny.warmup) / tiny.stepsPerUpdate) + 1);
    }

    const opened = await openKeptWeights(quickPlaza, kept, 'the run');
    expect(opened.hyperparameters).toEqual(training.learning.hyperparameters);
    const { updates: newest } = training;
    expect(opened.kept.map(({ updates }) => updates)).toEqual([5, 10, 20, 25, newest]);
    for (const { updates, weights } of opened.kept) {
      expect(weights.actor, `${updates}`).toEqual(acted.get(updates));
    }
    const last = opened.kept.at(-1);
    const { updates: best } = training.best as Look;
    expect(opened.kept.filter(({ is }) => is === 'best').map(({ updates }) => updates)).toEqual([
      best,
    ]);
    expect(last).toMatchObject({ updates: newest, seconds: 0.25 * 32 });
    // Critics are kept of what goes on, or may be gone back to, alone.
    for (const { is, weights } of opened.kept) {
      expect(weights.critic === undefined, is).toBe(is === 'moment');
    }
    training.dispose();
  });
});
