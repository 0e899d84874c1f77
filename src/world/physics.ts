/**
 * The rigid bodies of one world in Rapier: statics, props, doors, walkers and the agents' capsules,
 * built from a layout. The only file that knows Rapier. A body is named by its row in the snapshot's
 * order (agents, props, doors, walkers, visitor). SI units.
 *
 * Rapier's wrapper objects allocate on every call (58 to 410 bytes for a read, a garbage-collected
 * wasm vector for a velocity); the raw sets below the wrapper do not, so the per-step calls use them.
 * `World.step` of the wrapper also walks all bodies once more for soft bodies, which we have none of:
 * stepping its pipeline directly saves a quarter of the time at 12 bodies.
 *
 * A restored world continues to the bit (Rapier 0.21; tests/world/save.test.ts holds it to that).
 *
 * Does not know what moves a body, nor which bodies touch: see locomotion.ts, doors.ts, walkers.ts,
 * contacts.ts. Rays and free places come from outlines.ts, which is exact and several times faster.
 */
import RAPIER from '@dimforge/rapier3d-compat';
import { InputError } from '../core/input-error.ts';
import type { Layout, Placed, Shape } from '../scene/layout.ts';
import type { Motion } from './motion.ts';
import { stepHeightOf } from './outlines.ts';
import type { Thing } from './take-away.ts';

let loading: Promise<void> | undefined;
let loaded = false;

/** Loads the wasm of Rapier, once per thread. */
export function loadPhysics(): Promise<void> {
  loading ??= RAPIER.init().then(() => {
    stopClock();
    loaded = true;
  });
  return loading;
}

/**
 * Rapier reads the clock 36 times a step, for figures that nobody asks for, profiler or not; each
 * reading takes time and leaves a number on the heap. It keeps the `performance` that its first step
 * finds, so that step is made here, with a clock that stands still.
 */
function stopClock(): void {
  const own = Object.getOwnPropertyDescriptor(globalThis, 'performance');
  const value = { now: () => 0 };
  Object.defineProperty(globalThis, 'performance', { configurable: true, value });
  const world = new RAPIER.World({ x: 0, y: 0, z: 0 });
  world.step();
  world.free();
  // A worker's stands on its prototype.
  Reflect.deleteProperty(globalThis, 'performance');
  if (own) Object.defineProperty(globalThis, 'performance', own);
}

/** Kilograms of an agent: an adult. */
const agentMass = 60;
/** 1/s, of props on flat ground, where no gravity acts: at a walking pace it brakes as friction 0.4. */
const propDamping = 3;
const gravity = 9.81;

const members = { static: 1, ground: 2, agent: 4, prop: 8, door: 16, walker: 32 } as const;
const everything = 0xffff;

/** Rapier's collision groups: who it is in the high half, whom it meets in the low half. */
function groups(member: number, meets: number): number {
  return ((member << 16) | meets) >>> 0;
}

function rampHull([sx, sy, sz]: readonly [number, number, number]): RAPIER.ColliderDesc {
  const [x, y, z] = [sx / 2, sy / 2, sz / 2];
  const corners = [-x, -y, -z, -x, -y, z, x, -y, -z, x, -y, z, x, y, -z, x, y, z];
  const hull = RAPIER.ColliderDesc.convexHull(new Float32Array(corners));
  if (!hull) throw new Error(`Rapier found no hull for a ramp of ${sx} × ${sy} × ${sz} m.`);
  return hull;
}

function colliderOf(shape: Shape): RAPIER.ColliderDesc {
  switch (shape.type) {
    case 'box':
      return RAPIER.ColliderDesc.cuboid(shape.size[0] / 2, shape.size[1] / 2, shape.size[2] / 2);
    case 'cylinder':
      return RAPIER.ColliderDesc.cylinder(shape.height / 2, shape.radius);
    case 'ramp':
      return rampHull(shape.size);
  }
}

/** Of the straight part of a capsule; one that is too low for its caps keeps a little of it. */
function halfLengthOf(radius: number, height: number): number {
  return Math.max(0.01, height / 2 - radius);
}

function turned(yaw: number): RAPIER.Rotation {
  return { x: 0, y: Math.sin(yaw / 2), z: 0, w: Math.cos(yaw / 2) };
}

