/**
 * One simulated world: agents, props, doors and walkers in a layout, and perhaps a visitor, advanced in fixed steps. One
 * `step` is one decision: `substeps` physics steps of `decisionSeconds / substeps` seconds, or one step
 * where the layout's bodies are points.
 *
 * The same layout, seed and actions give the same trajectory to the bit, in any number of worlds side
 * by side, and a restored world continues as the saved one. Nothing is allocated per step.
 *
 * SI units, radians, y up. Heading 0 looks along −z, positive turns left; agent frame = (forward,
 * left, up). Axes: A agents, N bodies (agents, props, doors, walkers, a visitor).
 *
 * Knows nothing of episodes, rewards or observations.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Journey, Layout } from '../scene/layout.ts';
import { followOthers, wantAs } from './beside.ts';
import { type Bodies, hasVisitor } from './bodies.ts';
import { carryOver, type Pose, poseOf } from './carry-over.ts';
import { checkSaved } from './check-saved.ts';
import { type Displacement, displace } from './displace.ts';
import { doorOpening } from './doors.ts';
import { takeElsewhere } from './elsewhere.ts';
import { createForesight, type Foresight, foreseen } from './foresight.ts';
import { isFreeOfBodies, isFreeOfOutlines } from './free-places.ts';
import { headingOf, wrap } from './heading.ts';
import { faceGoal } from './locomotion.ts';
import type { Memory } from './memory.ts';
import { Navigation } from './navigation.ts';
import { clearance, markMoved, nearest } from './neighbours.ts';
import { Objects } from './objects.ts';
import { bandOf } from './outlines.ts';
import { createScanRequest, scan } from './range-scan.ts';
import { resume } from './renewal.ts';
import { isVisited, motionOf, packWorld, readState } from './saved-world.ts';
import { advance, createSimulation, placeAgent, type Simulation } from './simulation.ts';
import type { Snapshot } from './snapshot.ts';
import { type Thing, takeAway } from './take-away.ts';
import { drive } from './visitor.ts';
import { enter, leave, nearestFree, placeOf, type VisitorPlace } from './visits.ts';
import { tablesOf } from './world-tables.ts';
import { writeBodies } from './write-snapshot.ts';

export { type Bodies, bodyKinds, mostCopies, originalOf } from './bodies.ts';
export type { Pose } from './carry-over.ts';
export { touches } from './contacts.ts';
export type { Displacement } from './displace.ts';
export { loadPhysics } from './physics.ts';
export type { Thing } from './take-away.ts';

export interface WorldOptions {
  /** Of what the world itself draws; the layout has its own. */
  readonly seed: number;
  /** Simulated seconds per decision. Default 0.1. */
  readonly decisionSeconds?: number;
  /**
   * Physics steps per decision. Default 6 (60 Hz). With 2, a world steps about twice as fast and
   * bodies sink no deeper into one another; accelerations and pushes are coarser in time.
   */
  readonly substeps?: number;
}

const defaults = { decisionSeconds: 0.1, substeps: 6 };

/** Random places tried for an agent at the beginning; the last is taken if none was free. */
const attempts = 200;

export class World {
  readonly layout: Layout;
  /** Metres, of an agent. */
  readonly radius: number;
  readonly bodies: Bodies;
  /** [A, 3] centre of each agent: the first rows of `bodies.position`. */
  readonly position: Float32Array;
  /** [A, 2] planar, from positions over the last decision: the first rows of `bodies.velocity`. */
  readonly velocity: Float32Array;
  /** [A] */
  readonly heading: Float32Array;
  /** [A, 2] x, z. */
  readonly goal: Float32Array;
  /** [A] bits of `touches` during the last decision. */
  readonly touching: Uint8Array;
  /** What agents know of people out of sight, where the scene says how far they see. */
  readonly memory: Memory;

  readonly #simulation: Simulation;
  readonly #scan = createScanRequest();
  #navigation: Navigation | undefined;
  #objects: Objects | undefined;
  #foresight: Foresight | undefined;
  readonly #leftOut: Thing[] = [];
  #isDisplaced = false;
  /** [1] decisions so far; an array so that it is saved like the rest. */
  readonly #steps = new Float64Array(1);

