/** All scenarios that come with Heed, by name. */
import { createRegistry } from '../src/core/registry.ts';
import type { Scenario } from '../src/env/index.ts';
import { corridor } from './corridor.ts';
import { crossing } from './crossing.ts';
import { crowd } from './crowd.ts';
import { crowdnav } from './crowdnav.ts';
import { crowdnavPlusplus } from './crowdnav-plusplus.ts';
import { playground } from './playground.ts';
import { plaza } from './plaza.ts';
import { rooms } from './rooms.ts';
import { roomsObjects } from './rooms-objects.ts';

export const scenarios = createRegistry<Scenario>('scenario', {
  plaza,
  rooms,
  'rooms-objects': roomsObjects,
  crossing,
  corridor,
  playground,
  crowd,
  crowdnav,
  'crowdnav-plusplus': crowdnavPlusplus,
});
