/** The page itself: scenes by keyboard and by the browser's own way back, and as little motion as was asked for. */
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { coloursIn, differing, drawn, pictureOf, worldPicture } from './pixels.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 100_000, polling: 100 };
const start = { timeout: 120_000 };
const viewport = { width: 1000, height: 640 };

it('another scene is opened from its picture by keyboard, and the browser’s way back leads to the one before', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport });
  const shows = (scene: string) =>
    page.waitForFunction(
      (name) => window.heed.scene === name && window.heed.world === 'shown',
      scene,
      patience,
    );
  // The corridor's trained policy is damaged on its way.
  const corridorPolicy = readFileSync('assets/policies/corridor/policy.safetensors');
  let damage = 0;
  await page.route('**/*.safetensors', async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const damaged = body.equals(corridorPolicy);
    await route.fulfill({ response, body: damaged ? body.subarray(0, body.length / 2) : body });
    if (damaged) damage++;
  });
  await page.goto(`${inject('isolatedPage')}?scene=plaza&quality=low&backend=wasm`, start);
  await shows('plaza');
  const layout = await page.evaluate(() => window.heed.agents);
  await page.getByRole('button', { name: /^Scene/ }).press('Enter');
  const cards = page.locator('.scene-card');
  await cards.first().waitFor();
  // Every scene has a picture of its own, and none is one colour.
  const pictures = page.locator('.scene-picture');
  await expect.poll(() => pictures.count()).toBe(await cards.count());
  const colours = async () => {
    const counts: number[] = [];
    for (const picture of await pictures.all()) counts.push(coloursIn(await pictureOf(picture)));
    return Math.min(...counts);
  };
  await expect.poll(colours, { timeout: 60_000 }).toBeGreaterThan(25);
  // The robots of a scene that nobody points at go about in it (only whoever is pointed at turns); asked for little
  // motion, they stand.
  const rooms = pictures.nth(1);
  const changed = async (picture: Locator) => {
    const before = await pictureOf(picture);
    await page.waitForTimeout(800);
    return differing(before, await pictureOf(picture));
  };
  await expect.poll(() => changed(rooms), { timeout: 60_000 }).toBeGreaterThan(20);
  // Whoever goes about is driven by the trained policy: without one there is nobody.
  const picture = (scene: string) =>
    cards.filter({ has: page.getByText(scene, { exact: true }) }).locator('.scene-picture');
  await expect.poll(() => damage, { timeout: 60_000 }).toBe(1);
  await page.waitForTimeout(3000);
  expect(await changed(picture('Corridor'))).toBe(0);
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect.poll(() => changed(rooms), { timeout: 20_000 }).toBe(0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  // The card of the scene in view has the focus: the next one is rooms.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await shows('rooms');
  expect(new URL(page.url()).searchParams.get('scene')).toBe('rooms');
  expect(await page.title()).toContain('Rooms');
  await page.goBack();
  await shows('plaza');
  expect(await page.evaluate(() => window.heed.agents)).toBe(layout);
  await page.goForward();
  await shows('rooms');
  expect(complaints).toEqual([]);
  await page.context().close();
}, 200_000);

it('with reduced motion nothing of the page slides, no camera flies and no leaf stirs; without, it does', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${inject('isolatedPage')}?scene=crowdnav&quality=low`, start);
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press(' ');
  await page.waitForTimeout(600);
  await drawn(page, 3);
  /** How far the world moves in the picture after the camera was sent behind a robot, and back. */
  const flight = async () => {
    const at = () =>
      page.evaluate(() => window.heed.robots.flatMap(({ screenX, screenY }) => [screenX, screenY]));
    await page.keyboard.press('2');
    await drawn(page, 1);
    const soon = await at();
    await page.waitForTimeout(1500);
    await drawn(page, 2);
    const late = await at();
    await page.keyboard.press('1');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(1000);
    return Math.max(...soon.map((value, i) => Math.abs(value - (late[i] as number))));
  };
  /** What is on its way in the page, where a ring breathes around what the tour speaks of. */
  const sliding = async () => {
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    await help.getByRole('button', { name: 'A tour of one minute' }).press('Enter');
    await page.locator('.tour-ring').waitFor();
    const lasting = await page.evaluate(() =>
      document
        .getAnimations()
        .map(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0))
        .filter((milliseconds) => milliseconds > 20),
    );
    await page.keyboard.press('Escape');
    await page.locator('.tour-ring').waitFor({ state: 'detached' });
    return lasting.length;
  };
  expect(await flight()).toBeLessThan(1.5);
  expect(await sliding()).toBe(0);
  const standing = await worldPicture(page);
  await page.waitForTimeout(700);
  expect(differing(standing, await worldPicture(page))).toBeLessThan(100);

  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await flight()).toBeGreaterThan(20);
  expect(await sliding()).toBeGreaterThan(0);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 200_000);