  /** `loadPhysics` must have been awaited. */
  constructor(layout: Layout, options: WorldOptions) {
    const { decisionSeconds, substeps } = { ...defaults, ...options };
    if (!(decisionSeconds > 0)) {
      throw new InputError(`Expected decisionSeconds above 0, but got ${decisionSeconds}.`);
    }
    if (!Number.isInteger(substeps) || substeps < 1) {
      throw new InputError(`Expected a whole number of substeps from 1, but got ${substeps}.`);
    }
    this.layout = layout;
    this.radius = layout.body.radius;
    this.#simulation = createSimulation(layout, { seed: options.seed, decisionSeconds, substeps });
    this.bodies = this.#simulation.bodies;
    this.position = this.bodies.position.subarray(0, 3 * layout.agents);
    this.velocity = this.bodies.velocity.subarray(0, 2 * layout.agents);
    this.heading = this.#simulation.heading;
    this.touching = this.#simulation.touching;
    this.goal = this.#simulation.goal;
    this.memory = this.#simulation.memory;
    if (layout.journeys) this.#sendAgents(layout.journeys);
    else this.#strewAgents(createRandom(options.seed, 'agents'));
  }

  /** Simulated seconds since the world was made. */
  get time(): number {
    return this.steps * this.#simulation.decisionSeconds;
  }

  /** Decisions since the world was made. */
  get steps(): number {
    return this.#steps[0] as number;
  }

  /** Ways on foot, built at first use; `loadNavigation` must have been awaited. */
  get navigation(): Navigation {
    this.#navigation ??= new Navigation(this.layout);
    return this.#navigation;
  }

  /** What agents may be sent to by its category, and ways there; `loadNavigation` must have been awaited. */
  get objects(): Objects {
    this.#objects ??= new Objects(this.layout);
    return this.#objects;
  }

