import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { rowReflection, unchanged } from '../../src/core/reflection.ts';
import { flags } from '../../src/core/transition-row.ts';
import { type GoalRelabeller, Replay, type ReplayBatch } from '../../src/rl/replay.ts';
import { smallLayout } from '../nn/small-observations.ts';
import { aloneIn } from './alone.ts';
import {
  agents,
  at,
  createStream,
  type EpisodeStream,
  type StepRecord,
  streamLayout,
  streamRow,
} from './episode-stream.ts';
import { filledReplay } from './filled-replay.ts';

const gamma = 0.9;

function fill(replay: Replay, streams: readonly EpisodeStream[]): void {
  streams.forEach(({ rows }, stream) => {
    for (const row of rows) replay.add(stream, row, 0);
  });
}

/** Everything a batch says of one sample. */
function sampleOf(batch: ReplayBatch, sample: number) {
  const slot = Math.floor(sample / agents);
  const start =
    slot * streamRow.size + streamRow.agentOffset + (sample % agents) * streamLayout.agentSize;
  const read = (rows: Float32Array, feature: number) => rows[start + feature] as number;
  return {
    stream: read(batch.now, at.stream),
    time: read(batch.now, at.time),
    agent: read(batch.now, at.agent),
    goal: read(batch.now, at.goal),
    nextStream: read(batch.next, at.stream),
    nextTime: read(batch.next, at.time),
    nextAgent: read(batch.next, at.agent),
    nextGoal: read(batch.next, at.goal),
    worldTime: batch.now[slot * streamRow.size] as number,
    action: [batch.actions[sample * 2] as number, batch.actions[sample * 2 + 1] as number],
    return: batch.returns[sample] as number,
    discount: batch.discounts[sample] as number,
    valid: batch.valid[sample] === 1,
  };
}

interface Window {
  readonly valid: boolean;
  readonly return: number;
  /** 0 where nothing is bootstrapped. */
  readonly discount: number;
}

/** What the n steps from `time` on give an agent, told by episodes instead of by ring and flags. */
function oracle(
  records: readonly (readonly StepRecord[])[],
  time: number,
  agent: number,
  n: number,
): Window {
  const steps = records.slice(time, time + n).map((row) => row[agent] as StepRecord);
  const [first] = steps as [StepRecord];
  if (first.flag === flags.respawns) return { valid: false, return: 0, discount: 0 };
  const inEpisode = steps.filter(
    ({ episode, flag }) => episode === first.episode && flag !== flags.respawns,
  );
  const total = inEpisode.reduce((sum, { reward }, k) => sum + gamma ** k * reward, 0);
  if (inEpisode.some(({ flag }) => flag === flags.terminated)) {
    return { valid: true, return: total, discount: 0 };
  }
  // Cut before its n-th step: the observation to bootstrap from is not n rows on.
  if (inEpisode.length < n) return { valid: false, return: 0, discount: 0 };
  return { valid: true, return: total, discount: gamma ** n };
}

