/**
 * Whether showing those rooms again that are sometimes solved is worth more than ever new ones (env/curriculum.ts). A
 * run ends some fifty stays of 600 decisions, so the buffer is small: with the preset's 24 nothing was shown again for
 * four fifths of a minute's training.
 */
import type { StudyDefinition } from '../study.ts';

export const layoutsRooms: StudyDefinition = {
  title: 'Which layouts to train on in rooms',
  scene: 'rooms',
  preset: 'heed',
  arms: [
    { name: 'uniform', differs: 'Every layout is fresh.' },
    {
      name: 'learnability',
      differs:
        'Half of the new layouts are drawn from the 6 most learnable ones, once there are so many.',
      set: { replayedLayouts: 0.5, layoutBuffer: 6 },
    },
  ],
  seeds: 10,
  // With three, both solve all of them.
  minutes: 1.5,
  // A quarter of them are hard.
  episodes: 400,
};
