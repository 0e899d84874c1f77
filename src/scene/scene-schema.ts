/**
 * What may stand in a scene file, version 1: the one definition from which come the parser
 * (scene-file.ts), the type `Scene`, and scenes/scene.schema.json for editors. docs/scenes.md is
 * the guide. SI units, radians, y up. Every number is bounded, so that a file from a stranger
 * cannot ask for a world that never finishes loading.
 *
 * Describes one file by itself; what must agree between its parts (names that refer to each other)
 * is checked by `checkReferences` at the end.
 */
import { z } from 'zod';

export const limits = {
  /** Statics, props, doors and walkers together, generated ones included. */
  bodies: 2000,
  /** Characters of a scene file. */
  characters: 1_000_000,
  /** Metres from the origin, along any axis. */
  coordinate: 500,
  agents: 512,
  /** Nodes of the scene graph that come from the file or its generators. */
  nodes: 64,
} as const;

const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
const text = z.string().min(1).max(300);
const length = z.number().min(0.01).max(200);
const coordinate = z.number().min(-limits.coordinate).max(limits.coordinate);
const yaw = z.number().min(-6.3).max(6.3).default(0).describe('Turn about +y, radians.');
const share = z.number().min(0).max(1);
const seconds = z.number().min(0.5).max(600);
const speed = z.number().min(0.05).max(5);
const bodyRadius = z.number().min(0.05).max(2);
const bodyHeight = z.number().min(0.1).max(4);

const ground = z.tuple([coordinate, coordinate]).describe('A point on the ground: [x, z], metres.');
const size = z.tuple([length, length, length]).describe('Full extents [x, y, z], metres.');
const position = z
  .union([z.tuple([coordinate, coordinate]), z.tuple([coordinate, coordinate, coordinate])])
  .describe('[x, z]: stands on the ground there. [x, y, z]: its centre.');

/** [low, high], drawn uniformly; both ends may be equal. */
const range = (of: z.ZodNumber) =>
  z
    .tuple([of, of])
    .refine(([low, high]) => low <= high, { message: 'expected [low, high] with low ≤ high' })
    .describe('[low, high], drawn uniformly by the layout seed.');
const count = (most: number) => z.int().min(0).max(most);

const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('box'), size }),
  z.strictObject({ type: z.literal('cylinder'), radius: length, height: length }),
  z
    .strictObject({ type: z.literal('ramp'), size })
    .describe('A wedge in the box `size`, rising along its own +x.'),
]);

const staticLook = z.enum([
  'wall',
  'hedge',
  'planter',
  'bench',
  'pillar',
  'ramp',
  'step',
  'platform',
]);
const propLook = z.enum(['crate', 'barrel']);

const fixedStatic = z.strictObject({
  id: name,
  look: staticLook,
  position,
  yaw,
  shape,
  landmark: z.boolean().default(false).describe('Gets a node in the scene graph.'),
});

const fixedProp = z.strictObject({
  id: name,
  look: propLook,
  position,
  yaw,
  shape,
  mass: z.number().min(0.1).max(500).describe('Kilograms.'),
});

const fixedDoor = z.strictObject({
  id: name,
  position: position.describe('Where it stands when closed.'),
  yaw,
  size,
  slide: z.number().min(-20).max(20).describe('Metres along its own +x from closed to open.'),
  period: seconds.describe('Seconds of one cycle, closed and open.'),
  openShare: share.describe('Share of the cycle in which it is open.'),
  phase: share.default(0).describe('Shifts the cycle.'),
});

const yields = z
  .boolean()
  .default(true)
  .describe('Whether walkers avoid agents and props, not only walls and other walkers.');

const fixedWalker = z.strictObject({
  id: name,
  radius: bodyRadius.default(0.3),
  height: bodyHeight.default(1.7),
  speed,
  yields,
  route: z.array(ground).min(2).max(64).describe('Walked in a circle; starts at the first point.'),
});

const region = z.strictObject({ id: name, label: text, min: ground, max: ground });

const portal = z.strictObject({
  id: name,
  between: z.tuple([name, name]).describe('The two regions it joins, by id.'),
  position: ground,
  width: length,
  door: name.optional().describe('The door that hangs here, by id.'),
});

