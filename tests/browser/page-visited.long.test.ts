/** Walking in, in a real browser: by keys alone, and with a thumb on a phone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };

async function show(page: Page): Promise<void> {
  await page.goto(`${inject('isolatedPage')}?backend=wasm`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
}

const visitor = (page: Page) => page.evaluate(() => window.heed.visitor);
const isIn = (page: Page) =>
  page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);

/** How far the visitor gets while something is done. */
async function walked(page: Page, act: () => Promise<void>): Promise<number> {
  const from = await visitor(page);
  await act();
  const to = await visitor(page);
  return Math.hypot((to?.x ?? 0) - (from?.x ?? 0), (to?.z ?? 0) - (from?.z ?? 0));
}

describe('page that is visited', () => {
  it('one walks in by a key, walks, stands while all is paused, looks through one’s eyes, and leaves', async () => {
    const { page, complaints } = await watchedPage(browser);
    await show(page);
    expect(await visitor(page)).toBeUndefined();
    await page.keyboard.press('v');
    await isIn(page);
    expect(await page.evaluate(() => window.heed.camera)).toBe('follow');
    const hold = async (key: string) => {
      await page.keyboard.down(key);
      await page.waitForTimeout(2500);
      await page.keyboard.up(key);
    };
    // One way may be barred, two at right angles hardly.
    const ways = [await walked(page, () => hold('w')), await walked(page, () => hold('ArrowLeft'))];
    expect(Math.max(...ways)).toBeGreaterThan(0.5);
    // The arrows walk, and choose no robot.
    expect(await page.evaluate(() => window.heed.selected)).toBeUndefined();
    await page.keyboard.press('3');
    expect(await page.evaluate(() => window.heed.camera)).toBe('first-person');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press(' ');
    await page.waitForTimeout(600);
    expect(await walked(page, () => hold('s'))).toBe(0);
    await page.keyboard.press(' ');

    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.heed.visitor === undefined, undefined, patience);
    expect(await page.evaluate(() => window.heed.camera)).toBe('orbit');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => window.heed.selected)).toBe(0);
    // By the button, too, which says what it does.
    await page.getByRole('button', { name: 'Walk in' }).click();
    await isIn(page);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.waitForFunction(() => window.heed.visitor === undefined, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('on a phone of 320 px a thumb on the pad walks', async () => {
    const viewport = { width: 320, height: 640 };
    const { page, complaints } = await watchedPage(browser, {
      viewport,
      hasTouch: true,
      isMobile: true,
    });
    await show(page);
    await page.getByRole('button', { name: 'Walk in' }).tap();
    await isIn(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    const box = await page.locator('.joystick').boundingBox();
    if (!box) throw new Error('Expected the pad to be shown.');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThan(viewport.height);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const drag = async (dx: number, dy: number) => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + dx, y + dy, { steps: 4 });
      await page.waitForTimeout(2500);
      await page.mouse.up();
    };
    const ways = [await walked(page, () => drag(0, -50)), await walked(page, () => drag(50, 0))];
    expect(Math.max(...ways)).toBeGreaterThan(0.5);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 300_000);
});
