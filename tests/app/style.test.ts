/** Custom properties of the page's style: one that nothing defines makes what is drawn with it invisible. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/app/', import.meta.url);
const names = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
  /\.(ts|tsx|css)$/.test(name),
);
const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
const all = (pattern: RegExp) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)));

it('every custom property that is read is defined', () => {
  const inSheets = all(/var\((--[a-z0-9-]+)/g);
  const inParts = all(/'(--[a-z0-9-]+)'(?!\s*[:\]])/g);
  const defined = new Set([...all(/^\s*(--[a-z0-9-]+):/gm), ...all(/'(--[a-z0-9-]+)'\s*[:\]]/g)]);
  expect(Math.min(inSheets.size, inParts.size)).toBeGreaterThan(3);
  expect([...inSheets, ...inParts].filter((name) => !defined.has(name))).toEqual([]);
});