const bar = z
  .strictObject({
    form: z.literal('bar'),
    look: staticLook,
    count: count(500).describe('At most so many; fewer where there is no room.'),
    length: range(length),
    thickness: length,
    height: length,
    lips: z
      .strictObject({
        share: share.describe('Share of the bars that have one.'),
        bothShare: share.default(0).describe('Share of those that have one at both ends.'),
        length: range(length),
      })
      .optional()
      .describe('Short arms at the ends, to one side: shallow Ls and alcoves.'),
  })
  .describe('Long along x or z in turn.');

const round = z.strictObject({
  form: z.literal('round'),
  look: staticLook,
  count: count(500).describe('At most so many; fewer where there is no room.'),
  radius: range(length),
  height: length,
});

const scatter = z
  .strictObject({
    kind: z.literal('scatter'),
    gap: z.number().min(0).max(20).describe('Least free width between obstacles, and to walls.'),
    attempts: z.int().min(1).max(5000).describe('Random places tried for one obstacle.'),
    obstacles: z.array(z.discriminatedUnion('form', [bar, round])).max(16),
  })
  .describe('Obstacles strewn over the ground, so that every passage stays `gap` wide.');

const rooms = z
  .strictObject({
    kind: z.literal('rooms'),
    columns: z.int().min(1).max(8),
    rows: z.int().min(1).max(8),
    thickness: length.describe('Of the inner walls.'),
    height: length.describe('Of the inner walls.'),
    doorway: z.number().min(0.2).max(10).describe('Width of a doorway.'),
    extraDoorways: count(100).describe('Doorways beyond those that join all rooms as a tree.'),
    doors: z.strictObject({
      count: count(100).describe('Doorways that get a sliding door.'),
      period: range(seconds),
      openShare: share,
    }),
    furniture: z.strictObject({
      perRoom: count(8),
      gap: z.number().min(0).max(5).describe('Least free width to walls and to each other.'),
      attempts: z.int().min(1).max(5000),
      length: range(length),
      thickness: length,
      height: length,
    }),
  })
  .describe('The ground divided into equal rooms; which walls have doorways varies by seed.');

const stream = z
  .strictObject({
    kind: z.literal('stream'),
    count: count(200),
    radius: bodyRadius,
    height: bodyHeight,
    speed: range(speed),
    turn: range(coordinate).describe('x of the western and eastern turning points.'),
    lanes: range(z.number().min(0).max(200)).describe('Least and greatest |z| of a lane.'),
    yields,
  })
  .describe('Walkers on nested loops: eastward on the +z side, westward on the −z side.');

const strew = z
  .strictObject({
    kind: z.literal('strew'),
    gap: z.number().min(0).max(20).describe('Least free width to anything else.'),
    attempts: z.int().min(1).max(5000).describe('Random places tried for one prop.'),
    props: z
      .array(
        z.strictObject({
          look: propLook,
          count: count(500),
          shape,
          mass: z.number().min(0.1).max(500).describe('Kilograms.'),
        }),
      )
      .max(16),
  })
  .describe('Things to push, strewn over the free ground.');

const openings = z
  .strictObject({
    kind: z.literal('openings'),
    width: length.describe('The least width that counts as an opening.'),
  })
  .describe('A portal at the widest free stretch between every two regions that touch.');

const crossing = {
  people: count(50),
  circle: z
    .number()
    .min(1)
    .max(50)
    .describe('Metres from the middle to the agent’s start and goal.'),
  gap: z.number().min(0).max(5).default(0.2).describe('Least free width between starts.'),
  radius: bodyRadius.default(0.3),
  height: bodyHeight.default(1.7),
  speed,
  yields,
  avoidance: z
    .strictObject({
      margin: z.number().min(0).max(2).default(0).describe('Metres kept beyond radii.'),
      neighbourDistance: z.number().min(0.1).max(100).default(10),
      maxNeighbours: z.int().min(1).max(100).default(10),
      timeHorizon: z.number().min(0.1).max(60).default(5),
      precision: z
        .enum(['double', 'single'])
        .default('double')
        .describe('Of the computation: single where a benchmark was run with the RVO2 library.'),
    })
    .prefault({})
    .describe('How people keep clear of those they see: ORCA, and nothing else.'),
};

const circleCrossing = z
  .strictObject({ kind: z.literal('circle-crossing'), ...crossing })
  .describe(
    'A crowd on a circle, everyone on the way to the opposite point, one agent among them.',
  );

const squareCrossing = z
  .strictObject({ kind: z.literal('square-crossing'), ...crossing, width: length })
  .describe('A crowd on a square, everyone on the way to its other half, and one agent across.');

