/** Changing the world in a real browser as one who walks in it: what is before one is picked up and set down. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import {
  changes,
  changesAre,
  free,
  isPut,
  landed,
  outward,
  patience,
  placeOf,
  settled,
  show,
} from './edited-page.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

it('who walks in it picks up what is before them and sets it down again', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport: free });
  await show(page, 'plaza');
  // So that nobody pushes anything away meanwhile.
  await page.keyboard.press(' ');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Add a crate' }).click();
  for (const keys of [[], ...outward]) {
    for (const key of keys) await page.keyboard.press(key);
    if (await isPut(page, 1)) break;
  }
  await changesAre(page, 1);
  await page.keyboard.press('e');
  await page.keyboard.press('v');
  await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
  await landed(page);
  // One comes in beside the crate, and looks round for it.
  const prompt = page.locator('.hand-prompt');
  const crate = prompt.filter({ hasText: 'Pick up the crate' });
  for (let i = 0; i < 14 && !(await crate.isVisible()); i++) {
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(620, 400, { steps: 3 });
    await page.mouse.up();
    await landed(page);
  }
  expect(await crate.isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);
  const before = await placeOf(page, 'props/added-1');
  await page.keyboard.press('f');
  await page.waitForFunction(
    () => window.heed.things.every(({ thing }) => thing !== 'props/added-1'),
    undefined,
    patience,
  );
  // Turned round, until there is room.
  for (let i = 0; i < 14 && (await placeOf(page, 'props/added-1')) === undefined; i++) {
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(740, 400, { steps: 3 });
    await page.mouse.up();
    await landed(page);
    await page.keyboard.press('f');
    await settled(page);
  }
  const after = await placeOf(page, 'props/added-1');
  expect(Math.hypot(after!.x - before!.x, after!.z - before!.z)).toBeGreaterThan(0.2);
  expect(await changes(page)).toBe(2);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 600_000);
