/** Reading a robot's mind in a real browser, as a person would: by click and by keyboard alone. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { writePolicyAlone } from '../../src/agents/policy-file.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';
import { createRandom } from '../../src/core/random.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 250 };
const start = { timeout: 120_000 };

async function opened(query: string, viewport = { width: 1280, height: 800 }) {
  const watched = await watchedPage(browser, { viewport });
  await watched.page.goto(`${inject('isolatedPage')}?${query}`, start);
  await watched.page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  return watched;
}

/** Until the robot has been explained since this was called. */
async function explained(page: Page): Promise<void> {
  const before = await page.evaluate(() => window.heed.explanations);
  await page.waitForFunction((count) => window.heed.explanations > count, before, patience);
}

const sentence = (page: Page) => page.locator('.why-sentence').innerText();

/** CrowdNav's with a transformer block over the people, of weights that nobody trained. */
function policyWithBlock(): Buffer {
  const { card } = readPolicyDirectory(crowdnav, 'assets/policies/crowdnav');
  const hyperparameters = { ...card.hyperparameters, setBlocks: 1 };
  const { observationLayout } = crowdnav;
  const random = createRandom(1, 'untrained');
  const { size } = createNetworks(observationLayout, hyperparameters).actor.blueprint;
  const { agentSize } = observationLayout;
  const weights = {
    actor: Float32Array.from({ length: size }, () => random.normal() / 3),
    shift: new Float32Array(agentSize),
    scale: new Float32Array(agentSize).fill(1),
  };
  return Buffer.from(writePolicyAlone(crowdnav, { ...card, hyperparameters }, weights));
}

