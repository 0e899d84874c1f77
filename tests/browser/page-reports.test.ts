/** The faithfulness report on the page: a person asks whether attention explains what a trained robot does. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { hyperparametersFor } from '../../src/agents/hyperparameters-for.ts';
import { joinWeights } from '../../src/agents/join-weights.ts';
import { Learning } from '../../src/agents/learning.ts';
import { writePolicyAlone } from '../../src/agents/policy-file.ts';
import { emptyProgress, saveProgress } from '../../src/app/learning/progress.ts';
import { partName } from '../../src/app/words/name-known.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';
import type { Estimate } from '../../src/core/bootstrap.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadEngines } from '../../src/env/index.ts';
import { type ExaminedPolicy, examineFaithfulness } from '../../src/explain/faithfulness.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { madeUpMomentReport } from '../explain/made-up-report.ts';
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

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  if (!folder) return;
  const before = page.viewportSize() as { width: number; height: number };
  for (const [width, height] of [
    [1280, 800],
    [390, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${folder}/${name}-${width}.png` });
  }
  await page.setViewportSize(before);
}

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

/** The trained policy of the scene, and another brain: the same, somewhat shaken. */
function twoPolicies() {
  const { card, weights } = readPolicyDirectory(crossing, 'assets/policies/crossing');
  const { hyperparameters } = card;
  const random = createRandom(2, 'shaken');
  const shaken = {
    ...weights,
    actor: weights.actor.map((value) => value * random.range(0.5, 1.5)),
  };
  const other = { ...card, seed: 2 };
  return {
    policies: [weights, shaken].map((of) => ({ hyperparameters, weights: of })),
    file: Buffer.from(writePolicyAlone(crossing, other, shaken)),
  };
}

it('a person adds a policy of another training, and reads how far both look at the same', async () => {
  const viewport = { width: 1280, height: 800 };
  const { page, complaints } = await watchedPage(browser, { viewport });
  await page.goto(`${inject('isolatedPage')}?scene=crossing`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Does attention explain it?' }).click();
  const dialog = page.getByRole('dialog', { name: 'Does attention explain what they do?' });
  const { policies, file } = twoPolicies();
  const add = async (name: string, buffer: Buffer) => {
    const choosing = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'Add from a file …' }).press('Enter');
    const mimeType = 'application/octet-stream';
    await (await choosing).setFiles({ name, mimeType, buffer });
  };
  const crowd = readPolicyDirectory(crowdnav, 'assets/policies/crowdnav');
  await add(
    'crowd.safetensors',
    Buffer.from(writePolicyAlone(crowdnav, crowd.card, crowd.weights)),
  );
  await dialog
    .getByRole('alert')
    .getByText('“crowd.safetensors” is of the scene “crowdnav”, and this is “crossing”')
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await add('another.safetensors', file);
  await dialog.getByText(/^another\.safetensors \(seed 2, [\d,]+ updates\)/).waitFor();
  expect(await dialog.getByRole('alert').count()).toBe(0);
  await look(page, 'others');
  await dialog.getByRole('button', { name: 'Measure' }).press('Enter');

  await loadEngines();
  const { agreement } = await examineFaithfulness({
    scenario: crossing,
    policies: policies as [ExaminedPolicy, ExaminedPolicy],
    ...{ episodes: 100, every: 5 },
  });
  await dialog
    .getByRole('heading', { name: 'Do other training seeds look at the same?' })
    .waitFor({ timeout: 150_000 });
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save as JSON' }).click();
  const [made] = JSON.parse(readFileSync(await (await download).path(), 'utf8')).moments;
  // Not to the bit: Chromium and Node have their own sines, and so these robots their own last digits.
  const near = (estimate: Estimate | null | undefined) =>
    estimate && {
      value: expect.closeTo(estimate.value, 2),
      low: expect.closeTo(estimate.low, 2),
      high: expect.closeTo(estimate.high, 2),
    };
  expect(made.agreement).toEqual(
    agreement.map(({ policies: pair, attention, action }) => ({
      policies: pair,
      attention: Object.fromEntries(
        Object.entries(attention).map(([part, tau]) => [part, near(tau)]),
      ),
      action: near(action),
    })),
  );
  expect(made.compared).toMatchObject([{ from: 'file', file: 'another.safetensors', seed: 2 }]);
  // They agree neither wholly nor not at all: else nothing would have been compared.
  const [pair] = agreement;
  expect(pair?.action?.value).toBeGreaterThan(0.01);
  const figure = (name: string) =>
    dialog.getByRole('row', { name }).locator('.interval-figure').textContent();
  for (const [part, tau] of Object.entries(pair?.attention ?? {})) {
    expect(tau?.value).toBeLessThan(0.95);
    const shown = Number.parseFloat((await figure(`1 and 2: ${partName(part)}`)) ?? '');
    expect(shown).toBeCloseTo(made.agreement[0].attention[part].value, 1);
  }
  await dialog
    .getByText(/^Policies 1 and 2 attend over .* m\/s on average: they look at/)
    .waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('list', { name: 'The policies' }).scrollIntoViewIfNeeded();
  await look(page, 'agreement');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await dialog.evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true);
  await dialog.getByRole('button', { name: 'Remove another.safetensors' }).press('Enter');
  await expect.poll(() => dialog.getByRole('list', { name: 'Other training' }).count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
