/** Walking in, in a real browser: by keys alone, with thumbs on a phone, and in a robot's way. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { distanceTo, footprintOf } from '../../src/scene/footprint.ts';
import { layOut } from '../../src/scene/lay-out.ts';
import { changesAre, placeOf } from './edited-page.ts';
import { violations } from './violations.ts';
import {
  crateInTheOpen,
  drawn,
  hasThing,
  heading,
  isIn,
  nimble,
  showVisit,
  visitor,
  wrapped,
} from './visited-page.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };

async function show(page: Page): Promise<void> {
  await page.goto(`${inject('isolatedPage')}?backend=wasm`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
}

/** How far the visitor gets while something is done. */
async function walked(page: Page, act: () => Promise<void>): Promise<number> {
  const from = await visitor(page);
  await act();
  const to = await visitor(page);
  return Math.hypot((to?.x ?? 0) - (from?.x ?? 0), (to?.z ?? 0) - (from?.z ?? 0));
}

describe('page that is visited', () => {
  it('one walks in by a key, walks, stands while all is paused, looks through one’s eyes, and leaves', async () => {
    const { page, complaints } = await watchedPage(browser);
    await show(page);
    expect(await visitor(page)).toBeUndefined();
    await page.keyboard.press('v');
    await isIn(page);
    expect(await page.evaluate(() => window.heed.camera)).toBe('follow');
    const hold = async (key: string) => {
      await page.keyboard.down(key);
      await page.waitForTimeout(2500);
      await page.keyboard.up(key);
    };
    // One way may be barred, two at right angles hardly.
    const ways = [await walked(page, () => hold('w')), await walked(page, () => hold('ArrowLeft'))];
    expect(Math.max(...ways)).toBeGreaterThan(0.5);
    // The arrows walk, and choose no robot.
    expect(await page.evaluate(() => window.heed.selected)).toBeUndefined();
    await page.keyboard.press('3');
    expect(await page.evaluate(() => window.heed.camera)).toBe('first-person');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press(' ');
    await page.waitForTimeout(600);
    expect(await walked(page, () => hold('s'))).toBe(0);
    await page.keyboard.press(' ');

    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.heed.visitor === undefined, undefined, patience);
    expect(await page.evaluate(() => window.heed.camera)).toBe('orbit');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => window.heed.selected)).toBe(0);
    // By the button, too, which says what it does.
    await page.getByRole('button', { name: 'Walk in' }).click();
    await isIn(page);
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.waitForFunction(() => window.heed.visitor === undefined, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('on a phone of 320 px a thumb on the pad walks', async () => {
    const viewport = { width: 320, height: 640 };
    const { page, complaints } = await watchedPage(browser, {
      viewport,
      hasTouch: true,
      isMobile: true,
    });
    await show(page);
    await page.getByRole('button', { name: 'Walk in' }).tap();
    await isIn(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    const box = await page.locator('.joystick').boundingBox();
    if (!box) throw new Error('Expected the pad to be shown.');
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.y + box.height).toBeLessThan(viewport.height);
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const drag = async (dx: number, dy: number) => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + dx, y + dy, { steps: 4 });
      await page.waitForTimeout(2500);
      await page.mouse.up();
    };
    const ways = [await walked(page, () => drag(0, -50)), await walked(page, () => drag(50, 0))];
    expect(Math.max(...ways)).toBeGreaterThan(0.5);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('by two thumbs at once one walks and looks about; by one, one takes a crate and takes that back', async () => {
    const { page, complaints } = await watchedPage(browser, {
      ...{ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true },
      reducedMotion: 'reduce',
    });
    const { query, thing, x, z } = crateInTheOpen();
    await showVisit(page, { query, x, z: z + 1.1 });
    await page.getByRole('button', { name: 'Pause' }).tap();
    await page.getByRole('button', { name: 'Walk in' }).tap();
    await isIn(page);
    await drawn(page);
    await page.getByRole('button', { name: 'Pick up the crate' }).tap();
    await hasThing(page, thing, false);
    const undo = page.getByRole('button', { name: 'Undo: carry the crate' });
    const box = await undo.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    expect(await violations(page)).toEqual([]);
    await undo.tap();
    await hasThing(page, thing, true);
    await changesAre(page, 0);
    expect(await undo.count()).toBe(0);
    expect((await placeOf(page, thing))?.x).toBeCloseTo(x, 1);

    const pad = await page.locator('.joystick').boundingBox();
    if (!pad) throw new Error('Expected the pad to be shown.');
    // A thumb on its rim presses nothing else.
    const lies = await page.locator('.joystick').evaluate((of) => {
      const { left, top, width } = of.getBoundingClientRect();
      const far = 0.46 * width;
      return Array.from({ length: 16 }, (_, n) => (n * Math.PI) / 8).filter((angle) => {
        const x = left + width / 2 + far * Math.cos(angle);
        const y = top + width / 2 + far * Math.sin(angle);
        return !of.contains(document.elementFromPoint(x, y));
      });
    });
    expect(lies).toEqual([]);
    const thumb = { id: 1, x: pad.x + pad.width / 2, y: pad.y + pad.height / 2 };
    // Where nothing lies over the world.
    const finger = await page.evaluate(() => {
      for (let y = 300; y < 600; y += 20) {
        const isFree = [90, 150, 230].every(
          (at) => document.elementFromPoint(at, y)?.id === 'view',
        );
        if (isFree) return { id: 2, x: 90, y };
      }
      throw new Error('Expected some of the world to be in view.');
    });
    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      ...touchPoints: (typeof thumb)[]
    ) => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await page.getByRole('button', { name: 'Play', exact: true }).tap();
    const [stood, before] = [await visitor(page), await heading(page)];
    // Back, where there is room: that turns nobody.
    const back = { ...thumb, y: thumb.y + 45 };
    await touch('touchStart', thumb);
    await touch('touchMove', back);
    await touch('touchStart', back, finger);
    for (let right = 20; right <= 120; right += 20) {
      await touch('touchMove', back, { ...finger, x: finger.x + right });
    }
    const gone = () =>
      page.waitForFunction(
        (from) => {
          const now = window.heed.visitor;
          return now && from && Math.hypot(now.x - from.x, now.z - from.z) > 0.3;
        },
        stood,
        patience,
      );
    await gone();
    await drawn(page);
    expect(wrapped((await heading(page)) - before)).toBeCloseTo(0.6, 1);
    // The finger is lifted, the thumb is not.
    await touch('touchMove', back);
    const knob = () => page.locator('.joystick-knob').evaluate((of) => of.style.transform);
    expect(await knob()).not.toBe('translate(0px, 0px)');
    await touch('touchEnd');
    expect(await knob()).toMatch(/translate\(0px, -?0px\)/);
    await drawn(page);
    await page.waitForTimeout(600);
    const rested = await visitor(page);
    await page.waitForTimeout(600);
    const still = await visitor(page);
    expect(Math.hypot(still!.x - rested!.x, still!.z - rested!.z)).toBeLessThan(0.02);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('a robot senses who stands in its way, attends to them, minds them, and goes round them', async () => {
    const query = 'scene=plaza&policy=shipped&layout=7&speed=0.125';
    const alone = await watchedPage(browser, nimble);
    await showVisit(alone.page, { query, x: 0, z: 0 });
    await alone.page.keyboard.press(' ');
    const without = await decisions(alone.page, 75);
    expect(alone.complaints).toEqual([]);
    await alone.page.context().close();
    const { robot, x, z } = onTheWay(without);

    const { page, complaints } = await watchedPage(browser, {
      ...{ viewport: { width: 1280, height: 720 }, reducedMotion: 'reduce' },
    });
    await showVisit(page, { query, x, z });
    await page.keyboard.press(' ');
    for (let i = 0; i <= robot; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction((of) => window.heed.selected === of, robot, patience);
    await page.keyboard.press('v');
    await isIn(page);
    const you = (await visitor(page)) as Place;
    expect(apart(you, { x, z })).toBeLessThan(0.3);
    const row = page.locator('.influence').filter({ hasText: 'You' });
    const figure = async (bar: string) =>
      Number.parseFloat((await row.locator(`.bar.${bar} .bar-figure`).allInnerTexts())[0] ?? '0');
    let [least, most, influence, attention] = [9, 0, 0, 0];
    let isPast = false;
    for (let i = 0; i < 90 && !isPast; i++) {
      const [now] = await decisions(page, 1);
      const it = now!.robots[robot]!;
      const gap = apart(it, you);
      least = Math.min(least, gap);
      const same = without.find(({ seconds }) => Math.abs(seconds - now!.seconds) < 0.01);
      if (same) most = Math.max(most, apart(same.robots[robot]!, it));
      if (gap < 2.5 && influence === 0) {
        // It stands still meanwhile: the last word on this moment comes.
        await page.waitForTimeout(1500);
        [attention, influence] = [await figure('weight'), await figure('left-out')];
        if (influence > 0) {
          expect(await page.evaluate(() => window.heed.attends)).toBe(robot);
          await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
          await page.locator('.sensed th').filter({ hasText: 'You' }).waitFor();
          await page.getByRole('tab', { name: 'Attends' }).dispatchEvent('click');
        }
      }
      const goal = now!.goals[robot]!;
      isPast = apart(it, goal) < apart(you, goal) - 0.4;
    }
    // Alone it walked over where one stands now; they are 0.6 m apart where they touch.
    expect(Math.min(...without.map(({ robots }) => apart(robots[robot]!, you)))).toBeLessThan(0.4);
    expect(attention).toBeGreaterThanOrEqual(1);
    expect(influence).toBeGreaterThan(0);
    expect(least).toBeGreaterThan(0.6);
    expect(most).toBeGreaterThan(0.3);
    expect(isPast).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);
});

interface Place {
  readonly x: number;
  readonly z: number;
}

/** Where everybody is after a decision, and wants to be. */
interface Decided {
  readonly seconds: number;
  readonly robots: readonly Place[];
  readonly goals: readonly Place[];
}

const apart = (one: Place, other: Place) => Math.hypot(one.x - other.x, one.z - other.z);

/** Goes on by so many decisions, one by one, while all is paused. */
async function decisions(page: Page, count: number): Promise<Decided[]> {
  const all: Decided[] = [];
  for (let i = 0; i < count; i++) {
    const before = await page.evaluate(() => window.heed.stage?.newestSeconds ?? 0);
    await page.keyboard.press('j');
    const now = await page.waitForFunction(
      (last) => {
        const { stage, robots, things } = window.heed;
        if (!stage || !(stage.newestSeconds > last)) return undefined;
        const goals = robots.map((_, n) => things.find(({ thing }) => thing === `goals/${n}`));
        const placed = ({ x, z }: { readonly x: number; readonly z: number }) => ({ x, z });
        return {
          seconds: stage.newestSeconds,
          robots: robots.map(placed),
          goals: goals.map((goal) => placed(goal ?? { x: Number.NaN, z: Number.NaN })),
        };
      },
      before,
      { ...patience, polling: 20 },
    );
    all.push((await now.jsonValue()) as Decided);
  }
  return all;
}

/** A place that a robot walks over, in the open, on a long way on which it meets nobody else. */
function onTheWay(all: readonly Decided[]): Place & { readonly robot: number } {
  const { statics } = layOut(scenarios.get('plaza').scene, 7);
  const outlines = statics.map(footprintOf);
  const robots = all[0]?.robots.length ?? 0;
  let best: (Place & { readonly robot: number }) | undefined;
  let widest = 0;
  for (let n = 30; n < all.length - 15; n++) {
    for (let robot = 0; robot < robots; robot++) {
      const at = (moment: number) => (all[moment] as Decided).robots[robot] as Place;
      const place = at(n);
      // It comes from afar, and goes on.
      const goal = (all[n] as Decided).goals[robot] as Place;
      if (apart(at(n - 22), place) < 2 || apart(at(n - 22), place) > 3.5) continue;
      if (apart(at(n + 10), place) < 1 || apart(goal, place) < 1.6) continue;
      const room = Math.min(...outlines.map((outline) => distanceTo(outline, place.x, place.z)));
      const others = all.flatMap(({ robots: then }, moment) =>
        then.flatMap((other, number) => {
          const isNear = moment > n - 22 && moment < n + 12;
          return number === robot || (!isNear && moment > 10) ? [] : [apart(other, place)];
        }),
      );
      const width = Math.min(room, ...others);
      if (width <= widest) continue;
      widest = width;
      best = { robot, ...place };
    }
  }
  if (!best || widest < 1) throw new Error(`Expected a way in the open, got ${widest} m of room.`);
  return best;
}
