/** A page whose every complaint is written down. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { complaintsOf } from '../../src/chromium/complaints.ts';

export interface WatchedPage {
  readonly page: Page;
  readonly complaints: readonly string[];
}

export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1024, height: 640 }, ...options });
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page) };
}
