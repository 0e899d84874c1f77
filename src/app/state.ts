/**
 * Everything the page shows, as signals. Written by the run (current-run.ts) and by what the person
 * does (commands.ts), read by the parts. Holds no logic but what follows from itself.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { AttentionReport } from '../agents/attention-report.ts';
import type { LearnerMetrics } from '../agents/kept-run.ts';
import type { Path } from '../explain/forecast.ts';
import type { Absent } from '../explain/imagined.ts';
import type { Answer, Asked } from '../explain/mind.ts';
import type { MessageChoice } from '../nn/probe.ts';
import type { Layout } from '../scene/layout.ts';
import { overlays } from '../view/overlays/index.ts';
import type { CameraMode } from '../view/stage.ts';
import type { Displacement } from '../world/world.ts';
import type { Address } from './address.ts';
import { createEditState, type EditState, forgetEdits } from './edit/edit-state.ts';
import { dark } from './home/appearance.ts';
import { createHomeState, type HomeState } from './home/home-state.ts';
import { type Story, storyOf } from './home/story.ts';
import type { Benchmark } from './learning/benchmark.ts';
import { createGhostsState, type GhostsState } from './learning/ghosts.ts';
import {
  createLearningState,
  forgetLearning,
  type LearningState,
} from './learning/learning-state.ts';
import type { OtherPolicy } from './learning/other-policies.ts';
import { emptyProgress, type Progress, type Summary, summarise } from './learning/progress.ts';
import { type HeadChoice, meanOfHeads } from './mind/head-choice.ts';
import { supposedOf } from './mind/supposing.ts';
import { createRewindState, endRewinding, type RewindState } from './rewind/rewind-state.ts';
import {
  type Demonstrating,
  type ExaminingState,
  type Keeping,
  type LearnerState,
  noRates,
  type Rates,
  type ReportingState,
  type Watching,
} from './run/run-state.ts';
import { createShareState, type ShareState } from './share/share-state.ts';
import type { DaytimeWish } from './show/daytime.ts';
import { createShowState, type ShowState } from './show/show-state.ts';
import type { OwnAvatar } from './visit/own-avatar.ts';
import { type Said, words } from './words/index.ts';
import { titleOf } from './words/name-known.ts';
import type { Pace } from './workers/pacing.ts';
import type { Resumed } from './workers/protocol.ts';

export interface SceneChoice {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether a trained policy comes with it. */
  readonly shipped: boolean;
  /** Where it has published cases. */
  readonly benchmark?: Benchmark | undefined;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'info' | 'warning' | 'error';
  readonly said: Said;
  /** One of a topic replaces the last one of it. */
  readonly topic: string;
}

/** Something imagined not to be there. */
export interface AbsentThing extends Absent {
  readonly key: string;
  /** As it comes; shown by `labelText`. */
  readonly label: string;
  /** Whether it is among places, not among the things nearby. */
  readonly isPlace: boolean;
}

/** A body that is imagined elsewhere, or a copy of one. */
export interface DisplacedThing extends Displacement {
  /** Of a body as `AbsentThing` has it, of a copy its own. */
  readonly key: string;
  readonly label: string;
}

export const mindViews = ['attends', 'actions', 'senses'] as const;
export type MindView = (typeof mindViews)[number];

export const meanMessages: MessageChoice = { round: undefined, head: undefined };

export type InfluenceOrder = 'influence' | 'attention';

export type DialogName =
  | 'start-over'
  | 'leave-run'
  | 'help'
  | 'faithfulness'
  | 'share'
  | 'replace-run'
  | 'scenes'
  | 'preferences'
  | 'delete-run'
  | 'avatar';

export type SheetPage = 'learning' | 'attention';

export interface Fatal {
  readonly said: Said;
  /** The browser cannot show any scene, or this scene stopped and another may work. */
  readonly cause: 'browser' | 'scene';
}

export interface Stick {
  readonly right: number;
  readonly ahead: number;
}

export const stickAtRest: Stick = { right: 0, ahead: 0 };

export interface PageState {
  readonly scenes: readonly SceneChoice[];
  readonly address: Address;
  readonly scene: Signal<string>;
  readonly sceneTitle: ReadonlySignal<string>;
  readonly world: Signal<'loading' | 'shown' | 'failed'>;
  /** Whether the page is in view, not a tab behind others. */
  readonly inView: Signal<boolean>;
  /** One sentence that covers the view: the page, or this scene, cannot work. */
  readonly fatal: Signal<Fatal | undefined>;
  readonly layout: Signal<Layout | undefined>;
  readonly agents: ReadonlySignal<number>;

