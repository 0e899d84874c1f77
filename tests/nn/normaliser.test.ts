import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { createRunningStatistics, deviation, observe } from '../../src/core/running-statistics.ts';
import { findPart } from '../../src/core/spec.ts';
import { createNormaliser, observeRow, refreshNormaliser } from '../../src/nn/normaliser.ts';
import { smallLayout as layout, writeAgentRow } from './small-observations.ts';

const ego = findPart(layout, 'ego').offset;
const set = findPart(layout, 'nearby').offset;
const anchor = findPart(layout, 'anchor').offset;
const K = 3;
const F = 4;

describe('running statistics', () => {
  it('are the mean and deviation of all values, even far from 0', () => {
    const random = createRandom(1);
    const values = Array.from({ length: 1000 }, () => 1e6 + random.normal());
    const statistics = createRunningStatistics(2);
    for (const value of values) observe(statistics, 1, value);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    expect(statistics.mean[1]).toBeCloseTo(mean, 6);
    expect(deviation(statistics, 1)).toBeCloseTo(Math.sqrt(variance), 6);
    expect(deviation(statistics, 0)).toBe(1);
    observe(statistics, 0, 7);
    expect(deviation(statistics, 0)).toBe(1);
  });
});

describe('normaliser', () => {
  it('changes nothing before it has seen anything', () => {
    const normaliser = createNormaliser(layout);
    expect(normaliser.shift.every((x) => x === 0)).toBe(true);
    expect(normaliser.scale.every((x) => x === 1)).toBe(true);
  });

  it('gives every feature mean 0 and deviation 1, and all rows of a set the same shift and scale', () => {
    const random = createRandom(2);
    const statistics = createRunningStatistics(layout.agentSize);
    const rows = Array.from({ length: 400 }, () => {
      const row = new Float32Array(layout.agentSize + 3);
      writeAgentRow(random, layout, row, 3);
      for (let i = 0; i < 3; i++) row[3 + ego + i] = 10 * i + 2 * random.normal();
      observeRow(statistics, layout, row, 3);
      return row.slice(3);
    });
    const normaliser = createNormaliser(layout);
    refreshNormaliser(normaliser, statistics, layout);
    const normal = (row: Float32Array, i: number) =>
      ((row[i] as number) - normaliser.shift[i]!) * normaliser.scale[i]!;
    const check = (values: number[]) => {
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
      expect(mean).toBeCloseTo(0, 4);
      expect(variance).toBeCloseTo(1, 4);
    };
    for (let i = ego; i < ego + 3; i++) check(rows.map((row) => normal(row, i)));
    for (let f = 0; f < F; f++) {
      // Present rows only.
      const values = rows.flatMap((row) =>
        [0, 1, 2].flatMap((k) => {
          return row[set + K * F + k] === 1 ? [normal(row, set + k * F + f)] : [];
        }),
      );
      check(values);
      for (let k = 1; k < K; k++) {
        expect(normaliser.shift[set + k * F + f]).toBe(normaliser.shift[set + f]);
        expect(normaliser.scale[set + k * F + f]).toBe(normaliser.scale[set + f]);
      }
    }
    // Masks and places in metres are no features.
    for (const i of [set + K * F, set + K * F + 2, anchor, anchor + 5]) {
      expect([normaliser.shift[i], normaliser.scale[i]]).toEqual([0, 1]);
    }
  });

  it('does not blow up what hardly varies', () => {
    const statistics = createRunningStatistics(layout.agentSize);
    const row = new Float32Array(layout.agentSize).fill(0.5);
    for (let i = 0; i < 100; i++) observeRow(statistics, layout, row, 0);
    const normaliser = createNormaliser(layout);
    refreshNormaliser(normaliser, statistics, layout);
    expect(normaliser.shift[ego]).toBe(0.5);
    expect(normaliser.scale[ego]).toBeLessThanOrEqual(20);
  });
});
