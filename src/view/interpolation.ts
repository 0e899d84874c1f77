/**
 * Where every body is drawn between two decisions. A track keeps the newest snapshot and the poses
 * that were on screen when it came; drawing runs from the one to the other in the time that
 * snapshots usually take to follow each other, so motion is even when their arrival is not. With a
 * steady stream this is interpolation between the two newest snapshots, one interval late.
 *
 * Positions are lerped, rotations slerped, headings take the shorter way round. An agent whose
 * `episode` changed was respawned: it is cut to its new place, and never drawn on the way there. So is any other
 * body that is suddenly far away or of another size: a newcomer in another's place; and a visitor who comes in.
 * Times are milliseconds of the caller's clock. Knows nothing of drawing.
 */
import { Quaternion } from 'three';
import { rowsBefore } from '../scene/body-rows.ts';
import type { Layout, Shape } from '../scene/layout.ts';
import { bodyCount, type Snapshot } from '../world/snapshot.ts';

/** Rows as in the snapshot: N bodies, A agents first, the visitor's row last. */
export interface Poses {
  /** [N, 3] */
  readonly position: Float32Array;
  /** [N, 4] */
  readonly rotation: Float32Array;
  /** [N, 3] */
  readonly velocity: Float32Array;
  /** [A] */
  readonly heading: Float32Array;
  /** [A, 2] */
  readonly goal: Float32Array;
}

export interface Track {
  readonly layoutSeed: number;
  readonly bodies: number;
  readonly agents: number;
  readonly from: Poses;
  readonly to: Poses;
  /** What `sampleTrack` wrote last. */
  readonly drawn: Poses;
  /** [N] of the newest snapshot. */
  readonly radius: Float32Array;
  /** [A] */
  readonly episode: Int32Array;
  /** [A] when the agent last appeared at a new place. */
  readonly spawnedAt: Float64Array;
  /** [A] outcome of the episode that ended then: 0 none, 1 success, 2 collision, 3 timeout. */
  readonly outcome: Uint8Array;
  /** [A, 3] where that episode ended. */
  readonly endedAt: Float32Array;
  /** Whether a visitor is in; its row is the last. */
  visited: boolean;
  /** Arrival of the newest snapshot. */
  arrived: number;
  /** Usual time between snapshots. */
  interval: number;
  /** Simulated seconds of `from`, `to` and `drawn`. */
  fromSeconds: number;
  toSeconds: number;
  drawnSeconds: number;
  /** Snapshots so far. */
  pushed: number;
}

/** A gap beyond this is a pause and says nothing about the pace of snapshots. */
const pauseMilliseconds = 1000;
const usualInterval = 100;
/** Metres; nothing walks so far from one snapshot to the next. */
const jump = 4;
/** How fast the usual interval follows a new one. */
const intervalRate = 0.2;

function createPoses(bodies: number, agents: number): Poses {
  return {
    position: new Float32Array(bodies * 3),
    rotation: new Float32Array(bodies * 4),
    velocity: new Float32Array(bodies * 3),
    heading: new Float32Array(agents),
    goal: new Float32Array(agents * 2),
  };
}

export function createTrack(layout: Layout): Track {
  const bodies = bodyCount(layout);
  const { agents } = layout;
  return {
    layoutSeed: layout.seed,
    bodies,
    agents,
    from: createPoses(bodies, agents),
    to: createPoses(bodies, agents),
    drawn: createPoses(bodies, agents),
    radius: new Float32Array(bodies),
    episode: new Int32Array(agents),
    spawnedAt: new Float64Array(agents),
    outcome: new Uint8Array(agents),
    endedAt: new Float32Array(agents * 3),
    visited: false,
    arrived: 0,
    interval: usualInterval,
    fromSeconds: 0,
    toSeconds: 0,
    drawnSeconds: 0,
    pushed: 0,
  };
}

/**
 * The track of a layout that was changed into another: whoever is in both is drawn on from where it is, what is
 * new stands where the layout has it until the next snapshot.
 */
