/** What finds the way through doors to another room. */
import { noDistances, nodesAlone, noMirror, oneFactorArms } from '../one-factor-arms.ts';
import type { StudyDefinition } from '../study.ts';

export const ablationRooms: StudyDefinition = {
  title: 'One factor at a time in rooms',
  scene: 'rooms',
  preset: 'heed',
  arms: [...oneFactorArms, noDistances, nodesAlone, noMirror],
  contrasts: [
    {
      arm: 'no-distances',
      against: 'nodes-alone',
      isolates: 'GATv2 on the scene graph, without distances to the goal',
    },
    {
      arm: 'nodes-alone',
      against: 'no-graph',
      isolates: 'Being told the nodes of the graph',
    },
  ],
  seeds: 5,
  minutes: 8,
  episodes: 200,
};
