/** Paints for scenery: colour with the darkness that gathers near the ground and in hollows. */
import { Color } from 'three';
import type { Paint } from './mesh-data.ts';
import { ripple } from './shapes.ts';

const other = new Color();

/** How much of the sky reaches a wall `height` metres above the ground. */
export function grounded(height: number): number {
  return 1 - 0.34 * Math.exp(-Math.max(0, height) / 0.22);
}

/** One colour, darker towards the ground. */
export function solid(hex: number): Paint {
  return (color, _local, placed) => {
    color.setHex(hex).multiplyScalar(grounded(placed.y));
  };
}

/** Two greens that drift into each other; light on top, deep below. `top` is the local y of the top. */
export function foliage(deep: number, light: number, top: number): Paint {
  return (color, local, placed) => {
    const drift = 0.5 + 0.5 * ripple(placed.x * 0.9, placed.y, placed.z * 0.9);
    const height = Math.min(1, Math.max(0, 0.5 + local.y / (2 * top)));
    color.setHex(deep).lerp(other.setHex(light), 0.2 + 0.45 * height + 0.25 * drift);
    color.multiplyScalar((0.72 + 0.28 * height) * grounded(placed.y));
  };
}

/** Stone or wood whose tone changes a little from piece to piece; `seed` picks the piece. */
export function varied(hex: number, seed: number, amount = 0.07): Paint {
  const tone = 1 + amount * Math.sin(seed * 12.9898 + 4.1);
  return (color, _local, placed) => {
    color.setHex(hex).multiplyScalar(tone * grounded(placed.y));
  };
}