export function continueTrack(track: Track, before: Layout, layout: Layout): Track {
  const next = createTrack(layout);
  if (track.pushed === 0) return next;
  const rows = rowsBefore(before, layout);
  const placed = [
    ...Array.from({ length: layout.agents }, () => undefined),
    ...layout.props,
    ...layout.doors,
  ];
  // What the change has put elsewhere is not drawn on the way there.
  layout.props.forEach((prop, i) => {
    const other = before.props.find(({ id }) => id === prop.id);
    const isSame =
      other?.yaw === prop.yaw && other.position.every((x, axis) => x === prop.position[axis]);
    if (!isSame) rows[layout.agents + i] = -1;
  });
  for (const poses of ['from', 'to', 'drawn'] as const) {
    for (let n = 0; n < next.bodies; n++) {
      const row = rows[n] as number;
      const body = placed[n];
      if (row >= 0) copyRow(next[poses], n, track[poses], row);
      else if (body) {
        next[poses].position.set(body.position, n * 3);
        next[poses].rotation.set([0, Math.sin(body.yaw / 2), 0, Math.cos(body.yaw / 2)], n * 4);
      }
    }
    next[poses].heading.set(track[poses].heading);
    next[poses].goal.set(track[poses].goal);
  }
  for (let n = 0; n < next.bodies; n++) {
    const row = rows[n] as number;
    const shape = layout.props[n - layout.agents]?.shape;
    if (row >= 0) next.radius[n] = track.radius[row] as number;
    else if (shape) next.radius[n] = radiusAround(shape);
  }
  next.episode.set(track.episode);
  next.spawnedAt.set(track.spawnedAt);
  next.outcome.set(track.outcome);
  next.endedAt.set(track.endedAt);
  next.visited = track.visited;
  next.arrived = track.arrived;
  next.interval = track.interval;
  next.fromSeconds = track.fromSeconds;
  next.toSeconds = track.toSeconds;
  next.drawnSeconds = track.drawnSeconds;
  next.pushed = track.pushed;
  return next;
}

/** As the world has it, so that the next snapshot brings no other size. */
function radiusAround(shape: Shape): number {
  if (shape.type === 'cylinder') return shape.radius;
  return Math.hypot(shape.size[0], shape.size[2]) / 2;
}

function copyRow(target: Poses, at: number, source: Poses, from: number): void {
  target.position.set(source.position.subarray(from * 3, from * 3 + 3), at * 3);
  target.velocity.set(source.velocity.subarray(from * 3, from * 3 + 3), at * 3);
  target.rotation.set(source.rotation.subarray(from * 4, from * 4 + 4), at * 4);
}

function copyPoses(target: Poses, source: Poses): void {
  target.position.set(source.position);
  target.rotation.set(source.rotation);
  target.velocity.set(source.velocity);
  target.heading.set(source.heading);
  target.goal.set(source.goal);
}

/** Whether the snapshot is of this track's layout; only such a one may be pushed. */
export function belongs(track: Track, snapshot: Snapshot): boolean {
  return (
    snapshot.layoutSeed === track.layoutSeed &&
    snapshot.position.length === track.bodies * 3 &&
    snapshot.heading.length === track.agents
  );
}

