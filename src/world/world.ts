/**
 * One simulated world: agents, props, doors and walkers in a layout, advanced in fixed steps. One
 * `step` is one decision: `substeps` physics steps of `decisionSeconds / substeps` seconds.
 *
 * The same layout, seed and actions give the same trajectory to the bit, in any number of worlds side
 * by side, and a restored world continues as the saved one. Nothing is allocated per step.
 *
 * SI units, radians, y up. Heading 0 looks along −z, positive turns left; agent frame = (forward,
 * left, up). Axes: A agents, N bodies (agents, props, doors, walkers).
 *
 * Knows nothing of episodes, rewards or observations.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom, type Random } from '../core/random.ts';
import type { Layout } from '../scene/layout.ts';
import { type Bodies, bodyKinds, createBodies } from './bodies.ts';
import { distanceToProp, touchingOf } from './contacts.ts';
import { doorX, doorZ } from './doors.ts';
import { wrap } from './heading.ts';
import {
  accelerate,
  createWalking,
  defaultGait,
  desire,
  face,
  follow,
  hold,
  type Walking,
} from './locomotion.ts';
import { createNeighbourSearch, markMoved, type NeighbourSearch, nearest } from './neighbours.ts';
import {
  type Band,
  bandOf,
  createOutlines,
  groundHeight,
  meetsOutline,
  moveDoor,
  type Outlines,
} from './outlines.ts';
import { Physics } from './physics.ts';
import { type ScanRequest, scan } from './range-scan.ts';
import { packWorld, physicsOf, readState, type WorldTables } from './saved-world.ts';
import type { Snapshot } from './snapshot.ts';
import { createWalkers, steer, type Walkers, walk } from './walkers.ts';

export { type Bodies, bodyKinds } from './bodies.ts';
export { touches } from './contacts.ts';
export { loadPhysics } from './physics.ts';

export interface WorldOptions {
  /** Of what the world itself draws; the layout has its own. */
  readonly seed: number;
  /** Simulated seconds per decision. Default 0.1. */
  readonly decisionSeconds?: number;
  /** Physics steps per decision. Default 6 (60 Hz); fewer is faster and pushes less exactly. */
  readonly substeps?: number;
}

const defaults = { decisionSeconds: 0.1, substeps: 6 };

export class World {
  readonly layout: Layout;
  readonly decisionSeconds: number;
  readonly substeps: number;
  /** Metres, of an agent. */
  readonly radius: number;
  readonly bodies: Bodies;
  /** [A, 3] centre of each agent: the first rows of `bodies.position`. */
  readonly position: Float32Array;
  /** [A, 2] planar, from positions over the last decision. */
  readonly velocity: Float32Array;
  /** [A] */
  readonly heading: Float32Array;
  /** [A, 2] x, z. */
  readonly goal: Float32Array;
  /** [A] bits of `touches` during the last decision. */
  readonly touching: Uint8Array;

