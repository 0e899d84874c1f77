/**
 * `corridor`: two halls and a passage between them in which two can hardly pass one another. Every other agent
 * begins in the west hall and goes to the east one, the rest the other way, so that two streams must give way.
 */
import {
  agentContact,
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
  throughput,
  touches,
} from '../src/env/index.ts';
import scene from './corridor.json';

export const corridor = defineScenario({
  name: 'corridor',
  title: 'Corridor',
  description: 'Reach the other hall through a narrow passage, while others come the other way.',
  scene,
  sensors: [ego(), rangeScan(), nearbyEntities({ rows: 10 }), sceneGraph()],
  // Hall, mouth, passage, mouth, hall.
  learning: { goalRounds: 4, mirror: true, reachPenalty: 1e-4 },
  layoutSteps: 1200,
  // A minute, however near the goal: most of it may be waiting.
  limitSteps: 600,
  begin(agent) {
    const eastward = agent.index % 2 === 0;
    placeAtRandom(agent, {
      from: [eastward ? 'hall-west' : 'hall-east'],
      to: [eastward ? 'hall-east' : 'hall-west'],
    });
  },
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.02 * contact(agent, touches.static | touches.agent) -
    0.01 * crowding(agent, 0.3),
  metrics: { throughput, agentContact },
});
