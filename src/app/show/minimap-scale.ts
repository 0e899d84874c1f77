/** How a layout lies on the map: −z is up, all of it fits. CSS pixels. */
import type { Ground } from '../../scene/layout.ts';

/** Longest sides of the map. */
const widest = 190;
const highest = 150;

export interface MapScale {
  readonly width: number;
  readonly height: number;
  /** Pixels of a metre. */
  readonly perMetre: number;
}

export function mapScale({ min, max }: { readonly min: Ground; readonly max: Ground }): MapScale {
  const [width, depth] = [max[0] - min[0], max[1] - min[1]];
  const perMetre = Math.min(widest / width, highest / depth);
  return { width: Math.round(width * perMetre), height: Math.round(depth * perMetre), perMetre };
}
