/**
 * What stands in the way, seen from above: the exact outlines of statics and doors as rectangles and
 * circles in arrays, with the span of heights each fills. Answers the questions that are asked of
 * standing things many times a step (how far, from which side, how high is the ground) without
 * crossing into wasm: a scan of 16 rays costs a seventh of 16 ray casts in Rapier.
 *
 * Axes: S outlines, the layout's statics first, then its doors. Metres. A ramp is the part of its
 * box below its slope, so its outline depends on the height it is cut at.
 *
 * Knows nothing of bodies that are pushed or walk about, nor of tilted shapes (the layout has none).
 */
import type { AgentBody, Door, Layout, Placed, Shape, Static } from '../scene/layout.ts';
import { type Circle, createNearLists, listAt, type NearLists } from './near-lists.ts';

export interface Outlines {
  readonly count: number;
  /** The first of these are the statics, the rest doors. */
  readonly statics: number;
  /** [S] 1 where the outline is a circle. */
  readonly round: Uint8Array;
  /** [S] 1 where the top slopes: a ramp, rising along its own +x from `bottom` to `top`. */
  readonly sloped: Uint8Array;
  /** [S] 1 where one can walk on top. */
  readonly walkable: Uint8Array;
  /** [S, 2] centre. */
  readonly centre: Float64Array;
  /** [S, 2] the outline's own +x as a unit vector (cos yaw, −sin yaw). */
  readonly axis: Float64Array;
  /** [S, 2] half extents along its own x and z; for a circle, its radius twice. */
  readonly half: Float64Array;
  /** [S] of the circle around it. */
  readonly radius: Float64Array;
  /** [S] height of its underside. */
  readonly bottom: Float64Array;
  /** [S] height of its highest point. */
  readonly top: Float64Array;
  /** [S] the circle that it never leaves: a door's is around all the ground that it slides over. */
  readonly kept: readonly Circle[];
  /** Which outlines are close to a place; walkable ones too. */
  readonly near: NearLists;
}

/** Metres beyond an agent's radius to which `near` holds: what it touches, and room to begin in. */
const closeBy = 0.5;

/** Heights that count as in the way: from `low` to `high`. */
export interface Band {
  low: number;
  high: number;
}

/** Up to this height a body walks over a thing as over a step. */
export function stepHeightOf(body: AgentBody): number {
  return Math.min(0.35, body.height * 0.2);
}

/** Whether its top is ground: those of walls, hedges and benches are not, however low they are. */
export function isWalkable(fixed: Static): boolean {
  return fixed.look === 'ramp' || fixed.look === 'step' || fixed.look === 'platform';
}

/** What blocks a body that stands with its feet at the height `feet`. */
export function bandOf(layout: Layout, feet: number, out: Band): Band {
  out.low = feet + (layout.flat ? 0 : stepHeightOf(layout.body));
  out.high = feet + layout.body.height;
  return out;
}

export function createOutlines(layout: Layout): Outlines {
  const statics = layout.statics.length;
  const count = statics + layout.doors.length;
  const kept = [...layout.statics.map(circleOf), ...layout.doors.map(sweptCircleOf)];
  const outlines = {
    count,
    statics,
    kept,
    near: createNearLists(layout, kept, layout.body.radius + closeBy),
    round: new Uint8Array(count),
    sloped: new Uint8Array(count),
    walkable: new Uint8Array(count),
    centre: new Float64Array(2 * count),
    axis: new Float64Array(2 * count),
    half: new Float64Array(2 * count),
    radius: new Float64Array(count),
    bottom: new Float64Array(count),
    top: new Float64Array(count),
  };
  layout.statics.forEach((fixed, s) => {
    write(outlines, s, fixed, fixed.shape);
    outlines.walkable[s] = Number(isWalkable(fixed));
  });
  layout.doors.forEach((door, d) => {
    write(outlines, statics + d, door, { type: 'box', size: door.size });
  });
  return outlines;
}

function write(outlines: Outlines, s: number, placed: Placed, shape: Shape): void {
  const [x, y, z] = placed.position;
  const round = shape.type === 'cylinder';
  const halfX = round ? shape.radius : shape.size[0] / 2;
  const halfZ = round ? shape.radius : shape.size[2] / 2;
  const height = round ? shape.height : shape.size[1];
  outlines.round[s] = Number(round);
  outlines.sloped[s] = Number(shape.type === 'ramp');
  outlines.centre.set([x, z], 2 * s);
  outlines.axis.set([Math.cos(placed.yaw), -Math.sin(placed.yaw)], 2 * s);
  outlines.half.set([halfX, halfZ], 2 * s);
  outlines.radius[s] = round ? halfX : Math.sqrt(halfX * halfX + halfZ * halfZ);
  outlines.bottom[s] = y - height / 2;
  outlines.top[s] = y + height / 2;
}

/** The circle around it, with room for rounding. */
function circleOf({ position, shape }: Static): Circle {
  const round = shape.type === 'cylinder';
  const radius = round ? shape.radius : Math.hypot(shape.size[0], shape.size[2]) / 2;
  return { x: position[0], z: position[2], radius: radius + 1e-3 };
}

