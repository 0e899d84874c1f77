/**
 * The plan on WebGPU, in a real browser on whatever adapter there is: every kernel against plain loops
 * (../nn/kernel-cases.ts), and whole learners against the same on wasm.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { type KernelName, kernelArguments } from '../../src/nn/plan/kernels.ts';
import { expectSameLearning } from '../rl/expect-same-learning.ts';
import { type Learned, learn, variants } from '../rl/learner-variants.ts';
import { sharedPage } from './watched-page.ts';

let browser: Browser;
let page: Page;
let complaints: readonly string[];
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
  ({ page, complaints } = await sharedPage(browser));
  await page.goto(`${inject('testPages')}learner.html`);
});
afterAll(async () => {
  // Chromium writes what it finds wrong with a command to the console.
  expect(complaints).toEqual([]);
  await browser.close();
});

describe.each([{ software: true }, { software: false }])('kernels for %o', (machine) => {
  it.each(Object.keys(kernelArguments) as KernelName[])(
    '%s on WebGPU leaves what plain loops leave, and touches nothing else',
    async (kernel) => {
      const wrong = await page.evaluate(
        (given) => window.learnerPage.wrongCases(given.kernel, given.machine),
        { kernel, machine },
      );
      expect(wrong).toEqual([]);
    },
  );
});

it.each(variants)('learner on WebGPU: the same as on wasm, $name', async (variant) => {
  const { losses, networks, slots } = await page.evaluate(
    (name) => window.learnerPage.learn('webgpu', name),
    variant.name,
  );
  const learned: Learned = {
    ...{ losses, slots },
    networks: networks.map(({ first, second, target }) => ({
      first: Float32Array.from(first),
      second: Float32Array.from(second),
      target: Float32Array.from(target),
    })),
  };
  expectSameLearning(learned, await learn('wasm', variant));
});
