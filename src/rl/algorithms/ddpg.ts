/**
 * Plain DDPG (Lillicrap et al. 2016), the honest baseline. Where it departs from the paper:
 *
 * 1. Exploration is the source article's μ(s) + σ ⊙ ε with independent normal ε, not an
 *    Ornstein-Uhlenbeck process, projected on the action disc.
 * 2. Actions lie on a disc: the actor's last step is a = u · tanh|u| / |u|, not tanh per axis.
 * 3. Actor and critic have an attention encoder of the same structure with weights of their own in
 *    place of the paper's two first layers; the action enters after it, as in the paper.
 * 4. Both gradients are taken at the same weights (the paper's actor step sees the stepped critic), so
 *    that the critic's encoding of s is computed once.
 * 5. No weight decay and no batch normalisation.
 * 6. A batch is some world steps with all their agents, which share parameters and replay; in groups
 *    with parameters of their own (`groups`), with all of one group.
 * 7. The target actor explores, not the online one: one set of weights travels to where agents act.
 * 8. Before the first update agents wander by strong correlated noise, not by the untrained actor.
 */
import type { Hyperparameters } from '../hyperparameters.ts';

export const ddpg: Hyperparameters = {
  attention: 'dot',
  channels: 32,
  heads: 4,
  setGraphRounds: 0,
  setBlocks: 0,
  graphRounds: 2,
  goalRounds: 0,
  hidden: 128,
  gamma: 0,
  tau: 0.001,
  actorRate: 1e-4,
  criticRate: 1e-3,
  decayUpdates: 0,
  batch: 128,
  replaySize: 100_000,
  warmup: 5_000,
  stepsPerUpdate: 32,
  nStep: 1,
  noise: 0.2,
  finalNoise: 1,
  noiseCorrelation: 0,
  noiseSpread: 1,
  layerNorm: false,
  normalise: false,
  twin: false,
  quantiles: 1,
  actorDelay: 1,
  targetSmoothing: 0,
  reachPenalty: 0,
  hindsight: 0,
  mirror: false,
  replayedLayouts: 0,
  layoutBuffer: 24,
  worlds: 8,
  groups: 1,
  demonstrations: 0,
  demonstrationShare: 0.25,
  demonstrationUpdates: 20_000,
};
