import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import { demonstrationShareAt, drawBatch } from '../../src/rl/draw-batch.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import type { LearnerParts } from '../../src/rl/learner.ts';
import { Replay } from '../../src/rl/replay.ts';
import { at, createStream, streamLayout, streamRow } from './episode-stream.ts';

const shown: Hyperparameters = {
  ...heed,
  demonstrations: 5,
  demonstrationShare: 0.25,
  demonstrationUpdates: 100,
};
const demonstrator = 7;

/** A replay of two streams with two thirds of it full, and a stream of demonstrations. */
function partsOf(hyperparameters: Hyperparameters) {
  const replay = new Replay(streamRow, { streams: 2, rowsPerStream: 30 });
  for (const stream of [0, 1]) {
    for (const row of createStream(stream, 20).rows) replay.add(stream, row, 0);
  }
  const { rows } = createStream(demonstrator, 50);
  const demonstrations = new Replay(streamRow, { streams: 1, rowsPerStream: rows.length });
  for (const row of rows) demonstrations.add(0, row, 0);
  const parts = { replay, normaliser: createNormaliser(streamLayout), gamma: 0.9, seed: 1 };
  return { ...parts, demonstrations, hyperparameters };
}

/** Whose rows are in the batch, place by place. */
function streamsIn(parts: LearnerParts, updates: number, worldSteps = 40) {
  const batch = parts.replay.createBatch(worldSteps);
  drawBatch(parts, batch, updates, createRandom(3, 'batch', updates));
  const streams = Array.from(
    { length: worldSteps },
    (_, i) => batch.now[i * streamRow.size + streamRow.agentOffset + at.stream] as number,
  );
  return { batch, streams };
}

describe('share of demonstrations', () => {
  it('falls linearly from the first update on, to nothing', () => {
    const shares = [0, 1, 50, 99, 100, 101, 1e6].map((updates) =>
      demonstrationShareAt(shown, updates),
    );
    const expected = [0.25, 0.2475, 0.125, 0.0025, 0, 0, 0];
    shares.forEach((share, i) => {
      expect(share).toBeCloseTo(expected[i] as number, 12);
    });
    expect(shares.slice(4)).toEqual([0, 0, 0]);
  });

  it('is kept where it has no updates to fall over, and is none without demonstrations', () => {
    const kept = { ...shown, demonstrationUpdates: 0 };
    expect(demonstrationShareAt(kept, 1e6)).toBe(0.25);
    expect(demonstrationShareAt({ ...shown, demonstrations: 0 }, 0)).toBe(0);
    expect(demonstrationShareAt(heed, 0)).toBe(0);
  });
});

describe('batch with demonstrations', () => {
  it('has the rounded share of its world steps from them, and own ones before', () => {
    const parts = partsOf(shown);
    for (const [updates, count] of [
      [0, 10],
      [30, 7],
      [50, 5],
      // 0.25 · 0.05 · 40 = 0.5, and a little less.
      [95, 1],
      [96, 0],
      [100, 0],
      [5000, 0],
    ] as const) {
      const { streams } = streamsIn(parts, updates);
      expect(streams.filter((stream) => stream === demonstrator)).toHaveLength(count);
      expect(streams.slice(40 - count)).toEqual(Array(count).fill(demonstrator));
    }
  });

  it('can be of demonstrations alone', () => {
    const parts = partsOf({ ...shown, demonstrationShare: 1 });
    expect(streamsIn(parts, 0, 5).streams).toEqual(Array(5).fill(demonstrator));
  });

  it('numbers the rows of demonstrations after all of the replay’s', () => {
    const parts = partsOf(shown);
    const { batch, streams } = streamsIn(parts, 0);
    const rowOf = (number: number) => {
      const replay = number < parts.replay.rows ? parts.replay : parts.demonstrations;
      const own = replay === parts.replay ? number : number - parts.replay.rows;
      const stream = replay.data[Math.floor(own / replay.rowsPerStream)] as Float32Array;
      const from = (own % replay.rowsPerStream) * streamRow.size;
      return stream.subarray(from, from + streamRow.size);
    };
    streams.forEach((_, i) => {
      const place = (rows: Float32Array) =>
        rows.subarray(i * streamRow.size, (i + 1) * streamRow.size);
      expect(rowOf(batch.nowRow[i] as number)).toEqual(place(batch.now));
      expect(rowOf(batch.nextRow[i] as number)).toEqual(place(batch.next));
    });
    expect(streams).toContain(demonstrator);
  });

  it('finds every demonstration however many rows of its own the run has written over', () => {
    const parts = partsOf({ ...shown, demonstrationUpdates: 0 });
    const before = parts.demonstrations.data.map((data) => data.slice());
    for (const row of createStream(0, 500).rows) parts.replay.add(0, row, 0);
    const times = new Set<number>();
    for (let updates = 0; updates < 60; updates++) {
      const { batch, streams } = streamsIn(parts, updates);
      streams.forEach((stream, i) => {
        if (stream === demonstrator) times.add(batch.now[i * streamRow.size] as number);
      });
    }
    // All that begin a whole window of three steps.
    expect([...times].sort((a, b) => a - b)).toEqual(Array.from({ length: 47 }, (_, i) => i));
    expect(parts.demonstrations.data).toEqual(before);
  });

  it('is to the bit the replay’s own where there are none, or none any more', () => {
    const { nStep, hindsight } = heed;
    for (const [hyperparameters, updates] of [
      [heed, 0],
      [shown, 100],
    ] as const) {
      const parts = partsOf(hyperparameters);
      const [own, drawn] = [createRandom(9, 'draw'), createRandom(9, 'draw')];
      const expected = parts.replay.createBatch(16);
      parts.replay.sample(expected, { nStep, gamma: 0.9, hindsight }, own);
      const batch = parts.replay.createBatch(16);
      drawBatch(parts, batch, updates, drawn);
      expect(batch).toEqual(expected);
      expect(drawn.state()).toEqual(own.state());
    }
  });
});