  readonly pace: Signal<Pace>;
  readonly training: Signal<boolean>;
  readonly camera: Signal<CameraMode>;
  readonly selected: Signal<number | undefined>;
  /** Whether the world in view stops at the next collision. */
  readonly stopping: Signal<boolean>;
  /** Whether the person walks in the world, as an avatar. */
  readonly visiting: Signal<boolean>;
  /** A model of the person's own, which they wear there. */
  readonly avatar: Signal<OwnAvatar | undefined>;
  /** One that is kept in this browser, and could not be read; `file` where its name at least could. */
  readonly unreadAvatar: Signal<{ readonly file: string | undefined } | undefined>;
  /** The touch joystick: to the right and ahead, on the disc of radius 1. */
  readonly stick: Signal<Stick>;
  /** What the person changes in the world. */
  readonly edit: EditState;
  /** Another moment in view than now. */
  readonly rewind: RewindState;
  readonly attention: Signal<AttentionReport | undefined>;
  /** Of the selected agent, as everything below. */
  readonly answer: Signal<Answer | undefined>;
  /** The way that it is going to take. */
  readonly path: Signal<Path | undefined>;
  /** What the person imagines not to be there. */
  readonly absent: Signal<readonly AbsentThing[]>;
  /** What the person imagines elsewhere, or twice, and which of it was taken up last: another object each time. */
  readonly displaced: Signal<readonly DisplacedThing[]>;
  readonly imaginedInHand: Signal<Pick<DisplacedThing, 'key'> | undefined>;
  readonly mindView: Signal<MindView>;
  /** Whether what an agent has in mind is on the page. */
  readonly mindShown: Signal<boolean>;
  /** Whose shares of the scene graph's messages are shown. */
  readonly messageChoice: Signal<MessageChoice>;
  /** Whose shares of what those that it senses hear of each other. */
  readonly amongChoice: Signal<MessageChoice>;
  readonly order: Signal<InfluenceOrder>;
  /** Whose attention the rays and the last ten seconds show. */
  readonly headChoice: Signal<HeadChoice>;
  /** Overlays of the view that are switched on. */
  readonly overlays: Signal<ReadonlySet<string>>;
  /** Paint on the floor, and the map. */
  readonly show: ShowState;
  /** What is to be explained. */
  readonly asked: ReadonlySignal<Asked | undefined>;

  readonly watching: Signal<Watching | undefined>;
  /** Whether there is a trained policy to be watched, and the run would be kept meanwhile. */
  readonly mayWatch: ReadonlySignal<boolean>;
  readonly learner: Signal<LearnerState>;
  /** While the learner makes demonstrations, which it does before it learns. */
  readonly demonstrating: Signal<Demonstrating | undefined>;
  readonly resumed: Signal<Resumed | undefined>;
  readonly progress: Signal<Progress>;
  readonly learning: LearningState;
  /** The selected robot as it was, beside itself. */
  readonly ghosts: GhostsState;
  readonly summary: ReadonlySignal<Summary>;
  /** Of the whole run, as far as it is known. */
  readonly agentSteps: ReadonlySignal<number>;
  readonly updates: ReadonlySignal<number>;
  readonly metrics: Signal<LearnerMetrics | undefined>;
  readonly rates: Signal<Rates>;
  readonly keeping: Signal<Keeping>;
  /** Whether a file of the run is being made. */
  readonly exporting: Signal<boolean>;
  /** Of the scene, if it is one. */
  readonly benchmark: ReadonlySignal<Benchmark | undefined>;
  readonly examining: Signal<ExaminingState>;
  readonly reporting: Signal<ReportingState>;
  /** Updates of the weights whose report is looked at; undefined: those in view, or the newest that have one. */
  readonly reportShown: Signal<number | undefined>;
  /** With which the next reports compare, and why the one that was to be added last was not. */
  readonly otherPolicies: Signal<readonly OtherPolicy[]>;
  readonly otherRefused: Signal<Said | undefined>;

