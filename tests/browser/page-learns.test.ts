/** The whole page in a real browser: agents move and learn, a run survives a reload, anyone can use it. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
// A browser each: what a page left to the graphics process does not slow down the next one.
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
/** A cold start of a software graphics card takes a while on a busy machine. */
const start = { timeout: 120_000 };

describe('page', () => {
  it('is fed by two simulation workers, and learns in two threads', async () => {
    const { page, complaints } = await watchedPage(browser);
    const query = '?policy=none&backend=wasm&workers=2&threads=2&speed=0.25';
    await page.goto(`${inject('isolatedPage')}${query}`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    // The address says that nobody else's is to be watched.
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    // Paused, so that only headless copies collect: half of them alone do not fill the warm-up.
    await page.keyboard.press(' ');
    // Losses are read from the device once in ten updates.
    await page.waitForFunction(() => window.heed.updates > 12, undefined, patience);
    await page.waitForFunction(() => Number.isFinite(window.heed.criticLoss), undefined, patience);
    expect(await page.evaluate(() => Number.isFinite(window.heed.actorLoss))).toBe(true);
    await page.waitForFunction(() => window.heed.success !== null, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('agents move, without cross-origin isolation too', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('plainPage')}?policy=none&backend=wasm`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => window.heed.attends !== undefined, undefined, patience);
    const canvas = page.locator('canvas').first();
    const first = await canvas.screenshot();
    await page.waitForTimeout(3_000);
    const second = await canvas.screenshot();
    expect(first.equals(second)).toBe(false);
    await page.waitForFunction(() => window.heed.agentSteps > 100, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('breaks no accessibility rule of axe, wide or phone-sized', async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    await page.goto(`${inject('isolatedPage')}?policy=none&backend=wasm`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => window.heed.attends !== undefined, undefined, patience);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(700);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it('says in one sentence what of its address it does not know', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('isolatedPage')}?scene=atlantis&backend=abacus`, start);
    await page.waitForFunction(() => window.heed.notices.length >= 2, undefined, patience);
    const notices = await page.evaluate(() => window.heed.notices.join(' '));
    expect(notices).toContain('atlantis');
    expect(notices).toContain('plaza');
    expect(notices).toContain('abacus');
    expect(notices).toContain('webgpu');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
