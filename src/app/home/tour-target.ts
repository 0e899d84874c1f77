/** Where on the window that is which a step of the tour is about: a control, a robot or a hedge. */
import type { Stage } from '../../view/stage.ts';
import type { PageState } from '../state.ts';
import type { TourStep } from './tour-steps.ts';

/** CSS pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TourEye {
  /** Undefined: it is not in view. */
  tourTarget(step: TourStep): Box | undefined;
}

/** The first of these that is in view. */
const controls: Readonly<Record<TourStep, readonly string[]>> = {
  watch: ['.transport'],
  ask: ['.robots-line', '.sheet-tab:last-child'],
  imagine: ['.toggle-absent', '.attention.panel', '.sheet-tab:last-child'],
  walk: ['.walk:not(.edit-button):not(.show-button)'],
  edit: ['.edit-button'],
  learn: ['.learn', '.speed'],
  share: ['.share-button'],
};

/** Half a side of the ring round something in the world. */
const reach = 30;

export function createTourEye(state: PageState, stage: () => Stage | undefined): TourEye {
  /** Of some places in the world, the one that is nearest to the middle of the window. */
  function inWorld(places: readonly (readonly [x: number, z: number])[]): Box | undefined {
    const middle = { x: innerWidth / 2, y: innerHeight * 0.55 };
    let best: { x: number; y: number } | undefined;
    let least = Math.min(innerWidth, innerHeight) * 0.45;
    for (const [x, z] of places) {
      const at = stage()?.onCanvas(x, 0.5, z);
      if (!at) continue;
      const far = Math.hypot(at.x - middle.x, at.y - middle.y);
      if (far >= least) continue;
      [best, least] = [at, far];
    }
    if (!best) return undefined;
    return { x: best.x - reach, y: best.y - reach, width: 2 * reach, height: 2 * reach };
  }

  /** The same one as long as it is in view: a ring that leaps is no help. */
  function robot(): Box | undefined {
    const now = stage()?.moment('drawn');
    if (!now || state.selected.peek() !== undefined) return undefined;
    const places = Array.from(now.heading, (_, agent) => {
      return [now.position[3 * agent] as number, now.position[3 * agent + 2] as number] as const;
    });
    const first = places.slice(0, 1);
    return inWorld(first) ?? inWorld(places);
  }

  function hedge(): Box | undefined {
    const hedges = (state.layout.peek()?.statics ?? []).filter(({ look }) => look === 'hedge');
    return inWorld(hedges.map(({ position }) => [position[0], position[2]] as const));
  }

  return {
    tourTarget(step) {
      const there =
        step === 'ask' ? robot() : step === 'edit' && state.edit.on.peek() ? hedge() : undefined;
      if (there) return there;
      for (const selector of controls[step]) {
        const element = document.querySelector<HTMLElement>(selector);
        const box = element?.getBoundingClientRect();
        if (box && box.width > 0 && box.bottom > 0 && box.top < innerHeight) {
          return { x: box.x, y: box.y, width: box.width, height: box.height };
        }
      }
      return undefined;
    },
  };
}
