/** Demonstrations in real worlds: what is recorded, and what a training makes of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { recordDemonstrations } from '../../src/agents/demonstrations.ts';
import { KeptRun } from '../../src/agents/kept-run.ts';
import { Learning } from '../../src/agents/learning.ts';
import { beginTraining } from '../../src/agents/train.ts';
import { Training } from '../../src/agents/training.ts';
import { createRandom } from '../../src/core/random.ts';
import { flags } from '../../src/core/transition-row.ts';
import { createEnvironment, loadEngines, type Scenario } from '../../src/env/index.ts';
import { type Hyperparameters, mostWorlds } from '../../src/rl/hyperparameters.ts';
import type { Replay } from '../../src/rl/replay.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { smallHyperparameters, smallScenario } from './small-run.ts';

beforeAll(loadEngines);

const { agents } = smallScenario;
const nStep = 3;
const record = (demonstrations: number, seed = 1, scenario: Scenario = smallScenario) =>
  recordDemonstrations({ scenario, seed, hyperparameters: { demonstrations, nStep } });

const bytesOf = ({ data }: Replay) =>
  data.map((rows) => Buffer.from(rows.slice().buffer).toString('base64'));

function flagsOf({ row, data, rowsPerStream }: Replay): number[][] {
  return Array.from({ length: rowsPerStream }, (_, i) => {
    const at = i * row.size + row.flagOffset;
    return [...(data[0] as Float32Array).subarray(at, at + row.agents)];
  });
}

const isEnd = (flag: number) => flag === flags.terminated || flag === flags.truncated;

describe('demonstrations', () => {
  it('are the baseline orca’s decisions, with what the scenario pays for them', async () => {
    const { row, data, rowsPerStream } = await record(20);
    const environment = createEnvironment(smallScenario, {
      seed: smallScenario.seeds.training(1, mostWorlds),
    });
    const policy = baselines.get('orca')({ seed: 1 });
    const actions = new Float32Array(agents * 2);
    const { maxSpeed } = smallScenario.action;
    for (let i = 0; i < rowsPerStream; i++) {
      const at = (data[0] as Float32Array).subarray(i * row.size, (i + 1) * row.size);
      const part = (offset: number, length: number) => [...at.subarray(offset, offset + length)];
      expect(part(row.worldOffset, row.agentOffset)).toEqual([...environment.worldRow]);
      expect(part(row.agentOffset, environment.agentRows.length)).toEqual([
        ...environment.agentRows,
      ]);
      policy.act([environment], [actions]);
      part(row.actionOffset, agents * 2).forEach((value, k) => {
        expect(value * maxSpeed).toBeCloseTo(actions[k] as number, 5);
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      });
      // Driven by what is in the row, so that rounding does not part the two.
      environment.step(Float32Array.from(part(row.actionOffset, agents * 2), (v) => v * maxSpeed));
      expect(part(row.rewardOffset, agents)).toEqual([...environment.reward]);
      expect(part(row.discountOffset, agents)).toEqual([...environment.discount]);
      expect(part(row.flagOffset, agents)).toEqual([...environment.flag]);
    }
    environment.dispose();
  });

  it('are as many episodes as asked for, each end in a whole window, in a replay that is just full', async () => {
    const replay = await record(20);
    expect([replay.streams, replay.added[0]]).toEqual([1, replay.rowsPerStream]);
    const rows = flagsOf(replay);
    const ends = rows.map((row) => row.filter(isEnd).length);
    const last = rows.length - 1 - nStep;
    const until = ends.slice(0, last).reduce((sum, count) => sum + count, 0);
    expect(until).toBeLessThan(20);
    expect(until + (ends[last] as number)).toBeGreaterThanOrEqual(20);
    // Its last window, of which that row is the first, can be drawn.
    const batch = replay.createBatch(2000);
    replay.sample(batch, { nStep, gamma: 0.9, hindsight: 0 }, createRandom(1));
    expect(Math.max(...batch.nowRow)).toBe(last);
  });

  it('are the same again for the same seed, and others for another', async () => {
    const first = bytesOf(await record(6));
    expect(bytesOf(await record(6))).toEqual(first);
    expect(bytesOf(await record(6, 2))).not.toEqual(first);
  });

  it('are of a training world that the run does not have', () => {
    for (const { seeds } of [smallScenario, crowdnav]) {
      for (const seed of [1, 2]) {
        const worlds = Array.from({ length: mostWorlds }, (_, world) =>
          seeds.training(seed, world),
        );
        expect(worlds).not.toContain(seeds.training(seed, mostWorlds));
      }
    }
  });

  it('keep the margin that the scenario’s setting gives the baseline', async () => {
    const wide = crowdnav.vary(new Map([['margin', '0.2']]));
    const [closely, widely] = [await record(12, 1, crowdnav), await record(12, 1, wide)];
    const collisions = ({ row, data, rowsPerStream }: Replay) => {
      let count = 0;
      for (let i = 0; i < rowsPerStream; i++) {
        const reward = data[0]?.[i * row.size + row.rewardOffset] as number;
        if (data[0]?.[i * row.size + row.flagOffset] === flags.terminated && reward < 0) count++;
      }
      return count;
    };
    expect(collisions(closely)).toBeGreaterThan(collisions(widely));
  });

  it('tell how far they are, from nothing to all', async () => {
    const told: [number, number][] = [];
    await recordDemonstrations({
      ...{ scenario: smallScenario, seed: 1, hyperparameters: { demonstrations: 10, nStep } },
      onProgress: (done, episodes) => {
        told.push([done, episodes]);
      },
    });
    expect(told[0]).toEqual([0, 10]);
    expect(told.at(-1)).toEqual([10, 10]);
    const counts = told.map(([done]) => done);
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
  });
});

const shown: Hyperparameters = {
  ...smallHyperparameters,
  demonstrations: 8,
  demonstrationShare: 0.5,
  demonstrationUpdates: 12,
};
const options = (hyperparameters: Hyperparameters) => ({
  ...{ scenario: smallScenario, hyperparameters, seed: 3 },
});

describe('learning from demonstrations', () => {
  it('begins with statistics that count them, and with no steps of its own', async () => {
    const learning = await Learning.create(options(shown));
    const rows = learning.demonstrations?.rowsPerStream as number;
    expect(rows).toBeGreaterThan(20);
    expect(learning.statistics.count[0]).toBe(rows);
    expect([learning.agentSteps, learning.replay.size, learning.ready()]).toEqual([0, 0, false]);
    learning.dispose();
    const plain = await Learning.create(options({ ...shown, normalise: false }));
    expect(plain.statistics.count.every((count) => count === 0)).toBe(true);
    plain.dispose();
  });

  it('does not make them where none are asked for, or none count any more', async () => {
    for (const [hyperparameters, updates, made] of [
      [{ ...shown, demonstrations: 0 }, 0, false],
      [{ ...shown, demonstrationShare: 0 }, 0, false],
      [shown, 11, true],
      [shown, 12, false],
      [{ ...shown, demonstrationUpdates: 0 }, 12, true],
    ] as const) {
      const learning = await Learning.create({ ...options(hyperparameters), updates });
      expect(learning.demonstrations !== undefined).toBe(made);
      learning.dispose();
    }
  });

  /** Weights and rows after some decisions. */
  async function runOf(hyperparameters: Hyperparameters) {
    const training = await Training.create(options(hyperparameters));
    for (let i = 0; i < 24; i++) await training.step();
    const { networks, random } = await training.learning.learner.state();
    const result = structuredClone({ networks, random, rows: bytesOf(training.learning.replay) });
    const demonstrations = training.learning.demonstrations;
    const kept = demonstrations && bytesOf(demonstrations);
    training.dispose();
    return { ...result, kept };
  }

  it('is to the bit another training’s of the same seed, with demonstrations that stay as they are', async () => {
    const one = await runOf(shown);
    expect(await runOf(shown)).toEqual(one);
    const { seed, scenario } = options(shown);
    const fresh = await recordDemonstrations({ scenario, seed, hyperparameters: shown });
    expect(one.kept).toEqual(bytesOf(fresh));
  });

  it('is to the bit as without them where their number is 0, whatever their share', async () => {
    const none = await runOf(smallHyperparameters);
    const share = { demonstrationShare: 1, demonstrationUpdates: 0 };
    expect(await runOf({ ...smallHyperparameters, ...share })).toEqual(none);
    expect((await runOf(shown)).networks).not.toEqual(none.networks);
  });

  it('has spent the time of making them when it begins', async () => {
    let now = 0;
    const clock = () => {
      now += 1500;
      return now;
    };
    const begin = async (hyperparameters: Hyperparameters) => {
      const { training, secondsBefore } = await beginTraining({
        ...options(hyperparameters),
        clock,
      });
      training.dispose();
      return secondsBefore;
    };
    // One second and a half from each telling to the next, of which there are at most eight.
    const seconds = await begin(shown);
    expect(seconds % 1.5).toBe(0);
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThanOrEqual(8 * 1.5);
    expect(await begin(smallHyperparameters)).toBe(0);
  });
});

