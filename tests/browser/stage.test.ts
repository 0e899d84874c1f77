/** What drawing costs in a real browser, in numbers that are the same on every machine. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { overlays } from '../../src/view/overlays/index.ts';
import { sharedPage, type WatchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const crowd = { agents: 256, entities: 1000 };
const some = { agents: 64, entities: 250 };
const few = { agents: 8, entities: 50 };
const small = { width: 400, height: 300 };
type Drawn = { readonly drawCalls: number; readonly triangles: number };
type Quality = 'high' | 'low';

/** For what looks at pictures, a page for each quality: a stage builds its shaders once, which takes seconds. */
const pages = new Map<Quality, Promise<WatchedPage>>();
afterAll(async () => {
  for (const { complaints } of await Promise.all(pages.values())) expect(complaints).toEqual([]);
});

async function openPage(): Promise<WatchedPage> {
  const watched = await sharedPage(browser);
  await watched.page.goto(`${inject('testPages')}stage.html`);
  return watched;
}

async function stagePage(quality: Quality): Promise<Page> {
  const known = pages.get(quality) ?? openPage();
  pages.set(quality, known);
  const { page, complaints } = await known;
  expect(complaints).toEqual([]);
  return page;
}

/** What few and what many take, in a page that is closed with what it has not yet drawn. */
async function drawn(sizes: readonly (typeof crowd)[], quality: Quality) {
  const { page, complaints } = await openPage();
  const all = await page.evaluate(
    ([sizes, quality]) => {
      const { stagePage } = window;
      return sizes.map((size) => {
        stagePage.lay(size, quality);
        stagePage.attend(0);
        // Nobody looks at the pictures, which a processor that draws has to finish before others.
        stagePage.setResolution(0.1);
        // Coarse shadows are drawn in every other frame: two in a row have both kinds.
        return (quality === 'low' ? [0, 1] : [0]).map(() => {
          stagePage.draw(1);
          return stagePage.info();
        });
      });
    },
    [sizes, quality] as const,
  );
  expect(complaints).toEqual([]);
  await page.context().close();
  return all.map((infos) => {
    const most = (of: 'drawCalls' | 'triangles') =>
      Math.max(...infos.map((info) => info?.[of] ?? 0));
    return { drawCalls: most('drawCalls'), triangles: most('triangles') };
  }) as [Drawn, Drawn];
}

