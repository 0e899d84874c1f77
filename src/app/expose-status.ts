/**
 * `window.heed`: what the page is doing, as plain values that only can be read. For tests in a real
 * browser and for the curious; nothing in the page depends on it.
 */

import type { CameraMode, Stage, StageInfo } from '../view/stage.ts';
import type { Examination } from './examination.ts';
import type { Mark } from './marks.ts';
import type { LearnerState, PageState } from './state.ts';
import { inOrder, placeOf } from './things.ts';

export interface HeedStatus {
  readonly scene: string;
  readonly world: 'loading' | 'shown' | 'failed';
  readonly fatal: string | undefined;
  readonly agents: number;
  /** Whether the person's own run acts, or the trained policy that came with the page. */
  readonly policy: 'own' | 'shipped';
  readonly learner: LearnerState['is'];
  readonly backend: string | undefined;
  readonly backendReason: string | undefined;
  readonly resumedAgentSteps: number | undefined;
  readonly agentSteps: number;
  readonly updates: number;
  readonly criticLoss: number | undefined;
  readonly actorLoss: number | undefined;
  readonly agentStepsPerSecond: number;
  readonly updatesPerSecond: number;
  readonly episodes: number;
  readonly success: number | null;
  readonly points: readonly { readonly seconds: number; readonly success: number | null }[];
  readonly rollbacks: number;
  /** On the timeline, in the order in which they came. */
  readonly marks: readonly Mark[];
  /** Whose weights are kept, oldest first, and whose drive the world in view: updates. */
  readonly moments: readonly number[];
  readonly shownMoment: number | undefined;
  /** How many cases the scene's benchmark has published; 0: it is none. */
  readonly publishedCases: number;
  readonly examining: 'waiting' | 'running' | 'failed';
  /** Oldest first. */
  readonly examinations: readonly Examination[];
  readonly saved: boolean;
  readonly selected: number | undefined;
  /** Where the person's avatar is; undefined: the person is not in. */
  readonly visitor: { readonly x: number; readonly z: number } | undefined;
  /** Changes of the world in view that stand. */
  readonly changes: number;
  readonly editing: boolean;
  /** What is chosen, by its name. */
  readonly chosen: string | undefined;
  /** All that the hand can take, where it is, and where that is on the screen. */
  readonly things: readonly StatusThing[];
  readonly camera: CameraMode;
  /** Whom the newest attention report is of. */
  readonly attends: number | undefined;
  /** Explanations of the selected agent that were shown since the page was opened. */
  readonly explanations: number;
  /** Decisions of the way ahead that is shown. */
  readonly foreseen: number;
  /** Things that are imagined away, and the explanation is of that. */
  readonly imagined: number;
  readonly notices: readonly string[];
  readonly stage: StageInfo | undefined;
}

export interface StatusThing {
  readonly thing: string;
  readonly x: number;
  readonly z: number;
  readonly screenX: number;
  readonly screenY: number;
}

function thingsOn(state: PageState, stage: Stage | undefined): StatusThing[] {
  const layout = state.layout.peek();
  const now = stage?.moment();
  if (!layout || !now) return [];
  return inOrder(layout, now).flatMap((thing) => {
    const place = placeOf(layout, now, thing);
    const at = place && stage?.onCanvas(place.x, 0.3, place.z);
    return place && at ? [{ thing, x: place.x, z: place.z, screenX: at.x, screenY: at.y }] : [];
  });
}

declare global {
  interface Window {
    readonly heed: HeedStatus;
  }
}

export function exposeStatus(state: PageState, stage: () => Stage | undefined): void {
  const choice = () => {
    const learner = state.learner.peek();
    return learner.is === 'running' ? learner.choice : undefined;
  };
  let explanations = 0;
  state.answer.subscribe((answer) => {
    if (answer) explanations++;
  });
  const status: HeedStatus = {
    get scene() {
      return state.scene.peek();
    },
    get world() {
      return state.world.peek();
    },
    get fatal() {
      return state.fatal.peek()?.sentence;
    },
    get agents() {
      return state.agents.peek();
    },
    get policy() {
      return state.watching.peek() ? 'shipped' : 'own';
    },
    get learner() {
      return state.learner.peek().is;
    },
    get backend() {
      return choice()?.backend;
    },
    get backendReason() {
      return choice()?.reason;
    },
    get resumedAgentSteps() {
      return state.resumed.peek()?.agentSteps;
    },
    get agentSteps() {
      return state.agentSteps.peek();
    },
    get updates() {
      return state.updates.peek();
    },
    get criticLoss() {
      return state.metrics.peek()?.criticLoss;
    },
    get actorLoss() {
      return state.metrics.peek()?.actorLoss;
    },
    get agentStepsPerSecond() {
      return state.rates.peek().agentStepsPerSecond;
    },
    get updatesPerSecond() {
      return state.rates.peek().updatesPerSecond;
    },
    get episodes() {
      return state.progress.peek().episodes;
    },
    get success() {
      return state.summary.peek().success;
    },
    get points() {
      return state.progress.peek().points;
    },
    get rollbacks() {
      return state.progress.peek().marks.filter(({ kind }) => kind === 'rollback').length;
    },
    get marks() {
      return state.progress.peek().marks;
    },
    get moments() {
      return state.learning.moments.peek().map(({ updates }) => updates);
    },
    get shownMoment() {
      return state.learning.shown.peek()?.updates;
    },
    get publishedCases() {
      return state.benchmark.peek()?.cases ?? 0;
    },
    get examining() {
      return state.examining.peek().is;
    },
    get examinations() {
      return state.progress.peek().examinations;
    },
    get saved() {
      return state.keeping.peek().is === 'saved';
    },
    get selected() {
      return state.selected.peek();
    },
    get visitor() {
      return stage()?.visitor();
    },
    get changes() {
      return state.edit.report.peek()?.edits.length ?? 0;
    },
    get editing() {
      return state.edit.on.peek();
    },
    get chosen() {
      return state.edit.chosen.peek();
    },
    get things() {
      return thingsOn(state, stage());
    },
    get camera() {
      return state.camera.peek();
    },
    get attends() {
      return state.attention.peek()?.agent;
    },
    get explanations() {
      return explanations;
    },
    get foreseen() {
      return Math.max(0, (state.path.peek()?.points.length ?? 0) / 2 - 1);
    },
    get imagined() {
      return state.answer.peek()?.absent.length ?? 0;
    },
    get notices() {
      return state.notices.peek().map(({ text }) => text);
    },
    get stage() {
      return stage()?.info();
    },
  };
  Object.defineProperty(window, 'heed', { value: Object.freeze(status) });
}
