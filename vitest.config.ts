/**
 * Four projects: `fast` (seconds, part of `npm run check`), `slow` (`*.slow.test.ts`: learning, peers, a
 * crash) and `browser` (the built page in a real Chromium), which `npm test` runs, and `long`
 * (`*.long.test.ts`: how hard scenes are, commands at work, every benchmark suite), minutes more, by `npm run test:long`.
 */
import { defineConfig } from 'vitest/config';
import page from './vite.config.ts';

/** Vitest leaves a core to itself, which on a machine of two is half of it. */
const everyCore = '100%';

const everywhere = {
  environment: 'node' as const,
  // tfjs-core's list of gradients (register_all_gradients) is an ES module in a package that does not
  // say so, which Node refuses. One file made of it and its 400 modules also loads ten times faster.
  deps: {
    optimizer: {
      ssr: {
        enabled: true,
        include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-core/dist/register_all_gradients'],
      },
    },
  },
};

export default defineConfig({
  ...page,
  test: {
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'fast',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/**/*.{slow,long}.test.{ts,tsx}', 'tests/browser/**'],
          testTimeout: 30_000,
          maxWorkers: everyCore,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'slow',
          include: ['tests/**/*.slow.test.{ts,tsx}'],
          exclude: ['tests/browser/**'],
          testTimeout: 300_000,
          maxWorkers: everyCore,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'long',
          include: ['tests/**/*.long.test.{ts,tsx}'],
          globalSetup: ['tests/browser/serve-pages.ts'],
          testTimeout: 300_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          exclude: ['tests/**/*.long.test.ts'],
          globalSetup: ['tests/browser/serve-pages.ts'],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          // Where it decides what lands, a race seen once is told ("retry x1") and not the end of everything;
          // where one works on it, it is red at once.
          retry: process.env.CI ? 1 : 0,
          // One browser at a time: a software GPU takes every core there is.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
