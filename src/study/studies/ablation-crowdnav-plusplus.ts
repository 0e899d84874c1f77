/**
 * Through people of whom only the near ones are seen: whether remembering the others, and letting people attend
 * to each other, is worth what it costs.
 */
import { noMirror, oneFactorArms } from '../one-factor-arms.ts';
import type { Arm, StudyDefinition } from '../study.ts';

/** The scene has no graph, and its critic no layer norm. */
const [heed, ...others] = oneFactorArms.filter(
  ({ name }) => name !== 'no-graph' && name !== 'no-layer-norm',
) as [Arm, ...Arm[]];

export const ablationCrowdnavPlusplus: StudyDefinition = {
  title: 'One factor at a time in CrowdNav++',
  scene: 'crowdnav-plusplus',
  preset: 'heed',
  // As many updates as the budget is worth, a third of what the scenario is learned with.
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
      set: { setGraphRounds: 1 },
    },
    {
      name: 'no-memory',
      differs: 'Whoever is out of sight is forgotten.',
      setScene: { memory: false },
    },
    noMirror,
  ],
  seeds: 5,
  minutes: 8,
  // The published ones, and as many fresh ones.
  episodes: 500,
  figures: ['intrusion'],
};
