/** Looking back in a real browser, by keyboard; what is saved there plays to the bit here, and opens there again. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import type { Segment } from '../../src/agents/recording.ts';
import { readRecordingFile, writeRecordingFile } from '../../src/agents/recording-file.ts';
import { verifyRecording } from '../../src/agents/replay.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { loadEngines } from '../../src/env/index.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 250 };

it('the last minute is seen again with its reasons, and a recording of it plays here as it went there', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav&speed=4`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.heed.explanations > 3, undefined, patience);

  await page.keyboard.press('r');
  await page.waitForFunction(() => window.heed.rewound !== undefined, undefined, patience);
  await page.keyboard.press(',');
  // It stands still from here on: what comes first may be of before.
  await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
  const slider = page.getByRole('slider', { name: /^Moment of the last \d+ seconds$/ });
  await slider.focus();
  await page.keyboard.press('End');
  const at = () => page.evaluate(() => window.heed.rewound?.at);
  const isAt = (moment: number) =>
    page.waitForFunction((to) => window.heed.rewound?.at === to, moment, patience);
  const decisions = (await page.evaluate(() => window.heed.rewound?.decisions)) ?? 0;
  await isAt(decisions);
  expect(await page.evaluate(() => window.heed.rewound?.differsFrom)).toBeUndefined();
  await page.keyboard.press(',');
  await isAt(decisions - 1);
  const explained = await page.evaluate(() => window.heed.explanations);
  await page.keyboard.press('PageDown');
  await page.waitForFunction((before) => window.heed.explanations > before, explained, patience);
  expect(await at()).toBeLessThan(decisions - 1);
  expect(await slider.getAttribute('aria-valuetext')).toMatch(/^\d+\.\d s ago$/);
  expect(await violations(page)).toEqual([]);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save recording' }).click();
  const file = await (await downloading).path();
  await loadEngines();
  const { scenario, recording } = readRecordingFile(readFileSync(file), 'the file', scenarios);
  expect(verifyRecording(scenario, recording)).toMatchObject({ decisions, differsFrom: undefined });

  await page.keyboard.press('Escape');
  await page.waitForFunction(() => window.heed.rewound === undefined, undefined, patience);
  const name = 'seen.heedrec';
  const bytes = { name, mimeType: 'application/octet-stream', buffer: readFileSync(file) };
  await page.locator('input[type=file]').first().setInputFiles(bytes);
  await page.waitForFunction(() => window.heed.rewound?.file !== undefined, undefined, patience);
  await page.waitForFunction(() => (window.heed.rewound?.at ?? 0) > 3, undefined, patience);
  await page.getByRole('button', { name: 'Back to now' }).click();
  await page.waitForFunction(() => window.heed.rewound === undefined, undefined, patience);
  // One whose third decision is not the one that was taken then plays on, and says from when on it differs.
  const third = 2;
  const [segment] = recording.segments as [Segment, ...Segment[]];
  segment.actions.fill(0, 2 * third * recording.agents, 2 * (third + 1) * recording.agents);
  const forged = Buffer.from(writeRecordingFile(scenario, recording));
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ ...bytes, buffer: forged });
  const from = ((third + 1) * recording.decisionSeconds).toFixed(1);
  await page
    .getByText(`From second ${from} on the replay differs from what was recorded.`)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => window.heed.rewound === undefined, undefined, patience);
  // Cut off in its blobs it is still known for a recording, in its table no longer: how long that is depends on how
  // many layouts the last minute had.
  for (const [size, noun] of [
    [bytes.buffer.length - 9, 'recording'],
    [200, 'file of Heed'],
  ] as const) {
    const cut = { ...bytes, buffer: bytes.buffer.subarray(0, size) };
    await page.locator('input[type=file]').first().setInputFiles(cut);
    await page.getByText(`“seen.heedrec” is no readable ${noun}`).first().waitFor();
  }

  // Now goes on decision by decision, too: by key, and by the button that is there while it stands still.
  const seconds = () => page.evaluate(() => window.heed.stage?.newestSeconds ?? 0);
  await page.keyboard.press('j');
  const step = page.getByRole('button', { name: 'One decision on' });
  await step.waitFor();
  for (let before = -1; before !== (await seconds()); ) {
    before = await seconds();
    await page.waitForTimeout(400);
  }
  for (const go of [() => page.keyboard.press('j'), () => step.click()]) {
    const before = await seconds();
    await go();
    await page.waitForFunction(
      (then) => window.heed.stage?.newestSeconds !== then,
      before,
      patience,
    );
    await page.waitForTimeout(400);
    const passed = (await seconds()) - before;
    // A new layout begins at 0.
    expect(passed < 0 ? await seconds() : passed).toBeLessThan(0.26);
  }
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 240_000);
