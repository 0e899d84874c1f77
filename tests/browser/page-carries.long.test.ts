/** Changing the world in a real browser as one who walks in it: what is before one is picked up and set down. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };
/** No panel is open over the world then. */
const free = { width: 960, height: 640 };

async function show(page: Page, scene: string): Promise<void> {
  await page.goto(`${inject('isolatedPage')}?backend=wasm&scene=${scene}`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
}

const changes = (page: Page) => page.evaluate(() => window.heed.changes);
const changesAre = (page: Page, count: number) =>
  page.waitForFunction((wanted) => window.heed.changes === wanted, count, patience);
const placeOf = (page: Page, name: string) =>
  page.evaluate((thing) => window.heed.things.find((other) => other.thing === thing), name);

/** The camera flies when it is asked for, and the world settles: things are where they are said to be. */
async function settled(page: Page): Promise<void> {
  const frames = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) > n + 3, frames, patience);
}

/** Whether what was let go of has become a change, or else was refused, which a notice says. */
async function isPut(page: Page, wanted: number): Promise<boolean> {
  await page.waitForFunction(
    (count) => window.heed.changes === count || window.heed.notices.length > 0,
    wanted,
    patience,
  );
  return (await changes(page)) === wanted;
}

it('who walks in it picks up what is before them and sets it down again', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport: free });
  await show(page, 'plaza');
  // So that nobody pushes anything away meanwhile.
  await page.keyboard.press(' ');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Add a crate' }).click();
  for (const key of ['Enter', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowLeft', 'ArrowDown']) {
    await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    if (await isPut(page, 1)) break;
  }
  await changesAre(page, 1);
  await page.keyboard.press('e');
  await page.keyboard.press('v');
  await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
  // The camera flies there: where one looks is where it has come to.
  const landed = async () => {
    await page.waitForTimeout(1000);
    await settled(page);
  };
  await landed();
  // One comes in beside the crate, and looks round for it.
  const prompt = page.locator('.hand-prompt');
  const crate = prompt.filter({ hasText: 'Pick up the crate' });
  for (let i = 0; i < 14 && !(await crate.isVisible()); i++) {
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(620, 400, { steps: 3 });
    await page.mouse.up();
    await landed();
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
    await settled(page);
    await page.keyboard.press('f');
    await settled(page);
  }
  const after = await placeOf(page, 'props/added-1');
  expect(Math.hypot(after!.x - before!.x, after!.z - before!.z)).toBeGreaterThan(0.2);
  expect(await changes(page)).toBe(2);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 600_000);
