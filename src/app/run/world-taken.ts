/** What the simulation worker tells of the world in view, and what of it the page shows. */
import { batch } from '@preact/signals';
import type { Layout } from '../../scene/layout.ts';
import type { EarlierSelves } from '../../view/stage.ts';
import type { Snapshot } from '../../world/snapshot.ts';
import { takeGhosts } from '../learning/ghosts.ts';
import { followAnswer } from '../mind/follow-answer.ts';
import { forgetVisitor } from '../mind/imagining.ts';
import { showContact } from '../rewind/stopping.ts';
import { addNotice, imagineNothing, type PageState } from '../state.ts';
import { words } from '../words/index.ts';
import type { RunListener } from './open-run.ts';

export interface WorldHooks {
  readonly laidOut: (layout: Layout) => void;
  readonly onSnapshot: (
    snapshot: Snapshot,
    gaze: Float32Array,
    ghosts: EarlierSelves | undefined,
  ) => void;
}

export function worldTaken(state: PageState, { laidOut, onSnapshot }: WorldHooks) {
  /** Nothing is known of this layout yet: numbers of things are of another. */
  let isNew = true;
  return {
    layout({ layout }) {
      batch(() => {
        state.layout.value = layout;
        laidOut(layout);
        // What was there is there no more, nor is anything imagined of it.
        if (state.absent.value.length + state.displaced.value.length > 0) {
          imagineNothing(state);
          state.spoken.value = words.peek().run.spoken.otherWorld;
        }
        state.path.value = undefined;
        state.attention.value = undefined;
        isNew = true;
        const { selected } = state;
        if (selected.value !== undefined && selected.value >= layout.agents) {
          selected.value = undefined;
        }
      });
    },
    snapshot({ snapshot, gaze, attention, selves, drivenBy }) {
      state.learning.drivenBy.value = drivenBy;
      onSnapshot(snapshot, gaze, takeGhosts(state.ghosts, selves));
      if (!snapshot.visited) forgetVisitor(state, snapshot.radius.length - 1);
      if (attention && attention.agent === state.selected.value) state.attention.value = attention;
    },
    explained(answer) {
      const { explanation, layoutSeed } = answer;
      if (explanation.agent !== state.selected.value || !state.asked.value) return;
      if (layoutSeed !== state.layout.value?.seed) return;
      // A world that stands still is answered once: that is what is so.
      const follows = !isNew && state.pace.peek().playing;
      state.answer.value = follows ? followAnswer(state.answer.peek(), answer) : answer;
      isNew = false;
    },
    foreseen(path) {
      if (path.agent !== state.selected.value || !state.asked.value?.path) return;
      if (path.layoutSeed === state.layout.value?.seed) state.path.value = path;
    },
    floor(report) {
      state.show.report.value = report;
    },
    contact: (contact) => showContact(state, contact),
    visitRefused() {
      batch(() => {
        state.visiting.value = false;
        state.camera.value = 'orbit';
        addNotice(state, 'warning', ({ run }) => run.noRoom, 'visit');
      });
    },
  } satisfies Partial<RunListener>;
}
