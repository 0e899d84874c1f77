/**
 * A layout: the concrete world that a scene file gives for one seed. Plain data, SI units, y up,
 * ground at y = 0. Made by `layOut` (lay-out.ts); read by the simulation, the scene graph and the
 * view. Knows nothing of physics or drawing.
 */

/** A point on the ground: [x, z]. */
export type Ground = readonly [x: number, z: number];
/** A point in space: [x, y, z]. */
export type Point = readonly [x: number, y: number, z: number];

export type Shape =
  | { readonly type: 'box'; readonly size: Point }
  | { readonly type: 'cylinder'; readonly radius: number; readonly height: number }
  /** A wedge in the box `size`: rises along its local +x from y = −h/2 to y = +h/2. */
  | { readonly type: 'ramp'; readonly size: Point };

/** `position` is the centre; `yaw` turns about +y, in radians. */
export interface Placed {
  readonly id: string;
  readonly position: Point;
  readonly yaw: number;
}

/** Never moves. `look` only guides the view. */
export interface Static extends Placed {
  readonly look:
    | 'wall'
    | 'hedge'
    | 'planter'
    | 'bench'
    | 'pillar'
    | 'ramp'
    | 'step'
    | 'platform'
    | 'chair'
    | 'lamp'
    | 'plant'
    | 'clock';
  readonly shape: Shape;
}

/** Moves when pushed. */
export interface Prop extends Placed {
  readonly look: 'crate' | 'barrel';
  readonly shape: Shape;
  readonly mass: number;
}

/** Slides along its local +x by `slide` metres and back; kinematic, pushes what is in its way. */
export interface Door extends Placed {
  readonly size: Point;
  readonly slide: number;
  /** Seconds of one cycle; open for `openShare` of it; `phase` in [0, 1) shifts the cycle. */
  readonly period: number;
  readonly openShare: number;
  readonly phase: number;
  /** Set: a person has it so, whatever its timetable says. */
  readonly held?: 'open' | 'shut';
  /** Set: how far it was open when it was told something else, and when that was, in the world's seconds. */
  readonly swing?: { readonly from: number; readonly since: number };
}

/**
 * A scripted pedestrian, kinematic, steered by ORCA along `route`: in a street round and round, in a crowd
 * (`Layout.crowd`) to its end, where it stays.
 */
export interface Walker {
  readonly id: string;
  readonly radius: number;
  readonly height: number;
  readonly speed: number;
  /** Whether it avoids agents and props, not only walls and other walkers. */
  readonly yields: boolean;
  /** In a crowd: its own, instead of that of the crowd's `Avoidance`. */
  readonly neighbourDistance?: number;
  readonly route: readonly Ground[];
}

/** An axis-aligned patch of ground: a room, a quarter of the square, a corridor. A node of the scene graph. */
export interface Region {
  readonly id: string;
  readonly label: string;
  readonly min: Ground;
  readonly max: Ground;
}

/** An opening between two regions (indices). A node of the scene graph. */
export interface Portal {
  readonly id: string;
  readonly regions: readonly [number, number];
  readonly position: Ground;
  readonly width: number;
  /** Index into `doors`, if one hangs here. */
  readonly door?: number;
}

/** A static thing worth a node in the scene graph; `body` is an index into `statics`. */
export interface Landmark {
  readonly id: string;
  readonly position: Ground;
  readonly radius: number;
  readonly body: number;
}

/** How people of a crowd keep clear: by ORCA and nothing else, with these numbers. Metres, seconds. */
export interface Avoidance {
  /** Kept beyond the bodies' radii. */
  readonly margin: number;
  /** Centres farther away than this are not seen. */
  readonly neighbourDistance: number;
  /** Only this many of the nearest are avoided. */
  readonly maxNeighbours: number;
  /** How far ahead a contact is ruled out. */
  readonly timeHorizon: number;
  /** What ORCA computes in: `single` where a benchmark was run with the RVO2 library. Default: double. */
  readonly precision?: 'double' | 'single' | undefined;
}

