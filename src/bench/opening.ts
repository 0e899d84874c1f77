/**
 * What a visitor waits for: the built page from a plain static host that compresses what it sends, as most do,
 * opened with nothing in the browser's cache. Bytes that are sent until the first picture, and milliseconds until
 * it is there; with and without cross-origin isolation.
 *
 * Pictures are drawn by the software graphics card here, so milliseconds are of a machine without one.
 */
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import type {} from '../app/expose-status.ts'; // window.heed
import { findBrowser } from '../chromium/find-browser.ts';
import { isolationHeaders } from '../chromium/isolation-headers.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveFolder } from '../chromium/serve-folder.ts';
import { spreadOf } from './measure.ts';
import { type BenchContext, type BenchRow, runGroups, type Suite } from './suite.ts';

interface Sent {
  readonly file: string;
  readonly bytes: number;
}

/** Opens the page in a browser that has nothing of it; what was sent, and when the first picture was there. */
async function open(browser: Browser, url: string, sent: Sent[]) {
  sent.length = 0;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(url, { timeout: 120_000, waitUntil: 'commit' });
  const shown = await page.waitForFunction(
    () => window.heed?.world === 'shown' && performance.now(),
    undefined,
    { timeout: 240_000, polling: 'raf' },
  );
  const milliseconds = Number(await shown.jsonValue());
  const files = [...sent];
  await context.close();
  return { milliseconds, files };
}

export const opening: Suite = {
  title: 'The first view: what is sent, compressed, and when the first picture is there',
  groups: ['isolated', 'plain'],
  async run(context) {
    context.progress(0, 'building the page');
    const folder = join(context.root, 'build', 'opening');
    await build({
      ...{ root: context.root, logLevel: 'warn' },
      build: { outDir: folder, emptyOutDir: true },
    });
    const browser = await openBrowser(findBrowser());
    try {
      return await runGroups(context, {
        isolated: (of, group) => rowsOf(browser, folder, of, group),
        plain: (of, group) => rowsOf(browser, folder, of, group),
      });
    } finally {
      await browser.close();
    }
  },
};

async function rowsOf(
  browser: Browser,
  folder: string,
  { rounds }: BenchContext,
  group: string,
): Promise<BenchRow[]> {
  const sent: Sent[] = [];
  const server = await serveFolder(folder, {
    ...{ compressed: true, headers: group === 'isolated' ? isolationHeaders : {} },
    onSent: (file, bytes) => sent.push({ file, bytes }),
  });
  try {
    // The first compresses.
    await open(browser, server.url, sent);
    const opened: Awaited<ReturnType<typeof open>>[] = [];
    for (let round = 0; round < rounds; round++) opened.push(await open(browser, server.url, sent));
    const total = (files: readonly Sent[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
    const largest = (opened[0]?.files ?? [])
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, 3)
      .map(({ file, bytes }) => `${file.replace(/.*\//, '')} ${(bytes / 1e6).toFixed(2)}`);
    return [
      {
        ...{ name: `${group}: sent until the first picture`, unit: 'MB' },
        ...spreadOf(opened.map(({ files }) => total(files) / 1e6)),
        note: `${opened[0]?.files.length} files; ${largest.join(', ')}`,
      },
      {
        ...{ name: `${group}: first picture after`, unit: 'ms' },
        ...spreadOf(opened.map(({ milliseconds }) => milliseconds)),
      },
    ];
  } finally {
    await server.close();
  }
}
