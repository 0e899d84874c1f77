/** Keeps the map drawn while it is on the page, ten times a second at most, and never while nothing moves on it. */
import type { Stage } from '../../view/stage.ts';
import type { PageState } from '../state.ts';
import { createMinimapDrawer } from './draw-minimap.ts';
import { createMapWatch } from './map-changes.ts';

/** Milliseconds. */
const drawEvery = 100;

/** `onDrawn` hears of every picture. */
export function showMinimap(state: PageState, stage: Stage, onDrawn: () => void): () => void {
  const draw = createMinimapDrawer();
  const hasChanged = createMapWatch();
  const timer = setInterval(() => {
    const layout = state.layout.peek();
    const isResting = !state.show.map.peek() || !state.inView.peek() || !layout;
    if (isResting) return;
    const canvas = document.querySelector<HTMLCanvasElement>('.minimap-canvas');
    // A sheet over it, or no room for it.
    if (!canvas || canvas.offsetParent === null) return;
    const look = {
      ...{ layout, now: stage.moment('drawn'), selected: state.selected.peek() },
      ...{
        floor: state.show.painted.peek(),
        inView: stage.groundInView(),
        dark: state.dark.peek(),
      },
      density: Math.min(2, devicePixelRatio || 1),
    };
    if (!hasChanged(canvas, look)) return;
    draw(canvas, look);
    onDrawn();
  }, drawEvery);
  return () => clearInterval(timer);
}
