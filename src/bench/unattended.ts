/**
 * The built page left alone while its robots learn from scratch: memory and stored bytes minute by minute, and whatever
 * the page complains of. A round is a minute: `--rounds 60` is an hour. `plaza` is in view, with a robot that is
 * explained; `hidden` is a tab behind another one, slowed down as browsers do, and in view again at the end.
 *
 * A save every twenty seconds holds the run a second time while it is written. Memory is what lies below: the least of
 * three looks at the end of a minute, which no save has all of.
 *
 * Memory of scripts is the browser's own figure (`performance.measureUserAgentSpecificMemory`, page and workers,
 * garbage collected first); that of the process also has WebAssembly, pictures and the browser's own code.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { HeedStatus } from '../app/expose-status.ts';
import { complaintsOf } from '../chromium/complaints.ts';
import { findBrowser } from '../chromium/find-browser.ts';
import { openHidableTab } from '../chromium/hidable-tab.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { spreadOf } from './measure.ts';
import { slope } from './slope.ts';
import { type BenchContext, type BenchRow, runGroups, type Suite } from './suite.ts';

const minute = 60_000;
/** Not in step with saves. */
const lookedAt = [-14_000, -7_000, 0];
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

/** Run in the page. */
async function measure(): Promise<Omit<Minute, 'resident'>> {
  const { measureUserAgentSpecificMemory: measured } = performance as unknown as {
    measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
  };
  const { bytes } = await measured.call(performance);
  const { usage = 0 } = await navigator.storage.estimate();
  return { scripts: bytes / 1e6, stored: usage / 1e6, updates: window.heed.updates };
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

/** A page that is left alone, however it was opened. */
interface Left {
  readonly complaints: readonly string[];
  measure(): Promise<Omit<Minute, 'resident'>>;
  /** Once it was left for long enough. */
  comeBack(): Promise<void>;
}

const measuredAtOnce = ['--enable-blink-features=ForceEagerMeasureMemory'];
const query = '?scene=plaza&policy=none&backend=wasm';
const pause = (milliseconds: number) =>
  new Promise((done) => setTimeout(done, Math.max(0, milliseconds)));

async function leaveInView(browser: Browser, address: string): Promise<Left> {
  const page = await browser.newPage({ viewport });
  const complaints = complaintsOf(page);
  await page.goto(address, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  await page.keyboard.press('ArrowRight');
  return { complaints, measure: () => page.evaluate(measure), comeBack: async () => {} };
}

async function leaveHidden(browser: Browser, address: string): Promise<Left> {
  const tab = await openHidableTab(browser, address, viewport);
  const see = async () => (await tab.evaluate('window.heed')) as HeedStatus | undefined;
  const until = async (isSo: (seen: HeedStatus) => boolean) => {
    for (const end = performance.now() + patience.timeout; ; await pause(patience.polling)) {
      const seen = await see();
      if (seen && isSo(seen)) return;
      if (performance.now() > end) throw new Error(`It never came: ${JSON.stringify(seen)}.`);
    }
  };
  await until(({ learner }) => learner === 'running');
  await tab.hide();
  return {
    complaints: tab.complaints,
    measure: async () => (await tab.evaluate(`(${measure})()`)) as Omit<Minute, 'resident'>,
    async comeBack() {
      const frames = (await see())?.stage?.frames ?? 0;
      await tab.show();
      await until(
        ({ learner, stage }) => learner === 'running' && (stage?.frames ?? 0) > frames + 5,
      );
    },
  };
}

const groups = ['plaza', 'hidden'] as const;

async function leave(
  { rounds, root, progress, say }: BenchContext,
  group: (typeof groups)[number],
): Promise<readonly BenchRow[]> {
  progress(0, 'building the page');
  const served = await serveBuild(root);
  const drowsy = group === 'hidden';
  const browser = await openBrowser(findBrowser(), { drowsy, flags: measuredAtOnce });
  try {
    const address = `${served.url}${query}`;
    const left = await (drowsy ? leaveHidden : leaveInView)(browser, address);
    const { complaints } = left;
    const start = performance.now();
    const minutes: Minute[] = [];
    for (let round = 0; round < rounds; round++) {
      const looks: Minute[] = [];
      for (const before of lookedAt) {
        await pause(start + (round + 1) * minute + before - performance.now());
        looks.push({ ...(await left.measure()), resident: await residentOf(browser) });
      }
      const now = {
        ...(looks.at(-1) as Minute),
        scripts: Math.min(...looks.map(({ scripts }) => scripts)),
        resident: Math.min(...looks.map(({ resident }) => resident)),
      };
      minutes.push(now);
      const figures = [
        ...[`scripts ${now.scripts.toFixed(1)}`, `process ${now.resident.toFixed(0)}`],
        ...[`stored ${now.stored.toFixed(1)} MB`, `${now.updates} updates`],
      ];
      say(`${round + 1} min: ${figures.join(', ')}, ${complaints.length} complaints.`);
      progress((round + 1) / rounds, group);
    }
    await left.comeBack();
    for (const complaint of complaints.slice(0, 20)) say(complaint);
    const last = minutes.at(-1) as Minute;
    const once = (value: number) => ({ median: value, min: value, max: value, rounds });
    return [
      rowOf(`${group}: memory of scripts`, ({ scripts }) => scripts, minutes),
      ...(Number.isNaN(last.resident)
        ? []
        : [rowOf(`${group}: memory of the process`, ({ resident }) => resident, minutes)]),
      rowOf(`${group}: stored`, ({ stored }) => stored, minutes),
      { name: `${group}: complaints`, unit: 'complaints', ...once(complaints.length) },
      { name: `${group}: learned meanwhile`, unit: 'updates', ...once(last.updates) },
    ];
  } finally {
    await browser.close();
    await served.close();
  }
}

export const unattended: Suite = {
  title: 'The page left alone while its robots learn: memory, what is stored, and complaints',
  groups,
  run: (context) =>
    runGroups(context, { plaza: (of) => leave(of, 'plaza'), hidden: (of) => leave(of, 'hidden') }),
};
