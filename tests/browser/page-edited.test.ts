/** Changing the world in a real browser: by mouse, by keys alone and by thumb; page-carries.long.test.ts: on foot. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import {
  changes,
  changesAre,
  free,
  isPut,
  isTaken,
  landed,
  outward,
  patience,
  placeOf,
  settled,
  show,
  withoutNotices,
} from './edited-page.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

/** Things of a kind that can be seen and clicked: no panel lies over them. */
const clickable = (page: Page, kind: string) =>
  page.evaluate(
    (list) =>
      window.heed.things.filter(
        ({ thing, screenX, screenY }) =>
          thing.startsWith(list) && document.elementFromPoint(screenX, screenY)?.id === 'view',
      ),
    kind,
  );

const sides = [
  ...[
    [60, 0],
    [-60, 0],
    [0, 50],
    [0, -50],
  ],
  ...[
    [110, 40],
    [-110, -40],
    [90, -70],
    [-90, 70],
  ],
] as const;

/** Drags a thing some way to any side until that is done; all things as they were before that. */
async function dragAnywhere(page: Page, name: string, isDone: () => Promise<boolean>) {
  for (const [dx, dy] of sides as readonly (readonly [number, number])[]) {
    await landed(page);
    const before = await page.evaluate(() => window.heed.things);
    const { screenX: x, screenY: y } = before.find(({ thing }) => thing === name)!;
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 3 });
    await page.mouse.move(x + dx, y + dy, { steps: 3 });
    await page.mouse.up();
    await settled(page);
    if (await isDone()) return before;
  }
  return undefined;
}

