/** The built page, opened for pictures: how it is looked at, what is waited for, and how one is taken. */
import type { Browser, Page } from 'playwright-core';
import type {} from '../../app/expose-status.ts'; // window.heed

/** On a busy machine that draws in software a picture takes seconds. */
const patience = { timeout: 100_000, polling: 200 } as const;

export interface View {
  readonly scene: string;
  /** What else the address says, `policy=none&backend=wasm`. */
  readonly query?: string;
  readonly width: number;
  readonly height: number;
  /** Default 'light'. */
  readonly theme?: 'light' | 'dark';
  /** Default 'en-US'. */
  readonly locale?: string;
  /** Of the panels these alone, by a selector, or `none`. Default: all. */
  readonly shown?: string;
}

export interface OpenedPage {
  readonly page: Page;
  /** Until the page says so of `window.heed`; looked at in each of its frames. */
  until(is: () => unknown): Promise<void>;
  /** So many pictures of the world more. */
  frames(count: number): Promise<void>;
  press(...keys: string[]): Promise<void>;
  /** By its own handler: under a software renderer nothing stands still for the time of a real click. */
  click(selector: string): Promise<void>;
  /** As WebP, or without loss. */
  picture(format?: 'webp' | 'png'): Promise<Buffer>;
}

export async function openPage(browser: Browser, url: string, view: View): Promise<OpenedPage> {
  const { scene, query = '', width, height, theme = 'light', locale = 'en-US', shown } = view;
  const context = await browser.newContext({
    ...{ viewport: { width, height }, colorScheme: theme, locale },
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  await page.goto(`${url}?scene=${scene}&quality=high&${query}`, { timeout: 120_000 });
  if (shown) {
    const content = `#page { visibility: hidden } ${shown} { visibility: visible }`;
    await page.addStyleTag({ content });
  }
  const session = await context.newCDPSession(page);
  const opened: OpenedPage = {
    page,
    async until(is) {
      await page.waitForFunction(is, undefined, { ...patience, polling: 'raf' });
    },
    async frames(count) {
      const seen = await page.evaluate(() => window.heed.stage?.frames ?? 0);
      const wanted = seen + count;
      await page.waitForFunction((n) => (window.heed.stage?.frames ?? 0) >= n, wanted, patience);
    },
    async press(...keys) {
      for (const key of keys) await page.keyboard.press(key);
    },
    async click(selector) {
      await page.locator(selector).first().dispatchEvent('click', undefined, patience);
    },
    async picture(format = 'webp') {
      const { data } = await session.send('Page.captureScreenshot', {
        ...(format === 'webp' ? { format, quality: 82 } : { format, optimizeForSpeed: true }),
      });
      return Buffer.from(data, 'base64');
    },
  };
  await opened.until(() => window.heed.world === 'shown');
  await opened.frames(4);
  return opened;
}

/** Two robots that are about to pass each other: metres between them, and how far from the middle of the view. */
export interface Meeting {
  readonly nearest: number;
  readonly farthest: number;
  readonly around: number;
}

/** On a machine that is too slow to see one, whoever is nearest to the middle of the view by then will do. */
const meetingMilliseconds = 45_000;

/** Waits until two walk towards each other; the rows of both, who is nearer to the middle of the view first. */
export async function meeting({ page }: OpenedPage, how: Meeting): Promise<[number, number]> {
  const found = await page.waitForFunction(
    ({ nearest, farthest, around, until }) => {
      const { robots, lookingAt } = window.heed;
      if (!lookingAt) return undefined;
      const off = ({ x, z }: { x: number; z: number }) =>
        Math.hypot(x - lookingAt.x, z - lookingAt.z);
      for (const [i, one] of robots.entries()) {
        for (const [j, other] of robots.entries()) {
          const [dx, dz] = [other.x - one.x, other.z - one.z];
          const distance = Math.hypot(dx, dz);
          if (i === j || distance < nearest || distance > farthest) continue;
          // Heading 0 is −z, to the left is positive.
          const towards = (heading: number, sign: number) =>
            (-sign * (Math.sin(heading) * dx + Math.cos(heading) * dz)) / distance;
          if (towards(one.heading, 1) < 0.6 || towards(other.heading, -1) < 0.4) continue;
          if (off(one) < around && off(one) <= off(other)) return [i, j];
        }
      }
      if (performance.now() < until) return undefined;
      const byPlace = [...robots.keys()].sort((a, b) => off(robots[a]!) - off(robots[b]!));
      return [byPlace[0], byPlace[1]];
    },
    { ...how, until: (await page.evaluate(() => performance.now())) + meetingMilliseconds },
    { ...patience, polling: 'raf' },
  );
  return (await found.jsonValue()) as [number, number];
}

/** Selects by keys, as the strip of all robots is behind a shut sheet on a small page; until its rays are there. */
export async function choose({ page, press }: OpenedPage, robot: number): Promise<void> {
  const isSelected = () => page.evaluate((agent) => window.heed.selected === agent, robot);
  while (!(await isSelected())) await press('ArrowRight');
  await page.waitForFunction((agent) => window.heed.attends === agent, robot, patience);
}

/** The same, until it is explained, which nobody asks for on a small page. */
export async function select(opened: OpenedPage, robot: number): Promise<void> {
  await choose(opened, robot);
  // Where the world stands still it is said once, and may have been by now.
  await opened.page.waitForFunction((of) => window.heed.explained === of, robot, patience);
}
