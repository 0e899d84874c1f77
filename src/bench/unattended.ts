/**
 * The built page left alone while its robots learn from scratch and one of them is explained: memory and stored
 * bytes minute by minute, and whatever the page complains of. A round is a minute: `--rounds 60` is an hour.
 *
 * Memory of scripts is the browser's own figure (`performance.measureUserAgentSpecificMemory`, page and workers,
 * garbage collected first); that of the process also has WebAssembly, pictures and the browser's own code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type {} from '../app/expose-status.ts'; // window.heed
import { complaintsOf } from '../chromium/complaints.ts';
import { findBrowser } from '../chromium/find-browser.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { spreadOf } from './measure.ts';
import { slope } from './slope.ts';
import type { BenchContext, BenchRow, Suite } from './suite.ts';

const minute = 60_000;
/** Pictures are small: here the processor draws them, on the cores that learn. */
const viewport = { width: 640, height: 400 };
const patience = { timeout: 240_000, polling: 500 };

interface Minute {
  readonly scripts: number;
  readonly stored: number;
  /** NaN where it cannot be told: not on Linux. */
  readonly resident: number;
  readonly updates: number;
}

/** Megabytes of the largest renderer of the browser, which is the page and its workers. */
async function residentOf(browser: Browser): Promise<number> {
  if (process.platform !== 'linux') return Number.NaN;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const megabytes = renderers.map(({ id }) => {
    const status = readFileSync(join('/proc', `${id}`, 'status'), 'utf8');
    return (Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024) / 1e6;
  });
  return Math.max(...megabytes);
}

async function look(browser: Browser, page: Page): Promise<Minute> {
  const seen = await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measured } = performance as unknown as {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    const { bytes } = await measured.call(performance);
    const { usage = 0 } = await navigator.storage.estimate();
    return { scripts: bytes / 1e6, stored: usage / 1e6, updates: window.heed.updates };
  });
  return { ...seen, resident: await residentOf(browser) };
}

/** One figure's row: over the second half, when all is warm, with what it grows by in an hour. */
function rowOf(name: string, of: (minute: Minute) => number, minutes: readonly Minute[]): BenchRow {
  const later = minutes.slice(Math.floor(minutes.length / 2)).map(of);
  const hourly = 60 * slope(later);
  return {
    ...{ name, unit: 'MB', ...spreadOf(later) },
    note: `second half; ${hourly < 0 ? '−' : '+'}${Math.abs(hourly).toFixed(1)} MB an hour`,
  };
}

export const unattended: Suite = {
  title: 'The page left alone while its robots learn: memory, what is stored, and complaints',
  groups: ['plaza'],
  async run({ rounds, root, progress, say, groups }: BenchContext) {
    if (groups.length === 0) return [];
    progress(0, 'building the page');
    const served = await serveBuild(root);
    const browser = await openBrowser(findBrowser(), {
      flags: ['--enable-blink-features=ForceEagerMeasureMemory'],
    });
    try {
      const page = await browser.newPage({ viewport });
      const complaints = complaintsOf(page);
      await page.goto(`${served.url}?scene=plaza&policy=none&backend=wasm`, { timeout: 120_000 });
      await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
      await page.keyboard.press('ArrowRight');
      const start = performance.now();
      const minutes: Minute[] = [];
      for (let round = 0; round < rounds; round++) {
        await page.waitForTimeout(Math.max(0, start + (round + 1) * minute - performance.now()));
        const now = await look(browser, page);
        minutes.push(now);
        const figures = [
          ...[`scripts ${now.scripts.toFixed(1)}`, `process ${now.resident.toFixed(0)}`],
          ...[`stored ${now.stored.toFixed(1)} MB`, `${now.updates} updates`],
        ];
        say(`${round + 1} min: ${figures.join(', ')}, ${complaints.length} complaints.`);
        progress((round + 1) / rounds, 'plaza');
      }
      for (const complaint of complaints.slice(0, 20)) say(complaint);
      const last = minutes.at(-1) as Minute;
      const once = (value: number) => ({ median: value, min: value, max: value, rounds });
      return [
        rowOf('plaza: memory of scripts', ({ scripts }) => scripts, minutes),
        ...(Number.isNaN(last.resident)
          ? []
          : [rowOf('plaza: memory of the process', ({ resident }) => resident, minutes)]),
        rowOf('plaza: stored', ({ stored }) => stored, minutes),
        { name: 'plaza: complaints', unit: 'complaints', ...once(complaints.length) },
        { name: 'plaza: learned meanwhile', unit: 'updates', ...once(last.updates) },
      ];
    } finally {
      await browser.close();
      await served.close();
    }
  },
};
