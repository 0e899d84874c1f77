/**
 * Walking in, in a real browser, by what people have in their hands: keys alone, a gamepad. By thumb, through doors and
 * among robots that learn: page-visited.long.test.ts and page-carries.long.test.ts.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { changesAre, patience, placeOf } from './edited-page.ts';
import { violations } from './violations.ts';
import {
  crateInTheOpen,
  drawn,
  hasThing,
  heading,
  holdSticks,
  isIn,
  isOut,
  nimble,
  plugIn,
  pressPad,
  showVisit,
  tap,
  turnBy,
  turnTo,
  visitor,
  wrapped,
} from './visited-page.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

/** How high up on the screen the thing is. */
const rowOf = async (page: Page, name: string) =>
  (await placeOf(page, name))?.screenY ?? Number.NaN;
it('by keys alone one looks round, pushes a crate, picks it up, sets it down elsewhere and takes that back', async () => {
  const { page, complaints } = await watchedPage(browser, nimble);
  const { query, thing, x, z } = crateInTheOpen();
  await showVisit(page, { query, x, z: z + 1.1 });
  await page.keyboard.press(' ');
  await page.keyboard.press('v');
  await isIn(page);
  await drawn(page);
  await drawn(page);
  const stood = await visitor(page);
  // In place, to both sides, up and down.
  const before = await heading(page);
  await turnBy(page, 3);
  expect(wrapped((await heading(page)) - before)).toBeCloseTo(3 * tap, 2);
  await turnTo(page, x, z);
  const row = await rowOf(page, thing);
  for (const key of ['q', 'q', 'q']) await page.keyboard.press(key);
  await drawn(page);
  const lower = await rowOf(page, thing);
  expect(lower).toBeGreaterThan(row + 20);
  for (const key of ['z', 'z', 'z']) await page.keyboard.press(key);
  await drawn(page);
  expect(await rowOf(page, thing)).toBeCloseTo(row, 0);
  // Held down it goes on; and nobody has moved by all that.
  await page.keyboard.down('BracketRight');
  await drawn(page);
  await drawn(page);
  await page.keyboard.up('BracketRight');
  await drawn(page);
  expect(wrapped((await heading(page)) - before)).toBeLessThan(-1.5 * tap);
  expect(await visitor(page)).toEqual(stood);

  // It gives way to who walks into it.
  await turnTo(page, x, z);
  await page.keyboard.press(' ');
  await page.keyboard.down('w');
  await page.waitForFunction(
    ({ name, fromX, fromZ }) => {
      const it = window.heed.things.find((other) => other.thing === name);
      return it && Math.hypot(it.x - fromX, it.z - fromZ) > 0.3;
    },
    { name: thing, fromX: x, fromZ: z },
    patience,
  );
  await page.keyboard.up('w');
  await page.keyboard.press(' ');
  await drawn(page);
  const pushed = await placeOf(page, thing);
  const pusher = await visitor(page);
  // Away from where it was pushed from, by one who is right behind it.
  const along = (of: { readonly x: number; readonly z: number } | undefined) =>
    ((of!.x - stood!.x) * (x - stood!.x) + (of!.z - stood!.z) * (z - stood!.z)) /
    Math.hypot(x - stood!.x, z - stood!.z);
  expect(along(pushed)).toBeGreaterThan(1.1 + 0.2);
  expect(along(pushed) - along(pusher)).toBeLessThan(1.5);
  expect(along(pusher)).toBeGreaterThan(0.5);

  await turnTo(page, pushed!.x, pushed!.z);
  const prompt = page.locator('.hand-prompt');
  await prompt.filter({ hasText: 'Pick up the crate' }).waitFor();
  const undo = page.getByRole('button', { name: /^Undo/ });
  expect(await undo.count()).toBe(0);
  await page.keyboard.press('f');
  await hasThing(page, thing, false);
  await page.getByRole('button', { name: 'Undo: carry the crate' }).waitFor();
  expect(await violations(page)).toEqual([]);
  // Round about, until there is room.
  for (let i = 0; i < 12 && (await placeOf(page, thing)) === undefined; i++) {
    await turnBy(page, 6);
    await page.keyboard.press('f');
    await drawn(page);
    await drawn(page);
  }
  await changesAre(page, 1);
  const after = await placeOf(page, thing);
  expect(Math.hypot(after!.x - pushed!.x, after!.z - pushed!.z)).toBeGreaterThan(0.2);
  await page.keyboard.press('Control+z');
  await changesAre(page, 0);
  await hasThing(page, thing, true);
  const back = await placeOf(page, thing);
  expect([back?.x, back?.z]).toEqual([pushed?.x, pushed?.z]);
  expect(await undo.count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

it('by a gamepad, plugged in later, one comes in, walks, looks, picks up, takes back, looks through one’s eyes and leaves', async () => {
  const { page, complaints } = await watchedPage(browser, nimble);
  const { query, thing, x, z } = crateInTheOpen();
  await showVisit(page, { query, x, z: z + 1.1 });
  await page.keyboard.press(' ');
  await plugIn(page);
  await pressPad(page, 9);
  await isIn(page);
  await drawn(page);
  const camera = () => page.evaluate(() => window.heed.camera);
  expect(await camera()).toBe('follow');
  // The right stick looks, and walks nowhere: held to the left, let go, then up.
  const [stood, before, row] = [await visitor(page), await heading(page), await rowOf(page, thing)];
  await holdSticks(page, 0, 0, -1, 0.1);
  await drawn(page);
  await holdSticks(page, 0.1, -0.1, 0.1, 0.1);
  await drawn(page);
  const turned = await heading(page);
  expect(wrapped(turned - before)).toBeGreaterThan(0.02);
  await drawn(page);
  // What hardly moves rests.
  expect(await heading(page)).toBe(turned);
  await turnTo(page, x, z);
  await holdSticks(page, 0, 0, 0, -1);
  await drawn(page);
  await holdSticks(page, 0, 0, 0, 0);
  await drawn(page);
  expect(await rowOf(page, thing)).toBeGreaterThan(row + 5);
  expect(await visitor(page)).toEqual(stood);
  await pressPad(page, 3);
  expect(await camera()).toBe('first-person');
  await pressPad(page, 3);
  expect(await camera()).toBe('follow');

  await page.locator('.hand-prompt').filter({ hasText: 'Pick up the crate' }).waitFor();
  await pressPad(page, 0);
  await hasThing(page, thing, false);
  await pressPad(page, 1);
  await hasThing(page, thing, true);
  await changesAre(page, 0);
  const back = await placeOf(page, thing);
  expect([back?.x, back?.z]).toEqual([expect.closeTo(x, 1), expect.closeTo(z, 1)]);

  // The left one walks: back, where one stood.
  await page.keyboard.press(' ');
  await holdSticks(page, 0, 1, 0, 0);
  await page.waitForFunction(
    (from) => {
      const now = window.heed.visitor;
      return now && from && Math.hypot(now.x - from.x, now.z - from.z) > 0.3;
    },
    stood,
    patience,
  );
  await holdSticks(page, 0, 0, 0, 0);
  await pressPad(page, 9);
  await isOut(page);
  expect(await camera()).toBe('orbit');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);
