/** A benchmark learned in the page, in a real browser: its published cases fill a table meanwhile. */
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

const patience = { timeout: 250_000, polling: 500 };
const start = { timeout: 120_000 };

describe('page of a benchmark', () => {
  it('robots learn, a row of all cases arrives, and a reload keeps it', async () => {
    const { page, complaints } = await watchedPage(browser, {
      viewport: { width: 1280, height: 800 },
    });
    await page.goto(`${inject('isolatedPage')}?scene=crowdnav&policy=none&backend=wasm`, start);
    const table = page.getByRole('table', { name: '500 published cases' });
    await table.getByRole('rowheader', { name: 'LM-SARL' }).waitFor(patience);
    expect(await page.evaluate(() => window.heed.publishedCases)).toBe(500);
    await page.waitForFunction(() => window.heed.examining === 'running', undefined, patience);
    expect(await violations(page)).toEqual([]);
    const before = await page.evaluate(() => window.heed.updates);
    await page.waitForFunction(() => window.heed.examinations.length > 0, undefined, patience);
    // Learning went on meanwhile.
    expect(await page.evaluate(() => window.heed.updates)).toBeGreaterThan(before);
    const [first] = await page.evaluate(() => window.heed.examinations);
    expect(first?.cases).toBe(500);
    expect(first?.seconds).toBeGreaterThanOrEqual(60);
    expect(first?.updates).toBeGreaterThan(0);
    expect((first?.success ?? 1) + (first?.collision ?? 1)).toBeLessThanOrEqual(1);
    const row = table.getByRole('row').filter({ hasText: (first?.success ?? 0).toFixed(3) });
    expect(await row.count()).toBeGreaterThan(0);
    // It is saved with the run, every twenty seconds.
    await page.waitForTimeout(25_000);
    expect(await page.evaluate(() => window.heed.saved)).toBe(true);

    await page.reload();
    await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
    expect((await page.evaluate(() => window.heed.examinations))[0]).toEqual(first);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('fits a narrow phone, and breaks no accessibility rule of axe there', async () => {
    const viewport = { width: 320, height: 640 };
    const { page } = await watchedPage(browser, { viewport });
    await page.goto(`${inject('isolatedPage')}?scene=crowdnav&policy=none&backend=wasm`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.getByRole('button', { name: /^Learning/ }).click();
    const table = page.getByRole('table', { name: '500 published cases' });
    await table.waitFor();
    const box = await table.boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
    const sheet = page.locator('.sheet-body');
    expect(await sheet.evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });
});
