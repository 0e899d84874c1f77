/** The page with a trained policy, in a real browser: watched at once, and one click away from learning. */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { differing, pictureOf } from './pixels.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 500 };
const start = { timeout: 120_000 };

describe('page with a trained policy', () => {
  it('opens with it; a new brain learns from scratch; a reload keeps the person’s run; both can be had', async () => {
    const { page, complaints } = await watchedPage(browser);
    const shown = () =>
      page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.goto(`${inject('isolatedPage')}?backend=wasm&speed=max`, start);
    await shown();
    expect(await page.evaluate(() => window.heed.policy)).toBe('shipped');
    await page.getByText(/have been trained for \d+ minutes?\./).waitFor();
    await page.waitForFunction(() => window.heed.episodes >= 40, undefined, patience);
    expect(await page.evaluate(() => window.heed.success)).toBeGreaterThan(0.5);
    expect(await page.evaluate(() => window.heed.learner)).toBe('absent');
    // There is nothing to switch on, by key neither.
    await page.keyboard.press('t');
    expect(await page.getByRole('switch', { name: 'Training' }).count()).toBe(0);

    const learn = page.getByRole('button', { name: 'Learn from scratch' });
    await learn.focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.heed.updates > 12, undefined, patience);
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');

    // What the person does to its world is marked on its timeline.
    await page.keyboard.press('e');
    await page.waitForFunction(() => window.heed.editing, undefined, patience);
    const chosen = () => page.evaluate(() => window.heed.chosen);
    for (let i = 0; i < 60 && !(await chosen())?.startsWith('statics/'); i++) {
      await page.keyboard.press(']');
    }
    await page.keyboard.press('Delete');
    await page.waitForFunction(() => window.heed.changes === 1, undefined, patience);
    await page.keyboard.press('e');
    await page.keyboard.press('v');
    await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
    await page.keyboard.press('v');
    const marks = async (kind: string) => {
      await page.locator(`.mark.${kind}`).first().waitFor({ state: 'attached' });
      const buttons = await page.locator(`.mark.${kind} button`).all();
      return Promise.all(buttons.map((button) => button.getAttribute('aria-label')));
    };
    expect(await marks('world')).toEqual([expect.stringMatching(/: you changed the world$/)]);
    expect((await marks('visit'))[0]).toMatch(/: you walked in$/);
    await page.waitForFunction(() => window.heed.saved, undefined, patience);

    await page.reload();
    await page
      .getByText(/continued/i)
      .first()
      .waitFor();
    await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
    expect(await page.evaluate(() => window.heed.policy)).toBe('own');
    const resumed = await page.evaluate(() => window.heed.resumedAgentSteps);
    expect(resumed).toBeGreaterThan(0);
    await page.waitForFunction((steps) => window.heed.agentSteps > steps, resumed ?? 0, patience);

    await page.evaluate(() =>
      document.querySelector<HTMLElement>('.closed .panel-toggle')?.click(),
    );
    await page.getByRole('button', { name: 'Watch trained robots' }).click();
    await page.waitForFunction(() => window.heed.policy === 'shipped', undefined, patience);
    await shown();
    await page.getByRole('button', { name: 'Back to your run' }).click();
    await page.waitForFunction(() => window.heed.learner === 'running', undefined, patience);
    expect(await page.evaluate(() => window.heed.resumedAgentSteps)).toBeGreaterThan(0);

    // A dialog in another's place stays, and its own button gives the focus back to where it was.
    await page.getByRole('button', { name: 'Preferences', exact: true }).press('Enter');
    await page.getByRole('button', { name: 'Delete the run of “Plaza”' }).press('Enter');
    const keep = page.getByRole('button', { name: 'Keep learning' });
    await keep.press('Enter');
    await keep.waitFor({ state: 'detached' });
    const focused = () => document.activeElement?.getAttribute('aria-label');
    expect(await page.evaluate(focused)).toBe('Preferences');

    // What the browser keeps is told, and is gone once it is deleted: out of its database, too.
    const kept = () =>
      page.evaluate(async () => {
        const answer = <T>(asked: IDBRequest<T>) =>
          new Promise<T>((done, fail) => {
            asked.onsuccess = () => done(asked.result);
            asked.onerror = () => fail(asked.error);
          });
        const database = await answer(indexedDB.open('heed'));
        const stores = database.transaction(['manifests', 'blobs']);
        const counts = [stores.objectStore('manifests'), stores.objectStore('blobs')];
        const [manifests = 0, blobs = 0] = await Promise.all(
          counts.map((store) => answer(store.count())),
        );
        database.close();
        return { manifests, blobs };
      });
    await page.getByRole('button', { name: 'Watch trained robots' }).press('Enter');
    await page.waitForFunction(() => window.heed.policy === 'shipped', undefined, patience);
    await shown();
    const before = await kept();
    expect([before.manifests, before.blobs > 2]).toEqual([1, true]);
    await page.keyboard.press('p');
    const usage = await page.locator('.kept-usage').innerText();
    expect(usage).toMatch(/\d+(\.\d+)?\s?MB/);
    await page.getByRole('button', { name: 'Delete the run of “Plaza”' }).press('Enter');
    const ask = page.getByRole('dialog');
    await ask.getByRole('button', { name: /^Delete/ }).press('Enter');
    await page
      .getByRole('button', { name: 'Delete the run of “Plaza”' })
      .waitFor({ state: 'detached' });
    await page.locator('.kept').waitFor();
    await expect.poll(kept).toEqual({ manifests: 0, blobs: 0 });
    await page.keyboard.press('Escape');
    expect(await page.getByRole('button', { name: 'Back to your run' }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it.each([
    // page-learns.test.ts has wider ones.
    { width: 320, height: 640 },
  ])(
    'on a plain host in a sub-path it breaks no accessibility rule, and the way to learn is in view ($width px), in Chinese and in English',
    async (viewport) => {
      const locale = 'zh-CN';
      const { page, complaints } = await watchedPage(browser, { viewport, locale });
      await page.goto(inject('plainPage'), start);
      await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      expect(await page.evaluate(() => window.heed.policy)).toBe('shipped');
      const lang = () => page.evaluate(() => document.documentElement.lang);
      const isInView = async (name: string) => {
        const box = await page.getByRole('button', { name }).boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(viewport.height);
      };
      expect(await lang()).toBe('zh-CN');
      expect(await page.title()).toBe('广场 · Heed');
      expect(await page.locator('#view').getAttribute('aria-label')).toBe('三维世界');
      expect(await violations(page)).toEqual([]);
      // The map and the colours of the floor, which are hidden there at first, by keys alone.
      expect(await page.evaluate(() => window.heed.mapsDrawn)).toBe(0);
      await page.keyboard.press('m');
      await page.keyboard.press('g');
      await page.waitForFunction(
        () => window.heed.mapsDrawn > 0 && window.heed.floor?.kind === 'visits',
        undefined,
        patience,
      );
      // A corner of the map, where no robot begins: the camera goes there.
      const map = await page.locator('.minimap-canvas').boundingBox();
      await page.mouse.click((map?.x ?? 0) + 3, (map?.y ?? 0) + 3);
      await page.waitForFunction(
        () => {
          const { x = 0, z = 0 } = window.heed.lookingAt ?? {};
          return x < -5 && z < -5;
        },
        undefined,
        patience,
      );
      expect(await violations(page)).toEqual([]);
      await isInView('从零开始学习');

      await page.keyboard.press('?');
      await page.getByRole('heading', { name: '你看到的是什么' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      // The tour is offered, and goes once it is told to.
      await page.getByRole('button', { name: '一分钟导览' }).press('Enter');
      await page.getByRole('heading', { name: '观看' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await isInView('下一步');
      await page.keyboard.press('Escape');
      // At once: what takes the focus some frames later takes the next key from where it was meant to go.
      const ended = await page.evaluate(() => [window.heed.tour, document.activeElement?.id]);
      expect(ended).toEqual([undefined, 'view']);
      // The gallery: a picture of every scene, and arrows between them.
      await page.getByRole('button', { name: /^场景/ }).press('Enter');
      await page.getByText('你在这里').waitFor();
      // Its robots were found, too: they go about in the picture.
      const first = page.locator('.scene-picture').first();
      const changed = async () => {
        const before = await pictureOf(first);
        await page.waitForTimeout(500);
        return differing(before, await pictureOf(first));
      };
      await expect.poll(changed, { timeout: 60_000 }).toBeGreaterThan(20);
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('ArrowDown');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.textContent))
        .toContain('房间');
      await page.keyboard.press('Escape');
      await page.getByText('你在这里').waitFor({ state: 'detached' });
      // A second time: it is loaded by now.
      await page.getByRole('button', { name: /^场景/ }).press('Enter');
      await page.getByText('你在这里').waitFor();
      await page.keyboard.press('Escape');
      // Preferences, by keys alone: dark colours and another language, which a reload keeps.
      await page.getByRole('button', { name: '偏好设置' }).press('Enter');
      await page.getByText('还没有训练').waitFor();
      await page.getByRole('radio', { name: '深色' }).press(' ');
      await page.getByRole('radio', { name: 'English' }).press(' ');
      await page.getByRole('heading', { name: 'Preferences' }).waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await lang()).toBe('en');
      await isInView('Learn from scratch');
      // The person's choice counts more than the browser's from here on.
      await page.reload();
      await page.getByRole('button', { name: 'Learn from scratch' }).waitFor();
      expect(await lang()).toBe('en');
      expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});
