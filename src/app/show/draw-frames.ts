/**
 * Draws frame after frame, never more than one on its way through the graphics card. Where drawing
 * is dear (a software GPU shares the cores with learning) frames come less often, so that drawing
 * takes its share of the time and no more, and the page never waits for a picture.
 */
import { createGovernor, type Governor, limitsOf } from '../../view/quality.ts';
import type { Stage } from '../../view/stage.ts';
import type { HomeState } from '../home/home-state.ts';

/**
 * Frames that are done within this are cheap: every one is drawn. Whether one is done is seen at the
 * screen's next frame, so that the shortest time is that of one of them, 17 ms or 33.
 */
const cheapMilliseconds = 34;
/** Of what a frame takes beyond that, this many times as long a pause follows: drawing tends to 0.4. */
const pauseFactor = 1.5;
const longestInterval = 1000;

/** Milliseconds from one frame to the next, by what a frame takes from order to picture. */
export function frameInterval(milliseconds: number): number {
  if (milliseconds <= cheapMilliseconds) return 0;
  const pause = pauseFactor * (milliseconds - cheapMilliseconds);
  return Math.max(milliseconds, Math.min(longestInterval, milliseconds + pause));
}

/** How quickly the measured time follows a frame's. */
const follow = 0.3;
/** A frame that seems to take longer did not: the page, or the whole machine, was asleep meanwhile. */
const longestFrame = 2000;

/**
 * `onPicture` hears of every frame that is done, with the time at which it was begun. While `isResting`, the last
 * picture stays. How finely is drawn follows what frames take, where the person leaves it open.
 */
export function drawFrames(
  canvas: HTMLCanvasElement,
  stage: Stage,
  onPicture: (began: number) => void,
  {
    isResting,
    home: { quality, level },
  }: { readonly isResting: () => boolean; readonly home: Pick<HomeState, 'quality' | 'level'> },
): () => void {
  // The stage's own context: asking again returns the same one.
  const gl = canvas.getContext('webgl2');
  let governor: Governor;
  const drawAsWanted = () => {
    stage.setQuality(governor.step);
    level.value = governor.step.name;
  };
  const stopWishing = quality.subscribe((wish) => {
    governor = createGovernor(wish, limitsOf[stage.info().quality]);
    drawAsWanted();
  });
  let frame = 0;
  let began = Number.NEGATIVE_INFINITY;
  let milliseconds = 0;
  let drawing = false;
  /** Whether the page was out of view since the frame began: there are no callbacks then, and it tells nothing. */
  let wasHidden = false;
  let fence: WebGLSync | null = null;
  const onVisibility = () => {
    if (document.visibilityState === 'hidden') wasHidden = true;
  };
  document.addEventListener('visibilitychange', onVisibility);

  /** Whether the last frame is on its way no more. */
  const isDone = (): boolean => {
    if (!gl || !fence || gl.isContextLost()) return true;
    const status = gl.getSyncParameter(fence, gl.SYNC_STATUS);
    // Of a context that is gone, or was while the fence was made: nobody will signal it.
    if (status === null) return true;
    if (status !== gl.SIGNALED) return false;
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
      onPicture(began);
      const taken = Math.min(now - began, longestFrame);
      if (!wasHidden) {
        milliseconds += follow * (taken - milliseconds);
        if (governor.judge(taken)) drawAsWanted();
      }
    }
    if (isResting()) return;
    // A little early is on time: frames come in steps of the screen's own interval.
    if (now - began < frameInterval(milliseconds) - 4) return;
    began = now;
    drawing = true;
    wasHidden = false;
    stage.render(now);
    fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null;
    gl?.flush();
  };
  frame = requestAnimationFrame(draw);
  return () => {
    stopWishing();
    cancelAnimationFrame(frame);
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
