/** Pictures of the page, as colours: what a person sees of it, and how far two of them differ. */
import { inflateSync } from 'node:zlib';
import type { Locator, Page } from 'playwright-core';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** [height, width, channels] */
  readonly data: Uint8Array;
  readonly channels: 3 | 4;
}

/** A PNG of eight bits a channel in full colour, not interlaced: what Chromium writes. */
export function decodePng(png: Buffer): Picture {
  if (png.toString('latin1', 1, 4) !== 'PNG') throw new Error('This is no PNG.');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, interlaced] = [png[24], png[25], png[28]];
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) {
    throw new Error(
      `Expected a PNG of 8 bits in full colour, got ${depth}, ${kind}, ${interlaced}.`,
    );
  }
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(png.subarray(at + 8, at + 8 + length));
    }
  }
  const channels = kind === 6 ? 4 : 3;
  const lines = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const data = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)] as number;
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= channels ? (data[at - channels] as number) : 0;
      const up = y > 0 ? (data[at - stride] as number) : 0;
      const corner = y > 0 && i >= channels ? (data[at - stride - channels] as number) : 0;
      data[at] = (lines[y * (stride + 1) + 1 + i] as number) + guess(filter, left, up, corner);
    }
  }
  return { width, height, data, channels };
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const [toLeft, toUp] = [Math.abs(up - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

/** Pixels of which a channel is another by more than `slack`. */
export function differing(one: Picture, other: Picture, slack = 16): number {
  if (one.data.length !== other.data.length) throw new Error('Pictures of different sizes.');
  let count = 0;
  for (let at = 0; at < one.data.length; at += one.channels) {
    for (let i = at; i < at + 3; i++) {
      if (Math.abs((one.data[i] as number) - (other.data[i] as number)) <= slack) continue;
      count++;
      break;
    }
  }
  return count;
}

/** Colours that it has, to five bits a channel. */
export function coloursIn({ data, channels }: Picture): number {
  const seen = new Set<number>();
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]] as [number, number, number];
    seen.add(((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3));
  }
  return seen.size;
}

/** Until so many frames more were drawn: what was asked for is in the picture. */
export async function drawn(page: Page, frames = 1): Promise<void> {
  const before = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction(
    (least) => (window.heed.stage?.frames ?? 0) >= least,
    before + frames,
    {
      timeout: 60_000,
      polling: 50,
    },
  );
}

/** The world alone, once what was asked for is in it, without what lies over it. */
export async function worldPicture(page: Page): Promise<Picture> {
  await drawn(page);
  const style = '#page { visibility: hidden !important; }';
  return decodePng(await page.screenshot({ style, animations: 'allow' }));
}

/** Of an element as it stands there. */
export async function pictureOf(element: Locator): Promise<Picture> {
  return decodePng(await element.screenshot());
}
