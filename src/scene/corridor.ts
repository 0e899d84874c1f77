/**
 * Generator `corridor`: two halls, west and east, joined by one narrow passage along x. How wide, how long
 * and how far north it is varies by seed; what lies north and south of it is solid. The halls are of one
 * size, so that both ways through are alike.
 */
import type { Random } from '../core/random.ts';
import { type Draft, freeName } from './draft.ts';
import type { OptionsOf } from './generator-schema.ts';
import type { Ground } from './layout.ts';

export function corridor(options: OptionsOf<'corridor'>, draft: Draft, random: Random): void {
  const { min, max } = draft;
  const width = random.range(...options.width);
  const length = random.range(...options.length);
  const beside = options.beside + width / 2;
  const z = random.range(min[1] + beside, max[1] - beside);
  const middle = (min[0] + max[0]) / 2;
  const [west, east] = [middle - length / 2, middle + length / 2];
  const [north, south] = [z - width / 2, z + width / 2];

  // 1. Regions: hall, passage, hall.
  const first = draft.regions.length;
  draft.regions.push(
    { id: 'hall-west', label: 'West hall', min, max: [west, max[1]] },
    { id: 'passage', label: 'Passage', min: [west, north], max: [east, south] },
    { id: 'hall-east', label: 'East hall', min: [east, min[1]], max },
  );

  // 2. A portal at either mouth.
  draft.portals.push(
    { id: 'mouth-west', regions: [first, first + 1], position: [west, z], width },
    { id: 'mouth-east', regions: [first + 1, first + 2], position: [east, z], width },
  );

  // 3. The two blocks that leave the passage free between them.
  addBlock(draft, options.height, 'block-north', [west, min[1]], [east, north]);
  addBlock(draft, options.height, 'block-south', [west, south], [east, max[1]]);
}

function addBlock(draft: Draft, height: number, id: string, min: Ground, max: Ground): void {
  draft.statics.push({
    id: freeName(draft.statics, id),
    look: 'wall',
    position: [(min[0] + max[0]) / 2, height / 2, (min[1] + max[1]) / 2],
    yaw: 0,
    shape: { type: 'box', size: [max[0] - min[0], height, max[1] - min[1]] },
  });
}
