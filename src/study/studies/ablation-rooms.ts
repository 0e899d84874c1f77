/** What finds the way through doors to another room. */
import { noDistances, noMirror, oneFactorArms } from '../one-factor-arms.ts';
import type { StudyDefinition } from '../study.ts';

export const ablationRooms: StudyDefinition = {
  title: 'One factor at a time in rooms',
  scene: 'rooms',
  preset: 'heed',
  arms: [...oneFactorArms, noDistances, noMirror],
  contrasts: [
    {
      arm: 'no-distances',
      against: 'no-graph',
      isolates: 'GATv2 on the scene graph, without distances to the goal',
    },
  ],
  seeds: 5,
  minutes: 8,
  episodes: 200,
};
