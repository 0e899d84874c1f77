/** How a person has left a scene's world, kept in this browser; what comes out is checked by who shows it. */
import type { KeptEdits } from '../agents/edit-history.ts';
import { forget, remember, remembered } from './remember.ts';

const keyOf = (scene: string) => `heed world of ${scene}`;

export function keepEdits(scene: string, { layoutSeed, edits }: KeptEdits): void {
  if (edits.length === 0) forget(keyOf(scene));
  else remember(keyOf(scene), JSON.stringify({ layoutSeed, edits }));
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
