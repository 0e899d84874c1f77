/** A page whose every complaint is written down, and told if the test fails for another reason. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject, onTestFailed } from 'vitest';
import { complaintsOf } from '../../src/chromium/complaints.ts';

/** Milliseconds for anything to appear, where a test does not say otherwise: a software GPU on a busy machine. */
const patience = 100_000;

export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

/** Of several tests: they look at its complaints themselves. */
export async function sharedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 640 }, ...options });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page) };
}

/** Of one test. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await sharedPage(browser, options);
  onTestFailed(async () => {
    if (watched.complaints.length > 0) console.error('The page complained:', watched.complaints);
    // Where tests share a browser, the next one is not to have this page beside it.
    await watched.page.context().close();
  });
  return watched;
}

/** Another tab, an empty one, holds what a tab that keeps the run of a scene holds; the tab. */
export async function keepsElsewhere(context: BrowserContext, scene: string): Promise<Page> {
  const tab = await context.newPage();
  const address = `${inject('isolatedPage')}another-tab`;
  await tab.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await tab.goto(address);
  await tab.evaluate(
    (name) =>
      new Promise<void>((held) => {
        void navigator.locks.request(name, () => {
          held();
          return new Promise(() => {});
        });
      }),
    `heed run ${scene}`,
  );
  return tab;
}
