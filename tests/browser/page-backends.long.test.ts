/** Learning in the page on each backend that it is not tested with everywhere else, in a real browser. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
const start = { timeout: 120_000 };

describe('page', () => {
  it.each(['webgpu', 'tfjs'])('learns on %s when it is asked to', async (backend) => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('isolatedPage')}?policy=none&backend=${backend}&speed=max`, start);
    await page.waitForFunction(() => window.heed.updates > 1, undefined, patience);
    expect(await page.evaluate(() => window.heed.backend)).toBe(backend);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
