/** What a look of a static is built into, and how: shared by all builders of looks. */
import type { BufferGeometry } from 'three';
import type { Random } from '../core/random.ts';
import type { Point, Static } from '../scene/layout.ts';
import type { MeshData, Paint } from './mesh-data.ts';
import type { Solids } from './shapes.ts';

export interface Site {
  /** Leaves and blossoms, too small to cast a shadow. */
  readonly leaves: MeshData;
  /** 0 to 1. */
  readonly leafage: number;
  readonly body: Static;
  /** Width, height, depth of the box around the shape. */
  readonly size: Point;
  readonly random: Random;
  /** How finely solids are made. */
  readonly solids: Solids;
  /** Adds a shape at a place given in the body's own frame. */
  add(shape: BufferGeometry, at: Point, paint: Paint, options?: AddOptions): void;
}

interface AddOptions {
  readonly drop?: number | ((y: number) => number);
  readonly yaw?: number;
  readonly roll?: number;
  readonly scale?: Point;
}

export type Builder = (site: Site) => void;
