/**
 * `window.heed`: what the page is doing, as plain values that only can be read. For tests in a real
 * browser and for the curious; nothing in the page depends on it.
 */

import type { AttentionReport } from '../agents/attention-report.ts';
import type { GraphReport } from '../explain/graph-report.ts';
import type { PastSelf } from '../explain/past-selves.ts';
import { agentName } from '../view/names.ts';
import { overlays } from '../view/overlays/index.ts';
import type { Wearers } from '../view/own-avatar/worn-part.ts';
import type { CameraMode, Stage, StageInfo } from '../view/stage.ts';
import type { TourStep } from './home/tour-steps.ts';
import type { Examination } from './learning/examination.ts';
import type { MarkKind } from './learning/marks.ts';
import { influencesOf } from './mind/influences.ts';
import { inOrder, placeOf } from './mind/things.ts';
import type { LearnerState } from './run/run-state.ts';
import type { PageState } from './state.ts';
import { words } from './words/index.ts';
import { type Language, language } from './words/language.ts';
import { happeningText } from './words/say-mark.ts';
import type { FloorKind } from './workers/floor.ts';
import type { Rewound } from './workers/rewind-messages.ts';

export interface HeedStatus {
  readonly language: Language;
  readonly scene: string;
  readonly world: 'loading' | 'shown' | 'failed';
  readonly fatal: string | undefined;
  readonly agents: number;
  /** Whether the person's own run acts, the trained policy that came with the page, or one from a file. */
  readonly policy: 'own' | 'shipped' | 'file';
  /** Seed of the layout in view. */
  readonly layout: number | undefined;
  /** Whether a video is being recorded. */
  readonly recording: boolean;
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
  readonly marks: readonly StatusMark[];
  /** Whose weights are kept, oldest first, and whose drive the world in view: updates. */
  readonly moments: readonly number[];
  readonly shownMoment: number | undefined;
  /** Updates of the weights that acted where the newest snapshot is from, as the simulation tells it. */
  readonly drivenBy: number | undefined;
  /** Of the selected robot, oldest first. */
  readonly ghosts: readonly PastSelf[];
  /** How many cases the scene's benchmark has published; 0: it is none. */
  readonly publishedCases: number;
  readonly examining: 'waiting' | 'running' | 'failed';
  /** Oldest first. */
  readonly examinations: readonly Examination[];
  readonly saved: boolean;
  readonly selected: number | undefined;
  /** Where the person's avatar is; undefined: the person is not in. */
  readonly visitor: { readonly x: number; readonly z: number } | undefined;
  /** The person's own, and how many bodies were seen in it in the last picture. */
  readonly avatar: StatusAvatar | undefined;
  /** Changes of the world in view that stand. */
  readonly changes: number;
  readonly editing: boolean;
  /** What is chosen, by its name. */
  readonly chosen: string | undefined;
  /** Everybody who is driven by a policy, in their order. */
  readonly robots: readonly StatusRobot[];
  /** All that the hand can take, where it is, and where that is on the screen. */
  readonly things: readonly StatusThing[];
  /** Where one is in what was recorded; undefined: what is seen is now. */
  readonly rewound: Rewound | undefined;
  readonly camera: CameraMode;
  /** Whom the newest attention report is of. */
  readonly attends: number | undefined;
  /** What it attended to and sensed at its last decision, and what is drawn of it in the world. */
  readonly sensed: AttentionReport | undefined;
  readonly lines: readonly StatusLine[];
  /** The scene graph as it senses it, where that is looked at. */
  readonly graph: GraphReport | undefined;
  /** What each head gives to each thing in the explanation that is shown. */
  readonly heads: readonly { readonly key: string; readonly heads: readonly number[] }[];
  /** Explanations of the selected agent that were shown since the page was opened. */
  readonly explanations: number;
  /** Whose decision is explained, by number. */
  readonly explained: number | undefined;
  /** Decisions of the way ahead that is shown. */
  readonly foreseen: number;
  /** Things that are imagined away, and the explanation is of that. */
  readonly imagined: number;
  /** What is imagined elsewhere or twice: where it would be, and where that is on the screen. */
  readonly displaced: readonly StatusThing[];
  /** What is painted on the floor, and how much of it is known; undefined: nothing. */
  readonly floor: StatusFloor | undefined;
  readonly trails: boolean;
  /** Pictures of the map since the page was opened. */
  readonly mapsDrawn: number;
  /** What the camera looks at, on the ground, and the heading in which. */
  readonly lookingAt:
    | { readonly x: number; readonly z: number; readonly heading: number }
    | undefined;
  /** The step of the tour. */
  readonly tour: TourStep | undefined;
  readonly notices: readonly string[];
  readonly stage: StageInfo | undefined;
}

export interface StatusAvatar {
  readonly file: string;
  readonly wearers: Wearers;
  readonly kept: boolean;
  readonly seen: number;
}

export interface StatusFloor {
  readonly kind: FloorKind;
  readonly known: number;
  readonly least: number;
  readonly most: number;
}

/** A line to something: where it ends, and how strong it is. */
export interface StatusLine {
  readonly overlay: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly strength: number;
}

export interface StatusMark {
  readonly kind: MarkKind;
  /** Training time. */
  readonly seconds: number;
  readonly text: string;
}

