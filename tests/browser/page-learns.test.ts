/** The whole page in a real browser: agents move and learn, a run survives a reload, anyone can use it. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { violations } from './violations.ts';
import { keepsElsewhere, watchedPage } from './watched-page.ts';

let browser: Browser;
// A browser each: what a page left to the graphics process does not slow down the next one.
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
/** A cold start of a software graphics card takes a while on a busy machine. */
const start = { timeout: 120_000 };

describe('page', () => {
  it('is fed by two simulation workers, and learns in two threads, in a second tab, which asks before what it learned is lost', async () => {
    const { page, complaints } = await watchedPage(browser);
    await keepsElsewhere(page.context(), 'plaza');
    await page.bringToFront();
    const query = '?policy=none&backend=wasm&workers=2&threads=2&speed=0.25';
    await page.goto(`${inject('isolatedPage')}${query}`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    // The address says that nobody else's is to be watched.
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    // Paused, so that only headless copies collect: half of them alone do not fill the warm-up.
    await page.keyboard.press(' ');
    // Losses are read from the device once in ten updates.
    await page.waitForFunction(() => window.heed.updates > 12, undefined, patience);
    await page.waitForFunction(() => Number.isFinite(window.heed.criticLoss), undefined, patience);
    expect(await page.evaluate(() => Number.isFinite(window.heed.actorLoss))).toBe(true);
    await page.waitForFunction(() => window.heed.success !== null, undefined, patience);
    const messages = page.getByRole('list', { name: 'Messages' });
    await messages.getByText('This scene is open in another tab, which keeps its run').waitFor();
    expect(await page.evaluate(() => window.heed.saved)).toBe(false);

    // Back, to another scene: who would rather stay has the address of where they are.
    await page.evaluate(() => {
      const here = location.search;
      history.replaceState(null, '', here.replace('?', '?scene=rooms&'));
      history.pushState(null, '', here);
    });
    await page.goBack();
    const question = page.getByRole('dialog').getByRole('button', { name: 'Stay here' });
    await question.waitFor();
    expect(await page.evaluate(() => location.search)).toContain('scene=rooms');
    await question.press('Enter');
    await page.waitForFunction(() => location.search.includes('scene=plaza'));
    const { scene, world, learner } = await page.evaluate(() => window.heed);
    expect([scene, world, learner]).toEqual(['plaza', 'shown', 'running']);

    // The tab is closed: the browser itself asks.
    const asked = page.waitForEvent('dialog');
    await page.close({ runBeforeUnload: true });
    const leaving = await asked;
    expect(leaving.type()).toBe('beforeunload');
    await leaving.dismiss();
    const updates = await page.evaluate(() => window.heed.updates);
    await page.waitForFunction((from) => window.heed.updates > from, updates, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('agents move, without cross-origin isolation too', async () => {
    const { page, complaints } = await watchedPage(browser);
    await page.goto(`${inject('plainPage')}?policy=none&backend=wasm`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => window.heed.attends !== undefined, undefined, patience);
    const canvas = page.locator('canvas').first();
    const first = await canvas.screenshot();
    await page.waitForTimeout(3_000);
    const second = await canvas.screenshot();
    expect(first.equals(second)).toBe(false);
    await page.waitForFunction(() => window.heed.agentSteps > 100, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('breaks no accessibility rule of axe, wide or phone-sized', async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    await page.goto(`${inject('isolatedPage')}?policy=none&backend=wasm`, start);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => window.heed.attends !== undefined, undefined, patience);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(700);
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  });

  it('says in one sentence what of its address it does not know', async () => {
    const { page, complaints } = await watchedPage(browser);
    const link = '?scene=atlantis&backend=abacus&policy=mine&layout=north&robot=99&color=red';
    await page.goto(`${inject('isolatedPage')}${link}`, start);
    await page.waitForFunction(() => window.heed.notices.length >= 6, undefined, patience);
    const notices = await page.evaluate(() => window.heed.notices.join(' '));
    for (const asked of ['atlantis', 'abacus', 'mine', 'north', 'color']) {
      expect(notices).toContain(`“${asked}”`);
    }
    expect(notices).toContain('plaza, ');
    expect(notices).toContain('webgpu');
    expect(notices).toContain('robot 99, but there are 8; nobody is selected');
    expect(await page.evaluate(() => window.heed.scene)).toBe('plaza');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