const ringCrossing = z
  .strictObject({
    kind: z.literal('ring-crossing'),
    ...crossing,
    circle: z.number().min(1).max(50).describe('Metres from the middle to where people begin.'),
    noise: z.number().min(0).max(10).describe('They begin up to so far off it, to +x and +z.'),
    gap: crossing.gap.default(0.25),
    half: z.number().min(1).max(50).describe('The agent begins and goes where |x|, |z| are below.'),
    leastWay: z.number().min(0.5).max(50).describe('Metres from its start to its goal, at least.'),
    varied: z
      .strictObject({
        radius: range(bodyRadius),
        speed: range(speed),
        neighbourDistance: range(z.number().min(0.1).max(100)),
      })
      .optional()
      .describe('Everyone has these of their own, instead of the same for all.'),
    changes: z
      .strictObject({ seconds, chance: share })
      .optional()
      .describe('Every so many seconds, people take another goal with this chance each.'),
  })
  .describe('A crowd on a ring, everyone on the way to the opposite point, there to be replaced.');

export const sceneSchema = z
  .strictObject({
    $schema: z.string().max(300).optional(),
    version: z.literal(1),
    name: name,
    title: text,
    about: text.optional(),
    scenario: name.describe('The scenario that runs here unless another is asked for.'),
    ground: z.strictObject({ min: ground, max: ground }),
    flat: z.boolean().describe('Everything walkable lies at y = 0.'),
    motion: z
      .enum(['bodies', 'points'])
      .default('bodies')
      .describe('Bodies push one another; points go where they are told, at once.'),
    border: z
      .strictObject({ height: length, thickness: length })
      .optional()
      .describe('A wall round the ground, standing just outside it.'),
    agents: z.strictObject({
      count: z.int().min(1).max(limits.agents),
      radius: bodyRadius,
      height: bodyHeight,
      maxSpeed: speed.describe('m/s'),
      faces: z
        .enum(['way', 'goal'])
        .default('way')
        .describe('Where the heading turns to: the way it wants to walk, or its goal, at once.'),
      sight: z
        .number()
        .min(0.1)
        .max(100)
        .optional()
        .describe(
          'Metres within which it sees people, whatever stands between; it remembers them.',
        ),
    }),
    statics: z.array(fixedStatic).max(limits.bodies).default([]),
    props: z.array(fixedProp).max(limits.bodies).default([]),
    doors: z.array(fixedDoor).max(limits.bodies).default([]),
    walkers: z.array(fixedWalker).max(limits.bodies).default([]),
    regions: z.array(region).max(limits.nodes).default([]),
    portals: z.array(portal).max(limits.nodes).default([]),
    landmarks: count(48).default(12).describe('At most so many landmark nodes in the scene graph.'),
    generate: z
      .array(
        z.discriminatedUnion('kind', [
          scatter,
          rooms,
          stream,
          strew,
          openings,
          circleCrossing,
          squareCrossing,
          ringCrossing,
        ]),
      )
      .max(8)
      .default([])
      .describe('What varies by seed, made in this order.'),
  })
  .superRefine(checkReferences);

/** A scene file as parsed: every default filled in. */
export type Scene = z.output<typeof sceneSchema>;
export type GeneratorOptions = Scene['generate'][number];
export type OptionsOf<K extends GeneratorOptions['kind']> = Extract<GeneratorOptions, { kind: K }>;

/** Bodies that a generator may add at most. */
function generatedBodies(options: GeneratorOptions): number {
  switch (options.kind) {
    case 'scatter':
      // A bar with two lips is three bodies.
      return options.obstacles.reduce((sum, o) => sum + o.count * (o.form === 'bar' ? 3 : 1), 0);
    case 'rooms':
      return options.columns * options.rows * (5 + options.furniture.perRoom) + options.doors.count;
    case 'stream':
      return options.count;
    case 'strew':
      return options.props.reduce((sum, prop) => sum + prop.count, 0);
    case 'openings':
      return 0;
    case 'circle-crossing':
    case 'square-crossing':
    case 'ring-crossing':
      return options.people;
  }
}

type Unchecked = {
  ground: { min: [number, number]; max: [number, number] };
  flat: boolean;
  motion: 'bodies' | 'points';
  border?: unknown;
  agents: { count: number };
  statics: { id: string }[];
  props: { id: string }[];
  doors: { id: string }[];
  walkers: { id: string }[];
  regions: { id: string; min: [number, number]; max: [number, number] }[];
  portals: { id: string; between: [string, string]; door?: string | undefined }[];
  generate: GeneratorOptions[];
};

