import { expect, it } from 'vitest';
import {
  createProgressSum,
  type SimulationProgress,
} from '../../../src/app/workers/sum-progress.ts';
import type { FinishedEpisode } from '../../../src/env/episode.ts';

const episode = (agent: number) => ({ agent }) as FinishedEpisode;
const progress = (rate: number, agents: number[]): SimulationProgress => ({
  ...{ type: 'progress', agentStepsPerSecond: rate, visibleSpeed: rate / 100 },
  episodes: agents.map(episode),
});

it('summed progress has every episode once and the newest rate of each worker', () => {
  const sum = createProgressSum();
  expect(sum.sum(progress(100, [1]))).toEqual(progress(100, [1]));
  sum.add(1, progress(500, [2]));
  sum.add(2, progress(40, []));
  sum.add(1, progress(300, [3, 4]));
  expect(sum.sum(progress(200, [5]))).toEqual({
    ...progress(200, [5, 2, 3, 4]),
    agentStepsPerSecond: 540,
  });
  // A worker that has not spoken since is still at work.
  expect(sum.sum(progress(200, []))).toEqual({ ...progress(200, []), agentStepsPerSecond: 540 });
});
