/** Imagining somebody elsewhere, or twice, in a real browser: by keys alone and by the pointer in the world. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { landed, patience, settled, show } from './edited-page.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

/** A robot in CrowdNav some decisions after it has set out, the world standing still, its mind open. */
async function opened(viewport: { width: number; height: number }, scene = 'crowdnav') {
  const watched = await watchedPage(browser, { viewport });
  const { page } = watched;
  await show(page, scene);
  await page.keyboard.press('ArrowRight');
  await explained(page);
  await page.keyboard.press(' ');
  await page.locator('.influence').first().waitFor();
  return watched;
}

async function explained(page: Page): Promise<void> {
  const before = await page.evaluate(() => window.heed.explanations);
  await page.waitForFunction((count) => window.heed.explanations > count, before, patience);
}

/** What is done and what would be done, and what is expected of each, once it stands. */
async function choices(page: Page) {
  await page.locator('.imagined dd').nth(1).waitFor();
  await settledText(page);
  return page.locator('.imagined dd').allInnerTexts();
}

/** Answers come as they are made: until one is as the one before. */
async function settledText(page: Page): Promise<void> {
  const read = () => page.locator('.imagined dl').innerText();
  for (let before = ''; before !== (await read()); await page.waitForTimeout(700)) {
    before = await read();
  }
}

const displaced = (page: Page) => page.evaluate(() => window.heed.displaced);
const robot = (page: Page) => page.evaluate(() => window.heed.robots[0]);
/** In the world: on the screen it is where the camera, which may be flying yet, has it. */
const standing = (page: Page) =>
  page.evaluate(() => window.heed.robots.map(({ x, z, heading }) => ({ x, z, heading })));

