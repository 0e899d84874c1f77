/**
 * A run that learns, held to what its workers do: turbo stops the world and not the learner, the slider changes whose
 * weights act, a setting changes what is learned, and what is taken away tells the same as the page. By keyboard.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Download, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { readCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { readSafetensors } from '../../src/storage/safetensors.ts';
import { readEventFile } from '../storage/read-event-file.ts';
import { differing, pictureOf } from './pixels.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 100_000, polling: 100 };

const updates = (page: Page) => page.evaluate(() => window.heed.updates);

async function learnsOn(page: Page, more: number): Promise<void> {
  const least = (await updates(page)) + more;
  await page.waitForFunction((count) => window.heed.updates >= count, least, patience);
}

interface Taken {
  readonly name: string;
  readonly path: string;
  readonly bytes: Buffer;
}

/** What a button of the dialog of sharing saves. */
async function taken(page: Page, name: string): Promise<Taken> {
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  const [file] = (await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    dialog.getByRole('button', { name, exact: true }).press('Enter'),
  ])) as [Download, unknown];
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const path = join(mkdtempSync(join(tmpdir(), 'heed-')), file.suggestedFilename());
  await file.saveAs(path);
  return { name: file.suggestedFilename(), path, bytes: readFileSync(path) };
}

/** The parameters of the networks that learn, one after the other, of a run's file. */
function learnedIn(bytes: Buffer): number[] {
  const { blobs } = readCheckpointFile(bytes, 'the run');
  return ['actor', 'critic-1'].flatMap((network) => {
    const { tensors } = readSafetensors(blobs.get(network) as Uint8Array, network);
    return [...tensors].flatMap(([name, { values }]) =>
      name.startsWith('online/') ? [...values] : [],
    );
  });
}

const norm = (values: readonly number[]) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const between = (one: readonly number[], other: readonly number[]) =>
  norm(one.map((value, i) => value - (other[i] as number)));

it('a run’s past acts when it is chosen, its settings are learned with, and its files say what the page does', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 1280, height: 800 },
  });
  await page.goto(`${inject('isolatedPage')}?policy=none&backend=wasm&quality=low&speed=1`, {
    timeout: 120_000,
  });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.waitForFunction(() => window.heed.updates > 4, undefined, patience);

  // Turbo: nothing is drawn, the world in view stands still, and it is learned on.
  await page.keyboard.press('u');
  await page.getByRole('button', { name: /Watch again/ }).waitFor();
  await page.waitForTimeout(500);
  const world = () =>
    page.evaluate(() => [window.heed.stage?.frames, window.heed.stage?.newestSeconds]);
  const stood = await world();
  await learnsOn(page, 20);
  expect(await world()).toEqual(stood);
  await page.waitForFunction(() => window.heed.moments.length >= 3, undefined, patience);
  await page.keyboard.press('u');
  await page.waitForFunction(
    (before) => (window.heed.stage?.newestSeconds ?? 0) > before,
    stood[1] ?? 0,
    patience,
  );

  // Whose weights act is what the simulation says with its pictures, not what the slider shows.
  const [first = 0, second = 0] = await page.evaluate(() => window.heed.moments);
  const scrubber = page.getByRole('slider', { name: /whose weights drive/ });
  await scrubber.focus();
  await page.keyboard.press('Home');
  const drives = (by: number) =>
    page.waitForFunction((of) => window.heed.drivenBy === of, by, { ...patience, timeout: 20_000 });
  await drives(first);
  await learnsOn(page, 5);
  expect(await page.evaluate(() => window.heed.drivenBy)).toBe(first);
  await page.keyboard.press('ArrowRight');
  await drives(second);
  const then = await updates(page);
  await page.keyboard.press('End');
  await page.waitForFunction((least) => (window.heed.drivenBy ?? 0) >= least, then, {
    ...patience,
    timeout: 20_000,
  });

  // With rates of 0 the networks stay as they are, however many updates are made; they are the ones from before.
  const before = learnedIn((await taken(page, 'Save run')).bytes);
  await page.getByText('Settings', { exact: true }).press('Enter');
  for (const name of ['Learning rate of the actor', 'Learning rate of the critic']) {
    await page.getByRole('slider', { name }).focus();
    await page.keyboard.press('Home');
  }
  const isSet = () => window.heed.marks.filter(({ kind }) => kind === 'setting').length === 2;
  await page.waitForFunction(isSet, undefined, patience);
  const atOnce = await taken(page, 'Save run');
  await learnsOn(page, 12);
  const later = await taken(page, 'Save run');
  expect(learnedIn(later.bytes)).toEqual(learnedIn(atOnce.bytes));
  expect(between(before, learnedIn(later.bytes))).toBeGreaterThan(0);
  expect(between(before, learnedIn(later.bytes))).toBeLessThan(0.7 * norm(before));

  // Results as three kinds of file, all of the curve that the page has.
  await page.locator('#view').focus();
  await page.keyboard.press('t');
  // The last words of what was learned until then have come.
  await page.waitForTimeout(1500);
  const { points, marks } = await page.evaluate(() => {
    const { points: curve, marks: happened } = window.heed;
    return { points: curve, marks: happened };
  });
  expect(points.length).toBeGreaterThan(3);
  const csv = await taken(page, 'CSV');
  expect(csv.name).toMatch(/\.csv$/);
  const [head = '', ...rows] = csv.bytes.toString().trimEnd().split('\r\n');
  const columns = head.split(',');
  expect(columns.slice(0, 2)).toEqual(['agentSteps', 'seconds']);
  expect(rows.map((row) => Number(row.split(',')[1]))).toEqual(
    points.map((point) => point.seconds),
  );
  const jsonl = await taken(page, 'JSON lines');
  const lines = jsonl.bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ seconds }) => seconds)).toEqual(points.map((point) => point.seconds));
  expect(lines.map(({ success }) => success ?? null)).toEqual(points.map((point) => point.success));
  // It may be saved at any time.
  const lasting = ({ kind }: { kind: string }) => kind !== 'saved';
  const told = lines.flatMap((line) => line.marks as { kind: string; text: string }[]);
  const texts = (of: readonly { kind: string; text: string }[]) =>
    of
      .filter(lasting)
      .map(({ text }) => text)
      .sort();
  expect(texts(told)).toEqual(texts(marks));
  expect(texts(marks)).not.toEqual([]);
  const events = readEventFile((await taken(page, 'TensorBoard')).bytes);
  const losses = events.flatMap(({ values }) =>
    values.filter(({ tag }) => tag === 'losses/critic'),
  );
  expect(losses.length).toBeGreaterThan(2);
  expect(events.filter(({ step }) => Number(step) > 0).length).toBeGreaterThan(points.length - 2);

  // Another run beside it, by a file: a second line is there, and is gone again.
  const chart = page.locator('.timeline-chart');
  const alone = await pictureOf(chart);
  const compare = page.getByRole('combobox', { name: 'Compare with' });
  const choosing = page.waitForEvent('filechooser');
  await compare.focus();
  await page.keyboard.press('End');
  await (await choosing).setFiles(later.path);
  await page.locator('.compared-key', { hasText: later.name.replace(/\.heed$/, '') }).waitFor();
  const beside = await pictureOf(chart);
  expect(differing(alone, beside)).toBeGreaterThan(60);
  await compare.focus();
  await page.keyboard.press('Home');
  await page.locator('.compared-key').waitFor({ state: 'detached' });
  expect(differing(beside, await pictureOf(chart))).toBeGreaterThan(60);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 240_000);
