/** Whether showing those rooms again that are sometimes solved is worth more than ever new ones (env/curriculum.ts). */
import type { StudyDefinition } from '../study.ts';

export const layoutsRooms: StudyDefinition = {
  title: 'Which layouts to train on in rooms',
  scene: 'rooms',
  preset: 'heed',
  arms: [
    { name: 'uniform', differs: 'Every layout is fresh.' },
    {
      name: 'learnability',
      differs: 'Half of the new layouts are drawn from the 24 most learnable ones.',
      set: { replayedLayouts: 0.5 },
    },
  ],
  seeds: 10,
  // With three, both solve all of them.
  minutes: 1,
  // A quarter of them are hard.
  episodes: 400,
};
