/**
 * Watching a run learn, as a person does: its timeline and what is marked there, the robots as they were, settings
 * under way, turbo, another run beside it. By keyboard, with a reload in between.
 */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
const start = { timeout: 120_000 };
/** Learning takes its time on a busy machine. */
const longest = 300_000;

/** A page on which robots learn, by now from so many updates: in turbo at first, which is sooner. */
async function learning(updates: number) {
  const opened = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
  const { page } = opened;
  await page.goto(`${inject('isolatedPage')}?policy=none&backend=wasm&speed=turbo`, start);
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.waitForFunction((least) => window.heed.updates > least, updates, patience);
  await page.keyboard.press('u');
  return opened;
}

async function goesOn(page: Page): Promise<void> {
  const updates = await page.evaluate(() => window.heed.updates);
  await page.waitForFunction((from) => window.heed.updates > from + 10, updates, patience);
}

const read = (page: Page) =>
  page.evaluate(() => {
    const { moments, shownMoment, marks } = window.heed;
    return { moments, shownMoment, marks };
  });

const scrubberOf = (page: Page) => page.getByRole('slider', { name: /whose weights drive/ });

describe('page: history of a run', () => {
  it(
    'shows them as they were, by keyboard, while they learn on, and again after a reload',
    async () => {
      const { page, complaints } = await learning(30);
      await page.waitForFunction(() => window.heed.moments.length >= 4, undefined, patience);
      const scrubber = scrubberOf(page);
      expect(await scrubber.getAttribute('aria-valuetext')).toMatch(/^now/);
      await scrubber.focus();
      await page.keyboard.press('Home');
      const first = await read(page);
      expect(first.shownMoment).toBe(first.moments[0]);
      expect(await scrubber.getAttribute('aria-valuetext')).toMatch(/^after .* s/);
      // The arrows are the slider's here, not those that choose a robot.
      await page.keyboard.press('ArrowRight');
      const second = await read(page);
      expect(second.shownMoment).toBe(second.moments[1]);
      expect(await page.evaluate(() => window.heed.selected)).toBeUndefined();
      await page.getByText(/^As they were after .+ s\.$/).waitFor();
      expect(await violations(page)).toEqual([]);
      await goesOn(page);
      await page.keyboard.press('End');
      expect((await read(page)).shownMoment).toBeUndefined();
      // From anywhere, by a key of its own.
      await scrubber.evaluate((element) => (element as HTMLElement).blur());
      await page.keyboard.press(',');
      expect((await read(page)).shownMoment).toBeGreaterThan(second.shownMoment ?? 0);
      await page.getByRole('button', { name: 'Back to now' }).press('Enter');
      expect((await read(page)).shownMoment).toBeUndefined();

      // What happened is told mark by mark.
      await page.keyboard.press('t');
      await page.keyboard.press('t');
      const marks = page
        .getByRole('list', { name: 'What happened on the way' })
        .getByRole('button');
      await page.waitForFunction(
        () => {
          const at = (kind: string) =>
            window.heed.marks.find((mark) => mark.kind === kind)?.seconds;
          return (at('saved') ?? -1) >= (at('training') ?? Number.POSITIVE_INFINITY);
        },
        undefined,
        patience,
      );
      await marks.last().focus();
      await page.keyboard.press('Home');
      const told = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      expect(told).toMatch(/^[\d a-z]+ s: /);
      await page.getByText(told ?? 'nothing', { exact: true }).waitFor();
      await page.keyboard.press('End');
      expect(
        await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      ).not.toBe(told);

      const before = await read(page);
      await page.reload();
      await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
      const after = await read(page);
      expect(after.moments.slice(0, 3)).toEqual(before.moments.slice(0, 3));
      expect(after.shownMoment).toBeUndefined();
      const kinds = after.marks.map(({ kind }) => kind);
      expect(kinds).toContain('saved');
      expect(kinds).toContain('training');
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      await page.keyboard.press(',');
      // The newest, which may be one of after the reload by now.
      const again = await read(page);
      expect(again.moments).toContain(again.shownMoment);
      expect(again.shownMoment).toBeGreaterThanOrEqual(after.moments.at(-1) ?? Number.NaN);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    longest,
  );

  it(
    'is learned on with other settings, which are there after a reload, on a page of any width',
    async () => {
      const { page, complaints } = await learning(12);
      const settings = page.getByText('Settings', { exact: true });
      await settings.focus();
      await page.keyboard.press('Enter');
      const noise = page.getByRole('slider', { name: 'Exploration noise' });
      expect(await noise.getAttribute('aria-valuetext')).toBe('0.2');
      for (const name of ['Exploration noise', 'Batch', 'Pace of the targets τ']) {
        await page.getByRole('slider', { name }).focus();
        await page.keyboard.press('ArrowRight');
      }
      await page.waitForFunction(
        () => window.heed.marks.filter(({ kind }) => kind === 'setting').length === 3,
        undefined,
        patience,
      );
      expect((await read(page)).marks.map(({ text }) => text)).toContain(
        'Exploration noise 0.2 → 0.3',
      );
      await goesOn(page);
      for (const [width, height] of [
        [1280, 800],
        [390, 844],
        [320, 640],
      ] as const) {
        await page.setViewportSize({ width, height });
        if (width < 720) {
          await page.getByRole('button', { name: /^Learning/ }).press('Enter');
          await page.getByText('Settings', { exact: true }).press('Enter');
        }
        expect(await violations(page)).toEqual([]);
        // Nothing is wider than the page.
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth),
        ).toBe(true);
        if (width < 720) await page.getByRole('button', { name: /^Learning/ }).press('Enter');
      }
      await page.setViewportSize({ width: 1280, height: 800 });

      // As it was set, after a reload too.
      await page.waitForFunction(
        () => {
          const { marks } = window.heed;
          const saved = marks.find(({ kind }) => kind === 'saved')?.seconds ?? -1;
          return marks.every(({ kind, seconds }) => kind !== 'setting' || seconds <= saved);
        },
        undefined,
        patience,
      );
      await page.reload();
      await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
      await page.getByText('Settings', { exact: true }).press('Enter');
      expect(await noise.getAttribute('aria-valuetext')).toBe('0.3');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    longest,
  );

  it(
    'trains faster unseen, and stands beside the run before',
    async () => {
      const { page, complaints } = await learning(12);
      await page.keyboard.press('u');
      await page.getByRole('button', { name: /Watch again/ }).waitFor();
      const still = await page.evaluate(() => window.heed.stage?.frames);
      await goesOn(page);
      expect(await page.evaluate(() => window.heed.stage?.frames)).toBe(still);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press(' ');
      await page.waitForFunction(
        (frames) => (window.heed.stage?.frames ?? 0) > (frames ?? 0),
        still,
        patience,
      );

      await page.getByRole('button', { name: 'Start over' }).press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Start over' }).press('Enter');
      await page.waitForFunction(() => window.heed.marks.length === 0, undefined, patience);
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      const compare = page.getByRole('combobox', { name: 'Compare with' });
      await compare.focus();
      await compare.selectOption({ label: 'Plaza, before' });
      await page.locator('.compared-key', { hasText: 'Plaza, before' }).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    longest,
  );
});
