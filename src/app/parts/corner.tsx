/** The corner of the view in which the map, the ghosts' legend, the colours' meaning and their switch stand. */
import { FloorLegend } from './floor-legend.tsx';
import { GhostsLegend } from './ghosts-legend.tsx';
import { Minimap } from './minimap.tsx';
import type { PartProps } from './part.ts';
import { ShowMenu } from './show-menu.tsx';

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