describe('a person who is imagined elsewhere, or twice', () => {
  it.each(['crowdnav', 'crowdnav-plusplus'])(
    'by keys alone in %s: the action and the value change before anything happens, and all is as it was',
    async (scene) => {
      const { page, complaints } = await opened({ width: 1280, height: 800 }, scene);
      const before = await standing(page);
      const elsewhere = page
        .getByRole('button', { name: /^What if .* were elsewhere, or there twice\?$/ })
        .first();
      await elsewhere.focus();
      await page.keyboard.press('Enter');
      const name = await page.locator('.displaced strong').innerText();
      // The arrows move it from here on, and choose no other robot.
      expect(
        await page.evaluate(() => document.activeElement?.closest('.displaced') !== null),
      ).toBe(true);
      const [does, same] = await choices(page);
      expect(same?.split('expects')[0]).toBe(does?.split('expects')[0]);
      const [from] = await displaced(page);
      // To the way that it goes, half a metre before it.
      await towards(page, 0.9);
      const [to] = await displaced(page);
      expect(Math.hypot(to!.x - from!.x, to!.z - from!.z)).toBeGreaterThan(0.2);
      expect(await page.evaluate(() => window.heed.selected)).toBe(0);
      const [stillDoes, would] = await choices(page);
      expect(stillDoes).toBe(does);
      expect(would).not.toBe(same);
      expect(would).toMatch(/expects [−-]?\d+\.\d\d \([+−]\d\.\d\d\)/);
      expect(await page.locator('.imagined .would').innerText()).toMatch(/^Here, Ada would go /);
      await page.waitForFunction(() => window.heed.foreseen > 0, undefined, patience);

      await page.locator('.displaced').getByRole('button', { name: 'Copy' }).focus();
      await page.keyboard.press('Enter');
      await page.locator('.displaced').nth(1).waitFor();
      expect(await page.locator('.displaced strong').allInnerTexts()).toEqual([
        name,
        `copy of ${name}`,
      ]);
      // It is among what is attended to, though perhaps not among the first.
      await page
        .getByRole('button', { name: /^All \d+$/ })
        .first()
        .focus();
      await page.keyboard.press('Enter');
      await page.locator('.influence-name', { hasText: `copy of ${name}` }).waitFor();
      await page.locator('.displaced').nth(1).getByRole('button').first().focus();
      const [, twice] = await choices(page);
      await page.screenshot({ path: `/tmp/suppose-keys-${scene}.png` });
      expect(twice).not.toBe(would);
      expect(await violations(page)).toEqual([]);

      // The copy is put away by a key, and all the rest by a button.
      await page.keyboard.press('Delete');
      await page.waitForFunction(() => window.heed.displaced.length === 1, undefined, patience);
      await page.getByRole('button', { name: 'As it is' }).focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('.imagined').count()).toBe(0);
      expect(await displaced(page)).toEqual([]);
      expect(await standing(page)).toEqual(before);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    400_000,
  );

  it('by pointer in the world: it follows, so does what the robot would do, and the camera stays', async () => {
    const { page, complaints } = await opened({ width: 1280, height: 800 });
    await page
      .getByRole('button', { name: /^What if .* were elsewhere, or there twice\?$/ })
      .first()
      .click();
    const [does] = await choices(page);
    await landed(page);
    const [held] = await displaced(page);
    const before = await robot(page);
    const { screenX, screenY } = held!;
    await page.mouse.move(screenX, screenY);
    await page.mouse.down();
    const said: string[] = [];
    for (let i = 1; i <= 8; i++) {
      const share = (0.85 * i) / 8;
      await page.mouse.move(
        screenX + share * (before!.screenX - screenX),
        screenY + share * (before!.screenY - screenY),
        { steps: 3 },
      );
      await page.waitForTimeout(400);
      said.push((await page.locator('.imagined dd').nth(1).innerText()) ?? '');
    }
    // While it is moved, not only when it is let go of.
    expect(new Set(said).size).toBeGreaterThan(2);
    await page.screenshot({ path: '/tmp/suppose-drag.png' });
    await page.mouse.up();
    await settled(page);
    const [there] = await displaced(page);
    expect(Math.hypot(there!.x - before!.x, there!.z - before!.z)).toBeLessThan(
      Math.hypot(held!.x - before!.x, held!.z - before!.z) / 2,
    );
    // The camera did not turn with it, and the robot is where it was.
    expect(await robot(page)).toEqual(before);
    const [stillDoes, would] = await choices(page);
    expect(stillDoes).toBe(does);
    expect(would).not.toBe(does);

    // The arrows are its again after the pointer, and choose no other robot.
    await page.keyboard.press('ArrowLeft');
    const [shifted] = await displaced(page);
    expect([shifted?.x, shifted?.z]).not.toEqual([there!.x, there!.z]);
    expect(await page.evaluate(() => window.heed.selected)).toBe(0);

    // Another one that is sensed needs not be taken up before.
    await page.getByRole('button', { name: 'Put back' }).click();
    await page.waitForFunction(() => window.heed.displaced.length === 0, undefined, patience);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('fits a phone, and breaks no accessibility rule there', async () => {
    const { page } = await opened({ width: 1024, height: 640 }, 'plaza');
    for (const width of [1024, 390, 320]) {
      await page.setViewportSize({ width, height: 780 });
      if (width === 390) {
        await page.getByRole('button', { name: /’s mind$/ }).dispatchEvent('click');
        await page.locator('.toggle-elsewhere').first().waitFor();
      }
      if (width === 1024) {
        await page.locator('.toggle-elsewhere').first().dispatchEvent('click');
        await page.locator('.displaced button', { hasText: 'Copy' }).dispatchEvent('click');
      }
      await page.locator('.displaced').nth(1).waitFor();
      await page.locator('.imagined .would').waitFor();
      await page.waitForTimeout(700);
      await page.screenshot({ path: `/tmp/suppose-${width}.png` });
      expect(await violations(page)).toEqual([]);
      const out = await page.locator('.imagined').evaluate((part) => {
        const { left, right } = part.getBoundingClientRect();
        return [...part.querySelectorAll('*')]
          .map((element) => ({ element, box: element.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 1 && (box.left < left || box.right > right))
          .map(({ element }) => element.outerHTML.slice(0, 80));
      });
      expect(out).toEqual([]);
    }
    await page.context().close();
  }, 400_000);
});

/** Moves what has the focus by arrows to so many metres from the robot, on the line between them. */
async function towards(page: Page, metres: number): Promise<void> {
  for (let i = 0; i < 60; i++) {
    const [[held], of] = [await displaced(page), await robot(page)];
    const [dx, dz] = [of!.x - held!.x, of!.z - held!.z];
    if (Math.hypot(dx, dz) < metres + 0.2) return;
    // From where the camera is, what is to the right on the screen may be any way on the ground.
    const keys = ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowDown'];
    let best = { key: '', distance: Math.hypot(dx, dz) };
    for (const key of keys) {
      await page.keyboard.press(key);
      const [now] = await displaced(page);
      const distance = Math.hypot(of!.x - now!.x, of!.z - now!.z);
      await page.keyboard.press(opposite[key] as string);
      if (distance < best.distance) best = { key, distance };
    }
    if (best.key === '') return;
    for (let step = 0; step < 4; step++) await page.keyboard.press(best.key);
  }
}

const opposite: Readonly<Record<string, string>> = {
  ArrowRight: 'ArrowLeft',
  ArrowLeft: 'ArrowRight',
  ArrowUp: 'ArrowDown',
  ArrowDown: 'ArrowUp',
};
