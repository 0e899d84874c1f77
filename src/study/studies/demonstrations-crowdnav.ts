/** Whether a learner that begins with ORCA's crossings is ahead of one that begins with nothing. */
import type { StudyDefinition } from '../study.ts';

export const demonstrationsCrowdnav: StudyDefinition = {
  title: 'ORCA’s demonstrations in CrowdNav',
  scene: 'crowdnav',
  preset: 'heed',
  arms: [
    { name: 'without', differs: 'No demonstrations.' },
    {
      name: 'with',
      differs:
        'Begins with 2000 crossings of ORCA at a distance, which are a quarter of every batch at first.',
      set: { demonstrations: 2000 },
      setScene: { margin: 0.2 },
    },
  ],
  seeds: 5,
  // With more, both are as good as they get.
  minutes: 2,
  episodes: 500,
  figures: ['danger'],
};