describe('a kept run with demonstrations', () => {
  it('makes them again where it goes on, as long as they count', async () => {
    const told: number[] = [];
    const open = () =>
      KeptRun.create({
        ...options({ ...smallHyperparameters, demonstrations: 0 }),
        run: 'small-run',
        onDemonstration: (done) => {
          told.push(done);
        },
      });
    const training = await Training.create(options(shown));
    const importing = async () => {
      const { manifest, blobs } = await training.checkpoint();
      const run = await open();
      told.length = 0;
      await run.importFile(
        writeCheckpointFile({ manifest, blobs: blobs as Map<string, Uint8Array> }),
      );
      expect(run.hyperparameters.demonstrations).toBe(8);
      while (run.ready()) run.update();
      run.update();
      const { weights } = await run.weights();
      expect(weights.every(Number.isFinite)).toBe(true);
      run.dispose();
      return told.at(-1);
    };
    while (training.updates < 3) await training.step();
    expect(await importing()).toBe(8);
    while (training.updates < 12) await training.step();
    expect(await importing()).toBeUndefined();
    training.dispose();
  });
});

it('a kept run tells what it was begun with, where the page has that otherwise', async () => {
  const hyperparameters = {
    ...{ ...smallHyperparameters, worlds: 1 },
    ...{ demonstrations: 3, demonstrationShare: 0.5 },
  };
  const begin = { hyperparameters, seed: 1, run: 'crowdnav' };
  const scenario = crowdnav.vary(new Map([['margin', '0.2']]));
  const begun = await KeptRun.create({ ...begin, scenario });
  const file = await begun.exportFile();
  const other = await KeptRun.create({ ...begin, scenario: crowdnav });
  expect([begun.otherSettings, other.otherSettings]).toEqual([[], []]);
  await begun.importFile(file);
  await other.importFile(file);
  expect([begun.otherSettings, other.otherSettings]).toEqual([[], ['margin 0.2']]);
  begun.dispose();
  other.dispose();
});
