/**
 * Changing the world in a real browser as one who walks in it: what is before one is picked up and set down, doors are
 * opened and closed, and all that among robots that learn.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import {
  changes,
  changesAre,
  free,
  isPut,
  landed,
  outward,
  patience,
  placeOf,
  settled,
  show,
} from './edited-page.ts';
import { violations } from './violations.ts';
import {
  crateInTheOpen,
  drawn,
  hasThing,
  isIn,
  isOut,
  nimble,
  showVisit,
  turnBy,
  turnTo,
} from './visited-page.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

it('who walks in it picks up what is before them and sets it down again', async () => {
  const { page, complaints } = await watchedPage(browser, { viewport: free });
  await show(page, 'plaza');
  // So that nobody pushes anything away meanwhile.
  await page.keyboard.press(' ');
  await page.keyboard.press('e');
  await page.getByRole('button', { name: 'Add a crate' }).click();
  for (const keys of [[], ...outward]) {
    for (const key of keys) await page.keyboard.press(key);
    if (await isPut(page, 1)) break;
  }
  await changesAre(page, 1);
  await page.keyboard.press('e');
  await page.keyboard.press('v');
  await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
  await landed(page);
  // One comes in beside the crate, and looks round for it.
  const prompt = page.locator('.hand-prompt');
  const crate = prompt.filter({ hasText: 'Pick up the crate' });
  for (let i = 0; i < 14 && !(await crate.isVisible()); i++) {
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(620, 400, { steps: 3 });
    await page.mouse.up();
    await landed(page);
  }
  expect(await crate.isVisible()).toBe(true);
  expect(await violations(page)).toEqual([]);
  const before = await placeOf(page, 'props/added-1');
  await page.keyboard.press('f');
  await page.waitForFunction(
    () => window.heed.things.every(({ thing }) => thing !== 'props/added-1'),
    undefined,
    patience,
  );
  // Turned round, until there is room.
  for (let i = 0; i < 14 && (await placeOf(page, 'props/added-1')) === undefined; i++) {
    await page.mouse.move(500, 400);
    await page.mouse.down();
    await page.mouse.move(740, 400, { steps: 3 });
    await page.mouse.up();
    await landed(page);
    await page.keyboard.press('f');
    await settled(page);
  }
  const after = await placeOf(page, 'props/added-1');
  expect(Math.hypot(after!.x - before!.x, after!.z - before!.z)).toBeGreaterThan(0.2);
  expect(await changes(page)).toBe(2);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 600_000);

/** Presses F until that has become the last change: it is refused where somebody stands in the way. */
async function useUntil(page: Page, undo: string): Promise<void> {
  const done = page.getByRole('button', { name: undo });
  for (let i = 0; i < 30 && !(await done.isVisible()); i++) {
    await page.keyboard.press('f');
    await drawn(page);
    await drawn(page);
  }
  await done.waitFor();
}

