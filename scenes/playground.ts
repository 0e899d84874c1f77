/** `playground`: ramps and steps to climb, crates and barrels in the way that may be pushed. */
import {
  arrival,
  contact,
  crowding,
  defineScenario,
  ego,
  geodesicProgress,
  nearbyEntities,
  placeAtRandom,
  rangeScan,
  sceneGraph,
  touches,
} from '../src/env/index.ts';
import scene from './playground.json';

export const playground = defineScenario({
  name: 'playground',
  title: 'Playground',
  description: 'Reach your goal over ramps and steps, pushing aside what stands in the way.',
  scene,
  sensors: [ego(), rangeScan(), nearbyEntities({ rows: 8 }), sceneGraph()],
  begin: (agent) => placeAtRandom(agent, { nearest: 6 }),
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.02 * contact(agent, touches.static | touches.agent) -
    0.01 * crowding(agent, 0.3),
});
