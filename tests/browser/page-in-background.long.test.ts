/**
 * A tab that a person leaves for others: hidden, then frozen as browsers do with one that is left for long. An hour of
 * the former: `npm run bench -- unattended --only hidden --rounds 60`.
 */
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import type { HeedStatus } from '../../src/app/expose-status.ts';
import { longestTurn } from '../../src/app/workers/learner-loop.ts';
import { openHidableTab } from '../../src/chromium/hidable-tab.ts';
import { openBrowser } from '../../src/chromium/open-browser.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'), { drowsy: true });
});
afterEach(() => browser.close());

const patience = 200_000;
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

async function openTab(address: string) {
  const tab = await openHidableTab(browser, address);
  const see = async () =>
    (await tab.evaluate(
      '({ ...window.heed, visible: document.visibilityState === "visible" })',
    )) as HeedStatus & { readonly visible: boolean };
  return {
    ...tab,
    see,
    /** Until it is so; what was seen then. */
    async until(isSo: (seen: HeedStatus) => boolean) {
      for (const end = Date.now() + patience; Date.now() < end; await pause(500)) {
        const seen = await see();
        if (seen?.world && isSo(seen)) return seen;
      }
      throw new Error(`It never came; last seen: ${JSON.stringify(await see())}.`);
    },
  };
}

/** Of training, as the curves count it. */
const secondsOf = ({ points }: HeedStatus) => points.at(-1)?.seconds ?? 0;

it('learns on in a tab behind others, stands still in a frozen one, and is there again', async () => {
  const tab = await openTab(`${inject('isolatedPage')}?policy=none&backend=wasm`);
  const first = await tab.until(({ world, updates }) => world === 'shown' && updates > 20);

  await tab.hide();
  await tab.until(({ saved }) => saved);
  const [hidden, hiddenAt] = [await tab.see(), Date.now()];
  expect(hidden.visible).toBe(false);
  await pause(20_000);
  const later = await tab.until(({ updates }) => updates > hidden.updates + 20);
  expect(later.stage?.frames).toBe(hidden.stage?.frames);
  const past = (Date.now() - hiddenAt) / 1000;
  expect(secondsOf(later) - secondsOf(hidden)).toBeGreaterThan(past - 6);
  expect(secondsOf(later) - secondsOf(hidden)).toBeLessThan(past + 6);

  await tab.freeze(true);
  await pause(60_000);
  const thawedAt = Date.now();
  await tab.freeze(false);
  const thawed = await tab.see();
  // Nobody learned meanwhile.
  expect(thawed.updates - later.updates).toBeLessThan(200);
  await tab.show();
  const again = await tab.until(
    ({ updates, stage }) =>
      updates > thawed.updates + 20 && (stage?.frames ?? 0) > (later.stage?.frames ?? 0) + 5,
  );
  const since = (Date.now() - thawedAt) / 1000;
  expect(secondsOf(again) - secondsOf(later)).toBeGreaterThan(0);
  expect(secondsOf(again) - secondsOf(later)).toBeLessThan(longestTurn / 1000 + since + 6);
  expect(again).toMatchObject({ visible: true, learner: 'running', world: 'shown', notices: [] });
  expect(again.episodes).toBeGreaterThan(first.episodes);
  expect(tab.complaints).toEqual([]);
}, 600_000);
