/** What drawing costs in a real browser, in numbers that are the same on every machine. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { overlays } from '../../src/view/overlays/index.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const crowd = { agents: 256, entities: 1000 };
const some = { agents: 64, entities: 250 };
const few = { agents: 8, entities: 50 };

async function drawn(size: typeof crowd, quality: 'high' | 'low') {
  const { page, complaints } = await watchedPage(browser);
  await page.goto(`${inject('testPages')}stage.html`);
  const infos = await page.evaluate(
    ([size, quality]) => {
      const { stagePage } = window;
      stagePage.lay(size, quality);
      stagePage.attend(0);
      // Shadows are not drawn in every frame: two in a row have both kinds.
      return [0, 1, 2, 3].map(() => {
        stagePage.draw(1);
        return stagePage.info();
      });
    },
    [size, quality] as const,
  );
  expect(complaints).toEqual([]);
  await page.context().close();
  const most = (of: 'drawCalls' | 'triangles') => Math.max(...infos.map((info) => info?.[of] ?? 0));
  return { drawCalls: most('drawCalls'), triangles: most('triangles') };
}

describe('stage', () => {
  it.each(['high', 'low'] as const)(
    'draws 256 agents and 1,000 entities in 60 calls, shadows included (%s)',
    async (quality) => {
      const many = await drawn(crowd, quality);
      expect(many.drawCalls).toBeGreaterThan(10);
      expect(many.drawCalls).toBeLessThanOrEqual(60);
      // As many as for few: what grows with numbers is instanced.
      const { drawCalls } = await drawn(few, quality);
      expect(many.drawCalls).toBeLessThanOrEqual(drawCalls);
    },
  );

  it('shows a wide layout on a narrow screen, where it is seen whole from far away only', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.setViewportSize({ width: 60, height: 640 });
    await page.goto(`${inject('testPages')}stage.html`);
    const [red = 0, , blue = 0] = await page.evaluate((size) => {
      window.stagePage.lay(size, 'low');
      return window.stagePage.middle();
    }, some);
    expect(complaints).toEqual([]);
    await page.context().close();
    // Paving is warm and the sky is not.
    expect(red).toBeGreaterThan(blue + 10);
  });

  it('draws every overlay when all are asked for, in one crowd after another, and none when none is', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('testPages')}stage.html`);
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
    expect(complaints).toEqual([]);
    await page.context().close();
    for (const { on, off } of shown) {
      expect(Object.keys(on)).toEqual(overlays.names());
      expect(Object.entries(on).filter(([, much]) => much === 0)).toEqual([]);
      expect(Object.entries(off).filter(([, much]) => much > 0)).toEqual([]);
    }
  });

  it('draws what is small on the screen in fewer triangles', async () => {
    const many = await drawn(crowd, 'low');
    const { triangles } = await drawn(few, 'low');
    const perThing = (many.triangles - triangles) / (crowd.agents + crowd.entities);
    expect(perThing).toBeLessThan(600);
  });
});
