/** A scene's picture: its model, which slowly turns, with everybody on their way, while it is `live`. */
import { useEffect, useRef } from 'preact/hooks';
import { dark, still } from '../../home/appearance.ts';
import { drawSceneModel } from '../../home/draw-scene-model.ts';
import type { SceneModel } from '../../home/scene-model.ts';

/** Radians: how it stands at first, and what it turns by in a second. */
const firstTurn = -0.55;
const turnSpeed = 0.22;
/** Pictures take at most this share of the time. */
const share = 0.35;
const leastInterval = 33;

export function ScenePicture({
  model,
  live,
}: {
  readonly model: SceneModel | undefined;
  readonly live: boolean;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const seconds = useRef(0);
  const isDark = dark.value;
  const moves = live && !still.value;
  useEffect(() => {
    const element = canvas.current;
    if (!element || !model) return;
    const density = Math.min(2, devicePixelRatio || 1);
    element.width = Math.round(element.clientWidth * density);
    element.height = Math.round(element.clientHeight * density);
    const draw = () => {
      const turn = firstTurn + turnSpeed * seconds.current;
      drawSceneModel(element, model, { turn, seconds: seconds.current, dark: isDark });
    };
    draw();
    if (!moves) return;
    let [last, next] = [performance.now(), 0];
    let frame = requestAnimationFrame(function go(now) {
      frame = requestAnimationFrame(go);
      if (now < next) return;
      seconds.current += Math.min(0.2, Math.max(0, (now - last) / 1000));
      last = now;
      const began = performance.now();
      draw();
      next = now + Math.max(leastInterval, (performance.now() - began) / share);
    });
    return () => cancelAnimationFrame(frame);
  }, [model, moves, isDark]);
  return (
    <span class="scene-picture" aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
