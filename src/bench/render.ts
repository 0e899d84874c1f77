/**
 * What drawing and learning cost the page's thread: the built page in a real Chromium, its main
 * thread read from Chromium's own trace as time on the processor, which is what a busy machine leaves
 * comparable.
 *
 * Draw calls are counted but not carried out: a software graphics card would draw three frames a
 * second beside learning and ten without, and frames at another pace compare nothing. So every frame
 * comes at the screen's pace, as where a graphics card draws. Knows nothing of what is drawn.
 */
import type { Browser, Page } from 'playwright-core';
import { scenarios } from '../../scenes/index.ts';
import type {} from '../app/expose-status.ts'; // window.heed
import { findBrowser } from '../chromium/find-browser.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { measure, type Spread, spreadOf } from './measure.ts';
import type { BenchContext, BenchRow, Suite } from './suite.ts';
import { type MainThread, readMainThread } from './trace.ts';

const viewport = { width: 1280, height: 800 };
const patience = { timeout: 240_000, polling: 500 };
const windowMilliseconds = 3000;
/** After training was switched, until it is so in all threads. */
const settleMilliseconds = 800;
/** Updates after which learning is in its stride. */
const warmUpdates = 20;

interface Window extends MainThread {
  readonly frames: number;
  readonly drawCalls: number;
}

async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport });
  await page.addInitScript(() => {
    const calls = ['drawElements', 'drawElementsInstanced', 'drawArrays', 'drawArraysInstanced'];
    for (const name of calls) Object.assign(WebGL2RenderingContext.prototype, { [name]() {} });
  });
  await page.goto(address, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  return page;
}

async function setTraining(page: Page, on: boolean): Promise<void> {
  const toggle = page.getByRole('switch', { name: 'Training' });
  if ((await toggle.getAttribute('aria-checked')) !== String(on)) await toggle.click();
  await page.waitForTimeout(settleMilliseconds);
}

const framesOf = (page: Page) => page.evaluate(() => window.heed.stage?.frames ?? 0);

/** Some seconds of the page's thread, left alone. */
async function watch(browser: Browser, page: Page): Promise<Window> {
  const calls: number[] = [];
  await browser.startTracing(page, { categories: ['toplevel'] });
  const before = await framesOf(page);
  await page.waitForTimeout(windowMilliseconds);
  const frames = (await framesOf(page)) - before;
  const trace = readMainThread((await browser.stopTracing()).toString());
  // Every other frame draws shadows: of a few, the most is a frame with them.
  for (let i = 0; i < 6; i++) {
    calls.push(await page.evaluate(() => window.heed.stage?.drawCalls ?? 0));
    await page.waitForTimeout(30);
  }
  return { ...trace, frames, drawCalls: Math.max(...calls) };
}

function paceOf(windows: readonly Window[]): string {
  const { median } = spreadOf(windows.map(({ frames }) => frames));
  return `${Math.round((median * 1000) / windowMilliseconds)} frames/s`;
}

/** What one scene costs with nobody learning. */
async function sceneRows(
  page: Page,
  scene: string,
  look: () => Promise<Window>,
  rounds: number,
): Promise<BenchRow[]> {
  await setTraining(page, false);
  // The first seconds have what happens once: engines start, shaders are compiled.
  await look();
  const windows: Window[] = [];
  for (let round = 0; round < rounds; round++) windows.push(await look());
  const avatars = await page.evaluate(() => window.heed.agents);
  const row = (name: string, unit: string, of: (window: Window) => number) => ({
    ...{ name: `${scene}: ${name}`, unit, note: `${avatars} avatars, ${paceOf(windows)}` },
    ...spreadOf(windows.map(of)),
  });
  return [
    row('draw calls, shadows included', 'calls', ({ drawCalls }) => drawCalls),
    row('page thread per frame', 'ms', ({ busy, frames }) => busy / frames),
  ];
}

/** What learning adds, in windows that take turns. */
async function trainingRows(
  page: Page,
  look: () => Promise<Window>,
  context: BenchContext,
): Promise<BenchRow[]> {
  await page.waitForFunction((count) => window.heed.updates > count, warmUpdates, patience);
  const atFirst = await page.evaluate(() => window.heed.updates);
  const windows = { on: [] as Window[], off: [] as Window[] };
  const candidate = (is: 'on' | 'off') => ({
    async round() {
      await setTraining(page, is === 'on');
      const seen = await look();
      windows[is].push(seen);
      return seen.busy / seen.frames;
    },
  });
  const [on, off] = (await measure([candidate('on'), candidate('off')], context)) as [
    Spread,
    Spread,
  ];
  const longest = (is: 'on' | 'off') => spreadOf(windows[is].map((window) => window.longest));
  const long = (is: 'on' | 'off') => {
    const count = windows[is].reduce((sum, window) => sum + window.long, 0);
    return `${count} over 50 ms in ${(windows[is].length * windowMilliseconds) / 1000} s`;
  };
  const updates = await page.evaluate(() => window.heed.updates);
  if (updates === atFirst) context.say('The learner made no updates while it was measured.');
  const peer = 'training off';
  const [longestOn, longestOff] = [longest('on'), longest('off')];
  return [
    { name: 'training on: page thread per frame', unit: 'ms', ...on, note: paceOf(windows.on) },
    {
      ...{ name: 'training off: page thread per frame', unit: 'ms', ...off },
      ...{ peer, ratio: on.median / off.median, note: paceOf(windows.off) },
    },
    { name: 'training on: longest task', unit: 'ms', ...longestOn, note: long('on') },
    {
      ...{ name: 'training off: longest task', unit: 'ms', ...longestOff },
      ...{ peer, ratio: longestOn.median / longestOff.median, note: long('off') },
    },
  ];
}

export const render: Suite = {
  title: 'The page: draw calls, and its thread in processor time (draw calls not carried out)',
  groups: ['plaza', 'crowd', 'training'],
  async run(context) {
    const { rounds, groups, progress, root } = context;
    progress(0, 'building the page');
    const server = await serveBuild(root);
    const browser = await openBrowser(findBrowser());
    const rows: BenchRow[] = [];
    try {
      for (const [i, group] of groups.entries()) {
        progress(i / groups.length, group);
        const scene = group === 'training' ? 'plaza' : group;
        // An unknown scene is refused: the page would show another instead.
        scenarios.get(scene);
        const page = await openPage(
          browser,
          `${server.url}?scene=${scene}&policy=none&backend=wasm`,
        );
        const look = () => watch(browser, page);
        rows.push(
          ...(group === 'training'
            ? await trainingRows(page, look, context)
            : await sceneRows(page, scene, look, rounds)),
        );
        await page.close();
      }
    } finally {
      await browser.close();
      await server.close();
    }
    return rows;
  },
};
