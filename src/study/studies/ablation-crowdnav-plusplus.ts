/**
 * Through people of whom only the near ones are seen: whether remembering the others, letting people attend
 * to each other, and beginning with a teacher is worth what it costs. There is no way to find and so no graph of the
 * scene: a graph conditioned on the goal is compared in rooms alone.
 */
import { noMirror, oneFactorArms } from '../one-factor-arms.ts';
import type { Arm, StudyDefinition } from '../study.ts';

/** The scene has no graph, and its critic no layer norm. */
const beside = ['no-graph', 'no-messages', 'no-layer-norm'];
const [heed, ...others] = oneFactorArms.filter(({ name }) => !beside.includes(name)) as [
  Arm,
  ...Arm[],
];

export const ablationCrowdnavPlusplus: StudyDefinition = {
  title: 'One factor at a time in CrowdNav++',
  scene: 'crowdnav-plusplus',
  preset: 'heed',
  // Less than the budget is worth on any machine so far, for all arms but the one that says so.
  set: { decayUpdates: 60_000 },
  arms: [
    { ...heed, differs: 'The best preset as it is: dot attention over people, one by one.' },
    ...others,
    {
      name: 'layer-norm',
      differs: 'Layer norm in the critic.',
      set: { layerNorm: true },
    },
    {
      name: 'interaction-graph',
      differs: 'Every person first attends to all others, by a round of GATv2.',
      // It makes a third of the updates in the same time.
      set: { setGraphRounds: 1, decayUpdates: 20_000 },
    },
    {
      name: 'no-memory',
      differs: 'Whoever is out of sight is forgotten.',
      setScene: { memory: false },
    },
    {
      name: 'demonstrations',
      differs: 'Begins with 2000 crossings of ORCA, which are a quarter of every batch at first.',
      set: { demonstrations: 2000 },
    },
    noMirror,
  ],
  seeds: 5,
  minutes: 8,
  // The published ones, and as many fresh ones.
  episodes: 500,
  figures: ['intrusion'],
};
