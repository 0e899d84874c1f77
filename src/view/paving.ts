/**
 * Pixels of the ground, computed rather than painted, so that they need no canvas: slabs in rows of
 * unlike lengths with thin joints, and the map that lies over them once per layout with the shade
 * at the foot of every static and the rugs of rooms.
 */
import { createRandom } from '../core/random.ts';
import { distanceTo, footprintOf } from '../scene/footprint.ts';
import type { Layout } from '../scene/layout.ts';
import { pavingMean } from './daylight.ts';

/** Metres covered by one repeat of the paving. */
export const pavingSpan = 4.8;
const rowHeight = 0.6;
const jointWidth = 0.014;

/** White noise in [0, 1) by pixel: a quarter of a million draws would delay the first picture. */
function speckle(x: number, y: number): number {
  const h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1);
  return (Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) >>> 8) / 0x1000000;
}

/** RGBA factors, `pavingMean` for a slab of middling tone, `size` × `size`, seamless. */
export function pavingPixels(size: number): Uint8Array<ArrayBuffer> {
  const random = createRandom(3, 'paving');
  const pixels = new Uint8Array(size * size * 4);
  const rows = Math.round(pavingSpan / rowHeight);
  const lengths = [1.2, 0.6, 0.9, 1.2, 0.9];
  const perMetre = size / pavingSpan;
  const mean = 255 * pavingMean;
  const slabs = Array.from({ length: rows }, (_, row) => {
    const offset = random.uniform() * pavingSpan;
    let edge = 0;
    return lengths.map((_, i) => {
      const length = lengths[(i + row * 2) % lengths.length] as number;
      const slab = {
        from: edge + offset,
        length,
        tone: 1 + random.normal() * 0.022,
        warmth: random.normal() * 0.008,
      };
      edge += length;
      return slab;
    });
  });
  for (let py = 0; py < size; py++) {
    const y = (py + 0.5) / perMetre;
    const row = Math.min(rows - 1, Math.floor(y / rowHeight));
    const dy = Math.min(y - row * rowHeight, (row + 1) * rowHeight - y);
    for (let px = 0; px < size; px++) {
      const x = (px + 0.5) / perMetre;
      let tone = 1;
      let warmth = 0;
      let dx = rowHeight;
      for (const slab of slabs[row] ?? []) {
        const inside = (((x - slab.from) % pavingSpan) + pavingSpan) % pavingSpan;
        if (inside >= slab.length) continue;
        dx = Math.min(inside, slab.length - inside);
        ({ tone, warmth } = slab);
      }
      const edge = Math.min(dx, dy) - jointWidth / 2;
      const joint = Math.min(1, Math.max(0, 0.5 + edge * perMetre));
      // The rim of a slab catches a little light before it falls into the joint.
      const rim = 1 + 0.025 * Math.exp(-Math.max(0, edge) / 0.02);
      const grain = 0.98 + 0.04 * speckle(px, py);
      const value = tone * rim * grain * (0.8 + 0.2 * joint);
      const i = (py * size + px) * 4;
      pixels[i] = Math.min(255, mean * value * (1 + warmth));
      pixels[i + 1] = Math.min(255, mean * value);
      pixels[i + 2] = Math.min(255, mean * value * (1 - warmth * 2));
      pixels[i + 3] = 255;
    }
  }
  return pixels;
}

/** Two or more regions with walls between them make rooms, and rooms get a rug each. */
export function isIndoor(layout: Layout): boolean {
  const walls = layout.statics.filter((body) => body.look === 'wall').length;
  return layout.portals.length > 0 && walls > 6;
}

/** Muted tones, factors on the paving. */
const rugs = [
  [0.94, 0.66, 0.52],
  [0.7, 0.82, 0.66],
  [0.62, 0.75, 0.86],
  [0.95, 0.83, 0.56],
  [0.82, 0.7, 0.84],
  [0.66, 0.83, 0.82],
  [0.93, 0.74, 0.7],
  [0.8, 0.8, 0.62],
  [0.74, 0.74, 0.88],
] as const;
const rugMargin = 0.7;
const rugBorder = 0.12;

export interface GroundMap {
  readonly width: number;
  readonly height: number;
  /** RGBA factors: [height, width, 4], row 0 at min z. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** How far the shade at a foot reaches, metres. */
const shadeReach = 0.75;

export function groundMap(layout: Layout, perMetre: number): GroundMap {
  const [x0, z0] = layout.min;
  const width = Math.max(1, Math.round((layout.max[0] - x0) * perMetre));
  const height = Math.max(1, Math.round((layout.max[1] - z0) * perMetre));
  const pixels = new Uint8Array(width * height * 4).fill(255);
  const column = (x: number) => Math.min(width, Math.max(0, Math.round((x - x0) * perMetre)));
  const line = (z: number) => Math.min(height, Math.max(0, Math.round((z - z0) * perMetre)));
  if (isIndoor(layout)) {
    for (const [r, region] of layout.regions.entries()) {
      const tone = rugs[r % rugs.length] as readonly [number, number, number];
      const wide = region.max[0] - region.min[0] - 2 * rugMargin;
      const deep = region.max[1] - region.min[1] - 2 * rugMargin;
      if (wide < 1.2 || deep < 1.2) continue;
      for (let j = line(region.min[1] + rugMargin); j < line(region.max[1] - rugMargin); j++) {
        for (
          let i = column(region.min[0] + rugMargin);
          i < column(region.max[0] - rugMargin);
          i++
        ) {
          const x = x0 + (i + 0.5) / perMetre;
          const z = z0 + (j + 0.5) / perMetre;
          const inset = Math.min(
            x - region.min[0] - rugMargin,
            region.max[0] - rugMargin - x,
            z - region.min[1] - rugMargin,
            region.max[1] - rugMargin - z,
          );
          const border = inset > rugBorder && inset < rugBorder * 1.7 ? 1.12 : 1;
          const at = (j * width + i) * 4;
          for (let c = 0; c < 3; c++) {
            pixels[at + c] = Math.min(255, 255 * (tone[c] as number) * border);
          }
        }
      }
    }
  }
  for (const body of layout.statics) {
    const footprint = footprintOf(body);
    const reach = shadeReach + footprint.radius + Math.hypot(footprint.halfX, footprint.halfZ);
    for (let j = line(footprint.z - reach); j < line(footprint.z + reach); j++) {
      for (let i = column(footprint.x - reach); i < column(footprint.x + reach); i++) {
        const x = x0 + (i + 0.5) / perMetre;
        const distance = distanceTo(footprint, x, z0 + (j + 0.5) / perMetre);
        if (distance >= shadeReach) continue;
        const fall = 1 - distance / shadeReach;
        const factor = 1 - 0.3 * fall * fall * fall;
        const at = (j * width + i) * 4;
        for (let c = 0; c < 3; c++) pixels[at + c] = (pixels[at + c] as number) * factor;
      }
    }
  }
  return { width, height, pixels };
}
