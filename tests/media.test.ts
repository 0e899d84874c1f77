/** Pictures and clips stay small enough to be cloned, and to be read over a slow line. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, it } from 'vitest';

const docs = join(import.meta.dirname, '../docs');
const kinds = '.webp .png .jpg .jpeg .gif .avif .svg .webm .mp4 .mov'.split(' ');
const media = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .filter((file) => kinds.includes(extname(file).toLowerCase()))
  .map((file) => ({ file, bytes: statSync(join(docs, file)).size }));

/** A film, or a picture that moves: WebP says so in the flags of its extended header. */
function isClip(file: string): boolean {
  const kind = extname(file).toLowerCase();
  if (kind !== '.webp') return ['.gif', '.webm', '.mp4', '.mov'].includes(kind);
  const bytes = readFileSync(join(docs, file));
  return bytes.toString('latin1', 12, 16) === 'VP8X' && ((bytes[20] as number) & 2) !== 0;
}

it('media: all of the documents are of 10 MB at most', () => {
  const sum = media.reduce((all, { bytes }) => all + bytes, 0);
  expect(sum).toBeGreaterThan(1e6);
  expect(sum).toBeLessThanOrEqual(10e6);
});

it('media: a clip is of 400 kB at most', () => {
  const clips = media.filter(({ file }) => isClip(file));
  expect(clips.length).toBeGreaterThan(2);
  expect(clips.filter(({ bytes }) => bytes > 400_000)).toEqual([]);
});