  /** actions [A, 2]: desired velocity in the agent frame, m/s; longer than maxSpeed is shortened. */
  step(actions: Float32Array): void {
    advance(this.#simulation, actions, this.time);
    this.#steps[0] = this.steps + 1;
  }

  /**
   * One decision of a copy of `world` that is one behind it: agent `one` takes its own action, all others do what they
   * do there (beside.ts). `actions` [A, 2]: its own, and what the others have executed.
   */
  stepBeside(world: World, one: number, actions: Float32Array): void {
    wantAs(this.#simulation, world.#simulation);
    this.step(actions);
    followOthers(this.#simulation, world.#simulation, one);
    this.#foresight = undefined;
  }

  /** Puts an agent somewhere else at once, standing still, on the ground there. */
  place(agent: number, x: number, z: number, heading: number): void {
    placeAgent(this.#simulation, agent, x, z);
    this.#foresight = undefined;
    this.heading[agent] = wrap(heading);
    this.#turn(agent);
  }

  setGoal(agent: number, x: number, z: number): void {
    this.goal[2 * agent] = x;
    this.goal[2 * agent + 1] = z;
    this.#turn(agent);
  }

  #turn(agent: number): void {
    if (this.layout.body.faces === 'goal') faceGoal(this.heading, this.position, this.goal, agent);
  }

  /** Where the visitor stands; undefined: none is in. Allocates. */
  get visitor(): VisitorPlace | undefined {
    return placeOf(this.#simulation);
  }

  /**
   * Lets a visitor in, or puts the one who is in elsewhere, standing still: at the free place nearest to
   * (x, z). Whether there was any; if not, all stays as it was.
   */
  enterVisitor(x: number, z: number, heading: number): boolean {
    if (![x, z, heading].every(Number.isFinite)) {
      throw new InputError(
        `Expected a visitor to enter at finite numbers, but got (${x}, ${z}), heading ${heading}.`,
      );
    }
    const { radius } = this;
    const isFree = (placeX: number, placeZ: number) => this.isFree(placeX, placeZ, radius);
    const place = nearestFree(this.layout, [x, z], this.radius, isFree);
    if (!place) return false;
    this.leaveVisitor();
    enter(this.#simulation, place[0], place[1], wrap(heading));
    this.#foresight = undefined;
    return true;
  }

  /** The visitor goes; nothing happens if none is in. */
  leaveVisitor(): void {
    if (!hasVisitor(this.bodies)) return;
    leave(this.#simulation);
    this.#foresight = undefined;
  }

  /**
   * What the visitor wants until told otherwise: a velocity in the world frame, m/s; longer than
   * `visitorSpeed` is shortened. Nothing happens if none is in.
   */
  driveVisitor(x: number, z: number): void {
    if (!Number.isFinite(x + z)) {
      throw new InputError(
        `Expected a visitor's velocity in finite numbers, but got (${x}, ${z}).`,
      );
    }
    drive(this.#simulation.visitor, this.layout, x, z);
  }

  /** Whether a disc on the ground meets no static, door, prop, walker, avatar, nor the border. */
  isFree(
    x: number,
    z: number,
    radius: number,
    options?: { readonly ignoreAgent?: number },
  ): boolean {
    const { layout, outlines, search, motion } = this.#simulation;
    return (
      isFreeOfOutlines(layout, outlines, x, z, radius) &&
      isFreeOfBodies(layout, search, motion, x, z, radius, options?.ignoreAgent ?? -1)
    );
  }

  /** Whether a disc on the ground meets no static nor the border, whatever moves: the same for the world's life. */
  isFloor(x: number, z: number, radius: number): boolean {
    const { layout, outlines } = this.#simulation;
    return isFreeOfOutlines(layout, outlines, x, z, radius, outlines.statics);
  }

  /**
   * Distances by horizontal rays from the centre of an agent to statics, doors and the border, into
   * out[offset …]: ray 0 ahead, then counter-clockwise; `reach` where there is nothing.
   */
  castScan(agent: number, rays: number, reach: number, out: Float32Array, offset: number): void {
    const { layout, outlines, walking } = this.#simulation;
    const from = this.#scan;
    from.x = this.position[3 * agent] as number;
    from.z = this.position[3 * agent + 2] as number;
    from.heading = this.heading[agent] as number;
    from.rays = rays;
    from.reach = reach;
    bandOf(layout, walking.feet[agent] as number, from.band);
    scan(layout, outlines, from, out, offset);
  }

  /** Rows of the nearest bodies by surface distance, doors left out; returns how many were found. */
  neighbours(agent: number, limit: number, reach: number, out: Int32Array): number {
    return nearest(this.#simulation.search, agent, limit, reach, out);
  }

  /** Metres of free space from an agent to the nearest other avatar or walker, at most `most`. */
  clearance(agent: number, most: number): number {
    return clearance(this.#simulation.search, agent, most);
  }

  /**
   * The least free space to the nearest other avatar or walker during the last decision, at most `most`.
   * Where bodies are points, walkers count as they would have gone on (points.ts), and below 0 they met;
   * else it is the free space now, and what met is in `touching`. So it is while somebody is supposed to be elsewhere
   * or not there, since nothing is known of that decision then.
   */
  leastClearance(agent: number, most: number): number {
    const { points } = this.#simulation;
    const isAsItIs = !this.#isDisplaced && this.#leftOut.length === 0;
    return points && isAsItIs
      ? Math.min(most, points.gap[agent] as number)
      : this.clearance(agent, most);
  }

  /**
   * The least distance from where an agent stands to the centres of people whom it sees, after each of the next
   * `decisions`, if all people of the crowd steer on as they do. As dear as these decisions; for figures only.
   */
  foreseenDistance(agent: number, decisions: number): number {
    const { crowd, memory, decisionSeconds } = this.#simulation;
    this.#foresight ??= createForesight(crowd);
    const foresight = this.#foresight;
    const isKnown =
      foresight.step === this.steps &&
      foresight.agent === agent &&
      foresight.decisions === decisions;
    if (isKnown) return foresight.distance;
    foresight.step = this.steps;
    foresight.agent = agent;
    foresight.decisions = decisions;
    foresight.distance = foreseen(
      foresight,
      this.#simulation,
      memory,
      agent,
      decisions,
      decisionSeconds,
    );
    return foresight.distance;
  }

  /** The things that are not there for whoever senses, while `without` reads. */
  get leftOut(): readonly Thing[] {
    return this.#leftOut;
  }

  /**
   * Calls `read` while the world is sensed as if `thing` were not there (take-away.ts). `read` must not step,
   * place or save, but may leave out more. Afterwards everything is as it was, to the bit.
   */
  without(thing: Thing, read: () => void): void {
    const putBack = takeAway(this.#simulation, thing);
    this.#leftOut.push(thing);
    try {
      read();
    } finally {
      this.#leftOut.pop();
      putBack();
    }
  }

  /** Until the next `restore` nobody is stopped or pushed by these, which are sensed as they were. */
  letThrough(things: readonly Thing[]): void {
    for (const thing of things) {
      // A copy that is imagined stops nobody.
      const isSolid = thing.kind === 'static' || thing.index < this.bodies.count;
      if (isSolid) this.#simulation.motion.letThrough(thing);
    }
  }

  /**
   * Calls `read` while the world is sensed as if bodies stood elsewhere, or there were copies of them (displace.ts): at
   * most `mostCopies`, none of doors, and not within another call of itself. `read` must not step, place or save, but
   * may leave out more, copies too. Afterwards everything is as it was, to the bit.
   */
  displaced(displacements: readonly Displacement[], read: () => void): void {
    const putBack = displace(this.#simulation, displacements);
    this.#isDisplaced = true;
    try {
      read();
    } finally {
      this.#isDisplaced = false;
      putBack();
    }
  }

  /**
   * Calls `read` while an agent may be put elsewhere, as far as its sensors go (elsewhere.ts): `put` has it stand
   * still at (x, z), free or not. `read` must not step, place or save. Afterwards everything is as it was, to the
   * bit.
   */
  elsewhere(agent: number, read: (put: (x: number, z: number) => void) => void): void {
    const { put, back } = takeElsewhere(this.#simulation, agent);
    try {
      read(put);
    } finally {
      back();
    }
  }

  /** Index of the first region that holds (x, z), or −1. */
  regionAt(x: number, z: number): number {
    const { regions } = this.layout;
    for (let r = 0; r < regions.length; r++) {
      const { min, max } = regions[r] as Layout['regions'][number];
      if (x >= min[0] && x <= max[0] && z >= min[1] && z <= max[1]) return r;
    }
    return -1;
  }

  /** Everything but `episode` and `outcome`, which a world does not know. */
  writeSnapshot(out: Snapshot): void {
    out.time = this.time;
    out.step = this.steps;
    out.goal.set(this.goal);
    writeBodies(this.#simulation, out);
  }

  /**
   * This world with a layout that was changed a little, in which it goes on (carry-over.ts); props named in `poses`
   * stand as these say. This one stays as it is, to be disposed of.
   */
  changed(layout: Layout, poses: ReadonlyMap<string, Pose>): World {
    const { decisionSeconds, substeps } = this.#simulation;
    const world = new World(layout, { seed: layout.seed, decisionSeconds, substeps });
    world.#steps.set(this.#steps);
    carryOver(this.#simulation, world.#simulation, poses, this.time);
    return world;
  }

  /** Where a body is and how it is turned. Allocates. */
  poseOf(row: number): Pose {
    return poseOf(this.#simulation, row);
  }

  /** How far a door is open now, in [0, 1]. */
  openingOf(door: number): number {
    return doorOpening(this.layout.doors[door] as Layout['doors'][number], this.time);
  }

  save(): Uint8Array {
    const tables = tablesOf(this.#simulation, this.#steps, hasVisitor(this.bodies));
    return packWorld(tables, this.#simulation.motion.save());
  }

  /** Takes a world saved from the same layout; throws an InputError for anything else, and stays as it was. */
  restore(bytes: Uint8Array): void {
    const { renewal, crowd, bodies, motion } = this.#simulation;
    const visited = isVisited(bytes);
    const tables = tablesOf(this.#simulation, this.#steps, visited);
    const ownBytes = motionOf(bytes, tables);
    const saved = readState(bytes, tables);
    checkSaved(saved, this.#simulation, this.#steps);
    motion.restore(ownBytes, visited);
    bodies.count = bodies.visitor + Number(visited);
    for (const [table, values] of saved) table.set(values);
    if (renewal) resume(renewal, crowd, this.layout, bodies, motion);
    this.#foresight = undefined;
    markMoved(this.#simulation.search);
  }

  dispose(): void {
    this.#navigation?.dispose();
    this.#objects?.dispose();
    this.#simulation.motion.dispose();
  }

  /** Agents begin where the layout has them begin. */
  #sendAgents(journeys: readonly Journey[]): void {
    for (let a = 0; a < journeys.length; a++) {
      const { from, to } = journeys[a] as Journey;
      this.place(a, from[0], from[1], headingOf(to[0] - from[0], to[1] - from[1]));
      this.setGoal(a, to[0], to[1]);
    }
  }

  /** Agents begin at free places with any heading; who wants them elsewhere places them. */
  #strewAgents(random: Random): void {
    const { min, max, agents, body } = this.layout;
    this.position.fill(Number.POSITIVE_INFINITY);
    markMoved(this.#simulation.search);
    for (let a = 0; a < agents; a++) {
      let x = 0;
      let z = 0;
      for (let attempt = 0; attempt < attempts; attempt++) {
        x = random.range(min[0], max[0]);
        z = random.range(min[1], max[1]);
        if (this.isFree(x, z, body.radius)) break;
      }
      this.place(a, x, z, random.range(-Math.PI, Math.PI));
      this.setGoal(a, x, z);
    }
  }
}
