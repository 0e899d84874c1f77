/** Of which scene a file is that is a container with a manifest (storage/checkpoint-file.ts). */
import { InputError } from '../../core/input-error.ts';
import type { Beginning } from './file-kind.ts';

/** `what` it is, such as 'a run'. Throws an InputError where the page has no such scene. */
export function sceneOf(
  file: File,
  what: string,
  { scenes, manifest }: { scenes: readonly string[]; manifest: Beginning['manifest'] },
): string {
  const scene = scenes.find((name) => name === manifest.scenario);
  if (scene !== undefined) return scene;
  throw new InputError(
    `The file “${file.name}” is ${what} of a scene that is not here; the page has ${scenes.join(', ')}.`,
  );
}
