/**
 * The ablation on which the project's idea stands: what attention, the graph and each addition to plain
 * DDPG are worth, one factor at a time around `heed`. A new factor is one entry here, for every study.
 */
import type { Arm, StudyDefinition } from './study.ts';

export const oneFactorArms: StudyDefinition['arms'] = [
  {
    name: 'heed',
    differs:
      'The best preset as it is: dot attention, GATv2 on the scene graph, what the scene asks for.',
  },
  // What an agent does with the entities around it.
  {
    name: 'attention-mean',
    differs: 'No attention: the mean over all entities and nodes.',
    set: { attention: 'mean' },
  },
  {
    name: 'attention-max',
    differs: 'No attention: the maximum of every channel over them.',
    set: { attention: 'max' },
  },
  {
    name: 'attention-hadamard',
    differs: 'Attention is the Hadamard product with a learned weight for every channel.',
    set: { attention: 'hadamard' },
  },
  {
    name: 'attention-additive',
    differs: 'Additive attention: scores are made of a sum, not of a product.',
    set: { attention: 'additive' },
  },
  // What it knows of the place.
  {
    name: 'no-graph',
    differs:
      'Nothing is told of the scene graph: neither its nodes nor distances to the goal along it.',
    setScene: { graph: false },
  },
  {
    name: 'no-messages',
    differs: 'Nodes of the scene graph are attended to and hear nothing of each other: no GATv2.',
    set: { graphRounds: 0 },
  },
  // How it learns.
  {
    name: 'ddpg',
    differs: 'The algorithm alone is plain DDPG, in the same network.',
    algorithm: 'ddpg',
    // What a scene asks for goes for every preset.
    set: { mirror: false, reachPenalty: 0 },
  },
  { name: 'one-step', differs: 'One-step returns, not three-step ones.', set: { nStep: 1 } },
  { name: 'no-layer-norm', differs: 'No layer norm in the critic.', set: { layerNorm: false } },
  {
    name: 'td3',
    differs: 'Twin critics, a delayed actor and target smoothing on top.',
    algorithm: 'td3',
  },
  {
    name: 'distributional',
    differs: 'The critic learns 25 quantiles of the return, the actor maximises their mean.',
    algorithm: 'distributional',
  },
];

/** Where half of all samples are seen in a mirror. */
export const noMirror: Arm = {
  name: 'no-mirror',
  differs: 'No sample is turned into its mirror image.',
  set: { mirror: false },
};

/** Where agents are told how far it is through the graph. */
export const noDistances: Arm = {
  name: 'no-distances',
  differs: 'The graph by GATv2 alone: no distances to the goal along its edges.',
  set: { goalRounds: 0 },
};

/** The same, and no messages either: what being told the nodes is worth. */
export const nodesAlone: Arm = {
  name: 'nodes-alone',
  differs: 'The nodes of the graph alone: neither GATv2 nor distances to the goal.',
  set: { graphRounds: 0, goalRounds: 0 },
};