/** Copies the snapshot; the caller may reuse its arrays. */
export function pushSnapshot(track: Track, snapshot: Snapshot, at: number): void {
  const { from, to, drawn } = track;
  if (track.pushed === 0) {
    copyPoses(to, snapshot);
    copyPoses(from, snapshot);
    copyPoses(drawn, snapshot);
    track.fromSeconds = snapshot.time;
    track.drawnSeconds = snapshot.time;
    track.episode.set(snapshot.episode);
    track.spawnedAt.fill(at);
  } else {
    sampleTrack(track, at);
    copyPoses(from, drawn);
    track.fromSeconds = track.drawnSeconds;
    const gap = at - track.arrived;
    if (gap > 0 && gap < pauseMilliseconds) {
      track.interval += (gap - track.interval) * (track.pushed === 1 ? 1 : intervalRate);
    }
    copyPoses(to, snapshot);
    for (let a = 0; a < track.agents; a++) {
      if (track.episode[a] !== snapshot.episode[a]) cut(track, a, snapshot, at);
    }
    for (let n = track.agents; n < track.bodies; n++) {
      if (hasJumped(track, n) || track.radius[n] !== snapshot.radius[n]) put(track, n);
    }
    if (snapshot.visited && !track.visited) put(track, track.bodies - 1);
  }
  track.toSeconds = snapshot.time;
  track.radius.set(snapshot.radius);
  track.visited = snapshot.visited;
  track.arrived = at;
  track.pushed++;
}

function cut(track: Track, agent: number, snapshot: Snapshot, at: number): void {
  const { from, to } = track;
  for (let axis = 0; axis < 3; axis++) {
    const i = agent * 3 + axis;
    track.endedAt[i] = from.position[i] as number;
  }
  put(track, agent);
  from.heading[agent] = to.heading[agent] as number;
  track.episode[agent] = snapshot.episode[agent] as number;
  track.outcome[agent] = snapshot.outcome[agent] as number;
  track.spawnedAt[agent] = at;
}

function hasJumped({ from, to }: Track, body: number): boolean {
  const dx = (to.position[body * 3] as number) - (from.position[body * 3] as number);
  const dz = (to.position[body * 3 + 2] as number) - (from.position[body * 3 + 2] as number);
  return dx * dx + dz * dz > jump * jump;
}

/** Puts a body where it is going to at once. */
function put({ from, to }: Track, body: number): void {
  for (let i = body * 3; i < body * 3 + 3; i++) {
    from.position[i] = to.position[i] as number;
    from.velocity[i] = to.velocity[i] as number;
  }
  for (let i = body * 4; i < body * 4 + 4; i++) from.rotation[i] = to.rotation[i] as number;
}

/** Radians from `a` to `b` the shorter way round, in [−π, π]. */
export function turn(a: number, b: number): number {
  const difference = (b - a) % (2 * Math.PI);
  if (difference > Math.PI) return difference - 2 * Math.PI;
  if (difference < -Math.PI) return difference + 2 * Math.PI;
  return difference;
}

/** Writes `track.drawn` for the moment `now`. Allocates nothing. */
export function sampleTrack(track: Track, now: number): Poses {
  const { from, to, drawn } = track;
  const share = Math.min(1, Math.max(0, (now - track.arrived) / track.interval));
  // At the end to the bit: whoever waits for the newest compares the two.
  track.drawnSeconds = track.fromSeconds * (1 - share) + track.toSeconds * share;
  for (let i = 0; i < track.bodies * 3; i++) {
    const p = from.position[i] as number;
    drawn.position[i] = p + ((to.position[i] as number) - p) * share;
    const v = from.velocity[i] as number;
    drawn.velocity[i] = v + ((to.velocity[i] as number) - v) * share;
  }
  for (let i = 0; i < track.bodies * 4; i += 4) {
    Quaternion.slerpFlat(
      drawn.rotation as unknown as number[],
      i,
      from.rotation as unknown as number[],
      i,
      to.rotation as unknown as number[],
      i,
      share,
    );
  }
  for (let a = 0; a < track.agents; a++) {
    const h = from.heading[a] as number;
    drawn.heading[a] = h + turn(h, to.heading[a] as number) * share;
    drawn.goal[a * 2] = to.goal[a * 2] as number;
    drawn.goal[a * 2 + 1] = to.goal[a * 2 + 1] as number;
  }
  return drawn;
}

/** The heading of the visitor as drawn; it stands upright, so its rotation says no more. */
export function visitorHeading({ drawn, bodies }: Track): number {
  const at = 4 * (bodies - 1);
  return 2 * Math.atan2(drawn.rotation[at + 1] as number, drawn.rotation[at + 3] as number);
}
