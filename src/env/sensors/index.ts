/** All sensors by name, each with its default options. */
import { createRegistry } from '../../core/registry.ts';
import { ego } from './ego.ts';
import { nearbyEntities } from './nearby-entities.ts';
import { rangeScan } from './range-scan.ts';
import { rememberedEntities } from './remembered-entities.ts';
import { sceneGraph } from './scene-graph.ts';
import type { Sensor } from './sensor.ts';

export const sensors = createRegistry<() => Sensor>('sensor', {
  ego,
  rangeScan,
  nearbyEntities,
  rememberedEntities,
  sceneGraph,
});
