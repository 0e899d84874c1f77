/** The models of all scenes (scene-model.ts), made once a visit: in a worker, one after the other, when asked. */
import type { SceneModel } from './scene-model.ts';

const made = new Map<string, SceneModel>();

const nextIdle = () =>
  new Promise<void>((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 300 });
    else setTimeout(resolve, 30);
  });

/** Hears of each model, those that are there at once. The way to stop it. */
export function modelScenes(
  scenes: readonly string[],
  onModel: (scene: string, model: SceneModel) => void,
): () => void {
  const missing: string[] = [];
  for (const scene of scenes) {
    const model = made.get(scene);
    if (model) onModel(scene, model);
    else missing.push(scene);
  }
  if (missing.length === 0) return () => {};
  let stopped = false;
  const worker = new Worker(new URL('./scene-models.worker.ts', import.meta.url), {
    type: 'module',
    name: 'models',
  });
  let left = missing.length;
  worker.onmessage = async ({ data }: MessageEvent<{ scene: string; model: SceneModel }>) => {
    await nextIdle();
    if (stopped) return;
    made.set(data.scene, data.model);
    onModel(data.scene, data.model);
    if (--left === 0) worker.terminate();
  };
  for (const scene of missing) worker.postMessage(scene);
  return () => {
    stopped = true;
    worker.terminate();
  };
}
