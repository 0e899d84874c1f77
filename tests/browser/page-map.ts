/** The page's map as a picture, and what a colour on it says of a place in the layout. */
import type { Page } from 'playwright-core';
import { scenarios } from '../../scenes/index.ts';
import { mapScale } from '../../src/app/show/minimap-scale.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import type { Layout } from '../../src/scene/layout.ts';

export interface PageMap {
  readonly layout: Layout;
  /** Red, green, blue of the pixel where that is, '#rrggbb'; undefined beside the map. */
  colourAt(x: number, z: number): string | undefined;
}

const hex = (value: number) => value.toString(16).padStart(2, '0');

/** Of a layout that nobody has changed, as it is drawn now. */
export async function mapOf(page: Page): Promise<PageMap> {
  const { scene, seed, width, height, data } = await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.minimap-canvas');
    if (!canvas) throw new Error('Expected a map.');
    const { width: wide, height: high } = canvas;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, wide, high).data ?? [];
    return {
      ...{ scene: window.heed.scene, seed: window.heed.layout ?? 0 },
      ...{ width: wide, height: high, data: [...pixels] },
    };
  });
  const layout = layOut(scenarios.get(scene).scene, seed);
  const perMetre = (mapScale(layout).perMetre * width) / mapScale(layout).width;
  return {
    layout,
    colourAt(x, z) {
      const column = Math.floor((x - layout.min[0]) * perMetre);
      const row = Math.floor((z - layout.min[1]) * perMetre);
      if (column < 0 || column >= width || row < 0 || row >= height) return undefined;
      const at = 4 * (row * width + column);
      return `#${[0, 1, 2].map((i) => hex(data[at + i] ?? 0)).join('')}`;
    },
  };
}

/** The colour that most have, and the share that does. */
export function most(colours: readonly (string | undefined)[]): { colour: string; share: number } {
  const counts = new Map<string, number>();
  for (const colour of colours) {
    if (colour) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [colour, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return { colour, share: count / Math.max(1, colours.length) };
}
