/** The pictures of the documents, as they lie there: what the script takes, shown, described, and small. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { webpChunks } from '../../../src/cli/pictures/animated-webp.ts';
import { clips } from '../../../src/cli/pictures/clips.ts';
import { visits } from '../../../src/cli/pictures/stills.ts';

const folder = 'docs/pictures';
const documents = ['README.md', ...readdirSync('docs').map((name) => join('docs', name))].filter(
  (name) => name.endsWith('.md'),
);
const text = documents.map((name) => readFileSync(name, 'utf8')).join('\n');
const taken = [...visits.flatMap(({ pictures }) => pictures), ...clips.map(({ name }) => name)];
/** One that was not taken yet is no mistake; one that nobody takes or sees is. */
const names = readdirSync(folder).map((name) => name.replace(/\.webp$/, ''));
const bytes = (name: string) => readFileSync(join(folder, `${name}.webp`));

describe('pictures of the documents', () => {
  it('are those that the script takes, and each has a name of its own', () => {
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) expect(taken).toContain(name);
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('are all shown, with words for who does not see them', () => {
    for (const name of names) {
      const described = new RegExp(
        `!?\\[[^\\]]{3,}\\]\\([^)]*pictures/${name}\\.webp\\)|` +
          `<img [^>]*pictures/${name}\\.webp"[^>]*alt="[^"]{10,}"`,
      );
      expect(text, name).toMatch(described);
    }
    for (const [, name] of text.matchAll(/pictures\/([\w-]+)\.webp/g))
      expect(names).toContain(name);
  });

  it('are small: a still up to 350 kB, a clip up to 400', () => {
    const moving = clips.map(({ name }) => name);
    for (const name of names.filter((name) => !moving.includes(name))) {
      expect(bytes(name).length, name).toBeLessThanOrEqual(350_000);
    }
    for (const { name, size } of clips) {
      expect(size.most).toBeLessThanOrEqual(400_000);
      if (!names.includes(name)) continue;
      expect(bytes(name).length, name).toBeLessThanOrEqual(size.most);
    }
  });

  it('of clips, frames lie within their picture and last as long as they should', () => {
    for (const { name, size, seconds } of clips.filter(({ name }) => names.includes(name))) {
      const chunks = webpChunks(bytes(name));
      const of24 = (body: Uint8Array, at: number) =>
        body[at]! | (body[at + 1]! << 8) | (body[at + 2]! << 16);
      const frames = chunks.filter((chunk) => chunk.name === 'ANMF').map(({ body }) => body);
      expect(frames.length, name).toBeGreaterThan(12);
      let milliseconds = 0;
      for (const body of frames) {
        expect(2 * of24(body, 0) + of24(body, 6) + 1).toBeLessThanOrEqual(size.width);
        expect(2 * of24(body, 3) + of24(body, 9) + 1).toBeLessThanOrEqual(size.height);
        milliseconds += of24(body, 12);
      }
      expect(Math.abs(milliseconds / 1000 - seconds), name).toBeLessThan(1);
    }
  });
});
