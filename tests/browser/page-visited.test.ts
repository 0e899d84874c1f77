/**
 * Walking in, in a real browser, by a gamepad. By keys alone, by thumb, through doors and among robots that learn:
 * page-visited-by-keys.test.ts, page-visited.long.test.ts and page-carries.long.test.ts.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { changesAre, patience, placeOf } from './edited-page.ts';
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
  rowOf,
  showVisit,
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
