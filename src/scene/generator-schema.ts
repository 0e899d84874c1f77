/**
 * What a scene file may ask of the generators (`generate`): one schema per kind, and how many bodies each
 * may add at most. docs/scenes.md is the guide; lay-out.ts runs them.
 */
import { z } from 'zod';
import {
  bodyHeight,
  bodyRadius,
  coordinate,
  count,
  length,
  propLook,
  range,
  seconds,
  shape,
  share,
  speed,
  staticLook,
  yields,
} from './scene-quantities.ts';

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
    objects: z
      .strictObject({
        gap: z.number().min(0).max(5).describe('Least free width to walls and to each other.'),
        attempts: z.int().min(1).max(5000),
        required: z
          .boolean()
          .optional()
          .describe('True: the fewest stand in every layout, in other rooms if need be.'),
        kinds: z
          .array(
            z.strictObject({
              look: staticLook.describe('One of the categories.'),
              copies: range(count(6)).describe('[fewest, most], each in a room drawn at random.'),
              radius: length,
              height: length,
            }),
          )
          .max(8),
      })
      .optional()
      .describe('Round things to be found, placed before the furniture.'),
  })
  .describe('The ground divided into equal rooms; which walls have doorways varies by seed.');

const corridor = z
  .strictObject({
    kind: z.literal('corridor'),
    width: range(length).describe('Of the passage.'),
    length: range(length).describe('Of the passage, along x.'),
    beside: length.describe('Solid ground north and south of the passage, at least.'),
    height: length.describe('Of what is solid.'),
  })
  .describe('Two halls joined by one narrow passage; its width, length and place vary by seed.');

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

export const generatorSchema = z.discriminatedUnion('kind', [
  scatter,
  rooms,
  corridor,
  stream,
  strew,
  openings,
  circleCrossing,
  squareCrossing,
  ringCrossing,
]);

export type GeneratorOptions = z.output<typeof generatorSchema>;
export type OptionsOf<K extends GeneratorOptions['kind']> = Extract<GeneratorOptions, { kind: K }>;

/** Bodies that a generator may add at most. */
export function generatedBodies(options: GeneratorOptions): number {
  switch (options.kind) {
    case 'scatter':
      // A bar with two lips is three bodies.
      return options.obstacles.reduce((sum, o) => sum + o.count * (o.form === 'bar' ? 3 : 1), 0);
    case 'rooms':
      return (
        options.columns * options.rows * (5 + options.furniture.perRoom) +
        options.doors.count +
        mostObjects(options)
      );
    case 'corridor':
      return 2;
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

/** Objects that rooms may have at most. */
export function mostObjects({ objects }: OptionsOf<'rooms'>): number {
  return objects?.kinds.reduce((sum, { copies }) => sum + copies[1], 0) ?? 0;
}
