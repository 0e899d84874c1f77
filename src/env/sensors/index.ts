/** All sensors by name, each with its default options. */
import { createRegistry } from '../../core/registry.ts';
import { ego } from './ego.ts';
import { goalCategory } from './goal-category.ts';
import { nearbyEntities } from './nearby-entities.ts';
import { proprioception } from './proprioception.ts';
import { rangeScan } from './range-scan.ts';
import { rememberedEntities } from './remembered-entities.ts';
import { sceneGraph } from './scene-graph.ts';
import type { Sensor } from './sensor.ts';

export const sensors = createRegistry<() => Sensor>('sensor', {
  ego,
  proprioception,
  goalCategory,
  rangeScan,
  nearbyEntities,
  rememberedEntities,
  sceneGraph,
});
