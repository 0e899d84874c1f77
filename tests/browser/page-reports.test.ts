/** The faithfulness report on the page: a person asks whether attention explains what a trained robot does. */
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

const patience = { timeout: 150_000, polling: 500 };

it('a person who selects a robot has its attention tested by keys alone, and keeps the report', async () => {
  const viewport = { width: 1280, height: 800 };
  const { page, complaints } = await watchedPage(browser, { viewport });
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('ArrowRight');
  const ask = page.getByRole('button', { name: 'Does attention explain it?' });
  await ask.waitFor();
  await ask.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Does attention explain what they do?' });
  await dialog.waitFor();
  await dialog.getByRole('button', { name: 'Measure' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('progressbar').waitFor();
  expect(await violations(page)).toEqual([]);

  // CrowdNav's policy cannot do without looking where it looks (docs/explanations.md).
  await dialog
    .getByText('the policy needs to look where it looks')
    .first()
    .waitFor({ timeout: 150_000 });
  const cells = (name: string) => dialog.getByRole('row', { name }).locator('.interval-figure');
  const rate = async (name: string) => Number.parseFloat((await cells(name).textContent()) ?? '');
  expect(await rate('as trained')).toBeGreaterThan(0.95);
  expect(await rate('permuted')).toBeLessThan(0.6);
  expect(await rate('left out of the world')).toBeGreaterThan(0.3);
  await dialog.getByText('Head by head').focus();
  await page.keyboard.press('Enter');
  expect(await dialog.getByRole('columnheader', { name: 'entropy' }).isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);

  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as JSON' }).click();
  expect((await download).suggestedFilename()).toMatch(/^heed-crowdnav-\d+-faithfulness\.json$/);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  // It is still there.
  await ask.click();
  await dialog.getByRole('button', { name: 'Measure again' }).waitFor();
  if (process.env.PICTURES) {
    await page.screenshot({ path: `${process.env.PICTURES}/report-1280.png` });
    await page.setViewportSize({ width: 390, height: 800 });
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${process.env.PICTURES}/report-390.png` });
  }
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
