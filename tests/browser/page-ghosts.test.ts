/** Ghosts on the page: a robot as it was, beside itself, switched and read by keyboard, while it learns on. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };
const start = { timeout: 120_000 };

it('shows a robot as it was, beside itself, on a page of any width, and says why not yet', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${inject('isolatedPage')}?policy=shipped&backend=wasm`, start);
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('h');
  await page.getByText('this policy came without one').first().waitFor();
  expect(await page.getByRole('button', { name: 'Ghosts' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Learn from scratch' }).press('Enter');
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('u');
  await page.waitForFunction(() => window.heed.moments.length >= 2, undefined, patience);
  // Nobody is selected, and nothing is drawn in turbo: both are seen to.
  await page.keyboard.press('h');
  await page.waitForFunction(() => window.heed.ghosts.length >= 2, undefined, patience);
  const { selected, moments, ghosts } = await page.evaluate(() => window.heed);
  expect(selected).toBe(0);
  expect(moments).toEqual(expect.arrayContaining(ghosts.map(({ updates }) => updates)));
  // Each is a figure in the picture, and not a line in the legend alone.
  await page.waitForFunction(
    (count) => (window.heed.stage?.overlays['past-selves'] ?? 0) > 1000 * count,
    ghosts.length,
    patience,
  );
  const legend = page.getByRole('region', { name: 'Ghosts' });
  expect(await legend.getByRole('listitem').count()).toBe(ghosts.length);
  await legend
    .getByText(/^after .* s$/)
    .first()
    .waitFor();
  await page.waitForFunction(
    (from) => window.heed.updates > from,
    await page.evaluate(() => window.heed.updates),
    patience,
  );
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page)).toEqual([]);
  await legend.getByRole('button', { name: 'Hide the ghosts' }).press('Enter');
  await legend.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => window.heed.ghosts)).toEqual([]);
  await page.waitForFunction(
    () => window.heed.stage?.overlays['past-selves'] === 0,
    undefined,
    patience,
  );
  expect(complaints).toEqual([]);
  await page.context().close();
});
