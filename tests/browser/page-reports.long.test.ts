/** The faithfulness report on the page, of two trainings: whether it is the one that Node makes. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { crossing } from '../../scenes/crossing.ts';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { writePolicyAlone } from '../../src/agents/policy-file.ts';
import { partName } from '../../src/app/words/name-known.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';
import type { Estimate } from '../../src/core/bootstrap.ts';
import { createRandom } from '../../src/core/random.ts';
import { loadEngines } from '../../src/env/index.ts';
import { type ExaminedPolicy, examineFaithfulness } from '../../src/explain/faithfulness.ts';
import { look } from './look.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };

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
