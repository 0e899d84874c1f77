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

export function drawFrames(canvas: HTMLCanvasElement, stage: Stage): () => void {
  // The stage's own context: asking again returns the same one.
  const gl = canvas.getContext('webgl2');
  let frame = 0;
  let began = Number.NEGATIVE_INFINITY;
  let milliseconds = 0;
  let fence: WebGLSync | null = null;

  const draw = () => {
    frame = requestAnimationFrame(draw);
    const now = performance.now();
    if (gl && fence && !gl.isContextLost()) {
      if (gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED) return;
      gl.deleteSync(fence);
      fence = null;
      milliseconds += follow * (now - began - milliseconds);
    }
    // A little early is on time: frames come in steps of the screen's own interval.
    if (now - began < frameInterval(milliseconds) - 4) return;
    began = now;
    stage.render(now);
    fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null;
    gl?.flush();
  };
  frame = requestAnimationFrame(draw);
  return () => cancelAnimationFrame(frame);
}
