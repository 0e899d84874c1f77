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

/** Two regions with a few pillars, and three agents: navigation meshes and sensors of it are quick. */
const smallScene = {
  ...scene,
  name: 'small-run',
  ground: { min: [-3, -3], max: [3, 3] },
  agents: { ...scene.agents, count: 3 },
  regions: [
    { id: 'west', label: 'West', min: [-3, -3], max: [0, 3] },
    { id: 'east', label: 'East', min: [0, -3], max: [3, 3] },
  ],
  landmarks: 2,
  generate: [
    {
      kind: 'scatter',
      gap: 0.8,
      attempts: 100,
      obstacles: [{ form: 'round', look: 'pillar', count: 3, radius: [0.2, 0.3], height: 2 }],
    },
    { kind: 'openings', width: 1.2 },
  ],
};

export const smallScenario = defineScenario({
  name: 'small-run',
  title: 'Small run',
  description: 'Reach a goal nearby.',
  scene: smallScene,
  sensors: [ego(), nearbyEntities({ rows: 3 }), sceneGraph()],
  layoutSteps: 50,
  gamma: 0.95,
  // Most episodes end by time, after a dozen decisions.
  timeLimitFactor: 1,
  begin: (agent) => placeAtRandom(agent, { nearest: 1, farthest: 2 }),
  reward: (agent) => arrival(agent) + 0.1 * straightProgress(agent),
});

export const smallHyperparameters: Hyperparameters = {
  ...heed,
  channels: 4,
  heads: 2,
  graphRounds: 1,
  hidden: 8,
  worlds: 2,
  warmup: 60,
  stepsPerUpdate: 6,
  batch: 6,
  replaySize: 1600,
  normalise: true,
};
