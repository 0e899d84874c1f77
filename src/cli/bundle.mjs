// @ts-check
/**
 * `node src/cli/bundle.mjs train DIR` bundles src/cli/train.ts, and every src/cli/*-worker.ts as a
 * sibling that `new Worker(new URL('./x-worker.js', import.meta.url))` finds, into DIR. Other packages
 * stay in node_modules: the wasm backend of tfjs finds its binaries beside its own file.
 */
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { kernels } from '../nn/plan/compile-kernels.mjs';

const [command = '', directory = ''] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const names = readdirSync(here)
  .filter((file) => file === `${command}.ts` || file.endsWith('-worker.ts'))
  .map((file) => file.replace(/\.ts$/, ''));

// Another process may be bundling the same sources: each works in its own place, one rename wins.
const draft = `${directory}.${process.pid}`;
try {
  await build({
    configFile: false,
    root: join(here, '..', '..'),
    logLevel: 'error',
    plugins: [kernels()],
    // tfjs-core's list of gradients is an ES module in a package that does not say so: Node refuses it.
    ssr: { target: 'node', noExternal: [/^@tensorflow\/tfjs-core/] },
    build: {
      ssr: true,
      outDir: draft,
      target: 'node20',
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(names.map((name) => [name, join(here, `${name}.ts`)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  });
  renameSync(draft, directory);
} catch (error) {
  rmSync(draft, { recursive: true, force: true });
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
}