describe('a robot’s mind', () => {
  it('says why, shows what matters beside what is attended to, and what it would do without it: by keys alone', async () => {
    const { page, complaints } = await opened('scene=crowdnav');
    await page.keyboard.press('ArrowRight');
    await explained(page);
    expect(await sentence(page)).toMatch(/^(Goes|Turns|Slows|Speeds|Stands|Stops) .*\.$/);
    // Paused, the moment stands, and so does what is said of it once the last word of it has come.
    await page.keyboard.press(' ');
    await page.waitForTimeout(1500);
    const row = page.locator('.influence').first();
    expect(await row.locator('.bar.weight').innerText()).toMatch(/Attention\s+\d+\s?%/);
    expect(await row.locator('.bar.left-out').innerText()).toMatch(/\d\.\d\d m\/s/);
    // CrowdNav's policy came with its critic.
    expect(await row.locator('.bar.left-out .bar-value').innerText()).toMatch(/[+−]?\d\.\d\d/);

    const toggle = page.getByRole('button', { name: /^What if .* were not there\?$/ }).first();
    const name = (await toggle.getAttribute('aria-label'))
      ?.slice('What if '.length)
      .split(' were')[0];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      if (await toggle.evaluate((button) => button === document.activeElement)) break;
    }
    await page.keyboard.press('Enter');
    await page.getByText('would do', { exact: true }).waitFor({ timeout: 20_000 });
    expect(await page.locator('.imagined strong').innerText()).toBe(name);
    expect(await page.evaluate(() => window.heed.imagined)).toBe(1);
    const [does, would] = await page.locator('.imagined dd').allInnerTexts();
    expect(does).toMatch(/m\/s|stands still/);
    expect(would).not.toBe(does);
    // The focus stays where it was, on what brings it back.
    expect(await toggle.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(await toggle.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.heed.imagined === 0, undefined, patience);
    expect(await page.locator('.imagined').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('draws the attention of the head that is chosen by key, in the world and over time, until all are chosen again', async () => {
    const { page, complaints } = await opened('scene=crowdnav&policy=shipped');
    await page.keyboard.press('ArrowRight');
    await explained(page);
    // Of a moment all heads draw the same: one column, as high as it can be.
    const lived = await page.evaluate(() => window.heed.stage?.newestSeconds ?? 0);
    await page.waitForFunction(
      (from) => (window.heed.stage?.newestSeconds ?? 0) > from + 2,
      lived,
      patience,
    );
    await page.keyboard.press(' ');
    await page.getByText('Head by head').dispatchEvent('click');
    const all = page.getByRole('button', { name: 'All heads, mean' });
    await all.focus();
    // What the last decision before the pause tells may still be on its way, and with it another order.
    let told = '';
    const stands = async () => {
      const before = told;
      told = await page.evaluate(() => {
        const { stage, explanations, heads, sensed } = window.heed;
        return JSON.stringify([stage?.newestSeconds, explanations, heads, sensed]);
      });
      return told === before;
    };
    await expect.poll(stands, { timeout: 60_000, interval: 2000 }).toBe(true);
    await raysOf(page, undefined);
    const thing = await page.locator('.heads tr[data-thing]').first().getAttribute('data-thing');
    const strip = page.locator(`.heads tr[data-thing="${thing}"] .strip`);
    const [back, on] = ['Shift+Tab', 'Tab'] as const;
    const choose = async (way: typeof back | typeof on) => {
      for (const key of [way, way, 'Enter']) await page.keyboard.press(key);
      await raysOf(page, way === on ? 1 : undefined);
    };
    const past = await seenIn(strip);

    await choose(on);
    const second = page.getByRole('button', { name: 'Head 2', exact: true });
    expect(await second.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.heads thead .chosen').innerText()).toMatch(/2$/);
    expect(await strip.getAttribute('aria-label')).toMatch(/^Attention of head 2 to /);
    // The world stands still: what is drawn anew are the seconds that have passed.
    await expect.poll(() => seenIn(strip), { timeout: 20_000 }).not.toBe(past);

    await choose(back);
    expect(await all.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => seenIn(strip), { timeout: 20_000 }).toBe(past);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows what its critic thinks of every action, and where it is going; the world goes on as it was', async () => {
    const { page, complaints } = await opened('scene=crowdnav');
    await page.keyboard.press('ArrowRight');
    await explained(page);
    await page.getByRole('tab', { name: 'Attends' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('mind-tab-actions');
    // The key is the tab's here, and selects no other robot.
    expect(await page.evaluate(() => window.heed.selected)).toBe(0);
    await page.locator('.disc-scale').waitFor({ timeout: 20_000 });
    const colours = await page.locator('.disc canvas').evaluate((canvas) => {
      const drawing = (canvas as HTMLCanvasElement).getContext('2d');
      const { data } = drawing?.getImageData(0, 0, 112, 112) ?? { data: [] };
      const seen = new Set<number>();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) seen.add((data[i] as number) * 65536 + (data[i + 1] as number));
      }
      return seen.size;
    });
    expect(colours).toBeGreaterThan(50);
    await page.waitForFunction(() => window.heed.foreseen > 4, undefined, patience);
    await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
    await page.getByText('velocity forward').first().waitFor();
    await page.getByRole('checkbox', { name: 'Way ahead' }).uncheck();
    await page.waitForFunction(() => window.heed.foreseen === 0, undefined, patience);
    expect(await page.evaluate(() => window.heed.fatal)).toBeUndefined();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('asks the critic that was kept with a policy, and, while it is learned, the learner’s', async () => {
    const { page, complaints } = await opened('scene=plaza&backend=wasm&speed=1');
    await page.keyboard.press('ArrowRight');
    await explained(page);
    await page.getByRole('tab', { name: 'Actions' }).dispatchEvent('click');
    await page.locator('.disc-scale').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Learn from scratch' }).click();
    await page.waitForFunction(() => window.heed.updates > 4, undefined, patience);
    await page.keyboard.press('ArrowRight');
    await page.locator('.disc-scale').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('tells what those nearby hear of each other, where a policy lets them: each shares out all that it gives', async () => {
    const { page, complaints } = await opened('scene=crowdnav&policy=shipped');
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        ...{ name: 'among.safetensors', mimeType: 'application/octet-stream' },
        buffer: policyWithBlock(),
      });
    await page.waitForFunction(() => window.heed.policy === 'file', undefined, patience);
    await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
    await page.keyboard.press('ArrowRight');
    await explained(page);
    await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
    const rows = page.locator('.among tbody tr');
    await rows.first().waitFor();
    await page.keyboard.press(' ');
    await page.waitForTimeout(1500);
    const sharesOf = async () =>
      rows.evaluateAll((all) =>
        all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
      );
    const mean = await sharesOf();
    expect(mean).toHaveLength(5);
    for (const shares of mean) {
      expect(shares).toHaveLength(5);
      expect(Math.abs(shares.reduce((sum, share) => sum + share) - 100)).toBeLessThan(3);
    }
    const heads = page.locator('.sensed:has(.among) .shares');
    // There is one block: only the head is to be chosen.
    expect(await heads.count()).toBe(1);
    await heads.getByRole('button', { name: '3' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(sharesOf, { timeout: 20_000 }).not.toEqual(mean);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('breaks no accessibility rule in any view, wide or narrow, and nothing sticks out', async () => {
    const { page } = await opened('scene=plaza', { width: 1024, height: 640 });
    await page.keyboard.press('ArrowRight');
    for (const width of [1024, 320]) {
      await page.setViewportSize({ width, height: 640 });
      if (width < 720) await page.getByRole('button', { name: /’s mind$/ }).dispatchEvent('click');
      await explained(page);
      for (const view of ['Actions', 'Senses', 'Attends']) {
        // Not `click`, which waits for frames to be drawn: two of software's may be seconds apart.
        await page.getByRole('tab', { name: view }).dispatchEvent('click');
        await page.waitForTimeout(700);
        // All rows of every table.
        for (const more of await page.locator('.sensed .more').all()) {
          await more.dispatchEvent('click');
        }
        expect(await violations(page)).toEqual([]);
        expect(await sticksOut(page)).toEqual([]);
      }
      await page.getByText('Head by head').dispatchEvent('click');
      await page.locator('.heads .more').dispatchEvent('click');
      await page.locator('.legend summary').dispatchEvent('click');
      await page.waitForTimeout(700);
      expect(await violations(page)).toEqual([]);
      expect(await sticksOut(page)).toEqual([]);
    }
    await page.context().close();
  }, 400_000);
});

/** Until the rays to people are as strong as what one head gives them, or all in the mean, which is something else. */
async function raysOf(page: Page, head: number | undefined): Promise<void> {
  await page.waitForFunction(
    (one) => {
      const { sensed, lines } = window.heed;
      // What is too little has no ray.
      const wanted = (sensed?.entities ?? [])
        .map(({ weight, heads }) => (one === null ? weight : (heads[one] ?? Number.NaN)))
        .filter((weight) => weight >= 0.015)
        .sort((a, b) => a - b);
      const drawn = lines
        .flatMap(({ overlay, strength }) => (overlay === 'attention-rays' ? [strength] : []))
        .sort((a, b) => a - b);
      return (
        wanted.length > 0 &&
        drawn.length === wanted.length &&
        wanted.every((weight, i) => Math.abs(weight - (drawn[i] as number)) < 0.005)
      );
    },
    head ?? null,
    patience,
  );
}

/** Pixels of a strip, as a text to compare. */
const seenIn = (strip: Locator) =>
  strip.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());

/** Classes of what reaches beyond the view that is open. */
function sticksOut(page: Page): Promise<string[]> {
  return page.locator('#mind-view').evaluate((panel) => {
    const { left, right } = panel.getBoundingClientRect();
    return [...panel.querySelectorAll('*')]
      .filter((element) => !element.closest('.wide-table, .hidden'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.left < left - 9 || box.right > right + 9))
      .map(({ element }) => `${element.tagName} ${element.getAttribute('class')}`);
  });
}
