/** A replay that is copied to where the kernels run, against one of which batches are written. */
import { describe, expect, it } from 'vitest';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import type { PlanRunner, RunnerOptions } from '../../src/nn/plan/runner.ts';
import { WasmRunner } from '../../src/nn/plan/wasm-runner.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { PlannedLearner } from '../../src/rl/planned-learner.ts';
import { Replay } from '../../src/rl/replay.ts';
import { residentFloats } from '../../src/rl/resident-replay.ts';
import { smallLayout } from '../nn/small-observations.ts';
import { filledReplay } from './filled-replay.ts';

const hyperparameters = {
  ...heed,
  ...{ channels: 4, heads: 2, hidden: 4, graphRounds: 1, batch: 8 },
};
/** Rows to add, and how many of each stream a replay keeps. */
const source = filledReplay(smallLayout, { agents: 2, rows: 60 });
const rowsPerStream = 9;

/** Adds rows `from` to `to` of the source to two streams in turn. */
function add(replay: Replay, from: number, to: number): void {
  const { size } = source.row;
  for (let i = from; i < to; i++) replay.add(i % 2, source.data[0] as Float32Array, i * size);
}

/** All numbers of a row turned round, every other with its sign. */
const size = source.row.size;
const reflection = {
  from: Int32Array.from({ length: size }, (_, i) => size - 1 - i),
  sign: Float32Array.from({ length: size }, (_, i) => (i % 2 === 0 ? 1 : -1)),
};

interface Opening {
  readonly hindsight?: number;
  /** Rows of demonstrations, of which half of every batch is at first. */
  readonly shown?: number;
  readonly mirror?: boolean;
}

async function open(
  resident: boolean,
  rows: number,
  { hindsight = 0, shown = 0, mirror = false }: Opening = {},
) {
  const options = { streams: 2, rowsPerStream, ...(mirror ? { reflection } : {}) };
  const replay = new Replay(source.row, options);
  add(replay, 0, rows);
  const demonstrations =
    shown === 0 ? undefined : filledReplay(smallLayout, { agents: 2, rows: shown, seed: 5 });
  const share = {
    ...{ demonstrations: shown, demonstrationShare: 0.5, demonstrationUpdates: 8 },
  };
  /** Lengths of what the learner has written. */
  const written: number[] = [];
  /** As a GPU's: its memory is out of sight. */
  const start = (options: RunnerOptions): PlanRunner => {
    const runner = new WasmRunner(options);
    return {
      floats: undefined,
      prepare: (phases) => runner.prepare(phases),
      write: (offset, values) => {
        written.push(values.length);
        runner.write(offset, values);
      },
      read: (regions) => runner.read(regions),
      dispose: () => runner.dispose(),
    };
  };
  const parts = { replay, demonstrations, normaliser: createNormaliser(smallLayout) };
  const learner = await PlannedLearner.create(
    { ...parts, hyperparameters: { ...hyperparameters, ...share, hindsight }, gamma: 0.9, seed: 1 },
    start,
    {
      residentFloats: resident ? Number.POSITIVE_INFINITY : 0,
    },
  );
  written.length = 0;
  return { learner, replay, written };
}

describe('a resident replay', () => {
  it.each([
    ['', {}],
    [' with demonstrations', { shown: 25 }],
    [' in a mirror', { mirror: true }],
    [' with demonstrations in a mirror', { shown: 25, mirror: true }],
  ])('gives the same updates to the bit, also when rings have come round%s', async (_, opening) => {
    const states = await Promise.all(
      [true, false].map(async (resident) => {
        const { learner, replay } = await open(resident, 12, opening);
        for (const [from, to] of [
          [12, 12],
          [12, 15],
          [15, 16],
          [16, 45],
        ] as const) {
          add(replay, from, to);
          for (let update = 0; update < 3; update++) learner.update();
        }
        return learner.state();
      }),
    );
    expect(states[0]).toEqual(states[1]);
  });

  it('is sent row by row as it grows, and nothing else but small inputs', async () => {
    const { learner, replay, written } = await open(true, 12);
    const { size } = replay.row;
    learner.update();
    const inputs = written.at(-1) as number;
    expect(written).toEqual([6 * size, 6 * size, inputs]);
    // Less than the batch that they stand for.
    expect(inputs).toBeLessThan(2 * (hyperparameters.batch / 2) * size);
    written.length = 0;
    learner.update();
    expect(written).toEqual([inputs]);
    written.length = 0;
    // Row 20 of stream 0 is its eleventh: the ring of nine comes round.
    add(replay, 12, 21);
    learner.update();
    expect(written).toEqual([3 * size, 2 * size, 3 * size, 1 * size, inputs]);
  });

  it('is sent with all demonstrations once, behind it', async () => {
    const { learner, replay, written } = await open(true, 12, { shown: 25 });
    const { size } = replay.row;
    learner.update();
    const inputs = written.at(-1) as number;
    expect(written).toEqual([6 * size, 6 * size, 25 * size, inputs]);
    written.length = 0;
    add(replay, 12, 13);
    learner.update();
    expect(written).toEqual([size, inputs]);
    const state = structuredClone(await learner.state());
    learner.restore(state);
    written.length = 0;
    learner.update();
    expect(written).toContain(25 * size);
  });

  it('is sent anew after a restore', async () => {
    const { learner, replay, written } = await open(true, 12);
    learner.update();
    const state = structuredClone(await learner.state());
    written.length = 0;
    learner.restore(state);
    written.length = 0;
    learner.update();
    expect(written.slice(0, 2)).toEqual([6 * replay.row.size, 6 * replay.row.size]);
  });

  it('is none beyond the room there is', () => {
    const floats = 2 * rowsPerStream * source.row.size;
    const replay = new Replay(source.row, { streams: 2, rowsPerStream });
    expect(residentFloats({ replay }, floats)).toBe(floats);
    expect(residentFloats({ replay }, floats - 1)).toBeUndefined();
    const demonstrations = filledReplay(smallLayout, { agents: 2, rows: 25 });
    const both = floats + 25 * source.row.size;
    expect(residentFloats({ replay, demonstrations }, both)).toBe(both);
    expect(residentFloats({ replay, demonstrations }, both - 1)).toBeUndefined();
  });

  it('is none where goals are changed in hindsight: batches are written', async () => {
    const { learner, replay, written } = await open(true, 12, { hindsight: 0.5 });
    learner.update();
    expect(written).toHaveLength(1);
    expect(written[0]).toBeGreaterThan(2 * (hyperparameters.batch / 2) * replay.row.size);
  });
});
