/**
 * What a world looks like at one moment, for drawing and for checkpoints' previews. Typed arrays, so
 * it crosses threads by transfer. Types and sizes only: the view imports this file and no other of
 * this folder.
 *
 * Bodies stand in this order: A agents, then props, doors, walkers, each in the layout's order, and last
 * the row of the visitor, which is of nobody unless `visited`.
 */
import type { Layout } from '../scene/layout.ts';

export interface Snapshot {
  readonly version: 3;
  /** Simulated seconds since the world was made. */
  time: number;
  /** Decisions since the world was made. */
  step: number;
  /** Which layout these bodies belong to (changes when the world is made anew). */
  readonly layoutSeed: number;
  /** Whether a visitor is in the world; its heading is in its rotation. */
  visited: boolean;
  /** [N, 3] centre of each body. */
  readonly position: Float32Array;
  /** [N, 4] x, y, z, w. */
  readonly rotation: Float32Array;
  /** [N, 3] m/s. */
  readonly velocity: Float32Array;
  /** [N] of the circle around each body, seen from above: who comes in another's place may be larger. */
  readonly radius: Float32Array;
  /** [A] radians; 0 looks along −z, positive turns left (counter-clockwise seen from above). */
  readonly heading: Float32Array;
  /** [A, 2] x, z. */
  readonly goal: Float32Array;
  /** [A] episodes finished so far: a change between two snapshots is a respawn, never to be interpolated. */
  readonly episode: Int32Array;
  /** [A] outcome of the last finished episode: 0 none yet, 1 success, 2 collision, 3 timeout. */
  readonly outcome: Uint8Array;
}

/** Rows of bodies: all of the layout's, and the visitor's. */
export function bodyCount(layout: Layout): number {
  return layout.agents + layout.props.length + layout.doors.length + layout.walkers.length + 1;
}

export function createSnapshot(layout: Layout): Snapshot {
  const bodies = bodyCount(layout);
  return {
    version: 3,
    time: 0,
    step: 0,
    layoutSeed: layout.seed,
    visited: false,
    position: new Float32Array(bodies * 3),
    rotation: new Float32Array(bodies * 4),
    velocity: new Float32Array(bodies * 3),
    radius: new Float32Array(bodies),
    heading: new Float32Array(layout.agents),
    goal: new Float32Array(layout.agents * 2),
    episode: new Int32Array(layout.agents),
    outcome: new Uint8Array(layout.agents),
  };
}