describe.each([1, 2, 3, 5])('replay: %d-step windows', (nStep) => {
  const streams = [createStream(0, 400), createStream(1, 400)];
  const replay = new Replay(streamRow, { streams: 2, rowsPerStream: 250 });
  fill(replay, streams);
  const batch = replay.createBatch(400);
  replay.sample(batch, { nStep, gamma, hindsight: 0 }, createRandom(4, 'sample', nStep));
  const samples = Array.from({ length: 400 * agents }, (_, i) => sampleOf(batch, i));

  it('equal a brute-force account of the episodes', () => {
    for (const sample of samples) {
      const { records } = streams[sample.stream] as EpisodeStream;
      const expected = oracle(records, sample.time, sample.agent, nStep);
      expect(sample.valid).toBe(expected.valid);
      if (!expected.valid) continue;
      expect(sample.return).toBeCloseTo(expected.return, 5);
      expect(sample.discount).toBeCloseTo(expected.discount, 6);
      expect(sample.action).toEqual([
        ...Float32Array.from(records[sample.time]?.[sample.agent]?.action as [number, number]),
      ]);
    }
  });

  it('bring the row n steps later of the same agent and world', () => {
    for (const sample of samples) {
      expect(sample.nextTime).toBe(sample.time + nStep);
      expect([sample.nextStream, sample.nextAgent]).toEqual([sample.stream, sample.agent]);
      expect(sample.worldTime).toBe(sample.time);
    }
  });

  it('never bootstrap from the observation of another episode', () => {
    const bootstrapped = samples.filter(({ valid, discount }) => valid && discount > 0);
    expect(bootstrapped.length).toBeGreaterThan(100);
    for (const { stream, time, agent } of bootstrapped) {
      const records = (streams[stream] as EpisodeStream).records;
      const episode = (t: number) => records[t]?.[agent]?.episode;
      expect(episode(time + nStep)).toBe(episode(time));
    }
  });

  it('hold all three kinds of end: terminated, truncated, and cut inside the window', () => {
    /** Samples whose window ends with the last step of its own episode. */
    const last = (flag: number) =>
      samples.filter(({ stream, time, agent }) => {
        const { records } = streams[stream] as EpisodeStream;
        const end = records[time + nStep - 1]?.[agent];
        return end?.flag === flag && end.episode === records[time]?.[agent]?.episode;
      });
    const valid = (of: typeof samples) => of.filter((sample) => sample.valid);
    expect(valid(last(flags.terminated)).length).toBeGreaterThan(20);
    expect(valid(last(flags.terminated)).every(({ discount }) => discount === 0)).toBe(true);
    expect(valid(last(flags.truncated)).length).toBeGreaterThan(20);
    expect(valid(last(flags.truncated)).every(({ discount }) => discount > 0)).toBe(true);
    expect(samples.filter((sample) => !sample.valid).length).toBeGreaterThan(20);
  });
});

