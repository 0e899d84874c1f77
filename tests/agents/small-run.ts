/** A real scenario and hyperparameters so small that a run of them takes seconds. */
import scene from '../../scenes/plaza.json';
import {
  arrival,
  defineScenario,
  ego,
  nearbyEntities,
  placeAtRandom,
  sceneGraph,
  straightProgress,
} from '../../src/env/index.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';

export const smallScenario = defineScenario({
  name: 'small-run',
  title: 'Small run',
  description: 'Reach a goal nearby.',
  scene,
  sensors: [ego(), nearbyEntities({ rows: 3 }), sceneGraph()],
  layoutSteps: 50,
  gamma: 0.95,
  begin: (agent) => placeAtRandom(agent, { nearest: 1, farthest: 3 }),
  reward: (agent) => arrival(agent) + 0.1 * straightProgress(agent),
});

export const smallHyperparameters: Hyperparameters = {
  ...heed,
  channels: 4,
  heads: 2,
  graphRounds: 1,
  hidden: 8,
  worlds: 2,
  warmup: 160,
  stepsPerUpdate: 16,
  batchWorldSteps: 2,
  replaySize: 1600,
  normalise: true,
};
