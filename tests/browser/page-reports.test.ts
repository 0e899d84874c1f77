/** The faithfulness report on the page: a person asks whether attention explains what a trained robot does. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { hyperparametersFor } from '../../src/agents/hyperparameters-for.ts';
import { joinWeights } from '../../src/agents/join-weights.ts';
import { Learning } from '../../src/agents/learning.ts';
import { emptyProgress, saveProgress } from '../../src/app/learning/progress.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { madeUpMomentReport } from '../explain/made-up-report.ts';
import { look } from './look.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

/** A run that the page saved, after a quarter of an hour: with moments of its past, most of which have a report. */
async function runWithPast(): Promise<Buffer> {
  const hyperparameters = { ...hyperparametersFor(crowdnav, 'heed'), demonstrations: 0 };
  const learning = await Learning.create({ scenario: crowdnav, hyperparameters, seed: 1 });
  try {
    learning.learner.restore({ ...(await learning.learner.state()), updates: 9000 });
    const weights = joinWeights(await learning.weights());
    // Of chosen figures: attention over people comes to explain what is done, that over places hardly.
    const all = [100, 200, 400, 800, 1500, 3000, 6000, 8500].map((updates, i) =>
      madeUpMomentReport(updates, -0.1 + i / 8, ['nearbyEntities', 'sceneGraph']),
    );
    const moments = all.map(({ moment }) => ({
      moment: { ...moment, success: Math.max(0, moment.success ?? 0) },
      weights,
    }));
    const reports = all.slice(2).map(({ report }, i) => ({
      report,
      moment: (moments[i + 2] as (typeof moments)[0]).moment,
    }));
    const progress = saveProgress({ ...emptyProgress, trainingSeconds: 900, reports }, 0);
    const checkpoint = await makeCheckpoint(learning, { withoutReplay: true, moments, progress });
    const { manifest, blobs } = checkpoint;
    return Buffer.from(writeCheckpointFile({ manifest, blobs: blobs as Map<string, Uint8Array> }));
  } finally {
    learning.dispose();
  }
}

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
  await look(page, 'report');
  await page.keyboard.press('Escape');

  const buffer = await runWithPast();
  const file = { name: 'past.heed', mimeType: 'application/octet-stream', buffer };
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.waitForFunction(() => window.heed.saved, undefined, patience);
  await page.keyboard.press('ArrowRight');
  await ask.waitFor();
  const scrubber = page.getByRole('slider', { name: 'Moment whose weights' });
  await scrubber.focus();
  await page.keyboard.press('Home');
  await ask.focus();
  await page.keyboard.press('Enter');
  const rows = dialog.getByRole('table', { name: 'Reports, by training time' });
  await expect.poll(() => rows.getByRole('row').count(), { timeout: 30_000 }).toBe(1 + 6);
  const plots = dialog.getByRole('img', {
    name: /^τ with leaving out; .*: from 0\.15 to 0\.78/,
  });
  await expect.poll(() => plots.count(), { timeout: 30_000 }).toBe(1);
  await rows.getByRole('button', { name: '2 min 30 s' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText('After 2 min 30 s of training, 1,500 updates').waitFor();
  expect(await violations(page)).toEqual([]);
  await look(page, 'past');
  // Another training is at hand without a file.
  const shipped = dialog.getByRole('button', { name: 'Add the trained policy' });
  await shipped.press('Enter');
  await dialog.getByText(/^the trained policy of this page \(seed \d+, [\d,]+ updates\)/).waitFor();
  expect([await shipped.count(), await dialog.getByRole('alert').count()]).toEqual([0, 0]);
  // Of those that act in the world in view.
  await dialog.getByRole('button', { name: 'Measure those after 10 s' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByText(/^Measuring the weights after 10 s/).waitFor();
  const bar = dialog.getByRole('progressbar');
  await expect.poll(() => bar.getAttribute('value'), { timeout: 60_000 }).not.toBe('0');
  await dialog.getByRole('button', { name: 'Stop' }).click();
  await dialog.getByRole('button', { name: /^Measure \d kept moments$/ }).waitFor();
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
