/** The built page opens, isolated and on a plain static host. */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { isolationHeaders } from '../../src/chromium/isolation-headers.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { serveFolder } from '../../src/chromium/serve-folder.ts';
import { daytimes } from '../../src/view/time-of-day.ts';
import { landed } from './edited-page.ts';
import { drawn, worldPicture } from './pixels.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

describe('page', () => {
  // On a plain host, in a sub-path without any header: page-trained.test.ts.
  it('opens isolated and without complaints, in a browser that has WebGPU and WebGL 2', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(inject('isolatedPage'), { waitUntil: 'load' });
    await page.waitForFunction(() => window.heed.world === 'shown');
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(await page.title()).toContain('Heed');
    expect(await page.locator('body').textContent()).not.toBe('');
    const graphics = await page.evaluate(async () => ({
      webgpu: (await navigator.gpu?.requestAdapter()) !== null,
      webgl2: document.createElement('canvas').getContext('webgl2') !== null,
    }));
    expect(graphics).toEqual({ webgpu: true, webgl2: true });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('isolated and in a sub-path too, of 2.5 MB that are sent before the first picture', async () => {
    const sent = { bytes: 0, files: [] as string[] };
    const server = await serveFolder(join(import.meta.dirname, '../../build/browser/page'), {
      ...{ compressed: true, subPath: '/a/sub-path/', headers: isolationHeaders },
      onSent(file, bytes) {
        sent.bytes += bytes;
        sent.files.push(file);
      },
    });
    const { page, complaints } = await watchedPage(browser);
    await page.goto(server.url);
    await page.waitForFunction(() => window.heed.world === 'shown');
    expect(sent.bytes / 1e6).toBeLessThan(2.5);
    // The physics, and the trained robots.
    expect(sent.bytes / 1e6).toBeGreaterThan(1.5);
    expect(sent.files.filter((file) => file.endsWith('.safetensors'))).toHaveLength(1);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
    await server.close();
  });

  it('from noon to night by the key N it is darker, and with all hours gone through it is noon again', async () => {
    const { page, complaints } = await watchedPage(browser, {
      // Without the hours between.
      ...{ viewport: { width: 480, height: 320 }, reducedMotion: 'reduce' },
    });
    await page.goto(`${inject('isolatedPage')}?backend=wasm`);
    await page.waitForFunction(() => window.heed.world === 'shown');
    await page.keyboard.press(' ');
    const light = async () => {
      await drawn(page, 2);
      const { data, channels } = await worldPicture(page);
      let sum = 0;
      for (let at = 1; at < data.length; at += channels) sum += data[at] as number;
      return (sum * channels) / data.length;
    };
    const noon = await light();
    const toNight = daytimes.indexOf('night') - daytimes.indexOf('noon');
    for (let i = 0; i < toNight; i++) await page.keyboard.press('n');
    expect(await light()).toBeLessThan(0.7 * noon);
    for (let i = toNight; i < daytimes.length; i++) await page.keyboard.press('n');
    expect(Math.abs((await light()) - noon)).toBeLessThan(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('with the focus on the world plain arrows choose robots, and with Shift or Ctrl they move the camera; beside an open mind no bar lies over a panel, while one edits and while one looks back', async () => {
    // Without flights, which take a while where few pictures are drawn.
    const { page, complaints } = await watchedPage(browser, { reducedMotion: 'reduce' });
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

    await page.keyboard.press(' ');
    for (const key of ['e', 'r']) {
      await page.keyboard.press(key);
      await page.locator(key === 'e' ? '.edit-bar' : '.rewind-bar').waitFor();
      for (const width of widths.filter((wide) => wide >= 720)) {
        await page.setViewportSize({ width, height: 640 });
        const panels = expect.poll(() => page.evaluate(overlapping), { timeout: 8000 });
        await panels.toEqual([]);
      }
      await page.keyboard.press(key);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('in a window of any width every button of the bars below and above is whole, and under no other', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('isolatedPage')}?backend=wasm&scene=crowdnav-plusplus`);
    await page.waitForFunction(() => window.heed.world === 'shown');
    // Standing still there is a button more.
    for (const key of ['', ' ']) {
      if (key) await page.keyboard.press(key);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 640 });
        const bars = expect.poll(() => page.evaluate(hidden), { timeout: 8000 });
        await bars.toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('where WebGL is refused one sentence says so with the remedy, and nothing else goes wrong', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      const refusing = function (this: HTMLCanvasElement, ...asked: unknown[]) {
        if (`${asked[0]}`.startsWith('webgl')) return null;
        return Reflect.apply(getContext, this, asked);
      };
      Object.assign(HTMLCanvasElement.prototype, { getContext: refusing });
    });
    await page.goto(inject('isolatedPage'));
    const said = page.getByText(/The 3D view needs WebGL 2, .*: turn on hardware acceleration, or/);
    await said.first().waitFor();
    expect(await page.evaluate(() => window.heed.world)).toBe('failed');
    // A programmer is told, too.
    expect(complaints).toEqual([expect.stringContaining('needs WebGL 2')]);
    await page.context().close();
  });
});

/** Phones, tablets, laptops, and to both sides of where the bars change. */
const widths = [
  320, 360, 379, 380, 390, 430, 440, 450, 459, 460, 600, 719, 720, 768, 844, 959, 960, 1024, 1180,
  1259, 1260, 1366, 1440, 1536, 1619, 1620, 1920, 2039, 2040,
];

/** Buttons of which an edge is outside of the window or under something else. */
function hidden(): string[] {
  const bars = '.bottom, .camera-row, .transport, .top-bar';
  return [...document.querySelectorAll<HTMLElement>(`:is(${bars}) :is(button, input)`)]
    .filter((button) => {
      const { left, right, top, bottom, width } = button.getBoundingClientRect();
      const middle = (top + bottom) / 2;
      const ends = [left + 4, right - 4].map((x) => document.elementFromPoint(x, middle));
      return width > 0 && !ends.every((end) => end && button.contains(end));
    })
    .map((button) => button.ariaLabel ?? button.textContent ?? button.outerHTML);
}

/** Pairs of panels and bars of which one lies over the other. */
function overlapping(): string[] {
  const panels = [...document.querySelectorAll<HTMLElement>('.card')].map((element) => {
    return { element, box: element.getBoundingClientRect() };
  });
  return panels.flatMap(({ element, box }, i) =>
    panels
      .slice(i + 1)
      .filter(
        ({ element: other, box: its }) =>
          !element.contains(other) &&
          Math.min(box.right, its.right) - Math.max(box.left, its.left) > 2 &&
          Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top) > 2,
      )
      .map((other) => `${element.className} and ${other.element.className}`),
  );
}
