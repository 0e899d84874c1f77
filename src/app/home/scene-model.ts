/**
 * A world as a little model to be drawn in a picture of its scene: what stands there, and what moves, as prisms, and who
 * walks there. Pure.
 */
import { type Ground, heightOf, type Layout, type Placed, type Shape } from '../../scene/layout.ts';
import { yawAt } from '../../world/fit.ts';
import type { Snapshot } from '../../world/snapshot.ts';

export type ModelLook =
  | Layout['statics'][number]['look']
  | Layout['props'][number]['look']
  | 'door'
  | 'blossom';

/** A footprint and how high it is at each corner. */
export interface Prism {
  readonly look: ModelLook;
  /** Round the footprint, seen from above: [x, z]. */
  readonly corners: readonly Ground[];
  readonly bottom: number;
  /** Of each corner. */
  readonly tops: readonly number[];
}

/** Somebody who walks there. */
export interface Figure {
  /** Index of an agent; undefined: a pedestrian. */
  readonly agent: number | undefined;
  readonly at: Ground;
  /** Radians; 0 looks along −z, positive turns left. */
  readonly heading: number;
  readonly radius: number;
  readonly height: number;
}

/** What never moves. */
export interface SceneModel {
  readonly min: Ground;
  readonly max: Ground;
  readonly prisms: readonly Prism[];
}

/** What does, at one moment. */
export interface Moment {
  readonly prisms: readonly Prism[];
  readonly figures: readonly Figure[];
  /** Of each agent. */
  readonly goals: readonly Ground[];
}

export const emptyMoment: Moment = { prisms: [], figures: [], goals: [] };

const roundCorners = 10;
/** Metres: what is longer is drawn in pieces, so that each is before or behind whatever is near it. */
const longestPiece = 2;

const turned = ([x, z]: Ground, yaw: number): Ground => [
  x * Math.cos(yaw) + z * Math.sin(yaw),
  z * Math.cos(yaw) - x * Math.sin(yaw),
];

function prismOf(look: ModelLook, at: Omit<Placed, 'id'>, shape: Shape): Prism[] {
  const [x, y, z] = at.position;
  const place = (local: Ground): Ground => {
    const [dx, dz] = turned(local, at.yaw);
    return [x + dx, z + dz];
  };
  const height = heightOf(shape);
  const [bottom, top] = [y - height / 2, y + height / 2];
  if (shape.type === 'cylinder') {
    const corners = Array.from({ length: roundCorners }, (_, i) => {
      const angle = (2 * Math.PI * i) / roundCorners;
      return place([shape.radius * Math.cos(angle), shape.radius * Math.sin(angle)]);
    });
    return [{ look, corners, bottom, tops: corners.map(() => top) }];
  }
  const [width, , depth] = shape.size;
  const columns = Math.max(1, Math.ceil(width / longestPiece));
  const rows = Math.max(1, Math.ceil(depth / longestPiece));
  const topAt = (share: number) => (shape.type === 'ramp' ? bottom + share * height : top);
  return Array.from({ length: columns * rows }, (_, i) => {
    const [c, r] = [i % columns, Math.floor(i / columns)];
    const [left, right] = [c / columns, (c + 1) / columns];
    const [near, far] = [r / rows - 0.5, (r + 1) / rows - 0.5].map((share) => share * depth) as [
      ...[number, number],
    ];
    const [x0, x1] = [(left - 0.5) * width, (right - 0.5) * width];
    const corners = [place([x0, near]), place([x1, near]), place([x1, far]), place([x0, far])];
    const tops = [topAt(left), topAt(right), topAt(right), topAt(left)];
    return { look, corners, bottom, tops };
  });
}

/** Planters have something in flower in them. */
function blossomOf({ look, position, yaw, shape }: Layout['statics'][number]): Prism[] {
  if (look !== 'planter') return [];
  const half = heightOf(shape) / 2;
  const size =
    shape.type === 'cylinder' ? shape.radius * 1.3 : Math.min(shape.size[0], shape.size[2]);
  const ball: Shape = { type: 'cylinder', radius: size * 0.42, height: 0.3 };
  const at = { yaw, position: [position[0], position[1] + half + 0.15, position[2]] as const };
  return prismOf('blossom', at, ball);
}

export function sceneModel({ statics, min, max }: Layout): SceneModel {
  return {
    ...{ min, max },
    prisms: [
      ...statics.flatMap((body) => prismOf(body.look, body, body.shape)),
      ...statics.flatMap(blossomOf),
    ],
  };
}

/** Farther than anybody walks in one decision, metres: who is there was put there. */
const farthestStep = 1;

/**
 * A share of the way from one snapshot of the layout's world to the next; whoever began anew in between is where they
 * began.
 */
export function momentBetween(
  layout: Layout,
  before: Snapshot,
  after: Snapshot,
  share: number,
): Moment {
  const { agents, body, props, doors, walkers } = layout;
  const placed = (row: number): Placed['position'] => {
    const now = (axis: number) => after.position[3 * row + axis] as number;
    const was = (axis: number) => before.position[3 * row + axis] as number;
    const left = Math.hypot(now(0) - was(0), now(2) - was(2)) > farthestStep ? 0 : 1 - share;
    return [now(0) + left * (was(0) - now(0)), now(1), now(2) + left * (was(2) - now(2))];
  };
  const at = (row: number) => ({ position: placed(row), yaw: yawAt(after, row) });
  const figure = (row: number, agent: number | undefined, height: number): Figure => {
    const [x, , z] = placed(row);
    const heading = agent === undefined ? 0 : (after.heading[agent] as number);
    return { agent, at: [x, z], heading, radius: after.radius[row] as number, height };
  };
  const robots = Array.from({ length: agents }, (_, agent) => agent);
  const firstDoor = agents + props.length;
  const firstWalker = firstDoor + doors.length;
  return {
    prisms: [
      ...props.flatMap(({ look, shape }, i) => prismOf(look, at(agents + i), shape)),
      ...doors.flatMap(({ size }, i) => prismOf('door', at(firstDoor + i), { type: 'box', size })),
    ],
    figures: [
      ...robots.map((agent) => figure(agent, agent, body.height)),
      ...walkers.map(({ height }, i) => figure(firstWalker + i, undefined, height)),
    ],
    goals: robots.map(
      (agent): Ground => [after.goal[2 * agent] as number, after.goal[2 * agent + 1] as number],
    ),
  };
}