export class Physics implements Motion {
  #world: RAPIER.World;
  readonly #layout: Layout;
  /** Rapier's handles, by row; the last is a visitor's, if one is in. */
  readonly #handles: Float64Array;
  /** Rapier's handles of the statics' colliders, as the layout has them. */
  readonly #statics: readonly number[];
  readonly #velocity = RAPIER.VectorOps.intoRaw({ x: 0, y: 0, z: 0 });
  readonly #gravity: ReturnType<typeof RAPIER.VectorOps.intoRaw>;

  constructor(layout: Layout, secondsPerStep: number) {
    if (!loaded) throw new Error('Expected `await loadPhysics()` before the first world is made.');
    this.#layout = layout;
    const down = { x: 0, y: layout.flat ? 0 : -gravity, z: 0 };
    this.#gravity = RAPIER.VectorOps.intoRaw(down);
    this.#world = new RAPIER.World(down);
    this.#world.timestep = secondsPerStep;
    // Rapier stops a body before it meets another only if it sees it coming. At its default of 2 cm
    // agents sank up to 11 mm into walls at 60 Hz and 50 mm at 20 Hz; with this, 0.2 mm at either.
    const closing = 2 * layout.body.maxSpeed * secondsPerStep;
    this.#world.integrationParameters.normalizedPredictionDistance = 2 * closing;
    this.#statics = this.#addStatics(layout);
    this.#addBorder(layout);
    this.#handles = Float64Array.from([
      ...this.#addAgents(layout),
      ...this.#addProps(layout),
      ...this.#addDoors(layout),
      ...this.#addWalkers(layout),
      Number.NaN,
    ]);
  }

  #addStatics(layout: Layout): number[] {
    return layout.statics.map((fixed) => {
      const desc = colliderOf(fixed.shape)
        .setTranslation(...fixed.position)
        .setRotation(turned(fixed.yaw))
        .setCollisionGroups(groups(members.static, everything));
      return this.#world.createCollider(desc).handle;
    });
  }

  /** Four slabs around the layout, and its ground where gravity acts. */
  #addBorder({ min, max, flat }: Layout): void {
    const thickness = 2;
    const height = 100;
    const [cx, cz] = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2];
    const [hx, hz] = [(max[0] - min[0]) / 2 + 2 * thickness, (max[1] - min[1]) / 2 + 2 * thickness];
    const slab = (half: readonly number[], at: readonly number[], member: number, meets: number) =>
      this.#world.createCollider(
        RAPIER.ColliderDesc.cuboid(half[0] as number, half[1] as number, half[2] as number)
          .setTranslation(at[0] as number, at[1] as number, at[2] as number)
          .setCollisionGroups(groups(member, meets)),
      );
    const half = thickness / 2;
    slab([half, height, hz], [min[0] - half, 0, cz], members.static, everything);
    slab([half, height, hz], [max[0] + half, 0, cz], members.static, everything);
    slab([hx, height, half], [cx, 0, min[1] - half], members.static, everything);
    slab([hx, height, half], [cx, 0, max[1] + half], members.static, everything);
    if (!flat) slab([hx, half, hz], [cx, -half, cz], members.ground, members.prop);
  }

  #addAgents(layout: Layout): number[] {
    return Array.from({ length: layout.agents }, () => this.#addAvatar(layout));
  }

  /**
   * The height of an avatar is not left to the solver: locomotion.ts sets it where the ground is not
   * flat. There the capsule hangs one step's height above the ground, so that steps pass under it.
   */
  #addAvatar({ body, flat }: Layout): number {
    const lift = flat ? 0 : stepHeightOf(body);
    const halfLength = halfLengthOf(body.radius, body.height - lift);
    const desc = RAPIER.RigidBodyDesc.dynamic()
      .setTranslation(0, body.height / 2, 0)
      .lockRotations()
      .enabledTranslations(true, false, true)
      .setCanSleep(false);
    const collider = RAPIER.ColliderDesc.capsule(halfLength, body.radius)
      .setTranslation(0, lift / 2, 0)
      .setMass(agentMass)
      // Slides along whatever it meets: what holds a walker back is its muscles, not its clothes.
      .setFriction(0)
      .setFrictionCombineRule(RAPIER.CoefficientCombineRule.Min)
      .setCollisionGroups(groups(members.agent, everything & ~members.ground));
    return this.#addBody(desc, collider);
  }

  addVisitor(): void {
    this.#handles[this.#handles.length - 1] = this.#addAvatar(this.#layout);
  }

  removeVisitor(): void {
    const handle = this.#handles[this.#handles.length - 1] as number;
    this.#world.removeRigidBody(this.#world.getRigidBody(handle));
  }

  #addProps({ props, flat }: Layout): number[] {
    return props.map((prop) => {
      const desc = placed(RAPIER.RigidBodyDesc.dynamic(), prop);
      if (flat) {
        desc
          .enabledTranslations(true, false, true)
          .enabledRotations(false, true, false)
          .setLinearDamping(propDamping)
          .setAngularDamping(propDamping);
      }
      const collider = colliderOf(prop.shape)
        .setMass(prop.mass)
        .setCollisionGroups(groups(members.prop, everything));
      return this.#addBody(desc, collider);
    });
  }

  #addDoors({ doors }: Layout): number[] {
    return doors.map((door) => {
      const desc = placed(RAPIER.RigidBodyDesc.kinematicPositionBased(), door);
      const collider = colliderOf({ type: 'box', size: door.size }).setCollisionGroups(
        groups(members.door, members.agent | members.prop),
      );
      return this.#addBody(desc, collider);
    });
  }

  #addWalkers({ walkers }: Layout): number[] {
    return walkers.map((walker) => {
      const halfLength = halfLengthOf(walker.radius, walker.height);
      const [x, z] = walker.route[0] as readonly [number, number];
      const desc = RAPIER.RigidBodyDesc.kinematicPositionBased();
      desc.setTranslation(x, walker.height / 2, z);
      const collider = RAPIER.ColliderDesc.capsule(halfLength, walker.radius)
        .setFriction(0)
        .setFrictionCombineRule(RAPIER.CoefficientCombineRule.Min)
        .setCollisionGroups(groups(members.walker, members.agent | members.prop));
      return this.#addBody(desc, collider);
    });
  }

  #addBody(desc: RAPIER.RigidBodyDesc, collider: RAPIER.ColliderDesc): number {
    const body = this.#world.createRigidBody(desc);
    this.#world.createCollider(collider, body);
    return body.handle;
  }

  step(): void {
    const world = this.#world;
    world.physicsPipeline.raw.step(
      this.#gravity,
      world.integrationParameters.raw,
      world.islands.raw,
      world.broadPhase.raw,
      world.narrowPhase.raw,
      world.bodies.raw,
      world.colliders.raw,
      world.softBodies.raw,
      world.impulseJoints.raw,
      world.multibodyJoints.raw,
      world.ccdSolver.raw,
    );
  }

  /** out [3] */
  readPosition(row: number, out: Float32Array): void {
    this.#world.bodies.raw.rbTranslation(this.#handles[row] as number, out);
  }

  /** out [4]: x, y, z, w */
  readRotation(row: number, out: Float32Array): void {
    this.#world.bodies.raw.rbRotation(this.#handles[row] as number, out);
  }

  /** out [3] */
  readVelocity(row: number, out: Float32Array): void {
    this.#world.bodies.raw.rbLinvel(this.#handles[row] as number, out);
  }

  /** Planar; the vertical velocity becomes 0. */
  setVelocity(row: number, x: number, z: number): void {
    this.#velocity.x = x;
    this.#velocity.z = z;
    this.#world.bodies.raw.rbSetLinvel(this.#handles[row] as number, this.#velocity, true);
  }

  /** Puts a body somewhere at once. */
  setPosition(row: number, x: number, y: number, z: number): void {
    this.#world.bodies.raw.rbSetTranslation(this.#handles[row] as number, x, y, z, true);
  }

  /** Where a kinematic body is to be after the next step; it pushes what is in its way. */
  moveTo(row: number, x: number, y: number, z: number): void {
    this.#world.bodies.raw.rbSetNextKinematicTranslation(this.#handles[row] as number, x, y, z);
  }

  /** To Rapier a shape that is set has changed, so one that has not is left alone. */
  setSize(row: number, radius: number, height: number): void {
    const colliders = this.#world.colliders.raw;
    const collider = this.#world.bodies.raw.rbCollider(this.#handles[row] as number, 0);
    if (colliders.coRadius(collider) === Math.fround(radius)) return;
    colliders.coSetRadius(collider, radius);
    colliders.coSetHalfHeight(collider, halfLengthOf(radius, height));
  }

  /** Takes over where a body of another world is, and how it moves. */
  copyBody(row: number, from: Physics, fromRow: number): void {
    const body = this.#world.getRigidBody(this.#handles[row] as number);
    const other = from.#world.getRigidBody(from.#handles[fromRow] as number);
    body.setTranslation(other.translation(), true);
    body.setRotation(other.rotation(), true);
    body.setLinvel(other.linvel(), true);
    body.setAngvel(other.angvel(), true);
  }

  /** Puts a body somewhere at once, turned so, where it stands still: x, y, z, and x, y, z, w. */
  setPose(row: number, pose: readonly number[]): void {
    const [x, y, z, qx, qy, qz, qw] = pose as readonly [number, number, number, ...number[]];
    const body = this.#world.getRigidBody(this.#handles[row] as number);
    body.setTranslation({ x, y, z }, true);
    body.setRotation({ x: qx ?? 0, y: qy ?? 0, z: qz ?? 0, w: qw ?? 1 }, true);
    body.setLinvel({ x: 0, y: 0, z: 0 }, true);
    body.setAngvel({ x: 0, y: 0, z: 0 }, true);
  }

  letThrough({ kind, index }: Thing): void {
    const { colliders, bodies } = this.#world;
    const handle =
      kind === 'static'
        ? (this.#statics[index] as number)
        : bodies.raw.rbCollider(this.#handles[index] as number, 0);
    const collider = colliders.get(handle);
    if (!collider) throw new Error(`Expected a ${kind} with the number ${index}.`);
    const fast = members.static | members.ground;
    const member = collider.collisionGroups() >>> 16;
    const meets = kind === 'static' ? 0 : collider.collisionGroups() & fast;
    collider.setCollisionGroups(groups(member, meets));
  }

  save(): Uint8Array {
    return this.#world.takeSnapshot();
  }

  restore(bytes: Uint8Array, visited: boolean): void {
    const restored = RAPIER.World.restoreSnapshot(bytes);
    if (!restored) {
      throw new InputError('Expected a saved world, but Rapier could not read its physics state.');
    }
    if (!this.#hasBodies(restored, visited)) {
      restored.free();
      throw new InputError(
        'Expected a saved world with the bodies of its layout at finite places, but its physics state has others: the file is damaged.',
      );
    }
    this.#world.free();
    this.#world = restored;
    if (visited) this.#findVisitor();
  }

  /** Whether a world has a body for every row, and no other: Rapier does not survive being asked for one that is not. */
  #hasBodies({ bodies }: RAPIER.World, visited: boolean): boolean {
    const last = this.#handles.length - 1;
    const known = this.#handles.subarray(0, last).every((handle) => bodies.contains(handle));
    if (!known || bodies.len() !== last + Number(visited)) return false;
    const read = new Float32Array(6);
    const [at, velocity] = [read.subarray(0, 3), read.subarray(3)];
    let areSomewhere = true;
    bodies.forEach(({ handle }) => {
      bodies.raw.rbTranslation(handle, at);
      bodies.raw.rbLinvel(handle, velocity);
      areSomewhere &&= read.every(Number.isFinite);
    });
    return areSomewhere;
  }

  /** The visitor's handle depends on how many there were before: it is the one of no other row. */
  #findVisitor(): void {
    const last = this.#handles.length - 1;
    const others = this.#handles.subarray(0, last);
    this.#world.bodies.forEach(({ handle }) => {
      if (!others.includes(handle)) this.#handles[last] = handle;
    });
  }

  dispose(): void {
    this.#world.free();
    this.#velocity.free();
    this.#gravity.free();
  }
}

function placed(desc: RAPIER.RigidBodyDesc, at: Placed): RAPIER.RigidBodyDesc {
  return desc.setTranslation(...at.position).setRotation(turned(at.yaw));
}
