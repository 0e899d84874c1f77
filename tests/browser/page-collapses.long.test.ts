/** A run whose learning collapses, in a real browser: it is rolled back, and the page says so. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor, withSettings } from '../../src/agents/hyperparameters-for.ts';
import type { Manifest } from '../../src/agents/manifest.ts';
import { Training } from '../../src/agents/training.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { loadEngines } from '../../src/env/index.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 300_000, polling: 500 };
const start = { timeout: 120_000 };

/**
 * A run that says that it did well at its last look, with steps so large, and targets that follow at once, that all is
 * lost. As a rule Q runs away, at the next look far beyond what rewards can come to; now and then the critic dies
 * instead, Q stays within what can be, and it is success that tells.
 */
async function doomedRun(): Promise<Buffer> {
  await loadEngines();
  const scenario = scenarios.get('crowdnav');
  const doom = { criticRate: 0.1, actorRate: 0.1, tau: 1, gamma: 0.9999, nStep: 1, warmup: 500 };
  const hyperparameters = withSettings(hyperparametersFor(scenario, 'heed'), Object.entries(doom));
  const validation = { episodes: 100, every: 1000 };
  const training = await Training.create({ scenario, hyperparameters, seed: 1, validation });
  try {
    const { manifest, blobs } = await training.checkpoint();
    const { watchdog, ...rest } = manifest as Manifest;
    if (!watchdog) throw new Error('Expected a run that is watched.');
    const best = { ...watchdog.state.best, successes: 95, episodes: 100 };
    const told = { ...rest, watchdog: { ...watchdog, state: { ...watchdog.state, best } } };
    return Buffer.from(
      writeCheckpointFile({ manifest: told, blobs: blobs as Map<string, Uint8Array> }),
    );
  } finally {
    training.dispose();
  }
}

it('a collapse is told, marked on the curves, and learning goes on', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav&policy=none&backend=wasm`, start);
  await page.waitForFunction(() => window.heed.saved, undefined, patience);
  await page.locator('input[type=file]').setInputFiles({
    name: 'doomed.heed',
    mimeType: 'application/octet-stream',
    buffer: await doomedRun(),
  });
  // Nothing that was kept is replaced unasked.
  await page.getByRole('button', { name: 'Replace it' }).press('Enter');
  await page.waitForFunction(() => window.heed.rollbacks > 0, undefined, patience);
  // A mark tells its words where it is pointed at; its button has them for everybody.
  await page
    .getByRole('button', { name: /: collapsed and rolled back\./ })
    .first()
    .waitFor();
  const notices = await page.evaluate(() => window.heed.notices.join(' '));
  expect(notices).toContain('Learning had collapsed at update');
  expect(await violations(page)).toEqual([]);
  const { updates } = await page.evaluate(() => window.heed);
  await page.waitForFunction((before) => window.heed.updates > before, updates, patience);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 500_000);
