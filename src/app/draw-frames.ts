/**
 * Draws frame after frame, never more than one on its way through the graphics card. Where drawing
 * is dear (a software GPU shares the cores with learning) frames come less often, so that drawing
 * takes its share of the time and no more, and the page never waits for a picture.
 */
import type { Stage } from '../view/stage.ts';

/** Frames that are done within this are cheap: every one that the screen shows is drawn. */
const cheapMilliseconds = 12;
/** Share of the time that drawing may take where it is dear, and the longest pause that makes. */
const dearShare = 0.4;
const longestInterval = 200;

/** Milliseconds from one frame to the next, by what a frame takes from order to picture. */
export function frameInterval(milliseconds: number): number {
  if (milliseconds <= cheapMilliseconds) return 0;
  return Math.max(milliseconds, Math.min(longestInterval, milliseconds / dearShare));
}

/** How quickly the measured time follows a frame's. */
const follow = 0.3;

/** `onPicture` hears of every frame that is done, with the time at which it was begun. */
export function drawFrames(
  canvas: HTMLCanvasElement,
  stage: Stage,
  onPicture: (began: number) => void,
): () => void {
  // The stage's own context: asking again returns the same one.
  const gl = canvas.getContext('webgl2');
  let frame = 0;
  let began = Number.NEGATIVE_INFINITY;
  let milliseconds = 0;
  let drawing = false;
  let fence: WebGLSync | null = null;

  /** Whether the last frame is on its way no more. */
  const isDone = (): boolean => {
    if (!gl || !fence || gl.isContextLost()) return true;
    if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return false;
    gl.deleteSync(fence);
    return true;
  };

  const draw = () => {
    frame = requestAnimationFrame(draw);
    const now = performance.now();
    if (drawing) {
      if (!isDone()) return;
      drawing = false;
      fence = null;
      milliseconds += follow * (now - began - milliseconds);
      onPicture(began);
    }
    // A little early is on time: frames come in steps of the screen's own interval.
    if (now - began < frameInterval(milliseconds) - 4) return;
    began = now;
    drawing = true;
    stage.render(now);
    fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null;
    gl?.flush();
  };
  frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