describe('replay: the ring', () => {
  it('holds the last rows of each stream and never hands out one that was written over', () => {
    const replay = new Replay(streamRow, { streams: 1, rowsPerStream: 20 });
    const { rows } = createStream(0, 65);
    const batch = replay.createBatch(30);
    rows.forEach((row, time) => {
      replay.add(0, row, 0);
      expect(replay.size).toBe(Math.min(time + 1, 20) * agents);
      if (!replay.canSample(3)) return;
      replay.sample(batch, { nStep: 3, gamma, hindsight: 0 }, createRandom(time));
      for (let i = 0; i < batch.worldSteps * agents; i += agents) {
        const sample = sampleOf(batch, i);
        expect(sample.time).toBeGreaterThan(time - 20);
        expect(sample.nextTime).toBe(sample.time + 3);
        expect(sample.nextTime).toBeLessThanOrEqual(time);
      }
    });
    expect(replay.added[0]).toBe(65);
  });

  it('can be sampled from as soon as one window is there, in any stream', () => {
    const replay = new Replay(streamRow, { streams: 2, rowsPerStream: 20 });
    const { rows } = createStream(1, 4);
    for (let time = 0; time < 3; time++) replay.add(1, rows[time] as Float32Array, 0);
    expect(replay.canSample(3)).toBe(false);
    expect(replay.canSample(2)).toBe(true);
    const tooEarly = { nStep: 3, gamma, hindsight: 0 };
    expect(() => replay.sample(replay.createBatch(1), tooEarly, createRandom(1))).toThrow(/3 rows/);
    replay.add(1, rows[3] as Float32Array, 0);
    expect(replay.canSample(3)).toBe(true);
    const batch = replay.createBatch(5);
    replay.sample(batch, { nStep: 3, gamma, hindsight: 0 }, createRandom(1));
    expect(sampleOf(batch, 0)).toMatchObject({ stream: 1, time: 0, nextTime: 3 });
  });

  it('takes a row out of a longer array, and keeps a copy', () => {
    const replay = new Replay(streamRow, { streams: 1, rowsPerStream: 5 });
    const { rows } = createStream(0, 2);
    const both = new Float32Array(2 * streamRow.size);
    rows.forEach((row, i) => {
      both.set(row, i * streamRow.size);
    });
    replay.add(0, both, streamRow.size);
    both.fill(7);
    expect(replay.data[0]?.subarray(0, streamRow.size)).toEqual(rows[1]);
  });

  it('closed and gone on with: no window leads from the old rows to the new ones', () => {
    const replay = new Replay(streamRow, { streams: 2, rowsPerStream: 100 });
    const { rows, records } = createStream(0, 60);
    for (const row of rows.slice(0, 30)) replay.add(0, row, 0);
    replay.closeStreams();
    // After the reload time goes on elsewhere: 10 rows are missing.
    for (const row of rows.slice(40)) replay.add(0, row, 0);
    const batch = replay.createBatch(300);
    for (const nStep of [1, 3]) {
      replay.sample(batch, { nStep, gamma, hindsight: 0 }, createRandom(nStep));
      const valid = Array.from({ length: 300 * agents }, (_, i) => sampleOf(batch, i)).filter(
        (sample) => sample.valid,
      );
      const last = valid.filter(({ time }) => time >= 30 - nStep && time < 30);
      // What ended inside the window needs nothing beyond it.
      for (const { discount } of last) if (nStep > 1) expect(discount).toBe(0);
      for (const { time } of last) expect(time).toBeLessThan(29);
      for (const sample of valid) {
        if (sample.discount === 0) continue;
        expect(sample.nextTime).toBe(sample.time + nStep);
        const episode = (t: number) => records[t]?.[sample.agent]?.episode;
        expect(episode(sample.nextTime)).toBe(episode(sample.time));
      }
    }
    // A stream that is empty has nothing to close.
    expect(replay.data[1]?.every((x) => x === 0)).toBe(true);
  });

  it('is sampled uniformly over all windows of all streams', () => {
    const lengths = [40, 13, 90];
    const nStep = 3;
    const replay = new Replay(streamRow, { streams: 3, rowsPerStream: 60 });
    fill(
      replay,
      lengths.map((length, stream) => createStream(stream, length)),
    );
    const windows = lengths.reduce((sum, length) => sum + Math.min(length, 60) - nStep, 0);
    const batch = replay.createBatch(200 * windows);
    replay.sample(batch, { nStep, gamma, hindsight: 0 }, createRandom(8));
    const counts = new Map<string, number>();
    for (let slot = 0; slot < batch.worldSteps; slot++) {
      const { stream, time } = sampleOf(batch, slot * agents);
      counts.set(`${stream} ${time}`, (counts.get(`${stream} ${time}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(windows);
    // χ² with `windows` − 1 degrees of freedom: mean that, standard deviation √(2 · that).
    const chiSquare = [...counts.values()].reduce((sum, c) => sum + (c - 200) ** 2 / 200, 0);
    expect(Math.abs(chiSquare - (windows - 1))).toBeLessThan(4 * Math.sqrt(2 * (windows - 1)));
  });

  it('gives the same batch for the same random state, whatever the batch held before', () => {
    const replay = new Replay(streamRow, { streams: 1, rowsPerStream: 60 });
    fill(replay, [createStream(0, 60)]);
    const draw = (batch: ReplayBatch) => {
      replay.sample(batch, { nStep: 3, gamma, hindsight: 0 }, createRandom(5));
      return batch;
    };
    const used = replay.createBatch(30);
    replay.sample(used, { nStep: 1, gamma, hindsight: 0 }, createRandom(6));
    expect(draw(used)).toEqual(draw(replay.createBatch(30)));
  });
});

/** A goal is a place on the line; it is reached within half a step. */
const relabeller: GoalRelabeller<{ place: number }> = {
  createGoal: () => ({ place: Number.NaN }),
  readGoal: (rows, offset, out) => {
    out.place = rows[offset + at.place] as number;
  },
  relabel: (rows, offset, goal) => {
    rows[offset + at.goal] = goal.place;
  },
  reached: (rows, offset, goal) => Math.abs((rows[offset + at.place] as number) - goal.place) < 0.5,
};

describe.each([1, 3])('replay: hindsight over %d steps', (nStep) => {
  const stream = createStream(0, 400, 3);
  const replay = new Replay(
    streamRow,
    { streams: 1, rowsPerStream: 300 },
    relabeller as GoalRelabeller<unknown>,
  );
  fill(replay, [stream]);
  const stored = replay.data[0]?.slice();
  const batch = replay.createBatch(500);
  replay.sample(batch, { nStep, gamma, hindsight: 0.5 }, createRandom(9, 'hindsight', nStep));
  const samples = Array.from({ length: 500 * agents }, (_, i) => sampleOf(batch, i));
  const relabelled = samples.filter(({ goal }) => goal !== 50);
  const record = (time: number, agent: number) => stream.records[time]?.[agent] as StepRecord;

  it('relabels about the share that was asked for, in both rows, and nothing that is stored', () => {
    // A row that waits for its respawn has no later place. About 1,250 are left: ± .07 is five sigma.
    const possible = samples.filter(
      ({ time, agent }) => record(time, agent).flag !== flags.respawns,
    );
    expect(relabelled.length / possible.length).toBeGreaterThan(0.43);
    expect(relabelled.length / possible.length).toBeLessThan(0.57);
    for (const { goal, nextGoal } of samples) expect(nextGoal).toBe(goal);
    expect(replay.data[0]).toEqual(stored);
  });

  it('takes for a goal only what the same agent reached later in the same episode', () => {
    const distances = new Set<number>();
    for (const { time, agent, goal } of relabelled) {
      const { episode } = record(time, agent);
      const reachedAt: number[] = [];
      for (let t = time + 1; record(t, agent)?.episode === episode; t++) {
        if (record(t, agent).place === goal) reachedAt.push(t - time);
      }
      expect(reachedAt.length).toBeGreaterThan(0);
      distances.add(reachedAt[0] as number);
    }
    // Not always the next row, nor always the last.
    expect(distances.size).toBeGreaterThan(4);
  });

  it('pays 1 on reaching the goal and ends there; before, it pays nothing and goes on', () => {
    let reachedCount = 0;
    let goingOn = 0;
    for (const { time, agent, goal, valid, return: total, discount } of relabelled) {
      const { episode } = record(time, agent);
      const steps = Array.from({ length: nStep }, (_, k) => record(time + k + 1, agent)).filter(
        (next) => next.episode === episode,
      );
      const first = steps.findIndex(({ place }) => place === goal);
      if (first >= 0) {
        reachedCount += 1;
        expect(valid).toBe(true);
        expect(total).toBeCloseTo(gamma ** first, 6);
        expect(discount).toBe(0);
      } else {
        // Its goal lies beyond the window, so the episode does too.
        goingOn += 1;
        expect(steps).toHaveLength(nStep);
        expect(valid).toBe(true);
        expect(total).toBe(0);
        expect(discount).toBeCloseTo(gamma ** nStep, 6);
      }
    }
    expect(reachedCount).toBeGreaterThan(50);
    expect(goingOn).toBeGreaterThan(50);
  });

  it('leaves samples with their own goal as they are without hindsight', () => {
    for (const sample of samples) {
      if (sample.goal !== 50) continue;
      const expected = oracle(stream.records, sample.time, sample.agent, nStep);
      expect(sample.valid).toBe(expected.valid);
      if (!expected.valid) continue;
      expect(sample.return).toBeCloseTo(expected.return, 5);
      expect(sample.discount).toBeCloseTo(expected.discount, 6);
    }
  });

  it('does nothing where nobody can relabel', () => {
    const plain = new Replay(streamRow, { streams: 1, rowsPerStream: 300 });
    fill(plain, [stream]);
    const same = plain.createBatch(50);
    plain.sample(same, { nStep, gamma, hindsight: 1 }, createRandom(1));
    for (let i = 0; i < 50 * agents; i++) expect(sampleOf(same, i).goal).toBe(50);
  });
});

it.each([0, 1, 2])('group %d of three is sampled as if its agents were alone', (group) => {
  const options = { streams: 1, rowsPerStream: 300 };
  const whole = new Replay(streamRow, options, relabeller as GoalRelabeller<unknown>);
  fill(whole, [createStream(0, 250)]);
  const one = whole.ofGroup(3, group);
  const alone = aloneIn(whole, 3, group, relabeller as GoalRelabeller<unknown>);
  const draw = (replay: Replay) => {
    const batch = replay.createBatch(200);
    replay.sample(batch, { nStep: 3, gamma, hindsight: 0.3 }, createRandom(group));
    const { now, next, ...rest } = batch;
    const { size, agentOffset, observation } = replay.row;
    const seen = [now, next].map((rows) =>
      Array.from({ length: 200 }, (_, i) => {
        const first = i * size + agentOffset;
        return rows.slice(first, first + observation.agentSize);
      }),
    );
    return { ...rest, seen };
  };
  expect(draw(one)).toEqual(draw(alone));
  expect(draw(one).returns).not.toEqual(draw(whole.ofGroup(3, (group + 1) % 3)).returns);
  // Rows that are added later are both's.
  whole.add(0, (createStream(0, 1).rows as [Float32Array])[0], 0);
  expect(one.added[0]).toBe(251);
  one.closeStreams();
  const flagsOf = (row: number) =>
    (whole.data[0] as Float32Array)
      .slice(row * streamRow.size)
      .slice(streamRow.flagOffset, streamRow.size);
  const closed = flagsOf(250);
  expect(closed[group]).toBe(flags.respawns);
  expect(closed.filter((flag) => flag === flags.respawns)).toHaveLength(1);
});

it('half of all world steps are seen in a mirror, with the actions that lead there', () => {
  const { row } = filledReplay(smallLayout, { agents: 2 });
  const source = filledReplay(smallLayout, { agents: 2, rows: 40, flag: () => flags.continues });
  // The mirror changes the sign of every observed number.
  const { agentSize, worldSize } = smallLayout;
  const turned = (size: number) => ({ ...unchanged(size), sign: new Float32Array(size).fill(-1) });
  const of = { agent: turned(agentSize), world: turned(worldSize) };
  const reflection = rowReflection(row, of);
  const replay = new Replay(row, { streams: 1, rowsPerStream: 40, reflection });
  const data = source.data[0] as Float32Array;
  for (let i = 0; i < 40; i++) replay.add(0, data, i * row.size);
  const batch = replay.createBatch(400);
  replay.sample(batch, { nStep: 3, gamma: 0.9, hindsight: 0 }, createRandom(1));
  const observed = row.actionOffset;
  for (let i = 0; i < 400; i++) {
    const sign = batch.mirrored[i] === 1 ? -1 : 1;
    for (const [rows, number] of [
      [batch.now, batch.nowRow[i]],
      [batch.next, batch.nextRow[i]],
    ] as const) {
      const seen = rows.slice(i * row.size, i * row.size + observed);
      const at = (number as number) * row.size;
      expect(seen).toEqual(data.slice(at, at + observed).map((value) => sign * value));
    }
    const at = (batch.nowRow[i] as number) * row.size + row.actionOffset;
    const [forward, left] = [data[at], data[at + 1]] as [number, number];
    expect(batch.actions[4 * i]).toBe(forward);
    expect(batch.actions[4 * i + 1]).toBe(sign * left);
    expect(batch.valid[2 * i]).toBe(1);
  }
  const share = batch.mirrored.reduce((sum, one) => sum + one, 0) / 400;
  expect(share).toBeGreaterThan(0.4);
  expect(share).toBeLessThan(0.6);
});
