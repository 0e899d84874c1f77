/**
 * One turn of a simulation thread: the visible world, where it is here, at the speed that the person
 * chose, the headless copies in the time that is left, then what has happened goes out. The clock, the
 * way out and the simulation are handed in, so that all of it runs in Node.
 *
 * Acting never waits for learning: a learner that falls behind slows the headless copies, which are
 * there only for it, and at last stops the collecting of rows, never the visible world.
 */
import type { AttentionReport } from '../../agents/attention-report.ts';
import type { Contact } from '../../agents/contacts-begun.ts';
import type { Change, EditReport, KeptEdits } from '../../agents/edit-history.ts';
import { InputError } from '../../core/input-error.ts';
import type { FinishedEpisode } from '../../env/episode.ts';
import type { PastSelves } from '../../explain/past-selves.ts';
import type { Layout } from '../../scene/layout.ts';
import type { Snapshot } from '../../world/snapshot.ts';
import type { VisitorPlace } from '../../world/visits.ts';
import { failureOf } from './failure.ts';
import { createPacer, type Diet, type Pace, wantsSteps } from './pacing.ts';
import type { SimulationToPage } from './protocol.ts';
import type { RowBatch, RowSink } from './row-channel.ts';
import { createShowing } from './showing.ts';

/** What the loop needs of a simulation (agents/simulation.ts). */
export interface SteppedSimulation {
  /** Absent where another worker has it. */
  readonly visible: ShownWorld | undefined;
  /** Headless copies. */
  readonly copies: number;
  readonly row: { readonly agents: number };
  readonly agentSteps: number;
  stepVisible(): void;
  stepHeadless(): void;
  setExploring(on: boolean): void;
  /** Of the visible world; throws an InputError for what cannot be. */
  change(change: Change): EditReport;
  takeRows(): RowBatch | undefined;
  takeEpisodes(): FinishedEpisode[];
}

/** What the loop shows of the visible world (agents/visible-world.ts). */
export interface ShownWorld {
  readonly layout: Layout;
  readonly gaze: Float32Array;
  /** Updates that the weights have seen which act in it; undefined: none do. */
  readonly drivenBy: number | undefined;
  readonly visitor: VisitorPlace | undefined;
  enterVisitor(place: VisitorPlace): boolean;
  leaveVisitor(): void;
  driveVisitor(x: number, z: number): void;
  readonly edits: EditReport;
  openEdits(kept: KeptEdits): EditReport;
  contact(): Contact | undefined;
  describe(agent: number): AttentionReport;
  writeSnapshot(out: Snapshot): void;
}

/** Who explains the selected agent (explaining.ts). */
export interface LoopExplaining {
  /** The world, or what is known of it, is another than before. */
  changed(): void;
  /** Another layout is in view, or an edited one. */
  laidOut(): void;
  /** Explains if it is due; returns how many milliseconds it can wait for its next turn. */
  turn(agent: number | undefined): number;
}

/** What was recorded, while it is in view in place of the world itself (rewinding.ts). */
export interface LoopRewinding {
  /** undefined: the world itself is in view. */
  readonly world:
    | Pick<ShownWorld, 'layout' | 'gaze' | 'drivenBy' | 'describe' | 'writeSnapshot'>
    | undefined;
  /** One decision further; false at the end. */
  step(): boolean;
  /** Tells the page where it is. */
  report(): void;
  /** Back to now, if it is not. */
  leave(): void;
}

/** The selected agent as it was, beside itself (explain/past-selves.ts). */
export interface LoopGhosts {
  /** After each decision of the world itself. */
  follow(agent: number): void;
  report(): PastSelves | undefined;
}

export interface LoopOptions {
  readonly simulation: SteppedSimulation;
  /** Where the visible world is. */
  readonly rewinding?: LoopRewinding | undefined;
  /** Where the visible world is. */
  readonly explaining?: LoopExplaining | undefined;
  /** Where the visible world is. */
  readonly ghosts?: LoopGhosts | undefined;
  readonly diet: Diet;
  readonly sink: RowSink;
  readonly post: (message: SimulationToPage, transfer?: ArrayBuffer[]) => void;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly decisionSeconds: number;
  readonly pace: Pace;
  readonly training: boolean;
}

