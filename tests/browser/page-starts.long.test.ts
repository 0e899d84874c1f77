/** Learning in the page on other backends than wasm, and where a policy is missing, in a real browser. */
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

  it('says in one sentence that a trained policy cannot be fetched, and robots learn from nothing', async () => {
    const { page } = await watchedPage(browser);
    await page.route('**/*.safetensors', (route) => route.fulfill({ status: 404 }));
    await page.goto(`${inject('isolatedPage')}?backend=wasm&speed=max`, start);
    await page.waitForFunction(() => window.heed.updates > 1, undefined, patience);
    const notices = await page.evaluate(() => window.heed.notices.join(' '));
    expect(notices).toContain('The trained policy could not be loaded: the server said 404.');
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    await page.context().close();
  });
});
