/** TD3 (Fujimoto et al. 2018) on top of `heed`: twin critics, delayed actor, target smoothing. */
import type { Hyperparameters } from '../hyperparameters.ts';
import { heed } from './heed.ts';

export const td3: Hyperparameters = {
  ...heed,
  twin: true,
  actorDelay: 2,
  targetSmoothing: 0.1,
};