function sweptCircleOf({ position, yaw, size, slide }: Door): Circle {
  return {
    x: position[0] + (Math.cos(yaw) * slide) / 2,
    z: position[2] - (Math.sin(yaw) * slide) / 2,
    radius: (Math.hypot(size[0], size[2]) + Math.abs(slide)) / 2 + 1e-3,
  };
}

/**
 * Where a ramp's outline begins along its own x if cut at the height `low`; −half for anything else.
 */
export function cutOf(outlines: Outlines, s: number, low: number): number {
  const half = outlines.half[2 * s] as number;
  if (outlines.sloped[s] === 0) return -half;
  const bottom = outlines.bottom[s] as number;
  const top = outlines.top[s] as number;
  if (low <= bottom) return -half;
  return -half + (2 * half * (low - bottom)) / (top - bottom);
}

/** Whether outline s reaches into the band; only its height is looked at. */
export function inBand(outlines: Outlines, s: number, band: Band): boolean {
  return (outlines.top[s] as number) > band.low && (outlines.bottom[s] as number) < band.high;
}

/** Metres from (x, z) to outline s, cut at the height `low`; negative inside. */
export function distanceTo(
  outlines: Outlines,
  s: number,
  x: number,
  z: number,
  low: number,
): number {
  const dx = x - (outlines.centre[2 * s] as number);
  const dz = z - (outlines.centre[2 * s + 1] as number);
  if (outlines.round[s] === 1) return Math.sqrt(dx * dx + dz * dz) - (outlines.radius[s] as number);
  const ax = outlines.axis[2 * s] as number;
  const az = outlines.axis[2 * s + 1] as number;
  const halfX = outlines.half[2 * s] as number;
  const from = cutOf(outlines, s, low);
  const along = dx * ax + dz * az - (from + halfX) / 2;
  const across = dz * ax - dx * az;
  const outX = Math.abs(along) - (halfX - from) / 2;
  const outZ = Math.abs(across) - (outlines.half[2 * s + 1] as number);
  if (outX <= 0 && outZ <= 0) return Math.max(outX, outZ);
  const beyondX = Math.max(outX, 0);
  const beyondZ = Math.max(outZ, 0);
  return Math.sqrt(beyondX * beyondX + beyondZ * beyondZ);
}

/** Whether a disc meets anything that stands in the band, of the first `count` outlines. */
export function meetsOutline(
  outlines: Outlines,
  x: number,
  z: number,
  radius: number,
  band: Band,
  count = outlines.count,
): boolean {
  const { start, things } = outlines.near;
  const list = listAt(outlines.near, x, z, radius);
  for (let i = start[list] as number; i < (start[list + 1] as number); i++) {
    const s = things[i] as number;
    if (s >= count) continue;
    const dx = x - (outlines.centre[2 * s] as number);
    const dz = z - (outlines.centre[2 * s + 1] as number);
    const near = radius + (outlines.radius[s] as number);
    if (dx * dx + dz * dz >= near * near) continue;
    if (inBand(outlines, s, band) && distanceTo(outlines, s, x, z, band.low) < radius) return true;
  }
  return false;
}

/** Height of the ground under (x, z), as high as `reach`: what is higher is a ceiling or a wall. */
export function groundHeight(outlines: Outlines, x: number, z: number, reach: number): number {
  const { start, things } = outlines.near;
  const list = listAt(outlines.near, x, z, 0);
  let height = 0;
  for (let i = start[list] as number; i < (start[list + 1] as number); i++) {
    const s = things[i] as number;
    if (outlines.walkable[s] === 0) continue;
    const dx = x - (outlines.centre[2 * s] as number);
    const dz = z - (outlines.centre[2 * s + 1] as number);
    const radius = outlines.radius[s] as number;
    if (dx * dx + dz * dz > radius * radius) continue;
    const top = surfaceHeight(outlines, s, dx, dz);
    if (top <= reach && top > height) height = top;
  }
  return height;
}

/** Height of the top of outline s at an offset from its centre; −∞ beside it. */
function surfaceHeight(outlines: Outlines, s: number, dx: number, dz: number): number {
  const top = outlines.top[s] as number;
  if (outlines.round[s] === 1) return top;
  const ax = outlines.axis[2 * s] as number;
  const az = outlines.axis[2 * s + 1] as number;
  const halfX = outlines.half[2 * s] as number;
  const along = dx * ax + dz * az;
  if (Math.abs(along) > halfX) return Number.NEGATIVE_INFINITY;
  if (Math.abs(dz * ax - dx * az) > (outlines.half[2 * s + 1] as number)) {
    return Number.NEGATIVE_INFINITY;
  }
  if (outlines.sloped[s] === 0) return top;
  const bottom = outlines.bottom[s] as number;
  return bottom + ((top - bottom) * (along + halfX)) / (2 * halfX);
}
