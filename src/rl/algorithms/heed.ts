/**
 * The default: DDPG with what it took to learn in minutes. docs/results.md has the measurements.
 * Against `ddpg`: 3-step returns, a penalty on actions beyond the squash's useful range, layer norm in
 * the critic, faster targets and actor, correlated noise of several strengths.
 */
import type { Hyperparameters } from '../hyperparameters.ts';
import { ddpg } from './ddpg.ts';

export const heed: Hyperparameters = {
  ...ddpg,
  tau: 0.005,
  actorRate: 5e-4,
  nStep: 3,
  noise: 0.2,
  noiseCorrelation: 0.7,
  noiseSpread: 2,
  layerNorm: true,
  reachPenalty: 0.01,
};
