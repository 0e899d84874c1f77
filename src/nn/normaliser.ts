/**
 * Observation normalisation: each feature of vector and set parts is shifted and scaled by what was
 * seen in training, and clipped. Applied when observations are read into a batch, never when they are
 * stored. Graph and anchor parts are left as they are: their coordinates must stay metric.
 *
 * Flat form [2, agent features]: shift, then scale; that is what travels with the weights. Groups of agents with
 * parameters of their own have normalisers of their own, one after the other in the same arrays.
 */
import { deviation, observe, type RunningStatistics } from '../core/running-statistics.ts';
import type { ObservationLayout } from '../core/spec.ts';

/** Smaller deviations are taken for constants' rounding: dividing by them would amplify noise. */
const smallestDeviation = 0.05;

export interface Normaliser {
  /** [G, agentSize] subtracted, then multiplied; identity where a feature is not normalised. */
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

export function createNormaliser(layout: ObservationLayout, groups = 1): Normaliser {
  return {
    shift: new Float32Array(groups * layout.agentSize),
    scale: new Float32Array(groups * layout.agentSize).fill(1),
  };
}

/** A view of one group's. */
export function normaliserOf(
  { shift, scale }: Normaliser,
  groups: number,
  group: number,
): Normaliser {
  const size = shift.length / groups;
  const view = (of: Float32Array) => of.subarray(group * size, (group + 1) * size);
  return { shift: view(shift), scale: view(scale) };
}

/** Adds one agent's raw row at `offset` of `rows` to the statistics ([agentSize] features; a set's rows share theirs). */
export function observeRow(
  statistics: RunningStatistics,
  layout: ObservationLayout,
  rows: Float32Array,
  offset: number,
): void {
  for (const { part, offset: start, size } of layout.agent) {
    const at = offset + start;
    if (part.kind === 'vector') {
      for (let i = 0; i < size; i++) observe(statistics, start + i, rows[at + i] as number);
    } else if (part.kind === 'set') {
      const features = part.features.length;
      const mask = at + part.rows * features;
      for (let row = 0; row < part.rows; row++) {
        if (rows[mask + row] !== 1) continue;
        for (let i = 0; i < features; i++) {
          observe(statistics, start + i, rows[at + row * features + i] as number);
        }
      }
    }
  }
}

/** Writes shift and scale from the statistics, in place. */
export function refreshNormaliser(
  normaliser: Normaliser,
  statistics: RunningStatistics,
  layout: ObservationLayout,
): void {
  for (const { part, offset, size } of layout.agent) {
    if (part.kind === 'anchor') continue;
    const features = part.features.length;
    const repeats = part.kind === 'set' ? part.rows : 1;
    for (let i = 0; i < (part.kind === 'set' ? features : size); i++) {
      const mean = statistics.mean[offset + i] as number;
      const spread = deviation(statistics, offset + i);
      for (let row = 0; row < repeats; row++) {
        normaliser.shift[offset + row * features + i] = mean;
        normaliser.scale[offset + row * features + i] = 1 / Math.max(spread, smallestDeviation);
      }
    }
  }
}
