/**
 * A snapshot and where the agents' eyes turn, in one buffer: it crosses to the page by one transfer
 * and comes back to be filled again, so that ten to sixty snapshots a second of any size are neither
 * copied nor left to the garbage collector.
 */
import type { Layout } from '../../scene/layout.ts';
import { bodyCount, type Snapshot } from '../../world/snapshot.ts';

/** Sizes of a layout: what a receiver must know to read a parcel. */
export interface ParcelShape {
  readonly layoutSeed: number;
  readonly agents: number;
  /** Agents and the visitor's row included. */
  readonly bodies: number;
}

export interface Parcel {
  readonly snapshot: Snapshot;
  /** [A, 3] world points, NaN for straight ahead. */
  readonly gaze: Float32Array;
  readonly memory: ArrayBuffer;
}

export function parcelShape(layout: Layout): ParcelShape {
  return { layoutSeed: layout.seed, agents: layout.agents, bodies: bodyCount(layout) };
}

/** Numbers of four bytes for a body and for an agent, besides the agent's one byte of outcome. */
const perBody = 3 + 4 + 3 + 1;
const perAgent = 1 + 2 + 1 + 3;

export function parcelBytes({ agents, bodies }: ParcelShape): number {
  return 4 * (bodies * perBody + agents * perAgent) + agents;
}

/** Views over the memory, which must be of `parcelBytes`; `time` and `step` are 0, `visited` is false. */
export function openParcel(
  { layoutSeed, agents, bodies }: ParcelShape,
  memory: ArrayBuffer,
): Parcel {
  let offset = 0;
  const take = (count: number) => {
    const from = offset;
    offset += 4 * count;
    return from;
  };
  const floats = (count: number) => new Float32Array(memory, take(count), count);
  return {
    snapshot: {
      ...{ version: 3, time: 0, step: 0, layoutSeed, visited: false },
      position: floats(bodies * 3),
      rotation: floats(bodies * 4),
      velocity: floats(bodies * 3),
      radius: floats(bodies),
      heading: floats(agents),
      goal: floats(agents * 2),
      episode: new Int32Array(memory, take(agents), agents),
      outcome: new Uint8Array(memory, memory.byteLength - agents, agents),
    },
    gaze: floats(agents * 3),
    memory,
  };
}