export interface StatusRobot {
  readonly name: string;
  readonly x: number;
  readonly z: number;
  /** Radians, as in a snapshot. */
  readonly heading: number;
  /** CSS pixels on the canvas; NaN: behind the camera. */
  readonly screenX: number;
  readonly screenY: number;
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

function displacedOn({ displaced }: PageState, stage: Stage | undefined): StatusThing[] {
  const now = stage?.moment('drawn');
  if (!now) return [];
  return displaced.peek().flatMap(({ key, body, x: dx, z: dz }) => {
    const [x = 0, y = 0, z = 0] = now.position.subarray(3 * body);
    const at = stage?.onCanvas(x + dx, y, z + dz);
    return at ? [{ thing: key, x: x + dx, z: z + dz, screenX: at.x, screenY: at.y }] : [];
  });
}

function robotsOn(stage: Stage | undefined): StatusRobot[] {
  const now = stage?.moment();
  if (!now) return [];
  return Array.from(now.heading, (heading, agent) => {
    const [x = 0, y = 0, z = 0] = now.position.subarray(3 * agent);
    const at = stage?.onCanvas(x, y, z);
    const [screenX, screenY] = [at?.x ?? Number.NaN, at?.y ?? Number.NaN];
    return { name: agentName(agent), x, z, heading, screenX, screenY };
  });
}

function linesOn(stage: Stage | undefined): StatusLine[] {
  return overlays.names().flatMap((overlay) => {
    const ends = stage?.lines(overlay) ?? new Float32Array(0);
    return Array.from({ length: ends.length / 4 }, (_, i) => {
      const [x = 0, y = 0, z = 0, strength = 0] = ends.subarray(4 * i);
      return { overlay, x, y, z, strength };
    });
  });
}

declare global {
  interface Window {
    readonly heed: HeedStatus;
  }
}

export function exposeStatus(
  state: PageState,
  stage: () => Stage | undefined,
  counts: { readonly mapsDrawn: () => number },
): void {
  const choice = () => {
    const learner = state.learner.peek();
    return learner.is === 'running' ? learner.choice : undefined;
  };
  let explanations = 0;
  state.answer.subscribe((answer) => {
    if (answer) explanations++;
  });
  const status: HeedStatus = {
    get language() {
      return language.peek();
    },
    get scene() {
      return state.scene.peek();
    },
    get world() {
      return state.world.peek();
    },
    get fatal() {
      return state.fatal.peek()?.said(words.peek());
    },
    get agents() {
      return state.agents.peek();
    },
    get policy() {
      const watching = state.watching.peek();
      return watching ? (watching.file === undefined ? 'shipped' : 'file') : 'own';
    },
    get layout() {
      return state.layout.peek()?.seed;
    },
    get recording() {
      return state.share.video.peek().is === 'recording';
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
      return state.progress.peek().marks.map((mark) => {
        const { kind, seconds } = mark;
        return { kind, seconds, text: happeningText(mark) };
      });
    },
    get moments() {
      return state.learning.moments.peek().map(({ updates }) => updates);
    },
    get shownMoment() {
      return state.learning.shown.peek()?.updates;
    },
    get drivenBy() {
      return state.learning.drivenBy.peek();
    },
    get ghosts() {
      return state.ghosts.shown.peek();
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
    get avatar() {
      const own = state.avatar.peek();
      const seen = stage()?.info().worn ?? 0;
      return own && { file: own.file, wearers: own.wearers, kept: own.kept, seen };
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
    get robots() {
      return robotsOn(stage());
    },
    get things() {
      return thingsOn(state, stage());
    },
    get rewound() {
      return state.rewind.rewound.peek();
    },
    get camera() {
      return state.camera.peek();
    },
    get attends() {
      return state.attention.peek()?.agent;
    },
    get sensed() {
      return state.attention.peek();
    },
    get lines() {
      return linesOn(stage());
    },
    get graph() {
      return state.answer.peek()?.graph;
    },
    get heads() {
      const answer = state.answer.peek();
      if (!answer) return [];
      const { things, places } = influencesOf(answer.explanation);
      return [...things, ...places].map(({ key, heads }) => ({ key, heads }));
    },
    get explanations() {
      return explanations;
    },
    get explained() {
      return state.answer.peek()?.explanation.agent;
    },
    get foreseen() {
      return Math.max(0, (state.path.peek()?.points.length ?? 0) / 2 - 1);
    },
    get imagined() {
      return state.answer.peek()?.absent.length ?? 0;
    },
    get displaced() {
      return displacedOn(state, stage());
    },
    get floor() {
      const [report, paint] = [state.show.current.peek(), state.show.painted.peek()];
      if (!report || !paint) return undefined;
      return { kind: report.kind, known: report.known, least: paint.least, most: paint.most };
    },
    get trails() {
      return state.overlays.peek().has('trails');
    },
    get mapsDrawn() {
      return counts.mapsDrawn();
    },
    get lookingAt() {
      return stage()?.lookingAt();
    },
    get tour() {
      return state.home.tour.peek();
    },
    get notices() {
      return state.notices.peek().map(({ said }) => said(words.peek()));
    },
    get stage() {
      return stage()?.info();
    },
  };
  Object.defineProperty(window, 'heed', { value: Object.freeze(status) });
}
