import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../src/agents/contacts-begun.ts';
import type { Change, EditReport, KeptEdits } from '../../../src/agents/edit-history.ts';
import type { Diet, Pace } from '../../../src/app/workers/pacing.ts';
import type { SimulationToPage } from '../../../src/app/workers/protocol.ts';
import type { RowBatch, RowSink } from '../../../src/app/workers/row-channel.ts';
import {
  createSimulationLoop,
  type LoopRewinding,
  type ShownWorld,
} from '../../../src/app/workers/simulation-loop.ts';
import { InputError } from '../../../src/core/input-error.ts';
import type { PastSelves } from '../../../src/explain/past-selves.ts';
import type { Layout } from '../../../src/scene/layout.ts';
import type { VisitorPlace } from '../../../src/world/visits.ts';

const decisionSeconds = 0.1;
const agents = 2;
const headlessWorlds = 4;

const layoutOf = (seed: number): Layout => ({
  ...{ scene: 'test', seed, min: [-5, -5], max: [5, 5], flat: true, motion: 'bodies', agents },
  body: { radius: 0.3, height: 1, maxSpeed: 1.5, faces: 'way' },
  ...{ statics: [], props: [], doors: [], walkers: [], regions: [], portals: [], landmarks: [] },
});

interface Costs {
  /** Milliseconds that a step of the visible world, and one of all headless ones, takes. */
  readonly visible: number;
  readonly headless: number;
}

/** A simulation that only counts, a clock that only its steps move, and a learner that may stand still. */
function open(
  options: {
    pace?: Pace;
    training?: boolean;
    costs?: Costs;
    capacity?: number;
    diet?: Diet;
    hidden?: boolean;
    copies?: number;
    rewinding?: LoopRewinding;
  } = {},
) {
  const { costs = { visible: 1, headless: 2 }, capacity = 1000 } = options;
  const posts: SimulationToPage[] = [];
  let now = 0;
  let waitingRows = 0;
  let pendingRows = 0;
  const shown = {
    layout: layoutOf(1),
    gaze: new Float32Array(agents * 3),
    drivenBy: 30,
    visitor: undefined as VisitorPlace | undefined,
    drives: [] as [number, number][],
    isFull: false,
    enterVisitor(place: VisitorPlace) {
      if (!shown.isFull) shown.visitor = place;
      return !shown.isFull;
    },
    leaveVisitor() {
      shown.visitor = undefined;
    },
    driveVisitor(x: number, z: number) {
      shown.drives.push([x, z]);
    },
    edits: { layoutSeed: 1, edits: [], undo: undefined, redo: undefined, cutOff: [] } as EditReport,
    openEdits(kept: KeptEdits) {
      shown.edits = { ...shown.edits, ...kept };
      return shown.edits;
    },
    met: undefined as Contact | undefined,
    contact: () => shown.met,
    describe: (agent: number) => ({
      ...{
        agent,
        entities: [],
        nodes: [],
        features: [],
        kind: 'dot',
        set: undefined,
        graph: undefined,
      },
      ...{ scan: { angles: [], distances: [], reach: 8 }, action: { forward: 0, left: 0 } },
    }),
    writeSnapshot() {},
  };
  const simulation = {
    visible: (options.hidden ? undefined : shown) as ShownWorld | undefined,
    copies: options.copies ?? headlessWorlds,
    row: { agents },
    agentSteps: 0,
    visibleSteps: 0,
    headless: 0,
    exploring: false,
    stepVisible() {
      now += costs.visible;
      simulation.visibleSteps++;
      simulation.agentSteps += agents;
      if (simulation.exploring) pendingRows++;
    },
    stepHeadless() {
      now += costs.headless;
      simulation.headless++;
      simulation.agentSteps += agents * headlessWorlds;
      pendingRows += headlessWorlds;
    },
    setExploring(on: boolean) {
      simulation.exploring = on;
    },
    /** Only removing is possible here. */
    change(change: Change): EditReport {
      if (change.kind !== 'remove') throw new InputError('That cannot be.');
      const edits = [...shown.edits.edits, change];
      shown.layout = { ...shown.layout, min: [-5, -5 - edits.length] };
      shown.edits = { ...shown.edits, edits };
      return shown.edits;
    },
    takeRows(): RowBatch | undefined {
      if (pendingRows === 0) return undefined;
      const count = pendingRows;
      pendingRows = 0;
      return {
        ...{ streams: headlessWorlds + 1, rowSize: 1 },
        ...{ rows: new Float32Array(count), stream: new Uint8Array(count) },
      };
    },
    takeEpisodes: () => [],
  };
  const sink: RowSink = {
    capacity,
    room: () => capacity - waitingRows,
    write(batch) {
      waitingRows += batch.stream.length;
    },
  };
  const asked: (number | undefined)[] = [];
  const haunted: [number, number][] = [];
  const explained = { changes: 0, layouts: 0, wait: Number.POSITIVE_INFINITY };
  const loop = createSimulationLoop({
    ...{ simulation, sink, decisionSeconds },
    explaining: {
      changed() {
        explained.changes++;
      },
      laidOut() {
        explained.layouts++;
      },
      turn(agent) {
        asked.push(agent);
        return explained.wait;
      },
    },
    ghosts: {
      follow(agent) {
        haunted.push([agent, simulation.visibleSteps]);
      },
      report: () => (haunted.length > 0 ? selves : undefined),
    },
    rewinding: options.rewinding,
    diet: options.diet ?? { warmup: 1e9, stepsPerUpdate: 32, share: 1 },
    post: (message) => posts.push(message),
    clock: () => now,
    pace: options.pace ?? { playing: true, speed: 1 },
    training: options.training ?? true,
  });
  return {
    ...{ loop, simulation, shown, posts, asked, explained, haunted },
    learn: () => {
      waitingRows = 0;
    },
    /** Turns for so many milliseconds, waiting where the loop says so. */
    run(milliseconds: number) {
      const end = now + milliseconds;
      while (now < end) {
        const wait = loop.turn();
        now = Math.min(end, Math.max(now, now + wait));
        if (wait === 0 && costs.headless === 0) now++;
      }
    },
    of<Type extends SimulationToPage['type']>(type: Type) {
      return posts.filter((post) => post.type === type) as Extract<
        SimulationToPage,
        { type: Type }
      >[];
    },
  };
}

