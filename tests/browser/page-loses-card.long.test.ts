/** The graphics process dies while one learns on it and looks at it: the picture comes back, and the run goes on. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { keepsElsewhere, watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 250_000, polling: 500 };
const address = () => `${inject('isolatedPage')}?scene=crowdnav&policy=none&backend=webgpu`;

async function crash(page: Page): Promise<void> {
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await page.waitForFunction(() => window.heed.learner !== 'running', undefined, patience);
}

async function goesOn(page: Page): Promise<void> {
  const updates = await page.evaluate(() => window.heed.updates);
  await page.waitForFunction((from) => window.heed.updates > from + 10, updates, patience);
}

async function draws(page: Page): Promise<void> {
  const frames = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) > n + 2, frames, patience);
}

/** The learner is another, and the page has said from where it goes on. */
async function saying(page: Page, text: string): Promise<void> {
  const said = await page.waitForFunction(
    () => window.heed.notices.find((notice) => /graphics card was lost.*: /.test(notice)),
    undefined,
    patience,
  );
  expect(await said.jsonValue()).toContain(text);
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
}

/** It is told to a programmer, and nothing else went wrong. */
const others = (complaints: readonly string[]) =>
  complaints.filter((text) => !/GPU was lost|CONTEXT_LOST/.test(text));

it('goes on from what was saved, and draws, after the graphics card was lost', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 800, height: 600 },
  });
  await page.goto(address());
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.waitForFunction(() => window.heed.saved, undefined, patience);
  expect(await page.evaluate(() => window.heed.backend)).toBe('webgpu');
  expect(complaints).toEqual([]);

  await crash(page);
  await saying(page, 'The graphics card was lost: your run goes on from what was saved last.');
  const resumed = await page.evaluate(() => window.heed.resumedAgentSteps ?? 0);
  expect(resumed).toBeGreaterThan(0);
  await page.waitForFunction((steps) => window.heed.agentSteps > steps, resumed, patience);
  await draws(page);
  expect(others(complaints)).toEqual([]);
  await page.context().close();
}, 900_000);

it('learns on by itself where nothing can be saved: anew at first, then from what the page held', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 800, height: 600 },
  });
  await keepsElsewhere(page.context(), 'crowdnav');
  await page.goto(address());
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);

  // It is held when the page goes out of view, or every 20 seconds.
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  await crash(page);
  await saying(page, 'it begins anew');
  await goesOn(page);
  await page.evaluate(() => dispatchEvent(new Event('pagehide')));
  const before = await page.evaluate(() => window.heed.updates);
  // Until the learner has answered.
  await page.waitForTimeout(10_000);

  await crash(page);
  await saying(page, ' steps, but what it had collected to learn from is lost');
  expect(await page.evaluate(() => window.heed.resumedAgentSteps ?? 0)).toBeGreaterThan(0);
  await goesOn(page);
  expect(await page.evaluate(() => window.heed.updates)).toBeGreaterThan(before);
  // Chromium, which has lost it twice in minutes, may by now offer neither WebGPU nor WebGL until it is started anew.
  expect(await page.evaluate(() => window.heed.saved)).toBe(false);
  expect(others(complaints)).toEqual([]);
  await page.context().close();
}, 900_000);
