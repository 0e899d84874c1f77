/**
 * What the schema of a scene file (scene-schema.ts, generator-schema.ts) is written with: names, quantities
 * with their bounds, and shapes. SI units, radians, y up. Every number is bounded, so that a file from a
 * stranger cannot ask for a world that never finishes loading.
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

export const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);
export const text = z.string().min(1).max(300);
export const length = z.number().min(0.01).max(200);
export const coordinate = z.number().min(-limits.coordinate).max(limits.coordinate);
export const yaw = z.number().min(-6.3).max(6.3).default(0).describe('Turn about +y, radians.');
export const share = z.number().min(0).max(1);
export const seconds = z.number().min(0.5).max(600);
export const speed = z.number().min(0.05).max(5);
export const bodyRadius = z.number().min(0.05).max(2);
export const bodyHeight = z.number().min(0.1).max(4);

export const ground = z
  .tuple([coordinate, coordinate])
  .describe('A point on the ground: [x, z], metres.');
export const size = z.tuple([length, length, length]).describe('Full extents [x, y, z], metres.');
export const position = z
  .union([z.tuple([coordinate, coordinate]), z.tuple([coordinate, coordinate, coordinate])])
  .describe('[x, z]: stands on the ground there. [x, y, z]: its centre.');

/** [low, high], drawn uniformly; both ends may be equal. */
export const range = (of: z.ZodNumber) =>
  z
    .tuple([of, of])
    .refine(([low, high]) => low <= high, { message: 'expected [low, high] with low ≤ high' })
    .describe('[low, high], drawn uniformly by the layout seed.');
export const count = (most: number) => z.int().min(0).max(most);

export const shape = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('box'), size }),
  z.strictObject({ type: z.literal('cylinder'), radius: length, height: length }),
  z
    .strictObject({ type: z.literal('ramp'), size })
    .describe('A wedge in the box `size`, rising along its own +x.'),
]);

export const staticLook = z.enum([
  'wall',
  'hedge',
  'planter',
  'bench',
  'pillar',
  'ramp',
  'step',
  'platform',
  'chair',
  'lamp',
  'plant',
  'clock',
]);
export const propLook = z.enum(['crate', 'barrel']);

export const yields = z
  .boolean()
  .default(true)
  .describe('Whether walkers avoid agents and props, not only walls and other walkers.');
