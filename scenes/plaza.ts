/** `plaza`: an open square with obstacles; everyone has a goal of their own and slides off what it meets. */
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
  throughput,
  touches,
} from '../src/env/index.ts';
import scene from './plaza.json';

export const plaza = defineVariants(
  {
    agents: { about: 'how many robots', values: [8, 4, 16] },
    graph: {
      about: 'whether robots are told the scene graph',
      values: [true, false],
      observed: true,
    },
  },
  ({ agents, graph }) => ({
    name: 'plaza',
    title: 'Plaza',
    description: 'Reach your own goal across an open square, around obstacles and each other.',
    scene: { ...scene, agents: { ...scene.agents, count: agents } },
    // All others of eight; of sixteen, the nearest.
    sensors: [ego(), rangeScan(), nearbyEntities({ rows: 7 }), ...(graph ? [sceneGraph()] : [])],
    // It favours no side, and full speed is no fault.
    learning: { mirror: true, reachPenalty: 1e-4, decayUpdates: 22_000 },
    begin: (agent) => placeAtRandom(agent, { nearest: 6 }),
    // Room is asked for before a touch: a dearer touch alone teaches to stand still first.
    reward: (agent) =>
      arrival(agent) +
      0.1 * geodesicProgress(agent) -
      0.02 * contact(agent, touches.static | touches.agent) -
      0.04 * crowding(agent, 0.6),
    metrics: { throughput, agentContact },
  }),
);
