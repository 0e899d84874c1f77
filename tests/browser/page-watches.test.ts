/**
 * Watching, by keyboard: each key is held to what is then to be seen. Pictures are compared while the world stands
 * still and, with reduced motion, nothing else moves in them: what differs is what the key did.
 */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { distanceTo, footprintOf } from '../../src/scene/footprint.ts';
import { agentColour } from '../../src/view/palette.ts';
import { mapOf, most } from './page-map.ts';
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
    // A third of what they grow to, also where the world has stopped: another layout may have begun just before.
    const areLong = () => (window.heed.stage?.overlays.trails ?? 0) > 600;
    for (let stopped = false; !stopped; ) {
      await page.waitForFunction(areLong, undefined, patience);
      await press(' ');
      await stands(page);
      stopped = await page.evaluate(areLong);
      if (!stopped) await press(' ');
    }
    let plain = await worldPicture(page);
    // Who stopped in mid-stride comes to stand a little later.
    const moved = async () => {
      const before = plain;
      plain = await worldPicture(page);
      return differing(before, plain);
    };
    await expect.poll(moved, { timeout: 20_000 }).toBeLessThan(noise);

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

    // The map, for which there is room beside the panel in a wider window, has all of them where they are.
    const maps = await page.evaluate(() => window.heed.mapsDrawn);
    await page.setViewportSize({ width: 1200, height: 640 });
    await page.waitForFunction((before) => window.heed.mapsDrawn > before, maps, patience);
    const map = await mapOf(page);
    const { robots, selected = -1 } = await page.evaluate(() => {
      const { robots: all, selected: one } = window.heed;
      return { robots: all, selected: one };
    });
    const outlines = map.layout.statics.map(footprintOf);
    const [solid, free]: [string[], string[]] = [[], []];
    for (let x = map.layout.min[0] + 0.1; x < map.layout.max[0]; x += 0.2) {
      for (let z = map.layout.min[1] + 0.1; z < map.layout.max[1]; z += 0.2) {
        const colour = map.colourAt(x, z) ?? '';
        // Robots, goals and the view's edge lie over it.
        const gaps = outlines.map((outline) => distanceTo(outline, x, z));
        if (Math.min(...gaps) === 0) solid.push(colour);
        else if (Math.min(...gaps) > 0.15) free.push(colour);
      }
    }
    const [stone, ground] = [most(solid), most(free)];
    expect(stone.share).toBeGreaterThan(0.7);
    expect(ground.share).toBeGreaterThan(0.5);
    expect(stone.colour).not.toBe(ground.colour);
    expect(free.filter((colour) => colour === stone.colour).length).toBeLessThan(free.length / 50);
    const alone = robots.flatMap(({ x, z }, robot) => {
      const isAlone = robots.every(
        (other, i) => i === robot || Math.hypot(other.x - x, other.z - z) > 1.2,
      );
      return isAlone || robot === selected ? [{ robot, x, z }] : [];
    });
    const found = alone.filter(({ robot, x, z }) => map.colourAt(x, z) === agentColour(robot));
    expect(alone.length).toBeGreaterThan(2);
    expect(found.length).toBeGreaterThan(0.7 * alone.length);
    // The selected one is larger, and has the dark edge that no other has.
    const dark = ({ x, z }: { readonly x: number; readonly z: number }) => {
      let count = 0;
      for (let dx = -0.8; dx <= 0.8; dx += 0.1) {
        for (let dz = -0.8; dz <= 0.8; dz += 0.1) {
          const colour = map.colourAt(x + dx, z + dz) ?? '#ffffff';
          const parts = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
          if (Math.max(...parts) < 60) count++;
        }
      }
      return count;
    };
    const edges = robots.map(dark);
    expect(selected).toBeGreaterThanOrEqual(0);
    expect(edges.indexOf(Math.max(...edges))).toBe(selected);
    expect(edges[selected]).toBeGreaterThan(10);
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
    // Two bodies of 0.3 m, and it is the nearest but for itself. What is drawn comes to where they are a little later.
    let met = '';
    const nearest = async () => {
      const { robots, selected = -1 } = await page.evaluate(() => {
        const { robots: all, selected: one } = window.heed;
        return { robots: all, selected: one };
      });
      const robot = robots[selected];
      met = `Stopped: ${robot?.name} touches another robot.`;
      const gaps = robots.map(({ x, z }) => Math.hypot(x - (robot?.x ?? 0), z - (robot?.z ?? 0)));
      return gaps.sort((one, other) => one - other)[1];
    };
    await expect.poll(nearest, { timeout: 20_000 }).toBeLessThan(0.68);
    expect(text).toBe(met);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 200_000);
});