describe('page that is edited', () => {
  it('by mouse a thing is dragged elsewhere and a door clicked open, undone, redone, and there after a reload', async () => {
    const { page, complaints } = await watchedPage(browser, { viewport: free });
    await show(page, 'rooms');
    // While all is paused, too.
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Edit the world' }).click();
    await landed(page);
    expect(await violations(page)).toEqual([]);
    let moved: string | undefined;
    let camera: Awaited<ReturnType<typeof dragAnywhere>>;
    for (const { thing } of await clickable(page, 'statics/')) {
      camera = await dragAnywhere(page, thing, async () => (await changes(page)) === 1);
      if (!camera) continue;
      // What is in front is taken, wherever the middle of another is on the screen.
      const now = await page.evaluate(() => window.heed.things);
      moved = now.find((one) => {
        const was = camera?.find((other) => other.thing === one.thing);
        return (
          one.thing.startsWith('statics/') && was && Math.hypot(one.x - was.x, one.z - was.z) > 0
        );
      })?.thing;
      break;
    }
    const thing = moved as string;
    const before = camera?.find((other) => other.thing === thing);
    const after = await placeOf(page, thing);
    expect(Math.hypot(after!.x - before!.x, after!.z - before!.z)).toBeGreaterThan(0.2);
    // The camera did not turn with it: all others are where they were on the screen.
    const others = await page.evaluate(() => window.heed.things);
    for (const { thing: name, screenX } of others) {
      if (name === thing || name.startsWith('goals')) continue;
      const was = camera?.find((other) => other.thing === name);
      expect(Math.abs(screenX - (was?.screenX ?? 0))).toBeLessThan(1);
    }

    await page.keyboard.press('Control+z');
    await changesAre(page, 0);
    const undone = await placeOf(page, thing);
    expect([undone?.x, undone?.z]).toEqual([before?.x, before?.z]);
    await page.keyboard.press('Control+Shift+Z');
    await changesAre(page, 1);

    // From where one looks, a wall may stand before a door: then it is chosen, and nothing has changed.
    for (const { screenX, screenY } of await clickable(page, 'doors/')) {
      await page.mouse.click(screenX, screenY);
      await settled(page);
      if ((await changes(page)) === 2) break;
    }
    // Nor does one shut in which somebody stands: then there are others.
    for (let i = 0; i < 60 && (await changes(page)) === 1; i++) {
      await page.keyboard.press(']');
      const chosen = await page.evaluate(() => window.heed.chosen);
      if (chosen?.startsWith('doors/') && (await isPut(page, 2))) break;
    }
    await changesAre(page, 2);
    await page.reload();
    // It goes by itself after a while.
    await page.waitForFunction(
      () => window.heed.notices.some((text) => text.includes('as you left it: 2 changes')),
      undefined,
      patience,
    );
    expect(await changes(page)).toBe(2);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.waitForFunction(() => window.heed.things.length > 0, undefined, patience);
    const again = await placeOf(page, thing);
    expect([again?.x, again?.z]).toEqual([after?.x, after?.z]);

    // Whoever gets the link sees the same, and has nothing of it kept.
    await page.keyboard.press('x');
    const link = await page.getByLabel('Link to what you see').inputValue();
    await page.keyboard.press('Escape');
    const visitor = await watchedPage(browser, { viewport: free });
    await visitor.page.goto(link, { timeout: 120_000 });
    await visitor.page.waitForFunction(
      () => window.heed.notices.some((text) => text.includes('as the link has it: 2 changes')),
      undefined,
      patience,
    );
    const there = await placeOf(visitor.page, thing);
    expect([there?.x, there?.z]).toEqual([after?.x, after?.z]);
    expect(
      await visitor.page.evaluate(() =>
        Object.keys(localStorage).filter((key) => key.startsWith('heed world of')),
      ),
    ).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await visitor.page.close();

    await page.keyboard.press('e');
    // The world goes on since the reload: where somebody stands in the way, that is said, and one tries again.
    await page.waitForFunction(() => window.heed.editing, undefined, patience);
    const putBack = page.getByRole('button', { name: 'Put back 2 changes' });
    for (let i = 0; i < 60; i++) if (await isTaken(page, 0, () => putBack.click())) break;
    expect(await changes(page)).toBe(0);
    const back = await placeOf(page, thing);
    expect([back?.x, back?.z]).toEqual([before?.x, before?.z]);
    await page.keyboard.press('e');
    expect(await page.evaluate(() => window.heed.editing)).toBe(false);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 600_000);

  it('by keys alone things and goals are chosen, moved, removed, added and brought back', async () => {
    const { page, complaints } = await watchedPage(browser, { viewport: free });
    // A layout in which there is room beside things.
    await show(page, 'plaza&policy=shipped&layout=7');
    await page.keyboard.press('ArrowRight');
    // A robot that comes by would stand in the way, and a new layout takes what is in the hand.
    await page.keyboard.press(' ');
    await page.keyboard.press('e');
    await page.waitForFunction(() => window.heed.editing, undefined, patience);
    const chosen = () => page.evaluate(() => window.heed.chosen);
    for (let i = 0; i < 60 && !(await chosen())?.startsWith('statics/'); i++) {
      await page.keyboard.press(']');
    }
    const thing = (await chosen()) as string;
    expect(thing).toMatch(/^statics\//);
    const before = await placeOf(page, thing);
    // No robot is chosen by arrows while one edits.
    for (const keys of outward) {
      for (const key of keys) await page.keyboard.press(key);
      if (await isPut(page, 1)) break;
    }
    await changesAre(page, 1);
    expect(await page.evaluate(() => window.heed.selected)).toBe(0);
    const after = await placeOf(page, thing);
    expect(Math.hypot(after!.x - before!.x, after!.z - before!.z)).toBeGreaterThan(0.2);

    await page.keyboard.press('Delete');
    await changesAre(page, 2);
    expect(await placeOf(page, thing)).toBeUndefined();
    await page.getByRole('button', { name: 'Add a pillar' }).focus();
    await page.keyboard.press('Enter');
    expect(await violations(page)).toEqual([]);
    // Wherever it could stand, one is told what the selected robot would do about it, before it stands there.
    const refused = page.locator('.advice.refused');
    const told = page.locator('.advice').filter({ hasText: ' would go ' });
    for (const keys of [[], ...outward]) {
      for (const key of keys) await page.keyboard.press(key);
      await settled(page);
      await told.or(refused).waitFor(patience);
      if ((await told.count()) === 0) continue;
      if (await isPut(page, 3)) break;
    }
    await changesAre(page, 3);
    expect(await chosen()).toMatch(/^statics\/added-/);

    for (const left of [2, 1, 0]) {
      await page.keyboard.press('Control+z');
      await changesAre(page, left);
    }
    const back = await placeOf(page, thing);
    expect([back?.x, back?.z]).toEqual([before?.x, before?.z]);

    // A robot's goal, which is no change of the layout, goes as far as it is sent, and back.
    for (let i = 0; i < 90 && !(await chosen())?.startsWith('goals/'); i++) {
      await page.keyboard.press(']');
    }
    const goal = (await chosen()) as string;
    expect(goal).toMatch(/^goals\//);
    const from = (await placeOf(page, goal))!;
    const goalMoves = (isAway: boolean) =>
      page.waitForFunction(
        ([name, x, z, away]) => {
          const at = window.heed.things.find(({ thing }) => thing === name);
          const isElsewhere = at?.x !== x || at.z !== z;
          return isElsewhere === away || (away && window.heed.notices.length > 0);
        },
        [goal, from.x, from.z, isAway] as const,
        patience,
      );
    const steps: Record<string, number> = {};
    let sent = from;
    for (const keys of outward) {
      for (const key of keys) {
        await page.keyboard.press(key);
        steps[key] = (steps[key] ?? 0) + 1;
      }
      await withoutNotices(page);
      await page.keyboard.press('Enter');
      await goalMoves(true);
      sent = (await placeOf(page, goal))!;
      if (sent.x !== from.x || sent.z !== from.z) break;
    }
    const net = (way: string, back: string) =>
      Math.abs((steps[way] ?? 0) - (steps[back] ?? 0)) * 0.25;
    const wanted = [net('ArrowRight', 'ArrowLeft'), net('ArrowUp', 'ArrowDown')].sort();
    const gone = [Math.abs(sent.x - from.x), Math.abs(sent.z - from.z)].sort();
    expect(gone).toEqual(wanted.map((metres) => expect.closeTo(metres, 4)));
    expect(Math.max(...gone)).toBeGreaterThan(0.2);
    expect(await changes(page)).toBe(0);
    await page.keyboard.press('Control+z');
    await goalMoves(false);
    // Escape lets go, and then puts the hand away.
    for (let i = 0; i < 3 && (await page.evaluate(() => window.heed.editing)); i++) {
      await page.keyboard.press('Escape');
    }
    expect(await page.evaluate(() => window.heed.editing)).toBe(false);
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => window.heed.selected)).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 600_000);

  it('on a phone a thumb adds a thing and drags it', async () => {
    const width = 320;
    const viewport = { width, height: 720 };
    const { page, complaints } = await watchedPage(browser, {
      ...{ viewport, hasTouch: true, isMobile: true },
    });
    await show(page, 'plaza&policy=shipped&layout=7');
    await page.keyboard.press('ArrowRight');
    // Nobody comes by, and no new layout takes what is held.
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Edit the world' }).tap();
    await page.waitForFunction(() => window.heed.editing, undefined, patience);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.getByRole('button', { name: 'Add a crate' }).tap();
    const bar = await page.locator('.edit-bar').boundingBox();
    expect(bar!.x).toBeGreaterThanOrEqual(0);
    expect(bar!.x + bar!.width).toBeLessThanOrEqual(width);
    // The sheet is shut, and still one is told what the selected robot would do while the thumb holds the crate.
    expect(await page.locator('.sheet.closed').count()).toBe(1);
    const thumb = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
      thumb.send('Input.dispatchTouchEvent', { type, touchPoints });
    const refused = page.locator('.advice.refused');
    const told = page.locator('.advice').filter({ hasText: ' would go ' });
    for (const [x, y] of [
      [0.5, 0.3],
      [0.4, 0.35],
      [0.6, 0.25],
      [0.3, 0.3],
      [0.65, 0.38],
    ] as const) {
      await touch('touchStart', [{ x: width * x, y: viewport.height * y }]);
      await settled(page);
      await told.or(refused).waitFor(patience);
      const isTold = (await told.count()) === 1;
      await touch('touchEnd', []);
      if (isTold) break;
      expect(await changes(page)).toBe(0);
    }
    await changesAre(page, 1);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Undo/ }).tap();
    await changesAre(page, 0);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 600_000);
});