it('who walks in it closes and opens the door before them, which obeys, and takes that back', async () => {
  const { page, complaints } = await watchedPage(browser, nimble);
  const [door] = layOut(scenarios.get('rooms').scene, 1).doors;
  const { position, yaw, slide } = door!;
  const name = `doors/${door!.id}`;
  // Before the middle of the opening, a step from its plane.
  const step = { x: 0.9 * Math.sin(yaw), z: 0.9 * Math.cos(yaw) };
  const [x, z] = [position[0] + step.x, position[2] + step.z];
  await showVisit(page, { query: 'scene=rooms&policy=shipped&layout=1', x, z });
  await page.keyboard.press(' ');
  await page.keyboard.press('v');
  await isIn(page);
  await drawn(page);
  const now = await placeOf(page, name);
  await turnTo(page, now!.x, now!.z);
  await page.locator('.hand-prompt').filter({ hasText: 'Open or close the door' }).waitFor();
  const isOpen = Math.abs(now!.x - position[0]) + Math.abs(now!.z - position[2]) > 0.7;
  const ends = { close: 0, open: slide };
  const stands = (as: keyof typeof ends) =>
    page.waitForFunction(
      ({ thing, atX, atZ }) => {
        const it = window.heed.things.find((other) => other.thing === thing);
        return it && Math.hypot(it.x - atX, it.z - atZ) < 0.05;
      },
      {
        thing: name,
        atX: position[0] + ends[as] * Math.cos(yaw),
        atZ: position[2] - ends[as] * Math.sin(yaw),
      },
      patience,
    );
  const [first, second] = isOpen ? (['close', 'open'] as const) : (['open', 'close'] as const);
  await useUntil(page, `Undo: ${first} the door`);
  await page.keyboard.press(' ');
  await stands(first);
  // For longer than its timetable would have it so.
  await page.waitForTimeout(door!.period * 1000);
  await stands(first);
  const there = await placeOf(page, name);
  await turnTo(page, there!.x, there!.z);
  await useUntil(page, `Undo: ${second} the door`);
  await stands(second);
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: `Undo: ${first} the door` }).waitFor();
  await stands(first);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 300_000);

it('while they learn one carries a crate and takes that back on foot, removes it, gives a goal away, and they learn on', async () => {
  const { page, complaints } = await watchedPage(browser, nimble);
  const { query, thing, x, z } = crateInTheOpen();
  await showVisit(page, { query: query.replace('shipped', 'none'), x, z: z + 1.1 });
  const updates = () => page.evaluate(() => window.heed.updates);
  const learnOn = async () => {
    const before = await updates();
    await page.waitForFunction((count) => window.heed.updates > count, before, patience);
  };
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  await learnOn();
  await page.keyboard.press('v');
  await isIn(page);
  await drawn(page);
  const prompt = page.locator('.hand-prompt').filter({ hasText: 'Pick up the crate' });
  // Who strays about may push it elsewhere: one goes after it.
  for (let i = 0; i < 12; i++) {
    const now = await placeOf(page, thing);
    await turnTo(page, now!.x, now!.z);
    if (await prompt.isVisible()) break;
    await page.keyboard.down('w');
    await drawn(page);
    await page.keyboard.up('w');
  }
  await page.keyboard.press('f');
  await hasThing(page, thing, false);
  await learnOn();
  for (let i = 0; i < 20 && (await placeOf(page, thing)) === undefined; i++) {
    await turnBy(page, 6);
    await page.keyboard.press('f');
    await drawn(page);
  }
  await hasThing(page, thing, true);
  await changesAre(page, 1);
  await learnOn();
  // It is refused while somebody stands where it stood.
  for (let i = 0; i < 20 && (await changes(page)) > 0; i++) {
    await page.keyboard.press('Control+z');
    await drawn(page);
    await drawn(page);
  }
  await changesAre(page, 0);
  await page.keyboard.press('v');
  await isOut(page);

  await page.keyboard.press('e');
  const choose = async (kind: string) => {
    const chosen = () => page.evaluate(() => window.heed.chosen);
    for (let i = 0; i < 60 && !(await chosen())?.startsWith(kind); i++) {
      await page.keyboard.press(']');
    }
    return (await chosen()) as string;
  };
  const crate = await choose('props/');
  await page.keyboard.press('Delete');
  await hasThing(page, crate, false);
  await choose('goals/');
  await page.keyboard.press('Delete');
  await page.getByRole('button', { name: 'Undo: give another goal' }).waitFor();
  await learnOn();
  for (let i = 0; i < 20 && (await changes(page)) > 0; i++) {
    await page.keyboard.press('Control+z');
    await drawn(page);
    await drawn(page);
  }
  await hasThing(page, crate, true);
  await learnOn();
  expect(await page.evaluate(() => [window.heed.learner, window.heed.rollbacks])).toEqual([
    'running',
    0,
  ]);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 600_000);