describe('stage', () => {
  it.each(['high', 'low'] as const)(
    'draws 256 agents and 1,000 entities in 60 calls, shadows included, and what is small in few triangles (%s)',
    async (quality) => {
      const [least, many] = await drawn([few, crowd], quality);
      expect(many.drawCalls).toBeGreaterThan(10);
      expect(many.drawCalls).toBeLessThanOrEqual(60);
      // As many as for few: what grows with numbers is instanced.
      expect(many.drawCalls).toBeLessThanOrEqual(least.drawCalls);
      if (quality === 'high') return;
      const perThing = (many.triangles - least.triangles) / (crowd.agents + crowd.entities);
      expect(perThing).toBeLessThan(600);
    },
  );

  it('shows a wide layout on a narrow screen, where it is seen whole from far away only', async () => {
    const page = await stagePage('low');
    await page.setViewportSize({ width: 60, height: 640 });
    const [red = 0, , blue = 0] = await page.evaluate((size) => {
      window.stagePage.lay(size, 'low');
      return window.stagePage.middle();
    }, some);
    // Paving is warm and the sky is not.
    expect(red).toBeGreaterThan(blue + 10);
  });

  it('draws soft shadows: the ground in one is darker than beside it, and the way there is no step', async () => {
    const page = await stagePage('high');
    await page.setViewportSize(small);
    const across = await page.evaluate(() => {
      const { stagePage } = window;
      stagePage.layPillar({ x: 0.6, z: 0.3, distance: 3, turn: 0, height: 1.3 }, 'high');
      // Through the shadow of the pillar, as far from it as half of the pillar's height, a point to a centimetre.
      const way = stagePage.shadowOfMetre();
      const length = Math.hypot(way.x, way.z);
      const points = Array.from({ length: 81 }, (_, i) => {
        const [along, across] = [0.6 / length, (i / 100 - 0.2) / length];
        const [x, z] = [way.x * along - way.z * across, way.z * along + way.x * across];
        const { x: column = 0, y: row = 0 } = stagePage.onCanvas(x, 0, z) ?? {};
        return [Math.round(column), Math.round(row)] as const;
      });
      const [lit = [], shaded = []] = [0, 1].map((shadows) => {
        stagePage.setShadows(shadows);
        stagePage.draw(1);
        const { data, width } = stagePage.picture();
        return points.map(([column, row]) => data[4 * (row * width + column) + 1] ?? 0);
      });
      // Green as a share of that without shadows: what the paving is like cancels out.
      return shaded.map((green, i) => green / (lit[i] || 1));
    });
    const shares = across.map((share) => Number(share.toFixed(2)));
    const [shadow = 1, beside = 0] = [shares[20], shares[80]];
    expect(shadow).toBeLessThan(0.85);
    expect(beside).toBeGreaterThan(0.98);
    const between = shares.filter((share) => share > shadow + 0.02 && share < beside - 0.02);
    expect(new Set(between).size).toBeGreaterThan(1);
  });

  it('thins lamp posts out close before the camera, and draws them whole farther on', async () => {
    const page = await stagePage('low');
    await page.setViewportSize(small);
    /** Of a picture of the post from so far, the share of its pixels that are as dark as it is. */
    const shares = await page.evaluate(() => {
      const { stagePage } = window;
      const { x, z } = stagePage.posts()[1] ?? { x: 0, z: 0 };
      return [1, 1.85, 3.5].map((metres) => {
        // From outside, over the post's middle, onto the ground inside.
        const height = 0.245;
        const distance = 1.2 / Math.sin(height);
        const focus = z + metres - distance * Math.cos(height);
        stagePage.layPillar({ x, z: focus, distance, turn: 0, height }, 'low');
        // In the sun its left side is bright: from the middle to nearly the right edge.
        const [left, right] = [0, 0.025].map(
          (aside) => stagePage.onCanvas(x + aside, 1, z)?.x ?? 0,
        );
        const row = stagePage.onCanvas(x, 1, z)?.y ?? 0;
        const { data, width } = stagePage.picture();
        const greens: number[] = [];
        for (let y = Math.round(row) - 10; y < Math.round(row) + 10; y++) {
          for (let at = Math.round(left ?? 0); at <= Math.floor(right ?? 0); at++) {
            greens.push(data[4 * (y * width + at) + 1] ?? 0);
          }
        }
        return greens.filter((green) => green < 90).length / greens.length;
      });
    });
    const [close = 1, between = 0, farther = 0] = shares;
    expect(close).toBe(0);
    expect(between).toBeGreaterThan(0.2);
    expect(between).toBeLessThan(0.8);
    expect(farther).toBeGreaterThan(0.95);
  });

  it('draws every overlay when all are asked for, in one crowd after another, and none when none is', async () => {
    const page = await stagePage('low');
    // Of many frames nothing is looked at: in a small picture they take a tenth of the time.
    await page.setViewportSize(small);
    const shown = await page.evaluate(
      (sizes) => {
        const { stagePage } = window;
        return sizes.map((size) => {
          stagePage.lay(size, 'low');
          stagePage.showAll(true);
          stagePage.draw(60);
          const on = stagePage.shown();
          stagePage.showAll(false);
          stagePage.draw(30);
          return { on, off: stagePage.shown() };
        });
      },
      [few, some],
    );
    for (const { on, off } of shown) {
      expect(Object.keys(on)).toEqual(overlays.names());
      expect(Object.entries(on).filter(([, much]) => much === 0)).toEqual([]);
      expect(Object.entries(off).filter(([, much]) => much > 0)).toEqual([]);
    }
  });
});
