/**
 * A hall with one of everything that can be attended to, every agent at its place, and networks whose few
 * weights are put in by hand, so that what they do can be checked in the head.
 */
import scene from '../../scenes/plaza.json';
import {
  arrival,
  defineScenario,
  ego,
  nearbyEntities,
  rangeScan,
  type Scenario,
  sceneGraph,
} from '../../src/env/index.ts';
import type { Slot } from '../../src/nn/blueprint.ts';
import type { JudgedWeights } from '../../src/nn/inference.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { createNetworks } from '../../src/rl/learner.ts';

const hall = {
  ...scene,
  name: 'hall',
  scenario: 'hall',
  ground: { min: [-5, -5], max: [5, 5] },
  agents: { ...scene.agents, count: 2 },
  regions: [
    { id: 'north', label: 'North', min: [-5, -5], max: [5, 0] },
    { id: 'south', label: 'South', min: [-5, 0], max: [5, 5] },
  ],
  doors: [
    {
      ...{ id: 'door', position: [0, 0], size: [1.4, 2, 0.1], slide: 1.4 },
      ...{ period: 100, openShare: 0.1, phase: 0.5 },
    },
  ],
  portals: [
    { id: 'gate', between: ['north', 'south'], position: [0, 0], width: 1.4, door: 'door' },
  ],
  statics: [
    {
      ...{ id: 'pillar', look: 'pillar', position: [3, 2], landmark: true },
      shape: { type: 'cylinder', radius: 0.3, height: 2 },
    },
  ],
  props: [
    {
      ...{ id: 'crate', look: 'crate', position: [1.5, 2], mass: 15 },
      shape: { type: 'box', size: [0.6, 0.6, 0.6] },
    },
  ],
  walkers: [
    {
      ...{ id: 'ann', speed: 1, yields: true },
      route: [
        [-3, 4],
        [3, 4],
      ],
    },
  ],
  landmarks: 2,
  generate: [],
};

/** `rows` of nearby things; agent 0 looks north along x = 0, agent 1 stands to its left. */
export const hallWith = (rows: number) =>
  defineScenario({
    name: 'hall',
    title: 'Hall',
    description: 'Stand about.',
    scene: hall,
    sensors: [ego(), rangeScan({ rays: 8 }), nearbyEntities({ rows }), sceneGraph()],
    timeLimitFactor: 10,
    begin(agent) {
      agent.start(agent.index === 0 ? 0 : -1, 2, 0);
      agent.setGoal(0, -4);
    },
    reward: arrival,
  });

export const hallHyperparameters: Hyperparameters = {
  ...heed,
  ...{ attention: 'dot', channels: 4, heads: 1, graphRounds: 1, hidden: 4, layerNorm: false },
};

/** A parameter's name and the numbers of it that are not 0, by row and column. */
export type ByHand = Readonly<
  Record<string, readonly (readonly [row: number, column: number, value: number])[]>
>;

/** All weights are 0 but those that are given, of the actor and, if asked, of a critic. */
export function weightsByHand(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  actor: ByHand,
  critic?: ByHand,
): JudgedWeights {
  const { observationLayout } = scenario;
  const networks = createNetworks(observationLayout, hyperparameters);
  const fill = (slots: readonly Slot[], size: number, given: ByHand) => {
    const values = new Float32Array(size);
    for (const [name, numbers] of Object.entries(given)) {
      const slot = slots.find((each) => each.name === name);
      if (!slot) throw new Error(`No parameter "${name}": ${slots.map(({ name }) => name)}.`);
      const columns = slot.shape.at(-1) as number;
      for (const [row, column, value] of numbers) {
        values[slot.offset + row * columns + column] = value;
      }
    }
    return values;
  };
  const of = ({ slots, size }: { readonly slots: readonly Slot[]; readonly size: number }) =>
    [slots, size] as const;
  return {
    actor: fill(...of(networks.actor.blueprint), actor),
    shift: new Float32Array(observationLayout.agentSize),
    scale: new Float32Array(observationLayout.agentSize).fill(1),
    ...(critic ? { critic: fill(...of(networks.critic.blueprint), critic) } : {}),
  };
}

/** Of the hall: vector parts are 10 of ego and 8 rays. */
const vectors = 18;

/** Left at tanh(1) of top speed where any agent is seen: attention of e²⁵ to 1 for agents over all else. */
export const minds = 'encoder/nearbyEntities';
export const agentFeature = 6;
export const leftOfAgents: ByHand = {
  [`${minds}/row/kernel`]: [[agentFeature, 0, 1]],
  [`${minds}/query/bias`]: [[0, 0, 1]],
  [`${minds}/key/kernel`]: [[0, 0, 50]],
  [`${minds}/value/kernel`]: [[0, 0, 1]],
  'head/0/kernel': [[vectors + 4, 0, 1]],
  'head/1/kernel': [[0, 0, 1]],
  'action/kernel': [[0, 1, 1]],
};

/** Ahead as far as the ray ahead sees, in units of 6 m; blind to rows and nodes. */
export const aheadByRay: ByHand = {
  'head/0/kernel': [[10, 0, 1]],
  'head/1/kernel': [[0, 0, 1]],
  'action/kernel': [[0, 0, 1]],
};

/** A critic whose value is 10 times what the policy goes left, in units of top speed. */
export const likesLeft: ByHand = {
  'head/0/action/kernel': [[1, 0, 1]],
  'head/rest/0/kernel': [[0, 0, 1]],
  'value/kernel': [[0, 0, 10]],
};

/**
 * For the scenario and the network of ../agents/small-run.ts: straight to the goal, turned aside to the left by how
 * near the one is that it attends to, which is the one farthest off.
 */
const gapFeature = 4;
export const looksAway: ByHand = {
  [`${minds}/row/kernel`]: [
    [gapFeature, 0, -4],
    [gapFeature, 1, 1],
  ],
  [`${minds}/row/bias`]: [[0, 0, 1]],
  [`${minds}/query/bias`]: [[0, 0, 1]],
  [`${minds}/key/kernel`]: [[1, 0, 500]],
  [`${minds}/value/kernel`]: [[0, 0, 1]],
  // Ahead and back, left and right, of the goal's direction; then the context of the first head.
  'head/0/kernel': [
    [2, 0, 1],
    [2, 1, -1],
    [3, 2, 1],
    [3, 3, -1],
    [10 + 4, 4, 1],
  ],
  'head/1/kernel': [0, 1, 2, 3, 4].map((unit) => [unit, unit, 1] as const),
  'action/kernel': [
    [0, 0, 2],
    [1, 0, -2],
    [2, 1, 2],
    [3, 1, -2],
    [4, 1, 20],
  ],
};
