import type { Thing } from './take-away.ts';

/**
 * What moves the bodies of a world: rigid bodies that push one another (physics.ts), or points that go
 * where they are told (points.ts). A body is named by its row in the snapshot's order (agents, props,
 * doors, walkers, visitor). SI units.
 *
 * Agents and the visitor are given velocities, doors and walkers the place where they are to be after the
 * next step. The visitor's row is of nobody until one is added.
 */
export interface Motion {
  /** One fixed step. */
  step(): void;
  /** out [3] */
  readPosition(row: number, out: Float32Array): void;
  /** out [4]: x, y, z, w */
  readRotation(row: number, out: Float32Array): void;
  /** out [3] */
  readVelocity(row: number, out: Float32Array): void;
  /** Planar; the vertical velocity becomes 0. */
  setVelocity(row: number, x: number, z: number): void;
  /** Puts a body somewhere at once. */
  setPosition(row: number, x: number, y: number, z: number): void;
  /** Where a door or a walker is to be after the next step. */
  moveTo(row: number, x: number, y: number, z: number): void;
  /** Of a walker: another one may be as high and not as wide. */
  setSize(row: number, radius: number, height: number): void;
  /** A body like an agent's, at the origin, in the visitor's row; there must be none. */
  addVisitor(): void;
  removeVisitor(): void;
  /** Until the next `restore` nobody is stopped or pushed by it; a body is stopped by statics alone. */
  letThrough(thing: Thing): void;
  save(): Uint8Array;
  /** `visited`: whether a visitor is in the bytes. Throws an InputError for bytes that are none of its own. */
  restore(bytes: Uint8Array, visited: boolean): void;
  dispose(): void;
}
