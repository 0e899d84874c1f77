/** What finds the way through doors to another room. */
import { noDistances, oneFactorArms } from '../one-factor-arms.ts';
import type { Study } from '../study.ts';

export const ablationRooms: Study = {
  title: 'One factor at a time in rooms',
  scene: 'rooms',
  preset: 'heed',
  base: { goalRounds: 6 },
  arms: [...oneFactorArms, noDistances],
  seeds: 5,
  minutes: 8,
  episodes: 200,
};
