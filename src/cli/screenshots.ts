/**
 * `npm run screenshots`: the pictures and clips of the documents, taken in a real Chromium on the built page with
 * the policies that come with it. One that shows nearly the same as the one there is leaves that one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../chromium/find-browser.ts';
import { graphicsKinds } from '../chromium/graphics.ts';
import { openBrowser } from '../chromium/open-browser.ts';
import { serveBuild } from '../chromium/serve-build.ts';
import { InputError } from '../core/input-error.ts';
import { defineCommand } from './arguments.ts';
import { clips } from './pictures/clips.ts';
import { openDarkroom } from './pictures/darkroom.ts';
import { openPage, type View } from './pictures/opened-page.ts';
import { recordClip } from './pictures/record-clip.ts';
import { visits } from './pictures/stills.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';

const names = [...visits.flatMap(({ pictures }) => pictures), ...clips.map(({ name }) => name)];

const command = defineCommand({
  name: 'screenshots',
  summary: 'Takes the pictures and clips of the documents in a real browser.',
  flags: {
    only: { kind: 'string', value: 'NAMES', help: `of these, by commas: ${names.join(', ')}` },
    all: { kind: 'switch', help: 'replaces those too that show nearly the same' },
    graphics: { kind: 'choice', of: graphicsKinds, help: 'what draws', default: 'software' },
    out: { kind: 'string', value: 'DIR', help: 'where to', default: 'docs/pictures' },
  },
});

/**
 * Mean difference of channels, of 255, from which on a picture shows something else: robots elsewhere on the same
 * plaza make less, another look of a panel makes more.
 */
const another = 3;
const mostBytes = 350_000;

await runCommand(command, async ({ only, all, graphics, out }) => {
  const wanted = only === undefined ? names : only.split(',');
  for (const name of wanted) {
    if (names.includes(name)) continue;
    throw new InputError(`Expected pictures of ${names.join(', ')} for --only, got "${name}".`);
  }
  mkdirSync(out, { recursive: true });
  const server = await serveBuild();
  const browser = await openBrowser(findBrowser(), { graphics });
  const darkroom = await openDarkroom(browser);
  const keep = async (name: string, file: Buffer, note: string) => {
    const path = join(out, `${name}.webp`);
    const size = `${Math.round(file.length / 1000)} kB${note}`;
    const before = existsSync(path) ? readFileSync(path) : undefined;
    const change = before ? await darkroom.difference(before, file) : Number.POSITIVE_INFINITY;
    if (!all && change < another) {
      process.stdout.write(`${name}: as before (${change.toFixed(2)}), left.\n`);
      return;
    }
    writeFileSync(path, file);
    const what = before ? `changed (${change.toFixed(2)})` : 'new';
    process.stdout.write(`${name}: ${what}, ${size}.\n`);
  };
  try {
    for (const { pictures, view, take } of visits) {
      if (!pictures.some((name) => wanted.includes(name))) continue;
      await visited(browser, server.url, view, pictures, (opened) =>
        take(opened, async (name) => {
          if (!wanted.includes(name)) return;
          const file = await opened.picture();
          await keep(name, file, file.length > mostBytes ? ', which is much' : '');
        }),
      );
    }
    for (const clip of clips) {
      if (!wanted.includes(clip.name)) continue;
      await visited(browser, server.url, clip.view, [clip.name], async (opened) => {
        const bar = createProgressBar({
          ...{ unit: 'frames', now: () => performance.now() },
          ...{ write: (text: string) => process.stderr.write(text) },
          ...{ terminal: process.stderr.isTTY === true, columns: process.stderr.columns ?? 80 },
        });
        let taken = 0;
        const { file, quality, frames } = await recordClip(opened, darkroom, clip, (share) =>
          bar.updateShare(share, ++taken, clip.name),
        );
        bar.finish();
        await keep(clip.name, file, `, ${frames} frames, quality ${quality}`);
      });
    }
  } finally {
    await darkroom.close();
    await browser.close();
    await server.close();
  }
});

/** One that cannot be taken says so; the others are taken all the same. */
async function visited(
  browser: Browser,
  url: string,
  view: View,
  names: readonly string[],
  during: (opened: Awaited<ReturnType<typeof openPage>>) => Promise<void>,
): Promise<void> {
  const opened = await openPage(browser, url, view);
  try {
    await during(opened);
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : error;
    process.stderr.write(`${names.join(', ')}: not taken (${why}).\n`);
    process.exitCode = 1;
  } finally {
    await opened.page.context().close();
  }
}
