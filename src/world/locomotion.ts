/**
 * How agents walk: the desired velocity is reached with a limited acceleration, the heading turns
 * towards it at a limited rate, and where the ground is not flat the feet are
 * held on it, over steps and ramps. Contacts are Rapier's: a capsule that is held up gets slower, and
 * pushes with at most its mass times the acceleration.
 *
 * Axes: A agents; a visitor walks in the same way, as the only one of its own `Walking`. SI units. The height is kept here, not by the solver: a walking body does not
 * bounce, and a solver that carried it up a step would need many more iterations.
 *
 * Does not know who is touched; it says which agents were (`disturbed`), and contacts.ts finds by what.
 */
import type { Layout } from '../scene/layout.ts';
import { headingOf, turnTowards } from './heading.ts';
import type { Motion } from './motion.ts';
import { groundHeight, type Outlines, stepHeightOf } from './outlines.ts';

export interface Gait {
  /** m/s², both for setting off and for stopping. Default 6: from 0 to 1.5 m/s in a quarter second. */
  readonly acceleration: number;
  /** rad/s. Default 4: about a turn-around in 0.8 s. */
  readonly turnRate: number;
  /** m/s up or down while the feet follow steps and ramps. Default 2.5. */
  readonly climbRate: number;
}

export const defaultGait: Gait = { acceleration: 6, turnRate: 4, climbRate: 2.5 };
/** Of points: a velocity is reached at once. */
export const instantGait: Gait = { ...defaultGait, acceleration: Number.POSITIVE_INFINITY };

const gravity = 9.81;

export interface Walking {
  /** The motion's row of the first; the others follow. */
  readonly firstRow: number;
  /** [A, 2] desired velocity in the world frame. */
  readonly desired: Float64Array;
  /** [A, 2] velocity that the solver gave in the last step. */
  readonly velocity: Float64Array;
  /** [A] height of the feet. */
  readonly feet: Float64Array;
  /** [A] vertical velocity of a fall; 0 on the ground. */
  readonly fall: Float64Array;
  /** [A] 1 if something other than its own will changed its velocity in the last step. */
  readonly disturbed: Uint8Array;
  /** [3] scratch. */
  readonly read: Float32Array;
}

export function createWalking(agents: number, firstRow: number): Walking {
  return {
    firstRow,
    desired: new Float64Array(2 * agents),
    velocity: new Float64Array(2 * agents),
    feet: new Float64Array(agents),
    fall: new Float64Array(agents),
    disturbed: new Uint8Array(agents),
    read: new Float32Array(3),
  };
}

/** Takes actions [A, 2] (agent frame, m/s) as desired velocities, on the disc |v| ≤ maxSpeed. */
export function desire(
  walking: Walking,
  actions: Float32Array,
  heading: Float32Array,
  maxSpeed: number,
): void {
  for (let a = 0; a < heading.length; a++) {
    const forward = actions[2 * a] as number;
    const left = actions[2 * a + 1] as number;
    const speed = Math.sqrt(forward * forward + left * left);
    if (!Number.isFinite(speed)) {
      throw new Error(`Expected finite actions, but agent ${a} got (${forward}, ${left}).`);
    }
    const scale = speed > maxSpeed ? maxSpeed / speed : 1;
    const sin = Math.sin(heading[a] as number);
    const cos = Math.cos(heading[a] as number);
    walking.desired[2 * a] = (-sin * forward - cos * left) * scale;
    walking.desired[2 * a + 1] = (-cos * forward + sin * left) * scale;
  }
}

/** Before a physics step of dt seconds: each agent accelerates towards its desired velocity. */
export function accelerate(walking: Walking, motion: Motion, gait: Gait, dt: number): void {
  const { desired, velocity } = walking;
  const most = gait.acceleration * dt;
  for (let a = 0; a < walking.feet.length; a++) {
    const vx = velocity[2 * a] as number;
    const vz = velocity[2 * a + 1] as number;
    const dx = (desired[2 * a] as number) - vx;
    const dz = (desired[2 * a + 1] as number) - vz;
    const change = Math.sqrt(dx * dx + dz * dz);
    const share = change > most ? most / change : 1;
    const x = Math.fround(vx + dx * share);
    const z = Math.fround(vz + dz * share);
    motion.setVelocity(walking.firstRow + a, x, z);
    velocity[2 * a] = x;
    velocity[2 * a + 1] = z;
  }
}

/** After a physics step: reads what became of the velocities. */
export function follow(walking: Walking, motion: Motion): void {
  const { velocity, disturbed, read } = walking;
  for (let a = 0; a < disturbed.length; a++) {
    motion.readVelocity(walking.firstRow + a, read);
    const vx = read[0] as number;
    const vz = read[2] as number;
    // Without contact the solver returns the very velocity that was set: no damping, no gravity here.
    disturbed[a] = Number(vx !== velocity[2 * a] || vz !== velocity[2 * a + 1]);
    velocity[2 * a] = vx;
    velocity[2 * a + 1] = vz;
  }
}

/**
 * After a decision of `seconds`: turns the headings to where the agents want to go. Not to where they
 * went, or one that is pushed back would turn its back on what it walks against.
 */
export function face(walking: Walking, heading: Float32Array, gait: Gait, seconds: number): void {
  const { desired } = walking;
  for (let a = 0; a < heading.length; a++) {
    const vx = desired[2 * a] as number;
    const vz = desired[2 * a + 1] as number;
    heading[a] = turnTowards(heading[a] as number, vx, vz, gait.turnRate * seconds);
  }
}

/** Turns the headings to the goals [A, 2], seen from position [A, 3], at once. */
export function faceGoals(heading: Float32Array, position: Float32Array, goal: Float32Array): void {
  for (let a = 0; a < heading.length; a++) faceGoal(heading, position, goal, a);
}

/** Turns the heading of agent a to its goal; at the goal itself it stays. */
export function faceGoal(
  heading: Float32Array,
  position: Float32Array,
  goal: Float32Array,
  a: number,
): void {
  const dx = (goal[2 * a] as number) - (position[3 * a] as number);
  const dz = (goal[2 * a + 1] as number) - (position[3 * a + 2] as number);
  if (dx !== 0 || dz !== 0) heading[a] = headingOf(dx, dz);
}

/** After a physics step on ground that is not flat: the feet follow it, or fall. */
export function hold(
  walking: Walking,
  motion: Motion,
  layout: Layout,
  outlines: Outlines,
  gait: Gait,
  dt: number,
): void {
  const { feet, fall, read } = walking;
  const step = stepHeightOf(layout.body);
  for (let a = 0; a < feet.length; a++) {
    motion.readPosition(walking.firstRow + a, read);
    const before = feet[a] as number;
    const ground = groundHeight(
      outlines,
      read[0] as number,
      read[2] as number,
      before + step + 1e-3,
    );
    let height = before;
    if (before - ground > step) {
      fall[a] = (fall[a] as number) + gravity * dt;
      height = Math.max(ground, before - (fall[a] as number) * dt);
      if (height === ground) fall[a] = 0;
    } else {
      fall[a] = 0;
      const most = gait.climbRate * dt;
      height += Math.max(-most, Math.min(most, ground - before));
    }
    if (height === before) continue;
    feet[a] = height;
    const y = height + layout.body.height / 2;
    motion.setPosition(walking.firstRow + a, read[0] as number, y, read[2] as number);
  }
}
