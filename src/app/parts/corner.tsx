/** The corner of the view in which the map, the ghosts' legend, the colours' meaning and their switch stand. */

import { GhostsLegend } from './learning/ghosts-legend.tsx';
import type { PartProps } from './part.ts';
import { FloorLegend } from './show/floor-legend.tsx';
import { Minimap } from './show/minimap.tsx';
import { ShowMenu } from './show/show-menu.tsx';

export function Corner(props: PartProps) {
  return (
    <div class="corner">
      <div class="corner-stack">
        <GhostsLegend {...props} />
        <FloorLegend {...props} />
        <Minimap {...props} />
      </div>
      <ShowMenu {...props} />
    </div>
  );
}
