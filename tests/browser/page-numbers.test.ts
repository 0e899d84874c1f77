/** That the numbers of a robot’s mind, and what is drawn of them, are those that its worker has told. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

const patience = { timeout: 150_000, polling: 100 };

/** A robot is chosen, and has decided a few times with somebody looking. Then the world stands still. */
async function opened(query: string) {
  const watched = await watchedPage(browser, {
    ...{ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' },
  });
  const { page } = watched;
  // One quality: a picture that is drawn more coarsely than the last differs from it everywhere.
  await page.goto(`${inject('isolatedPage')}?quality=low&backend=wasm&${query}`, {
    timeout: 120_000,
  });
  await page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => (window.heed.sensed?.entities.length ?? 0) > 2, undefined, {
    ...patience,
  });
  await page.keyboard.press(' ');
  await standing(page);
  return watched;
}

/** Until nothing that is said or drawn changes any more. */
async function standing(page: Page): Promise<void> {
  const said = () =>
    page.evaluate(() =>
      JSON.stringify([window.heed.sensed, window.heed.heads, window.heed.lines, window.heed.graph]),
    );
  for (let before = ''; before !== (await said()); await page.waitForTimeout(900)) {
    before = await said();
  }
}

const press = (page: Page, name: string | RegExp, within = 'body') =>
  // Not `click`, which waits for frames to be drawn.
  page.locator(within).getByRole('button', { name }).dispatchEvent('click');

/** Pixels of the world, beside all panels, that are others in the second picture. */
async function changed(page: Page, act: () => Promise<void>): Promise<number> {
  const clip = { x: 400, y: 150, width: 480, height: 500 };
  const before = (await page.screenshot({ clip })).toString('base64');
  await act();
  await page.waitForTimeout(1500);
  const after = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(
    async (pictures) => {
      const [one, other] = await Promise.all(
        pictures.map(async (base64) => {
          const image = new Image();
          image.src = `data:image/png;base64,${base64}`;
          await image.decode();
          const canvas = new OffscreenCanvas(image.width, image.height);
          const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
          drawing.drawImage(image, 0, 0);
          return drawing.getImageData(0, 0, image.width, image.height).data;
        }),
      );
      let count = 0;
      for (let i = 0; i < (one?.length ?? 0); i += 4) {
        const by = [0, 1, 2].map((c) => Math.abs((one?.[i + c] ?? 0) - (other?.[i + c] ?? 0)));
        if (Math.max(...by) > 8) count++;
      }
      return count;
    },
    [before, after],
  );
}

const away = (from: { x: number; z: number }, to: { x: number; z: number }) =>
  Math.hypot(from.x - to.x, from.z - to.z);

