/**
 * What becomes of pictures after they are taken, in a page of the browser that does nothing else: it decodes and
 * encodes them, so that no other program is asked for. Everything travels as base64.
 */
import type { Browser, Page } from 'playwright-core';
import { animatedWebp } from './animated-webp.ts';

export interface ClipSize {
  readonly width: number;
  readonly height: number;
  /** Bytes: the quality falls until the clip has no more. */
  readonly most: number;
}

/**
 * What of the last picture stays, of a frame, is left out of it in squares of so many pixels: macroblocks of WebP,
 * for in one that is transparent in part the black of what is left out bleeds into the rest.
 */
const square = 16;
/** Mean difference of a square's channels, of 255, from which on it has changed. */
const changed = 2.5;
/** The same of a patch of four pixels by four in it: an edge of a shadow that only touches the square would stay behind. */
const patchChanged = 9;
const qualities = [0.82, 0.75, 0.68, 0.6, 0.5, 0.4, 0.3, 0.2];

export interface Darkroom {
  /**
   * Mean absolute difference of two pictures' channels, of 255, seen from so far that a quarter of the pixels along
   * a side are left. Infinity: they have not one size.
   */
  difference(one: Buffer, other: Buffer): Promise<number>;
  /** The next frame of a clip, brought to its size; what is shown `milliseconds` long. */
  expose(picture: Buffer, milliseconds: number, size: ClipSize): Promise<void>;
  /** All frames since the last clip as an animated WebP, and the quality that it took. */
  develop(size: ClipSize): Promise<{ file: Buffer; quality: number }>;
  close(): Promise<void>;
}

interface Strip {
  readonly rect: { x: number; y: number; width: number; height: number };
  readonly pixels: ImageData;
  milliseconds: number;
}
declare global {
  interface Window {
    /** The darkroom's own: frames, and what is seen after the last of them. */
    strips: Strip[];
    seen: ImageData | undefined;
  }
}

export async function openDarkroom(browser: Browser): Promise<Darkroom> {
  const page = await browser.newPage();
  await page.evaluate(() => {
    window.strips = [];
  });
  return {
    difference: (one, other) => difference(page, one, other),
    expose: (picture, milliseconds, size) => expose(page, picture, milliseconds, size),
    async develop(size) {
      for (const quality of qualities) {
        const frames = await encoded(page, quality);
        const file = Buffer.from(animatedWebp(frames, size));
        if (file.length > size.most && quality !== qualities.at(-1)) continue;
        await page.evaluate(() => {
          window.strips = [];
          window.seen = undefined;
        });
        return { file, quality };
      }
      throw new Error('Expected a quality.');
    },
    close: () => page.close(),
  };
}

function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  return page.evaluate(
    async (files) => {
      const [a, b] = await Promise.all(
        files.map(async (file) => {
          const picture = new Image();
          picture.src = `data:;base64,${file}`;
          await picture.decode();
          const [width, height] = [picture.width >> 2, picture.height >> 2];
          const at = new OffscreenCanvas(width, height).getContext('2d')!;
          at.imageSmoothingQuality = 'high';
          at.drawImage(picture, 0, 0, width, height);
          return at.getImageData(0, 0, width, height);
        }),
      );
      if (a!.width !== b!.width || a!.height !== b!.height) return Number.POSITIVE_INFINITY;
      let sum = 0;
      for (let i = 0; i < a!.data.length; i++) sum += Math.abs(a!.data[i]! - b!.data[i]!);
      // A quarter of the channels is opacity, which never differs.
      return sum / (a!.data.length * 0.75);
    },
    [one, other].map((file) => file.toString('base64')),
  );
}

function expose(page: Page, picture: Buffer, milliseconds: number, size: ClipSize): Promise<void> {
  return page.evaluate(
    async ({ file, milliseconds, width, height, square, changed, patchChanged }) => {
      const image = new Image();
      image.src = `data:;base64,${file}`;
      await image.decode();
      const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
      canvas.imageSmoothingQuality = 'high';
      canvas.drawImage(image, 0, 0, width, height);
      const now = canvas.getImageData(0, 0, width, height);
      const { seen, strips } = window;
      if (!seen) {
        window.seen = new ImageData(new Uint8ClampedArray(now.data), width, height);
        strips.push({ rect: { x: 0, y: 0, width, height }, pixels: now, milliseconds });
        return;
      }
      let [left, top, right, bottom] = [width, height, 0, 0];
      const patches = new Float64Array((square / 4) ** 2);
      const mask = new Uint8Array(Math.ceil(width / square) * Math.ceil(height / square));
      for (let y = 0, s = 0; y < height; y += square) {
        for (let x = 0; x < width; x += square, s++) {
          const [toX, toY] = [Math.min(width, x + square), Math.min(height, y + square)];
          let sum = 0;
          patches.fill(0);
          for (let v = y; v < toY; v++) {
            for (let u = x; u < toX; u++) {
              const i = 4 * (v * width + u);
              let pixel = 0;
              for (let c = i; c < i + 3; c++) pixel += Math.abs(now.data[c]! - seen.data[c]!);
              sum += pixel;
              patches[4 * ((v - y) >> 2) + ((u - x) >> 2)]! += pixel;
            }
          }
          const most = Math.max(...patches) / (4 * 4 * 3);
          if (sum / ((toX - x) * (toY - y) * 3) < changed && most < patchChanged) continue;
          mask[s] = 1;
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, toX);
          bottom = Math.max(bottom, toY);
        }
      }
      if (right <= left) {
        strips.at(-1)!.milliseconds += milliseconds;
        return;
      }
      // Transparent is what stays; what is seen then is compared with the next frame.
      const rect = { x: left, y: top, width: right - left, height: bottom - top };
      const pixels = new ImageData(rect.width, rect.height);
      const columns = Math.ceil(width / square);
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
          if (!mask[Math.floor(y / square) * columns + Math.floor(x / square)]) continue;
          const from = 4 * (y * width + x);
          const colour = now.data.subarray(from, from + 4);
          seen.data.set(colour, from);
          pixels.data.set(colour, 4 * ((y - top) * rect.width + x - left));
        }
      }
      strips.push({ rect, pixels, milliseconds });
    },
    { file: picture.toString('base64'), milliseconds, ...size, square, changed, patchChanged },
  );
}

async function encoded(page: Page, quality: number) {
  const frames = await page.evaluate(async (quality) => {
    const read = (blob: Blob) =>
      new Promise<string>((resolve) => {
        const reader = new FileReader();
        reader.onload = () => resolve((reader.result as string).split(',')[1] as string);
        reader.readAsDataURL(blob);
      });
    const files = [];
    for (const { rect, pixels, milliseconds } of window.strips) {
      const canvas = new OffscreenCanvas(rect.width, rect.height);
      canvas.getContext('2d')!.putImageData(pixels, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      files.push({ ...rect, milliseconds, file: await read(blob) });
    }
    return files;
  }, quality);
  return frames.map(({ file, ...rest }) => ({ ...rest, file: Buffer.from(file, 'base64') }));
}
