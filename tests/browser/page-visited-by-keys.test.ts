/** Walking in by keys alone, in a real browser: looking round, pushing, picking up, setting down, taking back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { changesAre, patience, placeOf } from './edited-page.ts';
import { violations } from './violations.ts';
import {
  crateInTheOpen,
  drawn,
  hasThing,
  heading,
  isIn,
  nimble,
  rowOf,
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
  await page.waitForFunction(
    ({ from, least }) => {
      const turned = (window.heed.lookingAt?.heading ?? 0) - from;
      return Math.atan2(Math.sin(turned), Math.cos(turned)) < least;
    },
    { from: await heading(page), least: -3 * tap },
    patience,
  );
  await page.keyboard.up('BracketRight');
  await drawn(page);
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
  const free = page.locator('.hand-prompt:not(.refused)', { hasText: 'Set down' });
  // What is carried is a change, too: it is down when it is in the world again.
  const isDown = async () => (await placeOf(page, thing)) !== undefined;
  for (let i = 0; i < 12 && !(await isDown()); i++) {
    await turnBy(page, 6);
    await drawn(page);
    if ((await free.count()) > 0) await page.keyboard.press('f');
    await drawn(page);
    await drawn(page);
  }
  await changesAre(page, 1);
  await hasThing(page, thing, true);
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