/**
 * How a ring of people is drawn (scene/ring.ts), at the start and whenever one who has arrived makes room for
 * another (world/renewal.ts), all from one random stream. Metres, seconds.
 */
export interface Ring {
  /** Of the ring, and how far off it people may be put, towards +x and +z. */
  readonly circle: number;
  readonly noise: number;
  /** Least free space to the places and goals of all others. */
  readonly gap: number;
  readonly body: RingBody | VariedBody;
  /** Every so many seconds, each person takes another goal with this chance; 0: never. */
  readonly changeSeconds: number;
  readonly changeChance: number;
  /** What the layout has drawn already from the stream of its seed. */
  readonly draws: number;
}

/** What all people of a ring have in common. */
export interface RingBody {
  readonly radius: number;
  readonly speed: number;
}

/** Or between what and what each person's own is drawn. */
export interface VariedBody {
  readonly radius: readonly [low: number, high: number];
  readonly speed: readonly [low: number, high: number];
  readonly neighbourDistance: readonly [low: number, high: number];
}

/** Where an agent begins and where it is to go. */
export interface Journey {
  readonly from: Ground;
  readonly to: Ground;
}

export interface AgentBody {
  readonly radius: number;
  readonly height: number;
  /** m/s */
  readonly maxSpeed: number;
  /** Where its heading turns to: the way it wants to walk, or its goal, at once. */
  readonly faces: 'way' | 'goal';
  /** Metres, surface to surface, within which it sees people; then the world remembers for it (world/memory.ts). */
  readonly sight?: number;
}

export interface Layout {
  readonly scene: string;
  readonly seed: number;
  readonly min: Ground;
  readonly max: Ground;
  /** Everything walkable lies at y = 0: the simulation may skip the down-ray. */
  readonly flat: boolean;
  /** Rigid bodies that push one another, or points that go where they are told (world/points.ts). */
  readonly motion: 'bodies' | 'points';
  readonly agents: number;
  readonly body: AgentBody;
  readonly statics: readonly Static[];
  readonly props: readonly Prop[];
  readonly doors: readonly Door[];
  readonly walkers: readonly Walker[];
  /** Set: the walkers are a crowd (world/crowd.ts). Else they are pedestrians of a street. */
  readonly crowd?: Avoidance;
  /** Set: people of the crowd who arrive make room for others. */
  readonly ring?: Ring;
  /** One for each agent, if the layout says where they begin and go. */
  readonly journeys?: readonly Journey[];
  readonly regions: readonly Region[];
  readonly portals: readonly Portal[];
  readonly landmarks: readonly Landmark[];
  /** Looks of landmarks that an agent may be sent to, whichever of them it finds: a landmark of one is an object. */
  readonly categories?: readonly Static['look'][];
}

/** Index of a landmark's category, −1: it is of none. */
export function categoryOf(layout: Pick<Layout, 'statics' | 'categories'>, body: number): number {
  const { categories, statics } = layout;
  return categories?.indexOf((statics[body] as Static).look) ?? -1;
}

/** Full height of a shape, metres. */
export function heightOf(shape: Shape): number {
  return shape.type === 'cylinder' ? shape.height : shape.size[1];
}

/** Made to be walked on; everything else that is static is walked round. */
export function isWalkable({ look }: Pick<Static, 'look'>): boolean {
  return look === 'ramp' || look === 'step' || look === 'platform';
}

/** Index of the region that holds a point, −1: none. A shared border belongs to the first. */
export function regionAt(regions: readonly Region[], x: number, z: number): number {
  for (let i = 0; i < regions.length; i++) {
    const { min, max } = regions[i] as Region;
    if (x >= min[0] && x <= max[0] && z >= min[1] && z <= max[1]) return i;
  }
  return -1;
}
