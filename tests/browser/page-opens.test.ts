/** The built page opens, isolated and on a plain static host. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
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
