/**
 * A Chromium to test and measure the page in: CHROME_PATH, then the usual places, then one that is
 * installed now. Says each thing that it does. System packages are installed only as root, and only
 * where nobody is there to be asked (CI, or no terminal).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { InputError } from '../core/input-error.ts';

const commands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const applications = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const installMinutes = 8;

export interface FindOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
  /** Whether a file is there and runs as a browser. */
  readonly runs: (path: string) => boolean;
  /** Runs a program to its end; whether it succeeded. */
  readonly execute: (program: string, ...given: readonly string[]) => boolean;
  /** The effective user is root. */
  readonly root: boolean;
  /** Somebody sits at a terminal. */
  readonly attended: boolean;
}

export const thisMachine = (): FindOptions => ({
  environment: process.env,
  say: (line) => process.stderr.write(`${line}\n`),
  // Ubuntu's `chromium-browser` may be a stub that only tells to install a snap: ask for its version.
  runs: (path) =>
    existsSync(path) &&
    (process.platform === 'win32' ||
      spawnSync(path, ['--version'], { timeout: 30_000, encoding: 'utf8' }).stdout?.match(
        /\d+\.\d+\.\d+/,
      ) != null),
  execute: (program, ...given) =>
    spawnSync(program, given, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: installMinutes * 60_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0,
  root: process.geteuid?.() === 0,
  attended: process.stdin.isTTY === true,
});

/** The path of a browser that is there already. */
export function findInstalled(options: FindOptions): string | undefined {
  const { environment, runs } = options;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = [
    ...commands.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...applications,
    // Where `playwright install` puts it.
    chromium.executablePath(),
  ];
  return candidates.find(runs);
}

/** The path of a browser; installs one if it must and may. Throws an InputError with the remedy. */
export function findBrowser(options: FindOptions = thisMachine()): string {
  const { environment, say, runs, execute, root, attended } = options;
  const named = environment.CHROME_PATH;
  if (named) {
    if (runs(named)) return named;
    throw new InputError(
      `CHROME_PATH is "${named}", which does not run as a browser: name a Chrome or Chromium, or unset it.`,
    );
  }
  const installed = findInstalled(options);
  if (installed) return installed;

  if (root && (environment.CI || !attended)) {
    say('No Chrome or Chromium found: installing one with `apt-get install chromium`.');
    execute('apt-get', 'update', '-qq');
    execute('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'chromium');
    const got = findInstalled(options);
    if (got) return saying(say, `Installed ${got}.`, got);
  }
  if (environment.CI || !attended) {
    say('Trying `npx playwright-core install chromium`.');
    execute(
      'npx',
      '--no-install',
      'playwright-core',
      'install',
      ...(root ? ['--with-deps'] : []),
      'chromium',
    );
    const got = findInstalled(options);
    if (got) return saying(say, `Installed ${got}.`, got);
  }
  throw new InputError(
    'No Chrome or Chromium found: run `sudo apt-get install chromium` or ' +
      '`npx playwright-core install chromium`, or set CHROME_PATH to one.',
  );
}

function saying<T>(say: (line: string) => void, line: string, value: T): T {
  say(line);
  return value;
}
