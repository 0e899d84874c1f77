import { describe, expect, it } from 'vitest';
import { animatedWebp, frameChunks, webpChunks } from '../../../src/cli/pictures/animated-webp.ts';

const text = (letters: string) => [...letters].map((letter) => letter.charCodeAt(0));
/** A still file with one chunk; what is in it is never decoded here. */
const still = (name: string, body: readonly number[]) =>
  Uint8Array.from([
    ...text('RIFF'),
    ...[12 + body.length + (body.length % 2), 0, 0, 0],
    ...text('WEBP'),
    ...text(name),
    ...[body.length, 0, 0, 0, ...body],
    ...(body.length % 2 ? [0] : []),
  ]);
const frame = { x: 0, y: 0, width: 480, height: 300, milliseconds: 83.4 };

describe('animated WebP', () => {
  const file = animatedWebp(
    [
      { ...frame, file: still('VP8 ', [1, 2, 3]) },
      { ...frame, file: still('VP8L', [4, 5]), x: 6, y: 8, width: 20, height: 10 },
    ],
    { width: 480, height: 300 },
  );
  const chunks = webpChunks(file);

  it('says its own length, its size and that it moves', () => {
    expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.length - 8);
    expect(chunks.map(({ name }) => name)).toEqual(['VP8X', 'ANIM', 'ANMF', 'ANMF']);
    // 479 = 0x1df, 299 = 0x12b.
    expect([...chunks[0]!.body]).toEqual([0x12, 0, 0, 0, 0xdf, 1, 0, 0x2b, 1, 0]);
  });

  it('has each frame at half its place, one less than its size, for whole milliseconds', () => {
    const head = (at: number) => [...chunks[at]!.body.subarray(0, 16)];
    expect(head(2)).toEqual([0, 0, 0, 0, 0, 0, 0xdf, 1, 0, 0x2b, 1, 0, 83, 0, 0, 0]);
    expect(head(3)).toEqual([3, 0, 0, 4, 0, 0, 19, 0, 0, 9, 0, 0, 83, 0, 0, 0]);
  });

  it('keeps of a still file its pixels, padded as they were', () => {
    const [first, ...none] = frameChunks(chunks[2]!.body);
    expect([first!.name, ...first!.body]).toEqual(['VP8 ', 1, 2, 3]);
    expect(none).toEqual([]);
    expect(frameChunks(chunks[3]!.body)[0]!.name).toBe('VP8L');
  });

  it('refuses what is no WebP, one that is cut off, and a frame at an odd place', () => {
    expect(() => webpChunks(Uint8Array.from(text('PNG')))).toThrow('Expected a WebP file.');
    expect(() => webpChunks(still('VP8 ', [1, 2, 3]).subarray(0, 22))).toThrow('cut off');
    const odd = { ...frame, file: still('VP8 ', [1]), x: 3 };
    expect(() => animatedWebp([odd], { width: 9, height: 9 })).toThrow('even place, but got 3, 0');
  });
});
