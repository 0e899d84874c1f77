/** Telling others: what a person takes away from the page, and what becomes of it when it is opened. */
import { copyFileSync, readFileSync } from 'node:fs';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { coloursIn, decodePng, drawn } from './pixels.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };
const viewport = { width: 1280, height: 800 };

async function saved(page: Page, button: Locator) {
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await button.press('Enter');
  const file = await download;
  return { name: file.suggestedFilename(), path: await file.path() };
}

async function look(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

/** As the browser plays it: width, height, seconds. */
function sizeOfFilm(page: Page, film: Buffer): Promise<[number, number, number]> {
  return page.evaluate(async (data) => {
    const video = document.createElement('video');
    video.src = `data:video/webm;base64,${data}`;
    await new Promise((done, fail) => {
      video.onloadeddata = done;
      video.onerror = () => fail(new Error(video.error?.message));
    });
    return [video.videoWidth, video.videoHeight, video.duration] as [number, number, number];
  }, film.toString('base64'));
}

it('a person takes a link, a picture, a video and the policy with them, and each opens again', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport });
  const shown = () =>
    page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.goto(`${inject('isolatedPage')}?backend=wasm`, { timeout: 120_000 });
  await shown();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('2');
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.waitFor();
  const field = dialog.getByRole('textbox', { name: 'Link to what you see' });
  const link = await field.inputValue();
  const layout = await page.evaluate(() => window.heed.layout);
  expect(new URL(link).search).toBe(
    `?scene=plaza&policy=shipped&layout=${layout}&robot=1&camera=follow`,
  );
  expect(await violations(page)).toEqual([]);
  await look(page, 'share-1280');

  const picture = await saved(page, dialog.getByRole('button', { name: 'Save picture' }));
  expect(picture.name).toMatch(/^heed-plaza-\d{8}-\d{6}\.png$/);
  const png = readFileSync(picture.path);
  const seen = decodePng(png);
  expect([seen.width, seen.height]).toEqual([1280, 800]);
  // A world under a sky, not a canvas that was read too late.
  expect(coloursIn(seen)).toBeGreaterThan(200);
  await dialog.getByRole('combobox').selectOption('2');
  const large = await saved(page, dialog.getByRole('button', { name: 'Save picture' }));
  const twice = decodePng(readFileSync(large.path));
  expect(twice.width).toBeGreaterThan(1280);
  expect(coloursIn(twice)).toBeGreaterThan(200);
  const policy = await saved(page, dialog.getByRole('button', { name: 'Save policy' }));
  expect(policy.name).toMatch(/^heed-plaza-\d{8}-\d{6}\.safetensors$/);

  await dialog.getByRole('button', { name: 'Start recording' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  const video = page.getByRole('region', { name: 'Video' });
  await video.getByText(/[1-9]\d*\s(kB|MB)/).waitFor({ timeout: 60_000 });
  expect(await page.evaluate(() => window.heed.recording)).toBe(true);
  expect(await violations(page)).toEqual([]);
  await look(page, 'recording-1280');
  const film = await saved(page, video.getByRole('button', { name: 'Stop' }));
  expect(film.name).toMatch(/\.webm$/);
  const [width, height, seconds] = await sizeOfFilm(page, readFileSync(film.path));
  expect(width / height).toBeCloseTo(viewport.width / viewport.height, 1);
  // Endless where a recorder leaves it out, and a player cannot seek.
  expect(seconds).toBeGreaterThan(0.5);
  expect(seconds).toBeLessThan(120);

  await page.goto('about:blank');
  await page.goto(link, { timeout: 120_000 });
  await shown();
  expect(await page.evaluate(() => window.heed.layout)).toBe(layout);
  const { selected, camera, notices } = await page.evaluate(() => window.heed);
  expect([selected, camera, notices]).toEqual([0, 'follow', []]);

  // Where the person looked from goes with it, too.
  await page.keyboard.press('1');
  await page.locator('#view').focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  await page.waitForTimeout(1500);
  await drawn(page);
  /** The place and the angles, metres and degrees. */
  const viewIn = async () => {
    await page.keyboard.press('x');
    const text = await field.inputValue();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return { text, view: new URL(text).searchParams.get('view')?.split(',').map(Number) ?? [] };
  };
  const turned = await viewIn();
  expect(turned.view).toHaveLength(5);
  await page.goto('about:blank');
  await page.goto(turned.text, { timeout: 120_000 });
  await shown();
  await drawn(page);
  const { view } = await viewIn();
  expect(view).toEqual(turned.view.map((value) => expect.closeTo(value, 0)));

  const input = page.locator('input[type=file]');
  await input.setInputFiles({
    ...{ name: 'holiday.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no file of ours') },
  });
  await page.getByText(/“holiday.jpg” is none of Heed: expected a run \(\.heed\)/).waitFor();
  await input.setInputFiles(policy.path);
  await page.waitForFunction(() => window.heed.policy === 'file', undefined, patience);
  await shown();
  await look(page, 'policy-from-file-1280');

  await page.setViewportSize({ width: 390, height: 844 });
  await page.keyboard.press('x');
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(
    true,
  );
  await look(page, 'share-390');
  if (process.env.PICTURES) {
    copyFileSync(picture.path, `${process.env.PICTURES}/picture.png`);
    copyFileSync(policy.path, `${process.env.PICTURES}/policy.safetensors`);
    copyFileSync(film.path, `${process.env.PICTURES}/film.webm`);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(2000);
    await look(page, 'page-390');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize(viewport);
    await page.keyboard.press('x');
    await page.waitForTimeout(3000);
    await look(page, 'share-dark');
  }
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);

it('a link to a case of a benchmark, which cannot be changed, opens at its beginning, and to no case of it says so', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport });
  const shown = () =>
    page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav&speed=8`, { timeout: 120_000 });
  await shown();
  const first = await page.evaluate(() => window.heed.layout);
  await page.waitForFunction((seed) => window.heed.layout !== seed, first, patience);
  // Slowly: a case lasts a minute then.
  await page.keyboard.press('o');
  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await dialog.getByText('Opens this scene at the beginning of this case').waitFor();
  const link = await dialog.getByRole('textbox', { name: 'Link to what you see' }).inputValue();
  const query = new URL(link).searchParams;
  const seen = Number(query.get('case'));
  expect(seen).toBe(await page.evaluate(() => window.heed.layout));
  expect(seen).not.toBe(first);
  expect([query.get('layout'), query.get('policy')]).toEqual([null, 'shipped']);
  expect(Number(query.get('speed'))).toBeLessThan(1);
  // At once: no key is lost to a dialog that closes.
  await Promise.all([page.keyboard.press('Escape'), page.keyboard.press('e')]);
  await page.getByText('Cases of this benchmark are fixed').waitFor({ timeout: 5000 });
  expect(await page.evaluate(() => window.heed.editing)).toBe(false);
  await page.goto('about:blank');
  await page.goto(link, { timeout: 120_000 });
  await shown();
  expect(await page.evaluate(() => [window.heed.layout, window.heed.notices])).toEqual([seen, []]);
  // Published, so that nobody is trained in it.
  await page.goto('about:blank');
  await page.goto(link.replace(`case=${seen}`, 'case=1200'), { timeout: 120_000 });
  await shown();
  await page
    .getByText('The address asks for case 1200, but robots are trained in no such')
    .waitFor();
  expect(await page.evaluate(() => window.heed.layout)).not.toBe(1200);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