export interface SimulationLoop {
  /** Works for some milliseconds; returns how many the next turn may wait. */
  turn(): number;
  setPace(pace: Pace): void;
  /** One decision of what is in view, which stands still from here on. */
  step(): void;
  setTraining(on: boolean): void;
  select(agent: number | undefined): void;
  /** Whether the visible world is to stand still once somebody meets something. */
  setStopping(on: boolean): void;
  /** The person comes into the visible world near `at`, or goes. */
  visit(at: VisitorPlace | undefined): void;
  /** What the visitor wants until it wants something else, m/s in the world frame. */
  walk(x: number, z: number): void;
  /** Changes the visible world, or says why it cannot be. */
  change(change: Change): void;
  /** Shows the scene as a person has left it. */
  openEdits(kept: KeptEdits): void;
  /** Another moment is in view, or now again (rewinding.ts). */
  rewound(): void;
  /** Memory of a snapshot that was posted, to be filled again. */
  takeBack(memory: ArrayBuffer): void;
  /**
   * The learner is there and has made so many updates since it started: its weights act from here on,
   * and rows have a taker.
   */
  learned(updates: number): void;
  /** Learning asks for other food from here on. */
  setDiet(diet: Diet): void;
  /** Another run is learned from here on, which has nothing yet of what was collected so far. */
  startOver(): void;
  /** Starts over with another simulation (of another network). */
  replace(simulation: SteppedSimulation, diet: Diet): void;
}

/** Milliseconds of work between two looks at the messages. */
const turnMilliseconds = 8;
/** Figures to the page at most every so many milliseconds: they are text, which costs it more than a snapshot does. */
const figuresEvery = 1000;
/** Shares of the channel that must be free to step headless copies, and to collect rows at all. */
const headlessRoom = 0.5;
const collectRoom = 0.1;