  readonly story: ReadonlySignal<Story>;
  readonly storyShown: Signal<boolean>;
  readonly daytime: Signal<DaytimeWish>;
  /** Whether the page is dark. */
  readonly dark: ReadonlySignal<boolean>;
  readonly home: HomeState;
  readonly panelOpen: Signal<boolean>;
  /** The page of the phone's sheet that is open. */
  readonly sheet: Signal<SheetPage | undefined>;
  readonly dialog: Signal<DialogName | undefined>;
  readonly share: ShareState;
  /** Whether a file is held over the page, about to be dropped. */
  readonly dropping: Signal<boolean>;
  readonly notices: Signal<readonly Notice[]>;
  /** Read out to those who do not see the page. */
  readonly spoken: Signal<string>;
  /** Epoch milliseconds, renewed every few seconds, for "saved 12 s ago". */
  readonly now: Signal<number>;
}

export interface StateOptions {
  readonly scenes: readonly SceneChoice[];
  readonly address: Address;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly panelOpen: boolean;
}

export function createState(options: StateOptions): PageState {
  const { scenes, address } = options;
  const scene = signal(address.scene);
  const layout = signal<Layout | undefined>(undefined);
  const agents = computed(() => layout.value?.agents ?? 0);
  const training = signal(true);
  const learner = signal<LearnerState>({ is: 'starting' });
  const progress = signal<Progress>(emptyProgress);
  const summary = computed(() => summarise(progress.value));
  const metrics = signal<LearnerMetrics | undefined>(undefined);
  const resumed = signal<Resumed | undefined>(undefined);
  const watching = signal<Watching | undefined>(undefined);
  const keeping = signal<Keeping>({ is: 'new' });
  const exporting = signal(false);
  const learned = computed(() => watching.value?.card ?? metrics.value ?? resumed.value);
  const agentSteps = computed(() => learned.value?.agentSteps ?? 0);
  const updates = computed(() => learned.value?.updates ?? 0);
  const choice = computed(() => scenes.find(({ name }) => name === scene.value));
  const selected = signal<number | undefined>(undefined);
  const inView = signal(true);
  const learning = createLearningState();
  const absent = signal<readonly AbsentThing[]>([]);
  const displaced = signal<readonly DisplacedThing[]>([]);
  const edit = createEditState();
  const supposed = computed(() => supposedOf(edit.ghost.value));
  const mindView = signal<MindView>('attends');
  const mindShown = signal(false);
  const messageChoice = signal<MessageChoice>(meanMessages);
  const amongChoice = signal<MessageChoice>(meanMessages);
  const shownOverlays = signal<ReadonlySet<string>>(
    new Set(overlays.entries().flatMap(([name, { visible }]) => (visible ? [name] : []))),
  );

  return {
    scenes,
    address,
    scene,
    sceneTitle: computed(() => titleOf(scene.value, scenes)),
    world: signal('loading'),
    inView,
    fatal: signal(undefined),
    layout,
    agents,
    pace: signal({ playing: true, speed: address.speed }),
    training,
    camera: signal('orbit'),
    selected,
    stopping: signal(false),
    visiting: signal(false),
    avatar: signal(undefined),
    unreadAvatar: signal(undefined),
    stick: signal(stickAtRest),
    edit,
    attention: signal(undefined),
    answer: signal(undefined),
    path: signal(undefined),
    absent,
    displaced,
    imaginedInHand: signal(undefined),
    mindView,
    mindShown,
    messageChoice,
    amongChoice,
    order: signal('influence'),
    headChoice: signal(meanOfHeads),
    overlays: shownOverlays,
    show: createShowState({ layout, selected, inView }),
    asked: computed(() => {
      if (selected.value === undefined || !inView.value) return undefined;
      // A phone's sheet is shut while one edits, or drags what is imagined: what is held is answered in the line above
      // it, what is imagined in the world.
      const isHeld = supposed.value !== undefined || displaced.value.length > 0;
      if (!mindShown.value && !isHeld) return undefined;
      return {
        absent: absent.value.map(({ thing, node }) => ({ thing, node })),
        displaced: displaced.value.map(({ body, x, z, copy }) => ({ body, x, z, copy })),
        layoutSeed: layout.value?.seed,
        actionValues: mindView.value === 'actions',
        path: shownOverlays.value.has('path') || isHeld,
        supposed: supposed.value,
        // Numbers of a hundred edges: for who looks at them.
        graph:
          mindView.value === 'senses' || shownOverlays.value.has('graph-edges')
            ? messageChoice.value
            : undefined,
        among: mindView.value === 'senses' ? amongChoice.value : undefined,
      };
    }),
    watching,
    mayWatch: computed(
      () =>
        choice.value?.shipped === true &&
        watching.value === undefined &&
        (keeping.value.is === 'saved' || keeping.value.is === 'new'),
    ),
    learner,
    demonstrating: signal(undefined),
    resumed,
    progress,
    learning,
    ghosts: createGhostsState({
      ...{ moments: learning.moments, agents, selected, watching, inView },
      layoutSeed: () => layout.value?.seed,
    }),
    rewind: createRewindState(),
    summary,
    agentSteps,
    updates,
    metrics,
    rates: signal(noRates),
    keeping,
    exporting,
    benchmark: computed(() => choice.value?.benchmark),
    examining: signal({ is: 'waiting' }),
    reporting: signal({ is: 'none' }),
    reportShown: signal(undefined),
    otherPolicies: signal([]),
    otherRefused: signal(undefined),
    story: computed(() =>
      storyOf({
        scenario: scene.value,
        agents: agents.value,
        success: summary.value.success,
        episodes: summary.value.episodes,
        updates: updates.value,
        training: training.value,
        learner: learner.value.is,
        trainedMinutes: watching.value?.card.minutes,
        ownRun: watching.value?.ownRun ?? false,
      }),
    ),
    storyShown: signal(true),
    daytime: signal('theme'),
    dark,
    home: createHomeState(),
    panelOpen: signal(options.panelOpen),
    sheet: signal(undefined),
    dialog: signal(undefined),
    share: createShareState(),
    dropping: signal(false),
    notices: signal([]),
    spoken: signal(''),
    now: signal(options.now),
  };
}

