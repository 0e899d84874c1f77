/** Dragging across the canvas with the first button, or a finger, for cameras that somebody may turn by it. */
export interface Drag {
  /** Whether somebody drags now. */
  readonly held: boolean;
  /** From here on a drag counts, or does no longer. */
  setActive(on: boolean): void;
  dispose(): void;
}

const perPixel = 0.005;
/** In `PointerEvent.buttons`. */
const firstButton = 1;

/** `turn` is told of every move, in radians: of the view to the left, and upwards. */
export function createDrag(
  canvas: HTMLCanvasElement,
  turn: (left: number, up: number) => void,
): Drag {
  let active = false;
  let held = false;
  const down = ({ button, pointerId }: PointerEvent) => {
    held = active && button === 0;
    // Else it is never heard of that it was let go over a panel, or outside the window.
    if (held) canvas.setPointerCapture(pointerId);
  };
  const release = () => {
    held = false;
  };
  const move = ({ movementX, movementY, buttons }: PointerEvent) => {
    // A window that loses the pointer to another hears of no end, captured or not.
    held &&= (buttons & firstButton) !== 0;
    if (held) turn(movementX * perPixel, movementY * perPixel);
  };
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', release);
  canvas.addEventListener('pointercancel', release);
  return {
    get held() {
      return held;
    },
    setActive(on) {
      active = on;
      held &&= on;
    },
    dispose() {
      canvas.removeEventListener('pointerdown', down);
      canvas.removeEventListener('pointermove', move);
      canvas.removeEventListener('pointerup', release);
      canvas.removeEventListener('pointercancel', release);
    },
  };
}
