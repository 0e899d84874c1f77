/** Every study by name. A new one is one file and one line here. */
import { createRegistry } from '../core/registry.ts';
import { ablationCrowdnavPlusplus } from './studies/ablation-crowdnav-plusplus.ts';
import { ablationPlaza } from './studies/ablation-plaza.ts';
import { ablationRooms } from './studies/ablation-rooms.ts';
import { demonstrationsCrowdnav } from './studies/demonstrations-crowdnav.ts';
import { layoutsRooms } from './studies/layouts-rooms.ts';
import type { StudyDefinition } from './study.ts';

export const studies = createRegistry<StudyDefinition>('study', {
  'ablation-rooms': ablationRooms,
  'ablation-crowdnav-plusplus': ablationCrowdnavPlusplus,
  'ablation-plaza': ablationPlaza,
  'demonstrations-crowdnav': demonstrationsCrowdnav,
  'layouts-rooms': layoutsRooms,
});
