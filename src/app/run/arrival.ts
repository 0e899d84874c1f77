/**
 * What the address says of a moment, carried out once, when the page is opened: the layout and what was changed of it, or the case, who is
 * selected, the camera. What cannot be is left out, and one sentence says so.
 */
import { batch } from '@preact/signals';
import { scenarios } from '../../../scenes/index.ts';
import type { KeptEdits } from '../../agents/edit-history.ts';
import { keptEdits } from '../edit/kept-edits.ts';
import { layoutName } from '../share/layout-name.ts';
import { addNotice, type PageState } from '../state.ts';

export interface Arrival {
  /** How the scene is to be opened: laid out as the address says, or as the person has left it. */
  editsOf(scene: string): KeptEdits | undefined;
  /** Which case of a benchmark is to be seen first; undefined: whichever it is. */
  caseOf(scene: string): number | undefined;
  /** A layout is there: the first time, somebody is selected and the camera taken there. */
  laidOut(layout: { readonly agents: number }): void;
}

export function createArrival(state: PageState): Arrival {
  const { address } = state;
  let arrived = false;
  return {
    editsOf(scene) {
      const kept = keptEdits(scene);
      const seed = address.layout;
      if (seed === undefined || scene !== address.scene) return kept;
      const scenario = scenarios.get(scene);
      const fixed = layoutName(scenario) === 'case';
      if (fixed || !scenario.seeds.isTraining(seed)) {
        addNotice(
          state,
          'warning',
          ({ share: { said } }) => (fixed ? said.layoutFixed : said.layoutUnseen)(`${seed}`),
          'address',
        );
        return kept;
      }
      const linked = { layoutSeed: seed, edits: address.edits ?? [] };
      const isOther = kept?.layoutSeed !== seed || linked.edits.length > 0;
      if (kept && !isOther) return kept;
      if (linked.edits.length > 0) state.edit.linked.value = linked;
      if (kept && JSON.stringify(kept.edits) !== JSON.stringify(linked.edits)) {
        state.edit.aside.value = true;
        addNotice(state, 'info', ({ share }) => share.said.aside, 'changes');
      }
      return linked;
    },
    caseOf(scene) {
      const seed = address.case;
      if (seed === undefined || scene !== address.scene) return undefined;
      const scenario = scenarios.get(scene);
      // A published one is for examining alone: whoever learns here is not to meet it.
      if (layoutName(scenario) === 'case' && scenario.seeds.isTraining(seed)) return seed;
      addNotice(state, 'warning', ({ share }) => share.said.noCase(`${seed}`), 'no-case');
      return undefined;
    },
    laidOut({ agents }) {
      if (arrived) return;
      arrived = true;
      const { robot, camera } = address;
      if (state.scene.peek() !== address.scene) return;
      const there = robot !== undefined && robot < agents;
      batch(() => {
        if (there) state.selected.value = robot;
        if (camera === 'orbit') return;
        if (state.selected.value === undefined) state.selected.value = 0;
        state.camera.value = camera;
      });
      if (robot === undefined || there) return;
      addNotice(state, 'warning', ({ share }) => share.said.noRobot(robot + 1, agents), 'no-robot');
    },
  };
}
