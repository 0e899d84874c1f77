/** The tour in a real browser: offered at the first visit, done by the person step by step, and not offered again. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { TourStep } from '../../src/app/home/tour-steps.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };

it('a person is led from watching to sharing, each step by what they do', async () => {
  const viewport = { width: 1280, height: 800 };
  const { page, complaints } = await watchedPage(browser, { viewport });
  const shown = () =>
    page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  const at = (step: TourStep | undefined) =>
    page.waitForFunction((wanted) => window.heed.tour === wanted, step, patience);
  await page.goto(`${inject('isolatedPage')}?backend=wasm&quality=low`, { timeout: 120_000 });
  await shown();
  const offer = page.getByRole('button', { name: 'A tour of one minute' });
  await offer.press('Enter');
  await page.getByRole('heading', { name: 'Watch', exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  // The keys of the card are the tour's, those of the page the page's.
  await page.keyboard.press('ArrowRight');
  await at('ask');
  await page.locator('#view').focus();
  await page.keyboard.press('ArrowRight');
  await at('imagine');
  await page.locator('.toggle-absent').first().press('Enter');
  await at('walk');
  await page.keyboard.press('v');
  await page.locator('.tour-task.done').waitFor();
  await page.keyboard.press('v');
  await at('edit');
  await page.getByRole('button', { name: 'Next', exact: true }).press('Enter');
  await at('learn');
  await page.getByRole('button', { name: 'Learn from scratch' }).press('Enter');
  await at('share');
  await page.keyboard.press('x');
  await at(undefined);
  await page.getByRole('dialog', { name: 'Share' }).waitFor();
  expect(await violations(page)).toEqual([]);

  await page.reload();
  await shown();
  expect(await offer.count()).toBe(0);
  await page.keyboard.press('?');
  await offer.press('Enter');
  await at('watch');
  await page.keyboard.press('Escape');
  await at(undefined);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
