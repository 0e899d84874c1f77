/**
 * `npm run screenshots -- --plaza runs/plaza-heed-1/plaza.heed --rooms runs/rooms-heed-1/rooms.heed`: the
 * pictures of the documents, taken in a real Chromium on the built page.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type {} from '../app/expose-status.ts'; // window.heed
import { findBrowser } from '../chromium/find-browser.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { InputError } from '../core/input-error.ts';
import { defineCommand } from './arguments.ts';
import { runCommand } from './run-command.ts';

const command = defineCommand({
  name: 'screenshots',
  summary: 'Takes the pictures of the documents in a real browser.',
  flags: {
    plaza: { kind: 'string', value: 'FILE', help: 'a trained plaza run (.heed)', required: true },
    rooms: { kind: 'string', value: 'FILE', help: 'a trained rooms run (.heed)', required: true },
    out: { kind: 'string', value: 'DIR', help: 'where to', default: 'docs/screenshots' },
  },
});

const patience = { timeout: 300_000, polling: 500 };
const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

async function opened(
  browser: Browser,
  address: string,
  viewport: { width: number; height: number },
): Promise<Page> {
  const page = await browser.newPage({ viewport });
  await page.goto(address, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  return page;
}

/** Loads a trained run, lets the agents walk for a while. */
async function load(page: Page, file: string): Promise<void> {
  await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.waitForFunction(() => window.heed.agentSteps > 10_000, undefined, patience);
  await page.waitForFunction(() => window.heed.episodes > 30, undefined, patience);
}

async function select(page: Page): Promise<void> {
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => window.heed.attends !== undefined, undefined, patience);
  await page.waitForTimeout(4_000);
}

await runCommand(command, async ({ plaza, rooms, out }) => {
  for (const file of [plaza, rooms]) {
    if (!existsSync(file)) throw new InputError(`Expected a run in "${file}", but it is missing.`);
  }
  mkdirSync(out, { recursive: true });
  const server = await serveBuild();
  const browser = await openBrowser(findBrowser());
  const shoot = async (page: Page, name: string) => {
    await page.screenshot({ path: join(out, `${name}.png`), timeout: 120_000 });
    process.stdout.write(`Took ${name}.\n`);
  };
  try {
    const address = (scene: string) => `${server.url}?scene=${scene}&policy=none&backend=wasm`;
    let page = await opened(browser, address('plaza'), wide);
    await page.waitForTimeout(6_000);
    await shoot(page, 'plaza-start');
    await load(page, plaza);
    await shoot(page, 'plaza-learned');
    await select(page);
    await shoot(page, 'attention');
    await page.setViewportSize(phone);
    await page.waitForTimeout(5_000);
    await shoot(page, 'phone');
    await page.close();

    page = await opened(browser, address('rooms'), wide);
    await load(page, rooms);
    await shoot(page, 'rooms');
    await page.close();
  } finally {
    await browser.close();
    await server.close();
  }
});
