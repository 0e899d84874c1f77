// @ts-check
/**
 * `node src/cli/launch.mjs train …`: bundles src/cli/train.ts, unless the sources are those of the
 * last time, and runs it in this process. Node 20 cannot run TypeScript, and a bundle starts faster.
 *
 * A bundle stands in build/cli/<key of its sources>/ and is never overwritten, so a run that has
 * been training for an hour keeps the code that it was started with.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const bundles = join(root, 'build', 'cli');
const keptHours = 24;

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(2);
}

/** Folders that no command reaches: the looks of the page may change without a new bundle. */
const unreached = /^src[\\/](view|app[\\/](parts|style))[\\/]/;

/** @param {string} command */
function keyOf(command) {
  const hash = createHash('sha256').update(command);
  const files = ['src', 'scenes'].flatMap((top) =>
    readdirSync(join(root, top), { recursive: true, encoding: 'utf8' })
      .map((file) => join(top, file))
      .filter((file) => !unreached.test(file)),
  );
  for (const file of [...files.sort(), 'package-lock.json']) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file}:${mtimeMs}:${size}\n`);
  }
  return `${command}-${hash.digest('hex').slice(0, 12)}`;
}

/** Bundles of sources that are gone. One that is still loading lazily must not vanish: a day is kept. */
function removeOldBundles() {
  for (const name of existsSync(bundles) ? readdirSync(bundles) : []) {
    const path = join(bundles, name);
    if (Date.now() - statSync(path).mtimeMs > keptHours * 3_600_000) {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

const command = process.argv[2] ?? '';
if (!/^[a-z][a-z-]*$/.test(command) || !existsSync(join(here, `${command}.ts`))) {
  refuse(`Expected the name of a command of src/cli, but got "${command}".`);
}
const bundle = join(bundles, keyOf(command));
if (!existsSync(bundle)) {
  if (!existsSync(join(root, 'node_modules', 'vite'))) {
    refuse('The packages are not installed yet: run `npm ci` first.');
  }
  removeOldBundles();
  const { status } = spawnSync(process.execPath, [join(here, 'bundle.mjs'), command, bundle], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
process.setSourceMapsEnabled(true);
// Learning is faster with relaxed SIMD (nn/plan/wasm-runner.ts), which the V8 of Node 20 has behind a
// flag. Later ones have it on, and one day will not know the flag.
if (Number.parseInt(process.versions.node, 10) < 21) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
process.argv.splice(1, 2, join(bundle, `${command}.js`));
await import(pathToFileURL(join(bundle, `${command}.js`)).href);
