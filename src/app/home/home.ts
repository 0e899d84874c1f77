/** What a person can do about the page itself: its scenes, its preferences, and what the browser keeps of it. */
import type { QualityWish } from '../../view/quality.ts';
import { askToKeep, lookWhatIsKept, successOfKept, throwRunAway } from '../run/kept-runs.ts';
import type { PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { failureOf } from '../workers/failure.ts';
import { type MotionWish, motion, type ThemeWish, theme } from './appearance.ts';

export interface HomeCommands {
  /** All scenes, to go to one. */
  showScenes(): void;
  showPreferences(): void;
  setTheme(wish: ThemeWish): void;
  setMotion(wish: MotionWish): void;
  setQuality(wish: QualityWish): void;
  /** Has the browser promise to clear nothing by itself. */
  keepForGood(): Promise<void>;
  /** Asks whether the kept run of a scene is to be deleted. */
  askDeleteRun(scene: string): void;
  keepRun(): void;
  deleteRun(): Promise<void>;
}

export function createHome(state: PageState, startOver: () => void): HomeCommands {
  const { home, dialog } = state;
  let looks = 0;
  const look = async () => {
    looks += 1;
    const mine = looks;
    const kept = await lookWhatIsKept(state.scenes.map(({ name }) => name));
    // One that began before a run was deleted may end after one that began afterwards.
    if (mine === looks) home.kept.value = kept;
  };
  const commands: HomeCommands = {
    showScenes() {
      dialog.value = 'scenes';
      void successOfKept().then((success) => {
        home.success.value = success;
      });
    },
    showPreferences() {
      home.refused.value = undefined;
      dialog.value = 'preferences';
      void look();
    },
    setTheme(wish) {
      theme.value = wish;
    },
    setMotion(wish) {
      motion.value = wish;
    },
    setQuality(wish) {
      home.quality.value = wish;
    },
    async keepForGood() {
      home.refused.value = undefined;
      if (!(await askToKeep())) home.refused.value = ({ home: { kept } }) => kept.noPromise;
      await look();
    },
    askDeleteRun(scene) {
      // The one that learns now would only be saved again.
      const isOpen =
        scene === state.scene.peek() &&
        state.learner.peek().is !== 'absent' &&
        state.keeping.peek().is !== 'off';
      if (isOpen) return startOver();
      home.doomed.value = scene;
      dialog.value = 'delete-run';
    },
    keepRun() {
      home.doomed.value = undefined;
      commands.showPreferences();
    },
    async deleteRun() {
      const scene = home.doomed.value;
      if (scene === undefined) return;
      commands.keepRun();
      try {
        await throwRunAway(scene);
        const { watching } = state;
        if (scene === state.scene.peek() && watching.value) {
          watching.value = { ...watching.value, ownRun: false };
        }
        state.spoken.value = words.peek().home.kept.deleted;
      } catch (error) {
        const failure = failureOf(error, 'saving');
        home.refused.value = ({ run }) => run.failure(failure);
      }
      await look();
    },
  };
  return commands;
}
