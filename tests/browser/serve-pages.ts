/**
 * Global setup of the browser tests: finds (or gets) a browser, builds the page and the test pages
 * once, as production builds, and serves them at free ports for as long as the tests run.
 */
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { preview } from 'vite';
import type { TestProject } from 'vitest/node';
import { findBrowser } from '../../src/chromium/find-browser.ts';
import { serveFolder } from '../../src/chromium/serve-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser. */
    browser: string;
    /** The page, cross-origin isolated (as `npm start` serves it). */
    isolatedPage: string;
    /** The same files on a plain static host, in a sub-path, without any header. */
    plainPage: string;
    /** Folder of the pages of tests/browser/pages: `${testPages}storage.html`. */
    testPages: string;
  }
}

const root = resolve(import.meta.dirname, '..', '..');
const pageFolder = join(root, 'build', 'browser', 'page');
const testPagesFolder = join(root, 'build', 'browser', 'test-pages');

/** In a process of its own: vitest's NODE_ENV would make it a test build. */
async function build(...given: readonly string[]): Promise<void> {
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', ...given],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 2, 2] },
  );
  const code = await new Promise((done) => child.once('exit', done));
  if (code !== 0) throw new Error(`vite build ${given.join(' ')} failed; its words are above.`);
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const browser = findBrowser();
  process.stderr.write(`Browser tests run in ${browser}.\n`);
  await Promise.all([
    build('--outDir', pageFolder, '--emptyOutDir'),
    build('--config', join(root, 'tests/browser/pages/vite.config.ts')),
  ]);
  const isolated = await preview({
    root,
    build: { outDir: pageFolder },
    preview: { port: 0 },
    logLevel: 'warn',
  });
  const plain = await serveFolder(pageFolder, { subPath: '/a/sub-path/' });
  const tests = await serveFolder(testPagesFolder);
  project.provide('browser', browser);
  project.provide('isolatedPage', isolated.resolvedUrls?.local[0] ?? '');
  project.provide('plainPage', plain.url);
  project.provide('testPages', tests.url);
  return async () => {
    await Promise.all([isolated.close(), plain.close(), tests.close()]);
  };
}
