/** A small map of the world in view, which takes one there; drawn by show-minimap.ts. */
import { mapScale } from '../../show/minimap-scale.ts';
import { words } from '../../words/index.ts';
import { CloseIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

/** CSS pixels within which a robot is meant. */
const reach = 9;

export function Minimap({ state, commands }: PartProps) {
  const layout = state.layout.value;
  if (!layout || !state.show.map.value) return null;
  const { width, height, perMetre } = mapScale(layout);
  const { minimap } = words.value.show;
  return (
    <section class="minimap card" aria-label={minimap.title}>
      <canvas
        class="minimap-canvas"
        role="img"
        aria-label={minimap.picture}
        style={{ width: `${width}px`, height: `${height}px` }}
        onPointerUp={({ offsetX, offsetY, button }) => {
          if (button !== 0) return;
          const [x, z] = layout.min;
          commands.pointAtMap(x + offsetX / perMetre, z + offsetY / perMetre, reach / perMetre);
        }}
      />
      <button
        type="button"
        class="quiet minimap-close"
        onClick={commands.toggleMap}
        aria-label={minimap.hide}
        title={minimap.hideHint}
      >
        <CloseIcon />
      </button>
    </section>
  );
}
