/**
 * Marks what happens to the run that is open on its timeline (marks.ts): its savings, its best weights, and what
 * the person does. Sees signals and reports; tells workers nothing.
 */
import { effect } from '@preact/signals';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
import { addMark, type Happening, type Mark } from '../learning/marks.ts';
import { markNow, type SavedProgress, saveProgress } from '../learning/progress.ts';
import { changesOf, changesText } from '../learning/settings.ts';
import type { PageState } from '../state.ts';
import { words } from '../words/index.ts';
import type { LearnerToPage } from '../workers/protocol.ts';

export interface Marking {
  /** At the present moment of training. */
  mark(happening: Happening): void;
  best(look: Extract<LearnerToPage, { readonly type: 'best' }>): void;
  /** The person changed the world in view. */
  worldChanged(): void;
  /** What the person asked for is learned with from here on. */
  adjusted(settings: Hyperparameters): void;
  /** What a save is to keep: it shows the mark of that save already. */
  toSave(): SavedProgress;
  /** The save that was begun last is done. */
  saved(): void;
  dispose(): void;
}

export function createMarking(state: PageState, clock: () => number): Marking {
  const { progress } = state;
  let saving: Mark | undefined;
  let trained = state.training.peek();
  let visited = state.visiting.peek();

  const mark = (happening: Happening) => {
    progress.value = markNow(progress.peek(), happening);
  };

  /** Before that nothing was trained, and where a trained policy is watched nothing is. */
  const isLearning = () =>
    state.learner.peek().is === 'running' && progress.peek().trainingSeconds > 0;

  const stops = [
    effect(() => {
      const training = state.training.value;
      if (training === trained) return;
      trained = training;
      if (isLearning()) mark({ kind: 'training', again: training });
    }),
    effect(() => {
      const visiting = state.visiting.value;
      if (visiting === visited) return;
      visited = visiting;
      if (isLearning()) mark({ kind: 'visit', entered: visiting });
    }),
  ];

  return {
    mark,
    best({ updates, successes, episodes }) {
      // The first look is the best so far, whatever it saw.
      if (successes === 0) return;
      mark({ kind: 'best', share: successes / episodes, tries: episodes, updates });
    },
    adjusted(settings) {
      const before = state.learning.settings.peek();
      state.learning.settings.value = settings;
      const changes = before ? changesOf(before, settings) : [];
      if (changes.length === 0) return;
      mark({ kind: 'setting', changes });
      state.spoken.value = words.peek().run.spoken.set(changesText(changes));
    },
    worldChanged() {
      if (isLearning()) mark({ kind: 'world', changes: 1 });
    },
    toSave() {
      const { trainingSeconds: seconds, marks } = progress.peek();
      saving = { kind: 'saved', seconds };
      return saveProgress({ ...progress.peek(), marks: addMark(marks, saving) }, clock());
    },
    saved() {
      if (!saving) return;
      const { marks } = progress.peek();
      progress.value = { ...progress.peek(), marks: addMark(marks, saving) };
      saving = undefined;
    },
    dispose() {
      for (const stop of stops) stop();
    },
  };
}
