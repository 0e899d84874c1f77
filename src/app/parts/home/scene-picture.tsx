/** A scene's picture: its world in small, with everybody on their way. */
import { useEffect, useRef } from 'preact/hooks';
import type { Thumbnails } from '../../home/thumbnails.ts';

export function ScenePicture({
  scene,
  thumbnails,
}: {
  readonly scene: string;
  readonly thumbnails: Thumbnails | undefined;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) thumbnails?.show(scene, canvas.current);
  }, [thumbnails]);
  return (
    <span class="scene-picture" aria-hidden="true">
      <canvas ref={canvas} />
    </span>
  );
}
