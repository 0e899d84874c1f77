/** The built page opens, isolated and on a plain static host. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { landed } from './edited-page.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

describe('page', () => {
  it.each([
    ['isolatedPage', true],
    ['plainPage', false],
  ] as const)('opens without complaints (%s)', async (where, isolated) => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(inject(where), { waitUntil: 'load' });
    await page.waitForTimeout(2_000);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
    expect(await page.title()).toContain('Heed');
    expect(await page.locator('body').textContent()).not.toBe('');
    await page.context().close();
  });

  it('with the focus on the world plain arrows choose robots, and with Shift or Ctrl they move the camera', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('isolatedPage')}?backend=wasm`);
    await page.waitForFunction(() => window.heed.world === 'shown');
    // Robots that arrive have other goals, which are things, too.
    await page.keyboard.press(' ');
    await landed(page);
    await page.focus('#view');
    const seen = () =>
      page.evaluate(() => {
        const [{ screenX, screenY } = { screenX: 0, screenY: 0 }] = window.heed.things;
        return { selected: window.heed.selected, screenX, screenY };
      });
    for (const key of ['Shift+ArrowRight', 'Control+ArrowUp']) {
      const before = await seen();
      for (let i = 0; i < 5; i++) await page.keyboard.press(key);
      await landed(page);
      const { selected, screenX, screenY } = await seen();
      expect(selected).toBeUndefined();
      expect(Math.hypot(screenX - before.screenX, screenY - before.screenY)).toBeGreaterThan(8);
    }
    await page.keyboard.press('ArrowRight');
    expect((await seen()).selected).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has WebGPU and WebGL 2 in this browser', async () => {
    const { page } = await watchedPage(browser);
    await page.goto(inject('isolatedPage'));
    const graphics = await page.evaluate(async () => ({
      webgpu: (await navigator.gpu?.requestAdapter()) !== null,
      webgl2: document.createElement('canvas').getContext('webgl2') !== null,
    }));
    expect(graphics).toEqual({ webgpu: true, webgl2: true });
    await page.context().close();
  });
});
