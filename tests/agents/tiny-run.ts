/** The real plaza with a network and a replay so small that a run takes a second. */
import { plaza } from '../../scenes/plaza.ts';
import type { Scenario } from '../../src/env/index.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';

/** Laid out anew every 50 decisions, so that a short run sees it. */
export const quickPlaza: Scenario = { ...plaza, layoutSteps: 50 };

export const tiny: Hyperparameters = {
  ...heed,
  channels: 8,
  heads: 2,
  hidden: 16,
  graphRounds: 1,
  batch: 16,
  /** 20 rows of each of the two streams: the rings wrap soon. */
  replaySize: 20 * 2 * plaza.agents,
  warmup: 50,
  /** One update per decision of both worlds. */
  stepsPerUpdate: 2 * plaza.agents,
  worlds: 2,
};