export function createSimulationLoop(options: LoopOptions): SimulationLoop {
  const { sink, post, clock, decisionSeconds, explaining, rewinding, ghosts } = options;
  let { simulation, diet } = options;
  const pacer = createPacer(decisionSeconds, options.pace, clock());

  let training = options.training;
  let pace = options.pace;
  let stopping = false;
  /** Updates of the learner, once it is there, and those of them that were of another run. */
  let updates: number | undefined;
  let otherUpdates = 0;
  /** Agent steps that went to the learner for this run. */
  let collected = 0;
  let exploring = false;
  let selected: number | undefined;
  /** What the visitor came to want while another moment was in view. */
  let wish: readonly [number, number] | undefined;
  const inView = () => rewinding?.world ?? simulation.visible;
  const showing = createShowing({
    ...{ post, decisionSeconds, rewinding, ghosts, inView, selectedOf },
    itself: () => simulation.visible,
    onLayout: () => explaining?.laidOut(),
  });
  const move = () => {
    showing.moved();
    explaining?.changed();
  };

  let figuresAt = clock();
  let countedSteps = simulation.agentSteps;
  let visibleDecisions = 0;
  let pending: FinishedEpisode[] = [];

  function freeShare(): number {
    return sink.room() / sink.capacity;
  }

  function explore(): void {
    // Off, rows stop and a gap follows; on again only with room to spare, so that gaps stay rare.
    const enough = exploring ? collectRoom : headlessRoom;
    const wanted = training && updates !== undefined && freeShare() > enough;
    if (wanted === exploring) return;
    exploring = wanted;
    simulation.setExploring(wanted);
  }

  /** Who is selected, if it is there: what was recorded may have more agents than the world that one comes back to. */
  function selectedOf(layout: Layout | undefined): number | undefined {
    return selected !== undefined && layout && selected < layout.agents ? selected : undefined;
  }

  function pause(): void {
    // Here and now: until the page has heard of it, more decisions would be taken.
    pace = { ...pace, playing: false };
    pacer.set(pace, clock());
    standStill();
  }

  function standStill(): void {
    // The page shows answers as they are from now on, and the last was smoothed.
    explaining?.changed();
    // What was attended to may have been told of an earlier decision.
    showing.attendAnew();
    showing.moved();
  }

  /** One decision of what is in view. */
  function goOn(): void {
    visibleDecisions++;
    move();
    if (!rewinding?.world) {
      if (wish) simulation.visible?.driveVisitor(...wish);
      wish = undefined;
      simulation.stepVisible();
      const agent = selectedOf(simulation.visible?.layout);
      if (agent !== undefined) ghosts?.follow(agent);
      if (stopping) stopAtContact();
    } else if (!rewinding.step()) pause();
  }

  function stopAtContact(): void {
    const contact = simulation.visible?.contact();
    if (!contact) return;
    stopping = false;
    pause();
    post({ type: 'contact', ...contact });
  }

  function startOver(): void {
    collected = 0;
    otherUpdates = updates ?? 0;
  }

  function flushRows(): void {
    const batch = simulation.takeRows();
    if (!batch) return;
    sink.write(batch);
    collected += batch.stream.length * simulation.row.agents;
  }

  function tell(act: () => EditReport, what: 'edit' | 'kept-edits' = 'edit'): void {
    rewinding?.leave();
    try {
      const report = act();
      // Before the report: whoever reads it knows the layout then.
      showing.atOnce(clock());
      post({ type: 'changed', report });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      post({ type: 'change-refused', failure: failureOf(error, what) });
    }
  }

  function showFigures(now: number): void {
    const episodes = simulation.takeEpisodes();
    if (episodes.length > 0) pending = pending.concat(episodes);
    const elapsed = (now - figuresAt) / 1000;
    if (elapsed * 1000 < figuresEvery) return;
    post({
      type: 'progress',
      episodes: pending,
      agentStepsPerSecond: (simulation.agentSteps - countedSteps) / elapsed,
      visibleSpeed: (visibleDecisions * decisionSeconds) / elapsed,
    });
    pending = [];
    figuresAt = now;
    countedSteps = simulation.agentSteps;
    visibleDecisions = 0;
  }

  return {
    turn() {
      const start = clock();
      let now = start;
      let headless = false;
      do {
        explore();
        headless =
          exploring &&
          simulation.copies > 0 &&
          freeShare() > headlessRoom &&
          wantsSteps(diet, collected, (updates ?? 0) - otherUpdates);
        const visible = simulation.visible !== undefined && pacer.isDue(now);
        if (!visible && !headless) break;
        if (visible) {
          goOn();
          pacer.took(now);
        }
        if (headless) simulation.stepHeadless();
        flushRows();
        now = clock();
      } while (now - start < turnMilliseconds);
      showing.look(now);
      showFigures(now);
      const visible = inView();
      const explains = explaining?.turn(selectedOf(visible?.layout));
      if (headless) return 0;
      const shows = visible ? pacer.wait(clock()) : figuresEvery;
      return Math.min(shows, explains ?? figuresEvery, figuresEvery);
    },
    setPace(next) {
      if (pace.playing && !next.playing) standStill();
      pace = next;
      pacer.set(pace, clock());
    },
    step() {
      if (!simulation.visible) return;
      pause();
      explore();
      goOn();
      flushRows();
      showing.atOnce(clock());
    },
    setStopping(on) {
      stopping = on;
    },
    setTraining(on) {
      training = on;
    },
    select(agent) {
      selected = agent;
      showing.attendAnew();
      move();
    },
    visit(at) {
      if (at) rewinding?.leave();
      move();
      if (!at) simulation.visible?.leaveVisitor();
      else if (simulation.visible?.enterVisitor(at) === false) {
        post({ type: 'visit-refused' });
      }
    },
    walk(x, z) {
      // The world stands still while another moment is in view.
      if (rewinding?.world) wish = [x, z];
      else simulation.visible?.driveVisitor(x, z);
    },
    rewound() {
      explaining?.changed();
      showing.attendAnew();
      showing.atOnce(clock());
      if (!rewinding?.world) rewinding?.report();
    },
    change(change) {
      tell(() => simulation.change(change));
    },
    openEdits(kept) {
      const { visible } = simulation;
      if (visible) tell(() => visible.openEdits(kept), 'kept-edits');
    },
    takeBack: showing.takeBack,
    learned(count) {
      updates = count;
      explaining?.changed();
    },
    setDiet(next) {
      // Counted anew: what was collected before was right for the diet before.
      if (next.stepsPerUpdate !== diet.stepsPerUpdate) startOver();
      diet = next;
    },
    startOver,
    replace(next, nextDiet) {
      rewinding?.leave();
      startOver();
      const visitor = simulation.visible?.visitor;
      const kept = simulation.visible?.edits;
      if (kept && kept.edits.length > 0) next.visible?.openEdits(kept);
      if (visitor) next.visible?.enterVisitor(visitor);
      simulation = next;
      diet = nextDiet;
      simulation.setExploring(exploring);
      countedSteps = simulation.agentSteps;
      showing.forget();
    },
  };
}
