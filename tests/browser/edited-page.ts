/** What the tests of a page that is edited have in common: how it is opened, and how they tell what has changed. */
import type { Page } from 'playwright-core';
import { inject } from 'vitest';

export const patience = { timeout: 150_000, polling: 200 };
/** No panel is open over the world then. */
export const free = { width: 960, height: 640 };

export async function show(page: Page, scene: string): Promise<void> {
  await page.goto(`${inject('isolatedPage')}?backend=wasm&scene=${scene}`, { timeout: 120_000 });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
}

export const changes = (page: Page) => page.evaluate(() => window.heed.changes);
export const changesAre = (page: Page, count: number) =>
  page.waitForFunction((wanted) => window.heed.changes === wanted, count, patience);
export const placeOf = (page: Page, name: string) =>
  page.evaluate((thing) => window.heed.things.find((other) => other.thing === thing), name);

/** The camera flies when it is asked for, and the world settles: things are where they are said to be. */
export async function settled(page: Page): Promise<void> {
  const frames = await page.evaluate(() => window.heed.stage?.frames ?? 0);
  await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) > n + 3, frames, patience);
}

/** The camera flies to where one looks, at few frames a second: until what is seen stands still on the screen. */
export async function landed(page: Page): Promise<void> {
  const seen = () =>
    page.evaluate(() =>
      window.heed.things.map((of) => `${of.screenX.toFixed(0)} ${of.screenY.toFixed(0)}`).join(),
    );
  for (let before = ''; before !== (await seen()); await settled(page)) before = await seen();
}

/** Puts all notices away: what is said next is about what is done next. */
export async function withoutNotices(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const away of document.querySelectorAll<HTMLElement>('.notice button')) away.click();
  });
  await page.waitForFunction(() => window.heed.notices.length === 0, undefined, patience);
}

/** Whether what is done has become a change, or was refused, which a notice says. */
export async function isTaken(page: Page, wanted: number, act: () => Promise<void>) {
  await withoutNotices(page);
  await act();
  await page.waitForFunction(
    (count) => window.heed.changes === count || window.heed.notices.length > 0,
    wanted,
    patience,
  );
  return (await changes(page)) === wanted;
}

/** Lets go of what is in the hand by Enter. */
export const isPut = (page: Page, wanted: number) =>
  isTaken(page, wanted, () => page.keyboard.press('Enter'));

/** Arrows that lead round and round where they begin, farther out each time; two steps to a side at first. */
export const outward: readonly (readonly string[])[] = [1, 2, 3, 4].flatMap((ring) => [
  Array<string>(4 * ring - 2).fill('ArrowRight'),
  Array<string>(4 * ring - 2).fill('ArrowUp'),
  Array<string>(4 * ring).fill('ArrowLeft'),
  Array<string>(4 * ring).fill('ArrowDown'),
]);