const selves: PastSelves = {
  ...{ agent: 1, layoutSeed: 1, round: 1, goal: { x: 0, z: 0 }, selves: [] },
  poses: new Float32Array(0),
};

describe('simulation loop', () => {
  it('lets ghosts follow the selected robot decision by decision, and shows them with it', () => {
    const world = open({ pace: { playing: true, speed: 1 } });
    world.run(500);
    expect(world.haunted).toEqual([]);
    world.loop.select(1);
    const from = world.simulation.visibleSteps;
    world.run(500);
    const to = world.simulation.visibleSteps;
    expect(to).toBeGreaterThan(from);
    expect(world.haunted).toEqual(
      Array.from({ length: to - from }, (_, i) => [1, from + i + 1] as const),
    );
    const shown = world.of('snapshot').map((message) => message.selves);
    expect([shown[0], shown.at(-1)]).toEqual([undefined, selves]);
  });

  it('lets none follow a robot that is not there, as one that was selected in a larger recording', () => {
    const world = open({ pace: { playing: true, speed: 1 } });
    world.loop.select(world.shown.layout.agents);
    world.run(500);
    expect(world.simulation.visibleSteps).toBeGreaterThan(0);
    expect(world.haunted).toEqual([]);
  });

  it('shows no ghosts, and takes none further, in what was recorded', () => {
    let steps = 0;
    const world: ReturnType<typeof open> = open({
      pace: { playing: true, speed: 1 },
      rewinding: {
        get world() {
          return steps > 0 ? world.shown : undefined;
        },
        step: () => ++steps > 0,
        ...{ report() {}, leave() {} },
      },
    });
    world.loop.select(1);
    world.run(300);
    const { length } = world.haunted;
    expect(length).toBeGreaterThan(0);
    steps = 1;
    world.run(300);
    expect(steps).toBeGreaterThan(2);
    expect(world.haunted).toHaveLength(length);
    expect(world.of('snapshot').at(-1)?.selves).toBeUndefined();
  });

  it('in turbo steps headless copies alone, and says what they come to', () => {
    const world = open({ capacity: 1e6, pace: { playing: true, speed: 'turbo' } });
    world.loop.learned(0);
    world.run(3000);
    expect(world.simulation.visibleSteps).toBe(0);
    expect(world.simulation.headless).toBeGreaterThan(1400);
    expect(world.of('progress').at(-1)?.agentStepsPerSecond).toBeGreaterThan(3900);
    // The layout and where everybody stands is shown once all the same.
    expect([world.of('layout').length, world.of('snapshot').length]).toEqual([1, 1]);
    expect(world.of('snapshot')[0]?.drivenBy).toBe(30);
    world.loop.setPace({ playing: true, speed: 1 });
    world.run(1000);
    expect(world.simulation.visibleSteps).toBeGreaterThanOrEqual(10);
  });

  it('stands still at the decision in which somebody meets something, if it is to', () => {
    const world = open({ capacity: 1e6, pace: { playing: true, speed: 'max' } });
    world.loop.learned(0);
    world.shown.met = { agent: 1, with: 'agent' };
    world.run(100);
    expect(world.of('contact')).toEqual([]);
    world.shown.met = undefined;
    world.loop.setStopping(true);
    world.run(100);
    const steps = world.simulation.visibleSteps;
    world.shown.met = { agent: 1, with: 'agent' };
    world.run(500);
    expect(world.simulation.visibleSteps).toBe(steps + 1);
    expect(world.of('contact')).toEqual([{ type: 'contact', agent: 1, with: 'agent' }]);
    // Once, and others go on unseen.
    world.loop.setPace({ playing: true, speed: 1 });
    const headless = world.simulation.headless;
    world.run(1000);
    expect(world.simulation.visibleSteps).toBeGreaterThan(steps + 5);
    expect(world.simulation.headless).toBeGreaterThan(headless);
    expect(world.of('contact')).toHaveLength(1);
  });

  it('a diet of fewer steps per update is counted from where it begins', () => {
    const diet = { warmup: 0, stepsPerUpdate: 100, share: 1 };
    const world = open({ capacity: 1e9, diet });
    world.loop.learned(1000);
    world.run(20_000);
    const steps = world.simulation.headless;
    world.loop.setDiet({ ...diet, stepsPerUpdate: 10 });
    world.run(20_000);
    // The head start of 4,000, of which the world in view makes a part: nothing was learned since.
    const more = (world.simulation.headless - steps) * agents * headlessWorlds;
    expect(more).toBeGreaterThan(3000);
    expect(more).toBeLessThanOrEqual(4000);
    world.loop.setDiet({ ...diet, stepsPerUpdate: 10, warmup: 1 });
    const fed = world.simulation.headless;
    world.run(5000);
    // The same diet is no reason to begin again.
    expect(world.simulation.headless - fed).toBeLessThanOrEqual(1);
  });

  it('shows the world at the chosen speed while headless copies take the rest of the time', () => {
    const world = open({ capacity: 1e6 });
    world.loop.learned(0);
    world.run(10_000);
    expect(world.simulation.visibleSteps).toBeGreaterThan(98);
    expect(world.simulation.visibleSteps).toBeLessThan(102);
    const spent = world.simulation.visibleSteps * 1 + world.simulation.headless * 2;
    expect(spent).toBeGreaterThan(9_900);
  });

  it('a machine too slow for the speed still feeds the learner', () => {
    const world = open({
      capacity: 1e6,
      pace: { playing: true, speed: 8 },
      costs: { visible: 40, headless: 40 },
    });
    world.loop.learned(0);
    world.run(10_000);
    expect(world.simulation.headless).toBeGreaterThan(100);
    expect(world.simulation.visibleSteps).toBeGreaterThan(100);
  });

  it('before the learner is there nothing explores and no row is made', () => {
    const world = open();
    world.run(1000);
    expect(world.simulation.exploring).toBe(false);
    expect(world.simulation.headless).toBe(0);
    expect(world.simulation.visibleSteps).toBeGreaterThan(8);
  });

  it('with training off the visible world goes on alone', () => {
    const world = open();
    world.loop.learned(0);
    world.loop.setTraining(false);
    world.run(1000);
    expect(world.simulation.exploring).toBe(false);
    expect(world.simulation.headless).toBe(0);
    expect(world.simulation.visibleSteps).toBeGreaterThan(8);
  });

  it('paused, learning goes on in the headless copies', () => {
    const world = open({ capacity: 1e6, pace: { playing: false, speed: 1 } });
    world.loop.learned(0);
    world.run(1000);
    expect(world.simulation.visibleSteps).toBe(0);
    expect(world.simulation.headless).toBeGreaterThan(400);
  });

  it('goes on decision by decision where it stands still, and shows each at once', () => {
    const world = open({ capacity: 1e6 });
    world.run(1000);
    const before = world.simulation.visibleSteps;
    const shown = world.of('snapshot').length;
    for (const more of [1, 2, 3]) {
      world.loop.step();
      expect(world.simulation.visibleSteps).toBe(before + more);
      expect(world.of('snapshot')).toHaveLength(shown + more);
    }
    // It was playing, and stands still now.
    world.run(1000);
    expect(world.simulation.visibleSteps).toBe(before + 3);
  });

  it('acting never waits for learning: with the learner stuck the visible world keeps its pace', () => {
    const world = open({ capacity: 100, pace: { playing: true, speed: 8 } });
    world.loop.learned(0);
    world.run(10_000);
    expect(world.simulation.visibleSteps).toBeGreaterThan(790);
    // The copies stop at half the channel, collecting at nine tenths.
    expect(world.simulation.headless * headlessWorlds).toBeLessThanOrEqual(54);
    expect(world.simulation.exploring).toBe(false);
    world.learn();
    world.run(100);
    expect(world.simulation.exploring).toBe(true);
  });

  it('posts a layout before its first snapshot, and another when the world is laid out anew', () => {
    const world = open();
    world.run(500);
    expect(world.posts[0]?.type).toBe('layout');
    expect(world.of('layout')).toHaveLength(1);
    world.shown.layout = layoutOf(2);
    world.run(500);
    const order = world.posts.filter(({ type }) => type === 'layout' || type === 'snapshot');
    const second = order.findIndex((post) => post.type === 'layout' && post.layout.seed === 2);
    expect(second).toBeGreaterThan(0);
    for (const post of order.slice(second + 1)) {
      expect(post.type === 'snapshot' && post.shape.layoutSeed).toBe(2);
    }
  });

  it('a snapshot goes out in memory that came back, but not in that of another layout', () => {
    const world = open();
    world.run(500);
    const [first] = world.of('snapshot');
    if (!first) throw new Error('Expected a snapshot.');
    world.loop.takeBack(first.memory);
    world.loop.takeBack(new ArrayBuffer(first.memory.byteLength + 4));
    world.run(500);
    const reused = world.of('snapshot').filter(({ memory }) => memory === first.memory);
    expect(reused).toHaveLength(2);
    expect(new Set(world.of('snapshot').map(({ memory }) => memory.byteLength)).size).toBe(1);
  });

  it('at full speed snapshots stay as rare as the screen needs', () => {
    const world = open({ training: false, pace: { playing: true, speed: 'max' } });
    world.run(1000);
    expect(world.simulation.visibleSteps).toBeGreaterThan(900);
    expect(world.of('snapshot').length).toBeLessThan(70);
    expect(world.of('snapshot').length).toBeGreaterThan(40);
  });

  it('describes the selected agent at once, paused or not, and nobody when none is selected', () => {
    const world = open({ training: false, pace: { playing: false, speed: 1 } });
    world.run(100);
    expect(world.of('snapshot').every(({ attention }) => attention === undefined)).toBe(true);
    world.loop.select(1);
    world.run(100);
    expect(world.of('snapshot').at(-1)?.attention?.agent).toBe(1);
  });

  it('tells what was attended to at the last decision, however soon the world stands still after the one before', () => {
    const world = open({ training: false, pace: { playing: true, speed: 4 } });
    world.loop.select(1);
    world.run(1000);
    const isTold = () => world.of('snapshot').at(-1)?.attention?.agent;
    // Of 40 decisions a second not all are told of: stop at one that was not.
    for (let i = 0; i < 100 && isTold() !== undefined; i++) world.run(10);
    expect(isTold()).toBeUndefined();
    world.loop.setPace({ playing: false, speed: 4 });
    world.run(100);
    expect(isTold()).toBe(1);
    for (let i = 0; i < 3; i++) {
      world.loop.step();
      expect(isTold()).toBe(1);
      world.run(10);
    }
  });

  it('whoever explains has a turn after every other work, with the agent that is selected', () => {
    const world = open({ training: false });
    world.run(500);
    expect(new Set(world.asked)).toEqual(new Set([undefined]));
    world.loop.select(1);
    world.run(500);
    expect(world.asked.at(-1)).toBe(1);
    // There are two agents.
    world.loop.select(2);
    world.run(100);
    expect(world.asked.at(-1)).toBeUndefined();
    const before = world.explained.changes;
    world.run(1000);
    expect(world.explained.changes - before).toBeGreaterThanOrEqual(9);
    expect(world.explained.changes - before).toBeLessThanOrEqual(11);
    // It is asked again when it wants to, if that is before the next decision.
    world.explained.wait = 5;
    expect(world.loop.turn()).toBeLessThanOrEqual(5);
  });

  it('headless copies collect no more than learning asks for, and go on when it has learned', () => {
    const world = open({ capacity: 1e6, diet: { warmup: 1000, stepsPerUpdate: 32, share: 1 } });
    world.loop.learned(0);
    world.run(20_000);
    const perStep = headlessWorlds * agents;
    const before = world.simulation.headless * perStep;
    expect(before).toBeGreaterThan(4000);
    expect(before).toBeLessThan(5100);
    world.loop.learned(100);
    world.run(20_000);
    expect(world.simulation.headless * perStep - before).toBeGreaterThan(32 * 100);
    expect(world.simulation.headless * perStep - before).toBeLessThan(32 * 100 * 2 + 100);
    expect(world.simulation.exploring).toBe(true);
  });

  it('for another run headless copies collect anew, whatever was collected and learned before', () => {
    const world = open({ capacity: 1e6, diet: { warmup: 1000, stepsPerUpdate: 32, share: 1 } });
    const collect = () => {
      const before = world.simulation.headless;
      world.run(20_000);
      return (world.simulation.headless - before) * headlessWorlds * agents;
    };
    world.loop.learned(100);
    collect();
    world.loop.startOver();
    const first = collect();
    expect(first).toBeGreaterThan(4000);
    expect(first).toBeLessThan(5100);
    // What was learned before does not count for it.
    world.loop.learned(101);
    expect(collect()).toBeLessThan(32 * 2 + 100);
    world.loop.replace(world.simulation, { warmup: 0, stepsPerUpdate: 32, share: 1 });
    const other = collect();
    expect(other).toBeGreaterThan(3000);
    expect(other).toBeLessThan(4100);
  });

  it('where the visible world is elsewhere it steps its share of the copies, and shows nothing', () => {
    const diet = { warmup: 1000, stepsPerUpdate: 32, share: 0.25 };
    const world = open({ capacity: 1e6, hidden: true, diet });
    world.loop.learned(0);
    world.run(20_000);
    const collected = world.simulation.headless * headlessWorlds * agents;
    expect(collected).toBeGreaterThanOrEqual(0.25 * 5000);
    expect(collected).toBeLessThan(0.25 * 5000 + 2 * headlessWorlds * agents);
    expect(world.simulation.visibleSteps).toBe(0);
    expect(new Set(world.posts.map(({ type }) => type))).toEqual(new Set(['progress']));
  });

  it('without copies the thread rests until the visible world’s next decision', () => {
    const world = open({ capacity: 1e6, copies: 0 });
    world.loop.learned(0);
    world.run(1000);
    expect(world.simulation.headless).toBe(0);
    expect(world.loop.turn()).toBeGreaterThan(0);
  });

  it('tells what the machine manages', () => {
    const world = open({ capacity: 1e6 });
    world.loop.learned(0);
    world.run(2000);
    const figures = world.of('progress').at(-1);
    expect(figures?.visibleSpeed).toBeCloseTo(1, 0);
    const perStep = headlessWorlds * agents;
    expect(figures?.agentStepsPerSecond).toBeGreaterThan(perStep * 400);
    expect(figures?.agentStepsPerSecond).toBeLessThan(perStep * 520);
  });

  it('a visitor comes in and goes while the world is paused, and a picture shows it at once', () => {
    const world = open({ pace: { playing: false, speed: 1 } });
    world.run(100);
    const pictures = () => world.of('snapshot').length;
    const before = pictures();
    const place = { x: 1, z: 2, heading: 0.5 };
    world.loop.visit(place);
    world.run(100);
    expect(world.shown.visitor).toEqual(place);
    expect(pictures()).toBe(before + 1);
    world.loop.walk(1, 0);
    world.loop.walk(0.5, -1);
    world.run(100);
    expect(world.shown.drives).toEqual([
      [1, 0],
      [0.5, -1],
    ]);
    expect(world.simulation.visibleSteps).toBe(0);
    world.loop.visit(undefined);
    world.run(100);
    expect(world.shown.visitor).toBeUndefined();
    expect(pictures()).toBe(before + 2);
    expect(world.of('visit-refused')).toEqual([]);
  });

  it('a change comes with the changed layout before it, and what cannot be is said, at once while paused', () => {
    const world = open({ pace: { playing: false, speed: 1 } });
    world.run(100);
    const before = world.posts.length;
    const { layouts } = world.explained;
    world.loop.change({ kind: 'remove', thing: 'props/crate-1' });
    expect(world.explained.layouts).toBeGreaterThan(layouts);
    world.loop.change({ kind: 'undo' });
    const types = world.posts.slice(before).map(({ type }) => type);
    expect(types).toEqual(['layout', 'snapshot', 'changed', 'change-refused']);
    expect(world.of('changed')[0]?.report.edits).toHaveLength(1);
    expect(world.of('change-refused')[0]?.failure).toEqual({
      ...{ is: 'refused', what: 'edit', sentence: 'That cannot be.' },
    });
  });

  it('a layout that comes of itself takes what could be undone with it, and changes go along to another network', () => {
    const world = open();
    world.run(100);
    expect(world.of('changed')).toHaveLength(0);
    world.shown.layout = layoutOf(2);
    world.run(200);
    expect(world.of('changed')).toHaveLength(1);

    world.loop.change({ kind: 'remove', thing: 'props/crate-1' });
    const next = open();
    world.loop.replace(next.simulation, { warmup: 1e9, stepsPerUpdate: 32, share: 1 });
    expect(next.shown.edits.edits).toEqual([{ kind: 'remove', thing: 'props/crate-1' }]);
  });

  it('a visitor for whom there is no room is told so, and one who is in goes along to another network', () => {
    const world = open();
    world.shown.isFull = true;
    world.loop.visit({ x: 0, z: 0, heading: 0 });
    expect(world.of('visit-refused')).toHaveLength(1);
    world.shown.isFull = false;
    const place = { x: 3, z: 0, heading: 0 };
    world.loop.visit(place);
    const next = open();
    world.loop.replace(next.simulation, { warmup: 1e9, stepsPerUpdate: 32, share: 1 });
    expect(next.shown.visitor).toEqual(place);
  });
});
