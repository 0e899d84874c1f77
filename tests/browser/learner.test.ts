/** The learner on WebGPU, in a real browser on whatever adapter there is, against the same on wasm. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(() => browser.close());

async function learn(backend: 'webgpu' | 'wasm', updates: number) {
  const { page } = await watchedPage(browser);
  await page.goto(`${inject('testPages')}learner.html`);
  const result = await page.evaluate(([name, count]) => window.learnerPage.learn(name, count), [
    backend,
    updates,
  ] as const);
  await page.context().close();
  return result;
}

const distance = (a: readonly number[][], b: readonly number[][]) =>
  Math.max(...a.flatMap((values, n) => values.map((v, i) => Math.abs(v - (b[n]?.[i] ?? NaN)))));

it('learner: updates on WebGPU move the weights as they do on wasm', async () => {
  const webgpu = await learn('webgpu', 3);
  const wasm = await learn('wasm', 3);
  for (const loss of Object.values(webgpu.losses)) expect(Number.isFinite(loss)).toBe(true);
  // Adam's first steps are as long as the learning rate, so three of them must show.
  expect(distance(webgpu.before, webgpu.after)).toBeGreaterThan(1e-3);
  expect(distance(webgpu.target, webgpu.before)).toBeGreaterThan(0);
  expect(distance(webgpu.target, webgpu.before)).toBeLessThan(
    distance(webgpu.after, webgpu.before),
  );
  expect(webgpu.before).toEqual(wasm.before);
  // A gradient near 0 may take either sign after rounding, and Adam makes a full step of it.
  const moved = webgpu.after
    .flat()
    .map((value, i) => Math.abs(value - (wasm.after.flat()[i] ?? 0)));
  const apart = moved.filter((difference) => difference > 1e-4).length;
  expect(apart / moved.length).toBeLessThan(0.01);
  expect(webgpu.losses.critic).toBeCloseTo(wasm.losses.critic, 3);
  expect(webgpu.losses.q).toBeCloseTo(wasm.losses.q, 3);
});

it('learner: the gradient test passes on both backends', async () => {
  for (const backend of ['webgpu', 'wasm'] as const) {
    expect((await learn(backend, 1)).gradientError).toBeLessThan(1e-3);
  }
});
