/** `crowd`: hundreds of agents on one wide square, among walkers, crates and street furniture. */
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
import scene from './crowd.json';

export const crowd = defineScenario({
  name: 'crowd',
  title: 'Crowd',
  description: 'Reach your own goal across a wide square that hundreds of others cross.',
  scene,
  sensors: [ego(), rangeScan(), nearbyEntities({ rows: 16 }), sceneGraph()],
  layoutSteps: 1800,
  begin: (agent) => placeAtRandom(agent, { nearest: 6, farthest: 16 }),
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.02 * contact(agent, touches.static | touches.agent | touches.walker) -
    0.01 * crowding(agent, 0.3),
});
