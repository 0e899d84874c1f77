/** `plaza`: an open square with obstacles; everyone has a goal of their own and slides off what it meets. */
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
import scene from './plaza.json';

export const plaza = defineScenario({
  name: 'plaza',
  title: 'Plaza',
  description: 'Reach your own goal across an open square, around obstacles and each other.',
  scene,
  sensors: [ego(), rangeScan(), nearbyEntities({ rows: 7 }), sceneGraph()],
  begin: (agent) => placeAtRandom(agent, { nearest: 6 }),
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.02 * contact(agent, touches.static | touches.agent) -
    0.01 * crowding(agent, 0.3),
});
