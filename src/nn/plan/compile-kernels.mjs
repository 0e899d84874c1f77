// @ts-check
/**
 * A Vite plugin: `import { plain, relaxed } from 'virtual:kernels'` gives the SIMD kernels of
 * assembly/ as two wasm modules in base64, compiled by AssemblyScript when they are asked for. The
 * second uses relaxed multiply-add, which not every engine has. `virtual:kernels/shared` gives the
 * same for memory that threads share. No binary stands in the repository; what was compiled is kept in
 * build/kernels by the key of its sources, since every command's bundle and every build asks for it.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const names = ['virtual:kernels', 'virtual:kernels/shared'];
const own = fileURLToPath(import.meta.url);
const here = join(dirname(own), 'assembly');
const kept = join(dirname(own), '..', '..', '..', 'build', 'kernels');

/** Pages of 64 KiB that memory may grow to: all there are. */
const mostPages = 65_536;

/** @param {boolean} relaxed @param {boolean} shared @returns {Promise<string>} base64 */
async function compile(relaxed, shared) {
  const asc = (await import('assemblyscript/asc')).default;
  /** @type {Uint8Array | undefined} */
  let binary;
  const options = ['index.ts', '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--converge'];
  options.push('--runtime', 'stub', '--importMemory', '--enable', 'simd', '--baseDir', here);
  if (shared) options.push('--enable', 'threads', '--sharedMemory');
  if (shared) options.push('--maximumMemory', String(mostPages));
  if (relaxed) options.push('--enable', 'relaxed-simd', '--use', 'RELAXED=1');
  const { error, stderr } = await asc.main(options, {
    writeFile: (file, contents) => {
      if (file.endsWith('.wasm')) binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error || !binary) throw new Error(`The kernels do not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

/** Source of each virtual module, once asked for. @type {Map<string, Promise<string>>} */
const compiled = new Map();

/** @param {string} name */
function keyOf(name) {
  const hash = createHash('sha256').update(name);
  const compiler = createRequire(own).resolve('assemblyscript/package.json');
  const sources = readdirSync(here).sort();
  for (const file of [own, compiler, ...sources.map((source) => join(here, source))]) {
    hash.update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** @param {string} name */
async function sourceOf(name) {
  const file = join(kept, `${keyOf(name)}.js`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not compiled yet, or not kept.
  }
  const shared = name.endsWith('/shared');
  const [plain, relaxed] = await Promise.all([compile(false, shared), compile(true, shared)]);
  const source = `export const plain = '${plain}';\nexport const relaxed = '${relaxed}';\n`;
  try {
    mkdirSync(kept, { recursive: true });
    // Whoever else compiles the same writes the same: one rename wins.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, source);
    renameSync(draft, file);
  } catch {
    // A folder that cannot be written to costs time, nothing else.
  }
  return source;
}

/** @returns {import('vite').Plugin} */
export function kernels() {
  return {
    name: 'kernels',
    resolveId: (id) => (names.includes(id) ? `\0${id}` : undefined),
    async load(id) {
      const name = names.find((known) => id === `\0${known}`);
      if (name === undefined) return undefined;
      for (const file of readdirSync(here)) this.addWatchFile(join(here, file));
      const source = compiled.get(name) ?? sourceOf(name);
      compiled.set(name, source);
      return source;
    },
    // A changed kernel is compiled anew.
    watchChange: (id) => {
      if (id.startsWith(here)) compiled.clear();
    },
  };
}
