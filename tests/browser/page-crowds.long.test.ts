/** The whole page with 256 agents, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const patience = { timeout: 170_000, polling: 500 };

describe('page with a crowd', () => {
  it.each([
    { width: 1280, height: 800 },
    { width: 320, height: 640 },
  ])(
    'opens without complaints, and every robot can be reached ($width px)',
    async (viewport) => {
      const { page, complaints } = await watchedPage(browser, { viewport });
      await page.goto(`${inject('isolatedPage')}?scene=crowd&backend=wasm`, { timeout: 120_000 });
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      expect(await page.evaluate(() => window.heed.agents)).toBe(256);

      for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowLeft');
      expect(await page.evaluate(() => window.heed.selected)).toBe(253);
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate(() => window.heed.selected)).toBe(254);
      await page.waitForFunction(() => window.heed.attends === 254, undefined, patience);
      if (viewport.width < 720) await page.getByRole('button', { name: /’s mind$/ }).click();
      // The strip has moved to the selected one, and nothing stands out of the page.
      const strip = page.getByRole('group', { name: 'Robots' });
      const dot = await strip.locator('[aria-pressed="true"]').boundingBox();
      expect(dot?.x).toBeGreaterThan(0);
      expect((dot?.x ?? 0) + (dot?.width ?? 0)).toBeLessThan(viewport.width);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      expect(await strip.locator('[tabindex="0"]').count()).toBeLessThanOrEqual(2);

      const calls = await page.evaluate(() => window.heed.stage?.drawCalls);
      expect(calls).toBeGreaterThan(10);
      expect(calls).toBeLessThanOrEqual(60);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    240_000,
  );
});
