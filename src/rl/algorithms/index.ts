/** Every algorithm by name: a preset of switches. A new one is one file and one line here. */
import { createRegistry } from '../../core/registry.ts';
import type { Hyperparameters } from '../hyperparameters.ts';
import { ddpg } from './ddpg.ts';
import { distributional } from './distributional.ts';
import { heed } from './heed.ts';
import { td3 } from './td3.ts';

export const algorithms = createRegistry<Hyperparameters>('algorithm', {
  heed,
  ddpg,
  td3,
  distributional,
});
