/**
 * What may stand in a scene file, version 1: the one definition from which come the parser
 * (scene-file.ts), the type `Scene`, and scenes/scene.schema.json for editors. docs/scenes.md is
 * the guide. What it is written with is in scene-quantities.ts, what generators take in
 * generator-schema.ts.
 *
 * Describes one file by itself; what must agree between its parts (names that refer to each other)
 * is checked by `checkReferences` at the end.
 */
import { z } from 'zod';
import { type GeneratorOptions, generatedBodies, generatorSchema } from './generator-schema.ts';
import {
  bodyHeight,
  bodyRadius,
  count,
  ground,
  length,
  limits,
  name,
  position,
  propLook,
  seconds,
  shape,
  share,
  size,
  speed,
  staticLook,
  text,
  yaw,
  yields,
} from './scene-quantities.ts';

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
    categories: z
      .array(staticLook)
      .max(8)
      .default([])
      .describe('Looks of landmarks that agents may be sent to, whichever of them they find.'),
    landmarks: count(48).default(12).describe('At most so many landmark nodes in the scene graph.'),
    generate: z
      .array(generatorSchema)
      .max(8)
      .default([])
      .describe('What varies by seed, made in this order.'),
  })
  .superRefine(checkReferences);

/** A scene file as parsed: every default filled in. */
export type Scene = z.output<typeof sceneSchema>;

/** Metres along x. */
const leastHall = 2;

type Unchecked = {
  ground: { min: [number, number]; max: [number, number] };
  flat: boolean;
  motion: 'bodies' | 'points';
  border?: unknown;
  agents: { count: number };
  statics: { id: string; landmark: boolean }[];
  props: { id: string }[];
  doors: { id: string }[];
  walkers: { id: string }[];
  regions: { id: string; min: [number, number]; max: [number, number] }[];
  portals: { id: string; between: [string, string]; door?: string | undefined }[];
  categories: string[];
  landmarks: number;
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

  checkPlans(scene, refuse);
  checkObjects(scene, refuse);

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
    scene.generate.some(({ kind }) => ['scatter', 'rooms', 'corridor', 'strew'].includes(kind));
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

/** Generators that divide the ground bring its regions and portals: there may be one, and no others. */
function checkPlans(
  scene: Unchecked,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  const { min, max } = scene.ground;
  const plans = scene.generate.filter(({ kind }) => kind === 'rooms' || kind === 'corridor');
  const [plan] = plans;
  if (!plan) return;
  if (plans.length > 1 || scene.regions.length > 0) {
    refuse(['generate'], `expected "${plan.kind}" once and in a file without regions of its own`);
  }
  if (scene.generate.some(({ kind }) => kind === 'openings')) {
    refuse(
      ['generate'],
      `expected "${plan.kind}" or "openings", not both: ${plan.kind === 'rooms' ? 'rooms bring their doorways' : 'a corridor brings its portals'}`,
    );
  }
  if (plan.kind !== 'corridor') return;
  const at = scene.generate.indexOf(plan);
  const longest = max[0] - min[0] - 2 * leastHall;
  if (plan.length[1] > longest) {
    refuse(
      ['generate', at, 'length', 1],
      `expected at most ${longest}, so that either hall is ${leastHall} m long, got ${plan.length[1]}`,
    );
  }
  const widest = max[1] - min[1] - 2 * plan.beside;
  if (plan.width[1] > widest) {
    refuse(
      ['generate', at, 'width', 1],
      `expected at most ${widest}, so that there is room beside the passage, got ${plan.width[1]}`,
    );
  }
}

/** Every object that a generator may place must have a category, and a node. */
function checkObjects(
  { categories, landmarks, statics, generate }: Unchecked,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  for (const [index, look] of categories.entries()) {
    if (categories.indexOf(look) === index) continue;
    refuse(['categories', index], `expected each look once, got "${look}" again`);
  }
  let nodes = statics.filter(({ landmark }) => landmark).length;
  for (const [index, options] of generate.entries()) {
    if (options.kind !== 'rooms' || !options.objects) continue;
    for (const [kind, { look, copies }] of options.objects.kinds.entries()) {
      nodes += copies[1];
      if (categories.includes(look)) continue;
      const known = categories.join(', ') || 'there is none';
      refuse(
        ['generate', index, 'objects', 'kinds', kind, 'look'],
        `expected one of the categories (${known}), got "${look}"`,
      );
    }
    if (nodes > landmarks) {
      refuse(['landmarks'], `expected room for all objects, at least ${nodes}, got ${landmarks}`);
    }
  }
}
