/** `rooms`: several rooms joined by doorways, some with sliding doors; the goal is in another room. */
import {
  agentContact,
  arrival,
  contact,
  crowding,
  defineVariants,
  ego,
  geodesicProgress,
  nearbyEntities,
  placeAtRandom,
  rangeScan,
  sceneGraph,
  staticContact,
  touches,
} from '../src/env/index.ts';
import scene from './rooms.json';

export const rooms = defineVariants(
  {
    graph: {
      about: 'whether robots are told the scene graph',
      values: [true, false],
      observed: true,
    },
  },
  ({ graph }) => ({
    name: 'rooms',
    title: 'Rooms',
    description: 'Find the way to a goal in another room, through doorways and sliding doors.',
    scene,
    sensors: [ego(), rangeScan(), nearbyEntities({ rows: 5 }), ...(graph ? [sceneGraph()] : [])],
    // A way may have as many doorways, and rooms between them.
    learning: { goalRounds: 6, mirror: true, reachPenalty: 1e-4 },
    begin: (agent) => placeAtRandom(agent, { nearest: 6, otherRegion: true }),
    reward: (agent) =>
      arrival(agent) +
      0.1 * geodesicProgress(agent) -
      0.02 * contact(agent, touches.static | touches.agent) -
      0.01 * crowding(agent, 0.3),
    metrics: { agentContact, staticContact },
  }),
);
