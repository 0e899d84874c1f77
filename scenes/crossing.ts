/** `crossing`: from one pavement to the other through a stream of walkers; touching one ends it. */
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
import scene from './crossing.json';

export const crossing = defineScenario({
  name: 'crossing',
  title: 'Crossing',
  description: 'Cross a street through a stream of walkers without touching one.',
  scene,
  sensors: [ego(), rangeScan(), nearbyEntities({ rows: 10 }), sceneGraph()],
  begin(agent) {
    const southward = agent.random.uniform() < 0.5;
    placeAtRandom(agent, {
      from: [southward ? 'north' : 'south'],
      to: [southward ? 'south' : 'north'],
    });
  },
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.5 * contact(agent, touches.walker) -
    0.02 * contact(agent, touches.static | touches.agent) -
    0.03 * crowding(agent, 0.4),
  outcome(agent) {
    if (agent.touching & touches.walker) return 'collision';
    return agent.reachedGoal ? 'success' : undefined;
  },
});
