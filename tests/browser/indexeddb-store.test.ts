/** The IndexedDB store in the real database: contract, full disk, crash, two tabs, private windows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openBrowser, openProfile } from '../../src/chromium/open-browser.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
const profile = mkdtempSync(join(tmpdir(), 'heed-profile-'));
const url = () => `${inject('testPages')}storage.html`;
beforeAll(async () => {
  browser = await openBrowser(inject('browser'));
});
afterAll(async () => {
  await browser.close();
  // What was killed may still be going away, and write while it does.
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  } catch {}
});

/** As a power failure would; one that is already gone is no error. */
function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {}
}

async function storagePage(): Promise<Page> {
  const { page } = await watchedPage(browser);
  await page.goto(url());
  return page;
}

describe('indexeddb store', () => {
  it('fulfils the store contract', async () => {
    const page = await storagePage();
    expect(await page.evaluate(() => window.storagePage.contractLength)).toBeGreaterThan(10);
    expect(await page.evaluate(() => window.storagePage.runContract())).toEqual([]);
    await page.context().close();
  });

  it('a full disk is said, and the old checkpoint is whole', async () => {
    const page = await storagePage();
    const devtools = await page.context().newCDPSession(page);
    const { origin } = new URL(url());
    // Before the first commit: the browser remembers for a while how much room there was.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 10e6 });
    expect(await page.evaluate(() => window.storagePage.keep(3e6, 1))).toBe('kept');
    const refusal = await page.evaluate(() => window.storagePage.keep(20e6, 2));
    expect(refusal).toMatch(/^StorageFullError: There is no room left to keep run "run"/);
    const old = { manifest: 1, sizes: [2e6, 2e6], records: 2 };
    expect(await page.evaluate(() => window.storagePage.kept())).toEqual(old);
    // With room again, the same store commits again.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    expect(await page.evaluate(() => window.storagePage.keep(20e6, 3))).toBe('kept');
    const later = await page.evaluate(() => window.storagePage.kept());
    expect([later?.manifest, later?.records]).toEqual([3, 10]);
    await page.context().close();
  });

  it('is whole whenever the browser is killed in the middle of a commit', async () => {
    let count = -1;
    for (let attempt = 0; attempt < 3; attempt++) {
      const context = await openProfile(inject('browser'), profile);
      const page = await context.newPage();
      await page.goto(url());
      if (attempt > 0) {
        const whole = await page.evaluate(() => window.storagePage.countOfWhole());
        expect(whole).toBeTypeOf('number');
        expect(whole).toBeGreaterThan(count);
        count = whole as number;
      }
      void page.evaluate(() => window.storagePage.commitForever()).catch(() => {});
      await page.waitForFunction(() => window.storagePage.commits > 3);
      await page.waitForTimeout(37 * attempt);
      const devtools = await context.browser()?.newBrowserCDPSession();
      const { processInfo } = (await devtools?.send('SystemInfo.getProcessInfo')) ?? {
        processInfo: [],
      };
      const closed = new Promise((resolve) => context.once('close', resolve));
      expect(processInfo.length).toBeGreaterThan(1);
      for (const { id } of processInfo) kill(id);
      await closed;
    }
    expect(count).toBeGreaterThan(0);
  });

  it('survives a reload, and a tab that dies', async () => {
    const page = await storagePage();
    const other = await page.context().newPage();
    await other.goto(url());
    void other.evaluate(() => window.storagePage.commitForever()).catch(() => {});
    await other.waitForFunction(() => window.storagePage.commits > 3);
    const crashed = new Promise((resolve) => other.once('crash', resolve));
    const devtools = await page.context().newCDPSession(other);
    void devtools.send('Page.crash').catch(() => {});
    await crashed;
    await page.reload();
    expect(await page.evaluate(() => window.storagePage.countOfWhole())).toBeGreaterThan(0);
    await page.context().close();
  });

  it('lets a newer page in another tab take the database over, and then says why it cannot go on', async () => {
    const page = await storagePage();
    const sentence = await page.evaluate(async () => {
      const store = await window.storagePage.openIndexedDbStore({ name: 'two-tabs' });
      await store.commit('run', { manifest: 1, blobs: new Map() });
      await new Promise<void>((resolve, reject) => {
        const newer = indexedDB.open('two-tabs', 2);
        newer.onblocked = () => reject(new Error('the newer page was blocked'));
        newer.onsuccess = () => {
          newer.result.close();
          resolve();
        };
      });
      return store.list().then(
        () => 'listed',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    });
    expect(sentence).toMatch(/^InputError: .* newer version of this page: reload the page\.$/);
    await page.context().close();
  });

  it('opens once another tab has removed the database', async () => {
    const page = await storagePage();
    const runs = await page.evaluate(async () => {
      const other = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('removed');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => resolve(opening.result);
      });
      const deletion = indexedDB.deleteDatabase('removed');
      await new Promise((resolve) => {
        deletion.onblocked = resolve;
      });
      const opening = window.storagePage.openIndexedDbStore({ name: 'removed' });
      other.close();
      const store = await opening;
      await store.commit('run', { manifest: 1, blobs: new Map() });
      return store.list();
    });
    expect(runs).toEqual(['run']);
    await page.context().close();
  });

  it('says so where nothing can be kept', async () => {
    const page = await storagePage();
    const sentences = await page.evaluate(async () => {
      const attempt = () =>
        window.storagePage.openIndexedDbStore().then(
          () => 'opened',
          (error: Error) => `${error.name}: ${error.message}`,
        );
      const open = indexedDB.open;
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
      const refused = await attempt();
      IDBFactory.prototype.open = open;
      Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
      return [refused, await attempt()];
    });
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^InputError: This browser does not let the page keep anything/);
    }
    await page.context().close();
  });

  it('writes and reads tens of megabytes in seconds, and keeping costs nothing', async () => {
    const page = await storagePage();
    const seconds = await page.evaluate(() => window.storagePage.time(32));
    process.stderr.write(`IndexedDB, 32 MB in seconds: ${JSON.stringify(seconds)}\n`);
    expect(seconds.write).toBeLessThan(10);
    expect(seconds.read).toBeLessThan(10);
    expect(seconds.keep).toBeLessThan(seconds.write);
    await page.context().close();
  });
});