  readonly #physics: Physics;
  readonly #outlines: Outlines;
  readonly #walking: Walking;
  readonly #walkers: Walkers;
  readonly #search: NeighbourSearch;
  /** [N, 3] centres before the decision. */
  readonly #before: Float32Array;
  /** [1] decisions so far; an array so that it is saved like the rest. */
  readonly #steps = new Float64Array(1);
  readonly #scan: ScanRequest = {
    x: 0,
    z: 0,
    heading: 0,
    band: { low: 0, high: 0 },
    rays: 0,
    reach: 0,
  };
  readonly #band: Band = { low: 0, high: 0 };
  /** [N] views of three numbers each on `bodies.position`. */
  readonly #centre: readonly Float32Array[];
  readonly #read4 = new Float32Array(4);

  /** `loadPhysics` must have been awaited. */
  constructor(layout: Layout, options: WorldOptions) {
    const { decisionSeconds, substeps } = { ...defaults, ...options };
    if (!(decisionSeconds > 0) || !Number.isInteger(substeps) || substeps < 1) {
      throw new InputError(
        `Expected decisionSeconds > 0 and a whole number of substeps, but got ${decisionSeconds} and ${substeps}.`,
      );
    }
    this.layout = layout;
    this.decisionSeconds = decisionSeconds;
    this.substeps = substeps;
    this.radius = layout.body.radius;
    this.bodies = createBodies(layout);
    this.position = this.bodies.position.subarray(0, 3 * layout.agents);
    this.velocity = this.bodies.velocity.subarray(0, 2 * layout.agents);
    this.#centre = Array.from({ length: this.bodies.count }, (_, n) =>
      this.bodies.position.subarray(3 * n, 3 * n + 3),
    );
    this.heading = new Float32Array(layout.agents);
    this.goal = new Float32Array(2 * layout.agents);
    this.touching = new Uint8Array(layout.agents);
    this.#physics = new Physics(layout, decisionSeconds / substeps);
    this.#outlines = createOutlines(layout);
    this.#walking = createWalking(layout.agents);
    this.#walkers = createWalkers(layout, this.#outlines, {
      seed: options.seed,
      decisionSeconds,
    });
    this.#search = createNeighbourSearch(layout, this.bodies);
    this.#before = new Float32Array(this.bodies.position);
    this.#putDoors();
    this.#strewAgents(createRandom(options.seed, 'agents'));
    this.#before.set(this.bodies.position);
  }

  get time(): number {
    return this.steps * this.decisionSeconds;
  }

  get steps(): number {
    return this.#steps[0] as number;
  }

  /** actions [A, 2]: desired velocity in the agent frame, m/s; longer than maxSpeed is shortened. */
  step(actions: Float32Array): void {
    const dt = this.decisionSeconds / this.substeps;
    this.#before.set(this.bodies.position);
    this.touching.fill(0);
    desire(this.#walking, actions, this.heading, this.layout.body.maxSpeed);
    steer(this.#walkers, this.layout, this.bodies);
    for (let s = 1; s <= this.substeps; s++) {
      this.#substep(this.time + s * dt, dt, s === this.substeps);
    }
    face(this.#walking, this.heading, defaultGait, this.decisionSeconds);
    this.#steps[0] = this.steps + 1;
    this.#readPositions();
    this.#keepInside();
    this.#findVelocities();
    for (let a = 0; a < this.layout.agents; a++) this.#addContacts(a);
    markMoved(this.#search);
  }

  #substep(time: number, dt: number, last: boolean): void {
    const { layout } = this;
    accelerate(this.#walking, this.#physics, defaultGait, dt);
    for (let d = 0; d < layout.doors.length; d++) {
      const door = layout.doors[d] as Layout['doors'][number];
      const x = doorX(door, time);
      const z = doorZ(door, time);
      this.#physics.moveTo(this.bodies.doors + d, x, door.position[1], z);
      moveDoor(this.#outlines, d, x, z);
    }
    walk(this.#walkers, layout, this.#outlines, this.#physics, this.bodies.walkers, dt);
    this.#physics.step();
    follow(this.#walking, this.#physics);
    if (!layout.flat) {
      hold(this.#walking, this.#physics, layout, this.#outlines, defaultGait, dt);
    }
    // The last substep's contacts are found with all others, after the border has been kept.
    if (last || !this.#walking.disturbed.includes(1)) return;
    this.#readPositions();
    for (let a = 0; a < layout.agents; a++) {
      if (this.#walking.disturbed[a] === 1) this.#addContacts(a);
    }
  }

  #addContacts(a: number): void {
    const feet = this.#walking.feet[a] as number;
    const { layout, bodies } = this;
    const found = touchingOf(layout, this.#outlines, bodies, this.#physics, a, feet);
    this.touching[a] = (this.touching[a] as number) | found;
  }

  #readPositions(): void {
    for (let n = 0; n < this.bodies.count; n++) {
      this.#physics.readPosition(n, this.#centre[n] as Float32Array);
    }
  }

  #findVelocities(): void {
    const { position, velocity, count } = this.bodies;
    const before = this.#before;
    for (let n = 0; n < count; n++) {
      const dx = (position[3 * n] as number) - (before[3 * n] as number);
      const dz = (position[3 * n + 2] as number) - (before[3 * n + 2] as number);
      velocity[2 * n] = dx / this.decisionSeconds;
      velocity[2 * n + 1] = dz / this.decisionSeconds;
    }
  }

  /** The border is solid already; this is for a body that was squeezed through it. */
  #keepInside(): void {
    const { min, max } = this.layout;
    for (let a = 0; a < this.layout.agents; a++) {
      const x = this.position[3 * a] as number;
      const z = this.position[3 * a + 2] as number;
      const insideX = Math.max(min[0] + this.radius, Math.min(max[0] - this.radius, x));
      const insideZ = Math.max(min[1] + this.radius, Math.min(max[1] - this.radius, z));
      if (Math.abs(insideX - x) < 0.02 && Math.abs(insideZ - z) < 0.02) continue;
      this.#moveAgent(a, insideX, insideZ);
    }
  }

  #moveAgent(a: number, x: number, z: number): void {
    const { body } = this.layout;
    const feet = this.layout.flat ? 0 : groundHeight(this.#outlines, x, z, Infinity);
    const y = feet + body.height / 2;
    this.position.set([x, y, z], 3 * a);
    this.#physics.setPosition(a, x, y, z);
    this.#walking.feet[a] = feet;
    this.#walking.fall[a] = 0;
  }

  /** Puts an agent somewhere else at once, standing still, on the ground there. */
  place(agent: number, x: number, z: number, heading: number): void {
    this.#moveAgent(agent, x, z);
    this.#physics.setVelocity(agent, 0, 0);
    this.#walking.velocity.fill(0, 2 * agent, 2 * agent + 2);
    this.velocity.fill(0, 2 * agent, 2 * agent + 2);
    this.heading[agent] = wrap(heading);
    this.touching[agent] = 0;
    markMoved(this.#search);
  }

  setGoal(agent: number, x: number, z: number): void {
    this.goal[2 * agent] = x;
    this.goal[2 * agent + 1] = z;
  }

  /** Whether a disc on the ground meets nothing: no static, door, prop, walker, agent, nor the border. */
  isFree(
    x: number,
    z: number,
    radius: number,
    options?: { readonly ignoreAgent?: number },
  ): boolean {
    const { layout, bodies } = this;
    const { min, max } = layout;
    if (x - min[0] < radius || max[0] - x < radius) return false;
    if (z - min[1] < radius || max[1] - z < radius) return false;
    const ground = layout.flat ? 0 : groundHeight(this.#outlines, x, z, Infinity);
    bandOf(layout, ground, this.#band);
    if (meetsOutline(this.#outlines, x, z, radius, this.#band)) return false;
    for (let n = 0; n < bodies.count; n++) {
      const kind = bodies.kind[n];
      if (kind === bodyKinds.door || n === options?.ignoreAgent) continue;
      const dx = x - (bodies.position[3 * n] as number);
      const dz = z - (bodies.position[3 * n + 2] as number);
      const near = radius + (bodies.radius[n] as number);
      if (dx * dx + dz * dz >= near * near) continue;
      if (kind !== bodyKinds.prop) return false;
      if (distanceToProp(layout, bodies, this.#physics, n, x, z) < radius) return false;
    }
    return true;
  }

  /** Horizontal rays from the centre of an agent; range-scan.ts says what they see. */
  castScan(agent: number, rays: number, reach: number, out: Float32Array, offset: number): void {
    const from = this.#scan;
    from.x = this.position[3 * agent] as number;
    from.z = this.position[3 * agent + 2] as number;
    from.heading = this.heading[agent] as number;
    from.rays = rays;
    from.reach = reach;
    bandOf(this.layout, this.#walking.feet[agent] as number, from.band);
    scan(this.layout, this.#outlines, from, out, offset);
  }

  /** Rows of the nearest bodies by surface distance, doors left out; returns how many were found. */
  neighbours(agent: number, limit: number, reach: number, out: Int32Array): number {
    return nearest(this.#search, agent, limit, reach, out);
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
    const { bodies } = this;
    out.time = this.time;
    out.step = this.steps;
    out.position.set(bodies.position);
    out.heading.set(this.heading);
    out.goal.set(this.goal);
    for (let n = 0; n < bodies.count; n++) {
      const dy = (bodies.position[3 * n + 1] as number) - (this.#before[3 * n + 1] as number);
      out.velocity[3 * n] = bodies.velocity[2 * n] as number;
      out.velocity[3 * n + 1] = dy / this.decisionSeconds;
      out.velocity[3 * n + 2] = bodies.velocity[2 * n + 1] as number;
      this.#readRotation(n);
      for (let i = 0; i < 4; i++) out.rotation[4 * n + i] = this.#read4[i] as number;
    }
  }

  /** Into #read4. Agents and walkers turn in our books only: their capsules do not rotate. */
  #readRotation(n: number): void {
    const kind = this.bodies.kind[n];
    if (kind !== bodyKinds.agent && kind !== bodyKinds.walker) {
      this.#physics.readRotation(n, this.#read4);
      return;
    }
    const heading =
      kind === bodyKinds.agent
        ? (this.heading[n] as number)
        : (this.#walkers.heading[n - this.bodies.walkers] as number);
    this.#read4.fill(0);
    this.#read4[1] = Math.sin(heading / 2);
    this.#read4[3] = Math.cos(heading / 2);
  }

  /** What carries over from step to step, besides Rapier's own state. */
  #tables(): WorldTables {
    const { layout, bodies } = this;
    const { agents, seed, statics, props, doors, walkers } = layout;
    const counts = [agents, statics.length, props.length, doors.length, walkers.length];
    return {
      identity: Float64Array.of(seed, this.decisionSeconds, this.substeps, ...counts),
      state: [
        this.#steps,
        bodies.position,
        bodies.velocity,
        this.heading,
        this.goal,
        this.touching,
        this.#before,
        this.#walking.velocity,
        this.#walking.feet,
        this.#walking.fall,
        this.#walkers.movers.position,
        this.#walkers.target,
        this.#walkers.heading,
      ],
    };
  }

  save(): Uint8Array {
    return packWorld(this.#tables(), this.#physics.save());
  }

  /** Takes a world saved from the same layout; throws an InputError for anything else. */
  restore(bytes: Uint8Array): void {
    const tables = this.#tables();
    this.#physics.restore(physicsOf(bytes, tables));
    readState(bytes, tables);
    for (let d = 0; d < this.layout.doors.length; d++) {
      const row = 3 * (this.bodies.doors + d);
      const door = this.bodies.position;
      moveDoor(this.#outlines, d, door[row] as number, door[row + 2] as number);
    }
    markMoved(this.#search);
  }

  dispose(): void {
    this.#physics.dispose();
  }

  /** Each door stands where its timetable has it at the beginning. */
  #putDoors(): void {
    this.layout.doors.forEach((door, d) => {
      const x = doorX(door, 0);
      const z = doorZ(door, 0);
      const row = this.bodies.doors + d;
      moveDoor(this.#outlines, d, x, z);
      this.bodies.position.set([x, door.position[1], z], 3 * row);
      this.#physics.setPosition(row, x, door.position[1], z);
    });
  }

  /** Agents begin at free places with any heading; who wants them elsewhere places them. */
  #strewAgents(random: Random): void {
    const { min, max, agents, body } = this.layout;
    this.position.fill(Number.POSITIVE_INFINITY);
    for (let a = 0; a < agents; a++) {
      let x = 0;
      let z = 0;
      for (let attempt = 0; attempt < 200; attempt++) {
        x = random.range(min[0], max[0]);
        z = random.range(min[1], max[1]);
        if (this.isFree(x, z, body.radius)) break;
      }
      this.place(a, x, z, random.range(-Math.PI, Math.PI));
      this.setGoal(a, x, z);
    }
  }
}
