/** The easiest scene: within two minutes the preset has learned most of it, and arms still differ. */
import { oneFactorArms } from '../one-factor-arms.ts';
import type { StudyDefinition } from '../study.ts';

export const ablationPlaza: StudyDefinition = {
  title: 'One factor at a time on the plaza',
  scene: 'plaza',
  preset: 'heed',
  arms: oneFactorArms,
  seeds: 5,
  minutes: 2,
  episodes: 200,
};
