/** What finds the way through doors to another room. */
import { oneFactorArms } from '../one-factor-arms.ts';
import type { Study } from '../study.ts';

export const ablationRooms: Study = {
  title: 'One factor at a time in rooms',
  scene: 'rooms',
  preset: 'heed',
  arms: oneFactorArms,
  seeds: 5,
  minutes: 8,
  episodes: 200,
};
