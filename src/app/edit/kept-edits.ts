/** How a person has left a scene's world, kept in this browser; what comes out is checked by who shows it. */
import type { KeptEdits } from '../../agents/edit-history.ts';
import { forget, remember, remembered } from '../remember.ts';

const keyOf = (scene: string) => `heed world of ${scene}`;

/** Whether they are kept now. */
export function keepEdits(scene: string, { layoutSeed, edits }: KeptEdits): boolean {
  if (edits.length > 0) return remember(keyOf(scene), JSON.stringify({ layoutSeed, edits }));
  forget(keyOf(scene));
  return true;
}

export function keptEdits(scene: string): KeptEdits | undefined {
  const text = remembered(keyOf(scene));
  if (text === undefined) return undefined;
  try {
    const { layoutSeed, edits } = JSON.parse(text);
    return { layoutSeed, edits };
  } catch {
    return undefined;
  }
}
