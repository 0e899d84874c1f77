/** Accessibility rules (axe) in every state that the tests of single features do not pass through, and nothing is wider than the window. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

const patience = { timeout: 120_000, polling: 200 };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

/** What is broken now, under the name of the state. */
async function broken(page: Page, state: string): Promise<string[]> {
  // What slides or fades in is there by now.
  await page.waitForTimeout(400);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const rules = await violations(page);
  return [...rules, ...(wide > 0 ? [`${wide} px wider than the window`] : [])].map(
    (text) => `${state}: ${text}`,
  );
}

/** Buttons of the bars over which something else lies, at either end or in the middle. */
const covered = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.top-bar button, .camera-row button, .transport button')]
      .filter((button) => {
        const { left, right, top, bottom, width } = button.getBoundingClientRect();
        return [left + 4, (left + right) / 2, right - 4].some((x) => {
          const at = document.elementFromPoint(x, (top + bottom) / 2);
          return width > 0 && at !== null && !button.contains(at);
        });
      })
      .map((button) => `${button.textContent || button.getAttribute('aria-label')} is covered`),
  );

const sizes = [
  { width: 1280, height: 800, locale: 'en-GB', colorScheme: 'light' },
  { width: 320, height: 640, locale: 'en-GB', colorScheme: 'dark' },
  { width: 844, height: 390, locale: 'zh-CN', colorScheme: 'dark' },
] as const;

describe('page that anybody can use', () => {
  it.each(sizes)(
    'breaks no rule in any state ($width × $height, $locale, $colorScheme)',
    async ({ width, height, ...options }) => {
      const viewport = { width, height };
      const { page, complaints } = await watchedPage(browser, { viewport, ...options });
      await page.goto(`${inject('isolatedPage')}?backend=wasm`, { timeout: 120_000 });
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      const found: string[] = [];
      const look = async (state: string) => found.push(...(await broken(page, state)));
      const press = (key: string) => page.keyboard.press(key);

      found.push(...(await covered(page)));
      for (const [state, key] of [
        ['help', '?'],
        ['preferences', 'p'],
        ['share', 'x'],
      ] as const) {
        await press(key);
        await page.locator('dialog[open]').waitFor();
        await look(state);
        await press('Escape');
        // Keys are the dialog's until it is gone.
        await page.locator('dialog').waitFor({ state: 'detached' });
      }
      await press('ArrowRight');
      // On a phone its mind is in the sheet, which is shut.
      await page.evaluate(() =>
        document.querySelector<HTMLElement>('.sheet-tab:nth-of-type(2)')?.click(),
      );
      await page.waitForFunction(() => window.heed.explanations > 0, undefined, patience);
      await look('a robot is selected');
      found.push(...(await covered(page)));
      for (const [state, key] of [
        ...[['behind it', '2'] as const, ['from its head', '3'] as const],
        ...[['from above again', '1'] as const, ['trails', 'b'] as const],
        ...[['the map', 'm'] as const, ['visits on the floor', 'g'] as const],
        ...[['collisions on the floor', 'g'] as const, ['value on the floor', 'g'] as const],
        ...[['a later hour', 'n'] as const, ['stops at a collision', 'c'] as const],
        ...[['slow motion', 'o'] as const, ['paused', ' '] as const],
        ...[['one decision on', 'j'] as const],
      ]) {
        await press(key);
        await look(state);
      }
      await press(' ');
      await press('r');
      await page.waitForFunction(() => window.heed.rewound !== undefined, undefined, patience);
      await look('another moment');
      await press('Escape');
      await press('e');
      await page.waitForFunction(() => window.heed.editing, undefined, patience);
      await press(']');
      await look('a thing is chosen');
      await press('e');
      await press('v');
      await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
      await look('the person walks');
      await press('v');

      // A file that is none of ours is held over the page, and let go of.
      const hold = (event: string) =>
        page.evaluate((type) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['nothing'], 'holiday.txt'));
          const at = { bubbles: true, cancelable: true, dataTransfer };
          document.body.dispatchEvent(new DragEvent(type, at));
        }, event);
      await hold('dragenter');
      await look('a file over the page');
      await hold('drop');
      await page.waitForFunction(() => window.heed.notices.length > 0, undefined, patience);
      await look('a notice');

      await page.evaluate(() => document.querySelector<HTMLElement>('.learn')?.click());
      await page.waitForFunction(() => window.heed.updates > 4, undefined, patience);
      await look('learning');
      await press('u');
      await look('turbo');
      await press('u');
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    600_000,
  );

  it('breaks no rule where the page cannot work', async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 320, height: 640 } });
    await page.addInitScript(() => {
      const none = { getContext: () => null };
      Object.assign(HTMLCanvasElement.prototype, none);
      Object.assign(OffscreenCanvas.prototype, none);
    });
    await page.goto(inject('isolatedPage'), { timeout: 120_000 });
    await page.getByRole('alert').waitFor();
    expect(await broken(page, 'no graphics')).toEqual([]);
    await page.context().close();
  }, 200_000);
});