/** What was shown of a run is forgotten: another is about to open. */
export function forgetRun(state: PageState): void {
  batch(() => {
    state.world.value = 'loading';
    state.fatal.value = undefined;
    state.layout.value = undefined;
    state.selected.value = undefined;
    state.stopping.value = false;
    state.visiting.value = false;
    state.camera.value = 'orbit';
    state.watching.value = undefined;
    state.learner.value = { is: 'starting' };
    state.resumed.value = undefined;
    const { points } = state.progress.value;
    forgetLearning(state.learning, {
      name: words.peek().learning.compare.before(state.sceneTitle.peek()),
      points,
    });
    state.progress.value = emptyProgress;
    state.metrics.value = undefined;
    state.rates.value = noRates;
    forgetMind(state);
    // Of another policy, with rounds and heads of its own.
    state.messageChoice.value = meanMessages;
    state.amongChoice.value = meanMessages;
    state.headChoice.value = meanOfHeads;
    state.keeping.value = { is: 'new' };
    state.examining.value = { is: 'waiting' };
    state.reporting.value = { is: 'none' };
    state.reportShown.value = undefined;
    state.otherPolicies.value = [];
    state.otherRefused.value = undefined;
    state.demonstrating.value = undefined;
    state.show.report.value = undefined;
    state.ghosts.on.value = false;
    forgetEdits(state.edit);
    endRewinding(state.rewind, state.pace);
  });
}

/** What was known of an agent is forgotten: another is selected. */
export function forgetMind(state: PageState): void {
  state.attention.value = undefined;
  state.answer.value = undefined;
  state.path.value = undefined;
  imagineNothing(state);
}

/** Everything is as it is. */
export function imagineNothing(state: PageState): void {
  state.absent.value = [];
  state.displaced.value = [];
  state.imaginedInHand.value = undefined;
}

let lastNotice = 0;

/** Without a topic it is of its own. */
export function addNotice(
  state: PageState,
  tone: Notice['tone'],
  said: Said,
  topic = said(words.peek()),
): void {
  lastNotice++;
  const others = state.notices.value.filter((notice) => notice.topic !== topic);
  state.notices.value = [...others, { id: lastNotice, tone, said, topic }];
}

export function removeNotice(state: PageState, which: { id: number } | { topic: string }): void {
  state.notices.value = state.notices.value.filter((notice) =>
    'id' in which ? notice.id !== which.id : notice.topic !== which.topic,
  );
}
