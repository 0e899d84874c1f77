/** The page with a trained policy, in a real browser: watched at once, and one click away from learning. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
const start = { timeout: 120_000 };

describe('page with a trained policy', () => {
  it('opens with it; a new brain learns from scratch; a reload keeps the person’s run; both can be had', async () => {
    const { page, complaints } = await watchedPage(browser);
    const shown = () =>
      page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.goto(`${inject('isolatedPage')}?backend=wasm&speed=max`, start);
    await shown();
    expect(await page.evaluate(() => window.heed.policy)).toBe('shipped');
    await page.getByText(/have been trained for \d+ minutes?\./).waitFor();
    await page.waitForFunction(() => window.heed.episodes >= 40, undefined, patience);
    expect(await page.evaluate(() => window.heed.success)).toBeGreaterThan(0.5);
    expect(await page.evaluate(() => window.heed.learner)).toBe('absent');
    // There is nothing to switch on, by key neither.
    await page.keyboard.press('t');
    expect(await page.getByRole('switch', { name: 'Training' }).count()).toBe(0);

    const learn = page.getByRole('button', { name: 'Learn from scratch' });
    await learn.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.heed.updates > 12, undefined, patience);
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    await page.waitForFunction(() => window.heed.saved, undefined, patience);

    await page.reload();
    await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    expect(await page.evaluate(() => window.heed.resumedAgentSteps)).toBeGreaterThan(0);

    await page.evaluate(() =>
      document.querySelector<HTMLElement>('.closed .panel-toggle')?.click(),
    );
    await page.getByRole('button', { name: 'Watch trained robots' }).click();
    await page.waitForFunction(() => window.heed.policy === 'shipped', undefined, patience);
    await shown();
    await page.getByRole('button', { name: 'Back to your run' }).click();
    await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
    expect(await page.evaluate(() => window.heed.resumedAgentSteps)).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it.each([
    // page-learns.test.ts has wider ones.
    { width: 320, height: 640 },
  ])(
    'on a plain host in a sub-path it breaks no accessibility rule, and the way to learn is in view ($width px)',
    async (viewport) => {
      const { page, complaints } = await watchedPage(browser, { viewport });
      await page.goto(inject('plainPage'), start);
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      expect(await page.evaluate(() => window.heed.policy)).toBe('shipped');
      expect(await violations(page)).toEqual([]);
      const box = await page.getByRole('button', { name: 'Learn from scratch' }).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
