/**
 * Watching, by keyboard: each key is held to what is then to be seen. Pictures are compared while the world stands
 * still and, with reduced motion, nothing else moves in them: what differs is what the key did.
 */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { differing, drawn, worldPicture } from './pixels.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 100_000, polling: 100 };
const options = { viewport: { width: 760, height: 460 }, reducedMotion: 'reduce' } as const;

async function opened(query: string) {
  const watched = await watchedPage(browser, options);
  await watched.page.goto(`${inject('isolatedPage')}?quality=low&${query}`, { timeout: 120_000 });
  await watched.page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  return watched;
}

/** Pixels of a picture of 760 × 460 that may differ where all stand still: an eye comes to rest. */
const noise = 100;

const seconds = (page: Page) => page.evaluate(() => window.heed.stage?.newestSeconds ?? 0);

/** Until everybody is drawn where they are, and stays there. */
async function stands(page: Page): Promise<void> {
  for (let before = -1; before !== (await seconds(page)); await page.waitForTimeout(150)) {
    before = await seconds(page);
    await drawn(page, 1);
  }
  await drawn(page, 2);
}

/** Seconds of the world that pass in one of the clock's. */
function pace(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const now = () => window.heed.stage?.newestSeconds ?? 0;
    for (;;) {
      const [from, began] = [now(), performance.now()];
      await new Promise((done) => setTimeout(done, 3000));
      const passed = now() - from;
      // A new layout begins at 0.
      if (passed >= 0) return (1000 * passed) / (performance.now() - began);
    }
  });
}

describe('watching, by keyboard', () => {
  it('trails and what is painted on the floor are to be seen, and are gone again', async () => {
    const { page, complaints } = await opened('scene=corridor&speed=8');
    const press = (key: string) => page.keyboard.press(key);
    // Long enough for sixteen robots in a narrow passage to have touched.
    await page.waitForFunction(
      () => (window.heed.stage?.newestSeconds ?? 0) > 25,
      undefined,
      patience,
    );
    await press('o');
    await page.waitForFunction(
      () => (window.heed.stage?.overlays.trails ?? 0) > 30,
      undefined,
      patience,
    );
    await press(' ');
    await stands(page);
    const plain = await worldPicture(page);
    expect(differing(plain, await worldPicture(page))).toBeLessThan(noise);

    await press('b');
    const without = await worldPicture(page);
    expect(differing(plain, without)).toBeGreaterThan(2 * noise);

    const kinds = ['visits', 'collisions', 'value'] as const;
    const seen = [without];
    for (const kind of kinds) {
      await press('g');
      await page.waitForFunction(
        (of) => window.heed.floor?.kind === of && window.heed.floor.known > 0,
        kind,
        patience,
      );
      const now = await worldPicture(page);
      for (const before of seen) expect(differing(before, now), kind).toBeGreaterThan(5 * noise);
      seen.push(now);
    }
    // The value is somebody's, whose panel moves the view: what its paint alone does is seen as it goes.
    await press('g');
    await page.waitForFunction(() => window.heed.floor === undefined, undefined, patience);
    const cleared = await worldPicture(page);
    expect(differing(seen.at(-1) ?? plain, cleared)).toBeGreaterThan(5 * noise);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 200_000);

  it('slow motion is a quarter and an eighth of the clock, and the world stops at a collision', async () => {
    const { page, complaints } = await opened('scene=corridor&speed=1');
    const press = (key: string) => page.keyboard.press(key);
    await press('o');
    await page.waitForTimeout(300);
    const quarter = await pace(page);
    await press('o');
    await page.waitForTimeout(300);
    const eighth = await pace(page);
    await press('o');
    await page.waitForTimeout(300);
    const whole = await pace(page);
    expect([quarter, eighth]).toEqual([expect.closeTo(0.25, 1), expect.closeTo(0.125, 1)]);
    expect(eighth).toBeLessThan(0.7 * quarter);
    expect(whole).toBeGreaterThan(1.8 * quarter);

    // Until it is another robot that was met: where both are is known here, too.
    let text = '';
    for (let tries = 0; tries < 8 && !text.includes('robot'); tries++) {
      const from = await seconds(page);
      await press('c');
      // The next one may say what the one before said.
      await page.waitForFunction(
        (before) =>
          window.heed.stage?.newestSeconds !== before &&
          window.heed.notices.some((notice) => notice.startsWith('Stopped: ')),
        from,
        patience,
      );
      text = await page
        .getByText(/^Stopped: /)
        .first()
        .innerText();
    }
    await stands(page);
    const stopped = await seconds(page);
    await page.waitForTimeout(800);
    expect(await seconds(page)).toBe(stopped);
    const { robots, selected = -1 } = await page.evaluate(() => {
      const { robots: all, selected: one } = window.heed;
      return { robots: all, selected: one };
    });
    const robot = robots[selected];
    expect(text).toBe(`Stopped: ${robot?.name} touches another robot.`);
    const gaps = robots.map(({ x, z }) => Math.hypot(x - (robot?.x ?? 0), z - (robot?.z ?? 0)));
    // Two bodies of 0.3 m, and it is the nearest but for itself.
    expect(gaps.sort((a, b) => a - b)[1]).toBeLessThan(0.68);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 200_000);
});
