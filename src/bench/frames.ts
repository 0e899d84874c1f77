/**
 * What one frame of the view costs, by how many avatars are in it and whether overlays are drawn: the script's own
 * time, the time until the picture is there, draw calls and triangles. On the test page that draws a made-up crowd
 * (tests/browser/pages/stage.ts), with nobody learning beside it.
 *
 * The script's time is taken with draw calls that are counted but not carried out, so that it does not wait for
 * the graphics; the picture's with all of it, until a pixel of it can be read.
 */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { findBrowser } from '../chromium/find-browser.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { servePages } from '../chromium/serve-build.ts';
import { type Spread, spreadOf } from './measure.ts';
import { type BenchContext, type BenchRow, runGroups, type Suite } from './suite.ts';

/** Of the test page, what is used here. */
interface StagePage {
  lay(size: { readonly agents: number; readonly entities: number }, quality: 'low'): number;
  showAll(on: boolean): void;
  draw(frames: number): number[];
  finish(frames: number): number[];
  info(): { readonly drawCalls: number; readonly triangles: number } | undefined;
}
type StageWindow = { readonly stagePage: StagePage };

const viewport = { width: 1280, height: 800 };
/** Frames before the first that counts, and in each round; pictures are dear. */
const warmFrames = 30;
const scriptFrames = 90;
const pictureFrames = 4;
/** Entities for each avatar, as in the crowd. */
const perAvatar = 4;

async function openPage(browser: Browser, url: string, carriedOut: boolean): Promise<Page> {
  const page = await browser.newPage({ viewport });
  if (!carriedOut) {
    await page.addInitScript(() => {
      const calls = ['drawElements', 'drawElementsInstanced', 'drawArrays', 'drawArraysInstanced'];
      for (const name of calls) Object.assign(WebGL2RenderingContext.prototype, { [name]() {} });
    });
  }
  await page.goto(`${url}stage.html`, { timeout: 120_000 });
  await page.waitForFunction(() => 'stagePage' in window, undefined, { timeout: 120_000 });
  return page;
}

function lay(page: Page, agents: number): Promise<number> {
  const size = { agents, entities: agents * perAvatar };
  return page.evaluate(
    (size) => (window as unknown as StageWindow).stagePage.lay(size, 'low'),
    size,
  );
}

function showAll(page: Page, on: boolean): Promise<void> {
  return page.evaluate((on) => (window as unknown as StageWindow).stagePage.showAll(on), on);
}

function draw(page: Page, frames: number): Promise<number[]> {
  return page.evaluate((n) => (window as unknown as StageWindow).stagePage.draw(n), frames);
}

function finish(page: Page, frames: number): Promise<number[]> {
  return page.evaluate((n) => (window as unknown as StageWindow).stagePage.finish(n), frames);
}

/** The most of two frames in a row: shadows are drawn in every other one. */
async function counted(page: Page): Promise<{ drawCalls: number; triangles: number }> {
  const most = { drawCalls: 0, triangles: 0 };
  for (let i = 0; i < 2; i++) {
    await draw(page, 1);
    const info = await page.evaluate(() => (window as unknown as StageWindow).stagePage.info());
    most.drawCalls = Math.max(most.drawCalls, info?.drawCalls ?? 0);
    most.triangles = Math.max(most.triangles, info?.triangles ?? 0);
  }
  return most;
}

/** The value that so large a share of all lies under. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
}

const once = (value: number): Spread => ({ median: value, min: value, max: value, rounds: 1 });

async function rowsOf(
  pages: { readonly script: Page; readonly picture: Page },
  group: string,
  rounds: number,
): Promise<BenchRow[]> {
  const agents = Number.parseInt(group, 10);
  await lay(pages.script, agents);
  await lay(pages.picture, agents);
  const rows: BenchRow[] = [];
  for (const on of [false, true]) {
    const name = `${group}, overlays ${on ? 'on' : 'off'}`;
    await showAll(pages.script, on);
    await showAll(pages.picture, on);
    await draw(pages.script, warmFrames);
    await finish(pages.picture, 2);
    const script: number[] = [];
    const picture: number[] = [];
    for (let round = 0; round < rounds; round++) {
      script.push(...(await draw(pages.script, scriptFrames)));
      picture.push(...(await finish(pages.picture, pictureFrames)));
    }
    const { drawCalls, triangles } = await counted(pages.script);
    const p95 = (values: readonly number[]) => `p95 ${quantile(values, 0.95).toFixed(2)} ms`;
    rows.push(
      { name: `${name}: script`, unit: 'ms', ...spreadOf(script), rounds, note: p95(script) },
      { name: `${name}: picture`, unit: 'ms', ...spreadOf(picture), rounds, note: p95(picture) },
      { name: `${name}: draw calls`, unit: 'calls', ...once(drawCalls) },
      { name: `${name}: triangles`, unit: 'triangles', ...once(triangles) },
    );
  }
  return rows;
}

const groups = ['16 avatars', '64 avatars', '256 avatars'];

export const frames: Suite = {
  title:
    'A frame of the view: its script, its picture by the software graphics card, what is drawn',
  groups,
  async run(context: BenchContext) {
    const served = await servePages(context.root, join('tests', 'browser', 'pages'));
    const browser = await openBrowser(findBrowser());
    try {
      const pages = {
        script: await openPage(browser, served.url, false),
        picture: await openPage(browser, served.url, true),
      };
      const measured = (_: BenchContext, group: string) => rowsOf(pages, group, context.rounds);
      return await runGroups(context, Object.fromEntries(groups.map((group) => [group, measured])));
    } finally {
      await browser.close();
      await served.close();
    }
  },
};
