/**
 * `rooms-objects`: the rooms once more, but the goal is an object of a kind, any chair or lamp, instead of a place.
 * The agent is told the kind and nothing of where such objects are; they stand in the scene graph, among others.
 */
import {
  agentContact,
  arrival,
  contact,
  crowding,
  defineScenario,
  geodesicProgress,
  goalCategory,
  nearbyEntities,
  placeToFind,
  proprioception,
  rangeScan,
  sceneGraph,
  staticContact,
  touches,
} from '../src/env/index.ts';
import scene from './rooms-objects.json';

export const roomsObjects = defineScenario({
  name: 'rooms-objects',
  title: 'Find it',
  description: 'Find any object of a kind, in rooms that are laid out anew all the time.',
  scene,
  sensors: [
    proprioception(),
    goalCategory(),
    rangeScan(),
    nearbyEntities({ rows: 5 }),
    sceneGraph(),
  ],
  // From the kind to an object of it, its room, and then as many doorways and rooms as there.
  learning: { goalRounds: 8, mirror: true, reachPenalty: 1e-4 },
  // The same time however far it is: how fast it runs out would tell.
  limitSteps: 250,
  begin: (agent) => placeToFind(agent, { nearest: 6 }),
  reward: (agent) =>
    arrival(agent) +
    0.1 * geodesicProgress(agent) -
    0.02 * contact(agent, touches.static | touches.agent) -
    0.01 * crowding(agent, 0.3),
  metrics: { agentContact, staticContact },
});
