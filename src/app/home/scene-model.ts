/**
 * A layout as a little model to be drawn in a picture of its scene: what stands there as prisms, and who walks there, each
 * along a straight way that is free. Pure; where an agent of the scenario would begin it does not know.
 */
import { createRandom } from '../../core/random.ts';
import { type Ground, heightOf, type Layout, type Placed, type Shape } from '../../scene/layout.ts';

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

/** Somebody who walks from one end of a way to the other, and back. */
export interface Stroller {
  /** Index of an agent; undefined: a pedestrian. */
  readonly agent: number | undefined;
  readonly from: Ground;
  readonly to: Ground;
  readonly radius: number;
  readonly height: number;
  /** m/s */
  readonly speed: number;
}

export interface SceneModel {
  readonly min: Ground;
  readonly max: Ground;
  readonly prisms: readonly Prism[];
  readonly strollers: readonly Stroller[];
}

/** Robots that are drawn at most: more would only be in each other's way. */
const mostRobots = 40;
const roundCorners = 10;
/** Metres: what is longer is drawn in pieces, so that each is before or behind whatever is near it. */
const longestPiece = 2;
const tries = 40;

const turned = ([x, z]: Ground, yaw: number): Ground => [
  x * Math.cos(yaw) + z * Math.sin(yaw),
  z * Math.cos(yaw) - x * Math.sin(yaw),
];

function prismOf(look: ModelLook, at: Placed, shape: Shape): Prism[] {
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

/** Whether a disc on the ground is clear of the bodies' footprints. */
function isFree(bodies: readonly (Placed & { shape: Shape })[], at: Ground, room: number): boolean {
  return bodies.every(({ position, yaw, shape }) => {
    const local = turned([at[0] - position[0], at[1] - position[2]], -yaw);
    if (shape.type === 'cylinder') return Math.hypot(...local) > shape.radius + room;
    const [width, , depth] = shape.size;
    const dx = Math.max(0, Math.abs(local[0]) - width / 2);
    const dz = Math.max(0, Math.abs(local[1]) - depth / 2);
    return Math.hypot(dx, dz) > room;
  });
}

const along = (from: Ground, to: Ground, share: number): Ground => [
  from[0] + share * (to[0] - from[0]),
  from[1] + share * (to[1] - from[1]),
];

function robotsOf(layout: Layout, solid: readonly (Placed & { shape: Shape })[]): Stroller[] {
  const { min, max, agents, body, journeys, seed } = layout;
  const random = createRandom(seed, 'scene-model');
  const span = Math.max(max[0] - min[0], max[1] - min[1]);
  const robots: Stroller[] = [];
  const common = { radius: body.radius, height: body.height, speed: 0.8 * body.maxSpeed };
  const room = body.radius + 0.1;
  const anywhere = (): Ground => [
    min[0] + random.uniform() * (max[0] - min[0]),
    min[1] + random.uniform() * (max[1] - min[1]),
  ];
  for (let agent = 0; agent < Math.min(agents, mostRobots); agent++) {
    const journey = journeys?.[agent];
    if (journey) {
      robots.push({ agent, ...common, from: journey.from, to: journey.to });
      continue;
    }
    for (let t = 0; t < tries; t++) {
      const [from, to] = [anywhere(), anywhere()];
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      if (length < Math.min(3, span / 4) || length > span / 1.6) continue;
      const steps = Math.ceil(length / body.radius);
      const isClear = Array.from({ length: steps + 1 }, (_, i) => i / steps).every((share) =>
        isFree(solid, along(from, to, share), room),
      );
      if (!isClear) continue;
      robots.push({ agent, ...common, from, to });
      break;
    }
  }
  return robots;
}

/** Planters have something in flower in them. */
function blossomOf({ look, position, yaw, shape, id }: Layout['statics'][number]): Prism[] {
  if (look !== 'planter') return [];
  const half = heightOf(shape) / 2;
  const size =
    shape.type === 'cylinder' ? shape.radius * 1.3 : Math.min(shape.size[0], shape.size[2]);
  const ball: Shape = { type: 'cylinder', radius: size * 0.42, height: 0.3 };
  const at = { id, yaw, position: [position[0], position[1] + half + 0.15, position[2]] as const };
  return prismOf('blossom', at, ball);
}

export function sceneModel(layout: Layout): SceneModel {
  const { statics, props, doors, walkers, min, max } = layout;
  const doorBodies = doors.map((door) => ({
    ...door,
    look: 'door' as const,
    shape: { type: 'box' as const, size: door.size },
  }));
  const bodies = [...statics, ...props, ...doorBodies];
  return {
    ...{ min, max },
    prisms: [
      ...bodies.flatMap((body) => prismOf(body.look, body, body.shape)),
      ...statics.flatMap(blossomOf),
    ],
    strollers: [
      ...robotsOf(layout, bodies),
      ...walkers.map(({ radius, height, speed, route }) => ({
        ...{ agent: undefined, radius, height, speed },
        from: route[0] as Ground,
        to: (route[1] ?? route[0]) as Ground,
      })),
    ],
  };
}

/** Where a stroller is after so many seconds: to and fro. */
export function strolled({ from, to, speed }: Stroller, seconds: number): Ground {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return from;
  const share = ((seconds * speed) / length) % 2;
  return along(from, to, share > 1 ? 2 - share : share);
}
