/** The graphics process dies while one learns on it and looks at it: the picture comes back, and the run goes on. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 250_000, polling: 500 };

it('goes on from what was saved, and draws, after the graphics card was lost', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 800, height: 600 },
  });
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav&policy=none&backend=webgpu`);
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.waitForFunction(() => window.heed.saved, undefined, patience);
  expect(await page.evaluate(() => window.heed.backend)).toBe('webgpu');
  expect(complaints).toEqual([]);

  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await page.waitForFunction(
    () => window.heed.notices.some((text) => text.startsWith('The graphics card was lost')),
    undefined,
    patience,
  );
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  const resumed = await page.evaluate(() => window.heed.resumedAgentSteps ?? 0);
  expect(resumed).toBeGreaterThan(0);
  await page.waitForFunction((steps) => window.heed.agentSteps > steps, resumed, patience);
  const frames = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) > n + 2, frames, patience);
  // It is told to a programmer, and nothing else went wrong.
  expect(complaints.filter((text) => !/GPU was lost|CONTEXT_LOST/.test(text))).toEqual([]);
  await page.context().close();
}, 900_000);