describe('numbers of a robot’s mind', () => {
  it('rays lead to all that it attends to, as strong as its weights, and are seen', async () => {
    const { page, complaints } = await opened('scene=plaza&policy=shipped&layout=7');
    const { sensed, drawn } = await page.evaluate(() => {
      const { sensed, lines } = window.heed;
      return { sensed, drawn: lines.filter(({ overlay }) => overlay === 'attention-rays') };
    });
    const ends = [...(sensed?.entities ?? []), ...(sensed?.nodes ?? [])];
    const worth = ends.filter(({ weight }) => weight >= 0.015);
    expect(worth.length).toBeGreaterThan(4);
    expect(drawn).toHaveLength(worth.length);
    for (const end of worth) {
      const nearest = drawn.toSorted((a, b) => away(a, end) - away(b, end))[0];
      expect(away(nearest as { x: number; z: number }, end)).toBeLessThan(0.3);
      // Of two that end at one place it may be the other.
      const there = drawn.filter((ray) => away(ray, end) < 0.3);
      expect(there.some(({ strength }) => Math.abs(strength - end.weight) < 0.01)).toBe(true);
    }
    await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
    await standing(page);
    const still = await changed(page, async () => {});
    const rays = await changed(page, () =>
      page.getByRole('checkbox', { name: 'Attention' }).dispatchEvent('click'),
    );
    expect(await page.evaluate(() => window.heed.lines)).toEqual([]);
    expect(rays).toBeGreaterThan(100 + 4 * still);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('the scan is drawn in the panel and in the world as it is measured', async () => {
    const { page, complaints } = await opened('scene=plaza&policy=shipped&layout=7');
    await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
    const points = (await page.locator('.scan-free').getAttribute('points')) ?? '';
    await page.getByRole('checkbox', { name: 'Range scan' }).dispatchEvent('click');
    await page.waitForFunction(
      () => window.heed.lines.some(({ overlay }) => overlay === 'scan-rays'),
      undefined,
      patience,
    );
    await standing(page);
    const { scan, robot, drawn } = await page.evaluate(() => {
      const { sensed, robots, selected, lines } = window.heed;
      const robot = robots[selected ?? 0];
      return {
        ...{ scan: sensed?.scan, robot: { x: robot?.x ?? 0, z: robot?.z ?? 0 } },
        drawn: lines.filter(({ overlay }) => overlay === 'scan-rays'),
      };
    });
    const distances = scan?.distances ?? [];
    expect(distances.length).toBeGreaterThan(10);
    // What is near is told from what is far.
    expect(Math.max(...distances) - Math.min(...distances)).toBeGreaterThan(1);
    const tips = points.split(' ').map((point) => point.split(',').map(Number));
    expect(tips).toHaveLength(distances.length);
    expect(drawn).toHaveLength(distances.length);
    const longest = Math.max(1, ...distances);
    for (const [ray, distance] of distances.entries()) {
      const [right = 0, down = 0] = tips[ray] as number[];
      expect(Math.hypot(right, down)).toBeCloseTo((60 * distance) / longest, 0);
      const angle = scan?.angles[ray] ?? 0;
      expect(right).toBeCloseTo((-Math.sin(angle) * 60 * distance) / longest, 0);
      expect(away(drawn[ray] as { x: number; z: number }, robot)).toBeCloseTo(distance, 1);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('of everybody nearby there is what each head gives, and what they got during the last seconds', async () => {
    const { page, complaints } = await opened('scene=crowdnav-plusplus&policy=shipped');
    await page.waitForFunction(() => (window.heed.heads.length ?? 0) > 3, undefined, patience);
    await page.getByText('Head by head').dispatchEvent('click');
    const rows = page.locator('.heads tbody tr');
    expect(await rows.count()).toBe(3);
    await press(page, /^All \d+$/, '.heads');
    // The weights of the last decisions, as they come.
    const told: Record<string, number>[] = [];
    for (let i = 0; i < 5; i++) {
      const before = await page.evaluate(() => JSON.stringify(window.heed.sensed));
      await page.keyboard.press('j');
      await page.waitForFunction(
        (was) => JSON.stringify(window.heed.sensed) !== was,
        before,
        patience,
      );
      told.push(
        await page.evaluate(() =>
          Object.fromEntries(
            (window.heed.sensed?.entities ?? []).map(({ body, weight }) => [
              `body ${body}`,
              weight,
            ]),
          ),
        ),
      );
    }
    await standing(page);
    const heads = await page.evaluate(() => window.heed.heads);
    expect(heads.length).toBeGreaterThan(3);
    // Strips are drawn where they are seen.
    for (const row of await rows.all()) {
      await row.evaluate(async (one) => {
        one.scrollIntoView({ block: 'nearest' });
        for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
      });
      await page.waitForTimeout(100);
    }
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => ({
        key: row.getAttribute('data-thing'),
        cells: [...row.querySelectorAll('.cell')].map((cell) => Number(cell.textContent)),
        /** Of the bottom pixels of the last five columns, 0 to 1. */
        strip: [...row.querySelectorAll('canvas')].flatMap((canvas) => {
          const { width, height } = canvas;
          const data = canvas.getContext('2d')?.getImageData(width - 5, height - 1, 5, 1).data;
          return [0, 1, 2, 3, 4].map((i) => (data?.[4 * i + 3] ?? 0) / 255);
        }),
      })),
    );
    expect(shown.map(({ key }) => key).sort()).toEqual(heads.map(({ key }) => key).sort());
    const sums = heads[0]?.heads.map(() => 0) ?? [];
    for (const { key, cells } of shown) {
      const told = heads.find((each) => each.key === key)?.heads ?? [];
      expect(cells).toEqual(told.map((weight) => Math.round(100 * weight)));
      for (const [head, cell] of cells.entries()) sums[head] = (sums[head] as number) + cell;
    }
    // Each head shares out all of its attention among them.
    for (const sum of sums) expect(Math.abs(sum - 100)).toBeLessThanOrEqual(heads.length / 2);
    expect(sums.length).toBeGreaterThan(1);

    // A column of a strip is the more opaque, the more the thing had then, against the most that it ever had.
    let compared = 0;
    for (const { key, strip } of shown) {
      const most = told.map((of, i) => ({ weight: of[key ?? ''] ?? 0, seen: strip[i] as number }));
      const large = most.filter(({ seen }) => seen > 0.4);
      for (const { weight, seen } of large) {
        const against = large[0] as (typeof large)[number];
        expect((seen - 0.25) / (against.seen - 0.25)).toBeCloseTo(weight / against.weight, 1);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(4);

    // The keyboard reaches what is scrolled away.
    const region = page.locator('.heads-rows');
    const isCut = await region.evaluate((all) => all.scrollHeight > all.clientHeight + 4);
    if (isCut) {
      await region.focus();
      await region.evaluate((all) => all.scrollTo(0, 0));
      await page.keyboard.press('End');
      await page.waitForFunction(
        () => (document.querySelector('.heads-rows')?.scrollTop ?? 0) > 0,
        undefined,
        patience,
      );
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('the graph is told place by place and edge by edge, of every round and head, and drawn so', async () => {
    const { page, complaints } = await opened('scene=rooms&policy=shipped&layout=7');
    await page.getByRole('tab', { name: 'Senses' }).dispatchEvent('click');
    await page.getByRole('checkbox', { name: 'Messages between places' }).dispatchEvent('click');
    await page.waitForFunction(() => window.heed.graph !== undefined, undefined, patience);
    await standing(page);
    for (const more of await page.locator('.sensed .more').all()) await more.dispatchEvent('click');
    const told = await page.evaluate(() => {
      const { graph, robots, selected } = window.heed;
      return { graph, robot: robots[selected ?? 0] };
    });
    const { nodes = [], edges = [], rounds = 0, heads = 0 } = told.graph ?? {};
    expect(nodes.length).toBeGreaterThan(8);
    expect(Math.min(rounds, heads)).toBeGreaterThan(1);
    const cellsOf = (rows: string) =>
      page
        .locator(rows)
        .evaluateAll((all) =>
          all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
        );
    const number = (text: string) => Number.parseFloat(text.replace('−', '-'));
    const places = await cellsOf('[data-node]');
    expect(places).toHaveLength(nodes.length);
    const { x = 0, z = 0, heading = 0 } = told.robot ?? {};
    for (const [i, cells] of places.entries()) {
      const node = nodes[i] as (typeof nodes)[number];
      // From where the robot is seen to be.
      const [dx, dz] = [node.x - x, node.z - z];
      const forward = -Math.sin(heading) * dx - Math.cos(heading) * dz;
      const left = -Math.cos(heading) * dx + Math.sin(heading) * dz;
      expect(Math.abs(number(cells[1] as string) - forward)).toBeLessThan(0.1);
      expect(Math.abs(number(cells[2] as string) - left)).toBeLessThan(0.1);
      for (const [f, value] of node.values.entries()) {
        expect(Math.abs(number(cells[3 + f] as string) - value)).toBeLessThan(0.006);
      }
    }

    /** The shares of one choice: as they are told, written and drawn. */
    const sharesBy = async (round: number | undefined, head: number | undefined) => {
      for (const [of, chosen] of [
        ['Round', round],
        ['Head', head],
      ] as const) {
        const group = page.getByRole('group', { name: of });
        const name = chosen === undefined ? 'mean' : `${chosen + 1}`;
        await group.getByRole('button', { name, exact: true }).dispatchEvent('click');
      }
      await page.waitForFunction(
        (wanted) => {
          const choice = window.heed.graph?.choice;
          return choice && choice.round === wanted.round && choice.head === wanted.head;
        },
        { round, head },
        patience,
      );
      const shares = (await page.evaluate(() => window.heed.graph?.edges ?? [])).map(
        ({ share }) => share as number,
      );
      const written = (await cellsOf('[data-edge]')).map((cells) => number(cells[2] as string));
      expect(written).toEqual(shares.map((share) => Math.round(100 * share)));
      return shares;
    };
    const expectDrawn = async (shares: readonly number[]) => {
      await standing(page);
      const drawn = await page.evaluate(() =>
        window.heed.lines.filter(({ overlay }) => overlay === 'graph-edges'),
      );
      expect(drawn).toHaveLength(shares.length);
      for (const [i, { to }] of edges.entries()) {
        const line = drawn[i] as (typeof drawn)[number];
        expect(line.strength).toBeCloseTo(shares[i] as number, 5);
        const receiver = nodes.find(({ node }) => node === to) as (typeof nodes)[number];
        expect(away(line, receiver)).toBeLessThan(0.1);
      }
    };
    const mean = await sharesBy(undefined, undefined);
    await expectDrawn(mean);
    const sum = mean.map(() => 0);
    let one: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let head = 0; head < heads; head++) {
        one = await sharesBy(round, head);
        for (const [i, share] of one.entries()) sum[i] = (sum[i] as number) + share;
      }
    }
    await expectDrawn(one);
    expect(
      Math.max(...one.map((share, i) => Math.abs(share - (mean[i] as number)))),
    ).toBeGreaterThan(0.02);
    for (const [i, share] of mean.entries()) {
      expect((sum[i] as number) / (rounds * heads)).toBeCloseTo(share, 4);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 400_000);
});
