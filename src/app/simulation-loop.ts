/**
 * One turn of a simulation thread: the visible world, where it is here, at the speed that the person
 * chose, the headless copies in the time that is left, then what has happened goes out. The clock, the
 * way out and the simulation are handed in, so that all of it runs in Node.
 *
 * Acting never waits for learning: a learner that falls behind slows the headless copies, which are
 * there only for it, and at last stops the collecting of rows, never the visible world.
 */
import type { AttentionReport } from '../agents/attention-report.ts';
import type { Contact } from '../agents/contacts-begun.ts';
import type { Change, EditReport, KeptEdits } from '../agents/edit-history.ts';
import { InputError } from '../core/input-error.ts';
import type { FinishedEpisode } from '../env/episode.ts';
import type { Layout } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { VisitorPlace } from '../world/visits.ts';
import { createPacer, type Diet, type Pace, wantsSteps } from './pacing.ts';
import type { SimulationToPage } from './protocol.ts';
import type { RowBatch, RowSink } from './row-channel.ts';
import { openParcel, parcelBytes, parcelShape } from './snapshot-parcel.ts';

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
  /** Explains if it is due; returns how many milliseconds it can wait for its next turn. */
  turn(agent: number | undefined): number;
}

export interface LoopOptions {
  readonly simulation: SteppedSimulation;
  /** Where the visible world is. */
  readonly explaining?: LoopExplaining | undefined;
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
/**
 * Snapshots, attention reports and figures to the page at most every so many milliseconds. Figures
 * are text, which costs the page more than a snapshot does.
 */
const snapshotEvery = 15;
const attentionEvery = 90;
const figuresEvery = 1000;
/** Shares of the channel that must be free to step headless copies, and to collect rows at all. */
const headlessRoom = 0.5;
const collectRoom = 0.1;
const noRoom = 'There is no room to walk in here: everything is taken.';

export function createSimulationLoop(options: LoopOptions): SimulationLoop {
  const { sink, post, clock, decisionSeconds, explaining } = options;
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
  let shownLayout: Layout | undefined;
  let moved = true;
  const move = () => {
    moved = true;
    explaining?.changed();
  };
  /** Memory that came back, all of the present layout's size. */
  let spare: ArrayBuffer[] = [];
  let snapshotAt = Number.NEGATIVE_INFINITY;
  let attentionAt = Number.NEGATIVE_INFINITY;

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

  function stopAtContact(): void {
    const contact = simulation.visible?.contact();
    if (!contact) return;
    stopping = false;
    // Here and now: until the page has heard of it, more decisions would be taken.
    pace = { ...pace, playing: false };
    pacer.set(pace, clock());
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

  function showWorld(now: number): void {
    const { visible } = simulation;
    if (!visible) return;
    const { layout } = visible;
    if (shownLayout !== layout) {
      const isAnother = shownLayout !== undefined && shownLayout.seed !== layout.seed;
      shownLayout = layout;
      post({ type: 'layout', layout, decisionSeconds });
      // It came of itself, and what could be undone in the last one is gone with it.
      if (isAnother) post({ type: 'changed', report: visible.edits });
      spare = [];
      move();
    }
    if (!moved || now - snapshotAt < snapshotEvery) return;
    moved = false;
    snapshotAt = now;
    const shape = parcelShape(layout);
    const memory = spare.pop() ?? new ArrayBuffer(parcelBytes(shape));
    const { snapshot, gaze } = openParcel(shape, memory);
    visible.writeSnapshot(snapshot);
    gaze.set(visible.gaze);
    let attention: AttentionReport | undefined;
    if (selected !== undefined && selected < layout.agents && now - attentionAt >= attentionEvery) {
      attentionAt = now;
      attention = visible.describe(selected);
    }
    const { time, step, visited } = snapshot;
    post({ type: 'snapshot', memory, time, step, visited, shape, attention }, [memory]);
  }

  function tell(act: () => EditReport, where = ''): void {
    moved = true;
    try {
      const report = act();
      // Before the report: whoever reads it knows the layout then.
      snapshotAt = Number.NEGATIVE_INFINITY;
      showWorld(clock());
      post({ type: 'changed', report });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      post({ type: 'change-refused', sentence: `${where}${error.message}` });
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
          simulation.stepVisible();
          pacer.took(now);
          visibleDecisions++;
          move();
          if (stopping) stopAtContact();
        }
        if (headless) simulation.stepHeadless();
        flushRows();
        now = clock();
      } while (now - start < turnMilliseconds);
      showWorld(now);
      showFigures(now);
      const { visible } = simulation;
      const explains = explaining?.turn(
        selected !== undefined && visible && selected < visible.layout.agents
          ? selected
          : undefined,
      );
      if (headless) return 0;
      const shows = visible ? pacer.wait(clock()) : figuresEvery;
      return Math.min(shows, explains ?? figuresEvery, figuresEvery);
    },
    setPace(next) {
      pace = next;
      pacer.set(pace, clock());
    },
    setStopping(on) {
      stopping = on;
    },
    setTraining(on) {
      training = on;
    },
    select(agent) {
      selected = agent;
      attentionAt = Number.NEGATIVE_INFINITY;
      move();
    },
    visit(at) {
      move();
      if (!at) simulation.visible?.leaveVisitor();
      else if (simulation.visible?.enterVisitor(at) === false) {
        post({ type: 'visit-refused', sentence: noRoom });
      }
    },
    walk(x, z) {
      simulation.visible?.driveVisitor(x, z);
    },
    change(change) {
      tell(() => simulation.change(change));
    },
    openEdits(kept) {
      const { visible } = simulation;
      if (visible)
        tell(() => visible.openEdits(kept), 'What you had changed here cannot be shown: ');
    },
    takeBack(memory) {
      const layout = simulation.visible?.layout;
      if (layout && memory.byteLength === parcelBytes(parcelShape(layout))) spare.push(memory);
    },
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
      startOver();
      const visitor = simulation.visible?.visitor;
      const kept = simulation.visible?.edits;
      if (kept && kept.edits.length > 0) next.visible?.openEdits(kept);
      if (visitor) next.visible?.enterVisitor(visitor);
      simulation = next;
      diet = nextDiet;
      simulation.setExploring(exploring);
      countedSteps = simulation.agentSteps;
      shownLayout = undefined;
    },
  };
}