/** What must agree between the parts of one file. */
function checkReferences(scene: Unchecked, context: z.core.$RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });

  const { min, max } = scene.ground;
  for (const axis of [0, 1] as const) {
    if (max[axis] - min[axis] < 1 || max[axis] - min[axis] > 200) {
      refuse(
        ['ground'],
        `expected 1 to 200 m from min[${axis}] to max[${axis}], got ${max[axis] - min[axis]}`,
      );
    }
  }

  for (const list of ['statics', 'props', 'doors', 'walkers', 'regions', 'portals'] as const) {
    const seen = new Map<string, number>();
    for (const [index, { id }] of scene[list].entries()) {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, index);
      else
        refuse(
          [list, index, 'id'],
          `expected a name of its own, got "${id}" as in ${list}[${first}]`,
        );
    }
  }

  for (const [index, region] of scene.regions.entries()) {
    for (const axis of [0, 1] as const) {
      if (region.min[axis] >= region.max[axis]) {
        refuse(
          ['regions', index, 'max', axis],
          `expected more than min[${axis}] = ${region.min[axis]}, got ${region.max[axis]}`,
        );
      }
    }
  }

  const regions = scene.regions.map(({ id }) => id);
  const doors = scene.doors.map(({ id }) => id);
  for (const [index, portal] of scene.portals.entries()) {
    for (const [end, id] of portal.between.entries()) {
      if (!regions.includes(id)) {
        refuse(
          ['portals', index, 'between', end],
          `expected the id of a region (${regions.join(', ') || 'there is none'}), got "${id}"`,
        );
      }
    }
    if (portal.between[0] === portal.between[1]) {
      refuse(
        ['portals', index, 'between'],
        `expected two regions, got "${portal.between[0]}" twice`,
      );
    }
    if (portal.door !== undefined && !doors.includes(portal.door)) {
      refuse(
        ['portals', index, 'door'],
        `expected the id of a door (${doors.join(', ') || 'there is none'}), got "${portal.door}"`,
      );
    }
  }

  const roomGrids = scene.generate.filter(({ kind }) => kind === 'rooms').length;
  if (roomGrids > 1 || (roomGrids === 1 && scene.regions.length > 0)) {
    refuse(['generate'], 'expected "rooms" once and in a file without regions of its own');
  }

  if (roomGrids > 0 && scene.generate.some(({ kind }) => kind === 'openings')) {
    refuse(['generate'], 'expected "rooms" or "openings", not both: rooms bring their doorways');
  }

  const isCrossing = ({ kind }: GeneratorOptions) => kind.endsWith('-crossing');
  const crossings = scene.generate.filter(isCrossing).length;
  const others =
    scene.walkers.length + scene.generate.filter(({ kind }) => kind === 'stream').length;
  if (crossings > 1 || (crossings === 1 && others > 0)) {
    refuse(['generate'], 'expected one crossing and no other walkers: all walkers are one crowd');
  }
  if (crossings === 1 && scene.agents.count !== 1) {
    refuse(['agents', 'count'], `expected 1 with a crossing, got ${scene.agents.count}`);
  }
  const solid =
    scene.statics.length > 0 ||
    scene.props.length > 0 ||
    scene.doors.length > 0 ||
    scene.border !== undefined ||
    scene.generate.some(({ kind }) => ['scatter', 'rooms', 'strew'].includes(kind));
  for (const [index, options] of scene.generate.entries()) {
    if (options.kind !== 'ring-crossing' || options.leastWay <= 2 * options.half) continue;
    refuse(
      ['generate', index, 'leastWay'],
      `expected at most twice half = ${2 * options.half}, got ${options.leastWay}`,
    );
  }
  if (scene.motion === 'points' && (solid || !scene.flat)) {
    refuse(
      ['motion'],
      'expected "bodies": points go through whatever stands, so it must be flat and empty',
    );
  }

  const fixed =
    scene.statics.length + scene.props.length + scene.doors.length + scene.walkers.length;
  const bodies = scene.generate.reduce((sum, options) => sum + generatedBodies(options), fixed);
  if (bodies > limits.bodies) {
    refuse([], `expected at most ${limits.bodies} bodies, generated ones included, got ${bodies}`);
  }
}
