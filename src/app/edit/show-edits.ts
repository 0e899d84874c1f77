/** Keeps the stage showing what the hand is at. */
import { effect } from '@preact/signals';
import type { Stage } from '../../view/stage.ts';
import type { PageState } from '../state.ts';

export function showEdits({ edit, visiting, displaced }: PageState, stage: Stage): void {
  effect(() => {
    const placing = edit.ghost.value?.by === 'point';
    const otherwise = displaced.value.length > 0 ? 'imagine' : 'off';
    stage.setHand(edit.on.value ? (placing ? 'place' : 'take') : otherwise);
  });
  effect(() => {
    const ghost = edit.ghost.value;
    stage.showGhost(ghost && { solids: ghost.solids, fits: ghost.why === undefined });
    const byHand = edit.hovered.value ?? edit.chosen.value;
    const before = visiting.value ? edit.inReach.value : undefined;
    stage.mark(edit.on.value ? byHand : before);
  });
}
