/** An avatar of the visitor's own: dropped on the page, worn, kept across a reload, and removed. */
import { mkdtempSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { openBrowser } from '../../src/chromium/open-browser.ts';
import { avatarLimits } from '../../src/view/own-avatar/limits.ts';
import { boxPerson } from '../view/own-avatar/made-up-avatar.ts';
import { violations } from './violations.ts';
import { watchedPage } from './watched-page.ts';

let browser: Browser;
beforeEach(async () => {
  browser = await openBrowser(inject('browser'));
});
afterEach(() => browser.close());

const patience = { timeout: 150_000, polling: 200 };
const avatar = (page: Page) => page.evaluate(() => window.heed.avatar);
const shown = (page: Page) =>
  page.waitForFunction(() => window.heed.world === 'shown', undefined, patience);
const wornBy = (page: Page, least: number) =>
  page.waitForFunction((n) => (window.heed.avatar?.seen ?? 0) >= n, least, patience);

function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const given = { name, data: Buffer.from(bytes).toString('base64') };
  return page.evaluate(async ({ name, data }) => {
    const blob = await (await fetch(`data:;base64,${data}`)).blob();
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([blob], name));
    dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  }, given);
}

/** As from the desktop: a file or a folder. */
async function dropPath(page: Page, path: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await devtools.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await devtools.detach();
}

/** A PNG that is larger than avatars are painted. */
async function painted(page: Page): Promise<Buffer> {
  const data = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1536, 1024];
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.fillStyle = '#cde';
    context.fillRect(0, 0, 1536, 1024);
    return canvas.toDataURL('image/png').split(',')[1] as string;
  });
  return Buffer.from(data, 'base64');
}

/** What the browser keeps of it is none of a model any more. */
function damageKept(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('heed-avatar'));
    const blobs = database.transaction('blobs', 'readwrite').objectStore('blobs');
    for (const key of await done(blobs.getAllKeys())) await done(blobs.put(new Uint8Array(9), key));
    database.close();
  });
}

async function look(page: Page, name: string): Promise<void> {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}

it('a model that is dropped is worn, stays over a reload, and goes when it is removed, unreadable too', async () => {
  const { page, complaints } = await watchedPage(browser, {
    viewport: { width: 800, height: 600 },
  });
  await page.goto(`${inject('isolatedPage')}?backend=wasm&quality=low`, { timeout: 120_000 });
  await shown(page);
  const bytes = boxPerson(await painted(page));
  await drop(page, 'broken.vrm', bytes.slice(0, -100));
  await page.getByText(/“broken.vrm” is cut off or damaged: it says/).waitFor();
  const folder = mkdtempSync(join(tmpdir(), 'heed-folder-'));
  const huge = join(folder, 'huge.vrm');
  writeFileSync(huge, bytes);
  truncateSync(huge, 2 * avatarLimits.fileBytes);
  await dropPath(page, huge);
  await page.getByText(/“huge.vrm” has 40\sMB: an avatar has at most 20\sMB/).waitFor();
  await dropPath(page, folder);
  await page.getByText(/“heed-folder-.*” cannot be read: it is a folder/).waitFor();
  await look(page, 'folder');
  expect(await avatar(page)).toBeUndefined();

  await drop(page, 'me.glb', bytes);
  const dialog = page.getByRole('dialog', { name: 'Your avatar' });
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('radio', { name: 'everybody' }).check();
  await wornBy(page, 1);
  await look(page, 'avatar-dialog');
  await dialog.getByRole('button', { name: 'Walk in' }).press('Enter');
  await page.waitForFunction(() => window.heed.visitor !== undefined, undefined, patience);
  await wornBy(page, 1);
  await page.waitForFunction(() => window.heed.avatar?.kept, undefined, patience);

  await page.reload();
  await shown(page);
  await wornBy(page, 1);
  expect(await avatar(page)).toMatchObject({ file: 'me.glb', wearers: 'everybody' });
  await damageKept(page);
  await page.reload();
  await shown(page);
  await page
    .getByText(/“me.glb” is no readable glTF.* remove your avatar among the pref/)
    .waitFor();
  await page.keyboard.press('p');
  const remove = page.getByRole('button', { name: 'Remove “me.glb”' });
  await remove.waitFor();
  // Among what the browser keeps, too, with its size.
  await page.getByText(/^me\.glb · \d+\skB$/).waitFor();
  const bin = page.getByRole('button', { name: 'Delete your avatar “me.glb”' });
  await look(page, 'avatar-preferences');
  if (process.env.PICTURES) {
    await page.setViewportSize({ width: 390, height: 844 });
    await look(page, 'avatar-preferences-390');
  }
  await bin.press('Enter');
  await remove.waitFor({ state: 'detached' });
  expect(await avatar(page)).toBeUndefined();
  await page.waitForFunction(() => localStorage.getItem('heed avatar') === null);
  expect(complaints).toEqual([]);
  await page.context().close();
}, 400_000);
