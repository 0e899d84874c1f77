// @ts-check
/**
 * A Vite plugin: `import { plain, relaxed } from 'virtual:kernels'` gives the SIMD kernels of
 * assembly/ as two wasm modules in base64, compiled by AssemblyScript when they are asked for. The
 * second uses relaxed multiply-add, which not every engine has. No binary stands in the repository.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const name = 'virtual:kernels';
const here = join(dirname(fileURLToPath(import.meta.url)), 'assembly');

/** @param {boolean} relaxed @returns {Promise<string>} base64 */
async function compile(relaxed) {
  const asc = (await import('assemblyscript/asc')).default;
  /** @type {Uint8Array | undefined} */
  let binary;
  const options = ['index.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--converge'];
  options.push('--runtime', 'stub', '--importMemory', '--enable', 'simd', '--baseDir', here);
  if (relaxed) options.push('--enable', 'relaxed-simd', '--use', 'RELAXED=1');
  const { error, stderr } = await asc.main(options, {
    writeFile: (file, contents) => {
      if (file.endsWith('.wasm')) binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`The kernels do not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

/** @type {Promise<string> | undefined} */
let compiled;

/** @returns {import('vite').Plugin} */
export function kernels() {
  return {
    name: 'kernels',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      for (const file of readdirSync(here)) this.addWatchFile(join(here, file));
      compiled ??= Promise.all([compile(false), compile(true)]).then(
        ([plain, relaxed]) =>
          `export const plain = '${plain}';\nexport const relaxed = '${relaxed}';\n`,
      );
      return compiled;
    },
    // A changed kernel is compiled anew.
    watchChange: (id) => {
      if (id.startsWith(here)) compiled = undefined;
    },
  };
}
