/**
 * A Vite plugin: the page's build gets Rapier's wasm as a file of its own, which all of its threads share, in
 * place of base64 in the script of each. It is half a megabyte less to fetch, compressed, and is compiled
 * while it comes. Node and the development server take the package as it is.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const folder = dirname(createRequire(import.meta.url).resolve('@dimforge/rapier3d-compat'));
const wasm = join(folder, 'rapier_wasm3d_bg.wasm');
/** The one place where the package decodes what it carries. */
const inlined = /\w+\.toByteArray\("[A-Za-z0-9+/=]{1000,}"\)\.buffer/g;

/** For a build; throws where another version of the package decodes in another way. */
export function rapierWasm(): Plugin {
  return {
    name: 'rapier-wasm',
    apply: 'build',
    transform: {
      filter: { id: /rapier3d-compat[\\/]dist[\\/]rapier\.mjs$/ },
      handler(code) {
        const places = code.match(inlined)?.length ?? 0;
        if (places !== 1) {
          throw new Error(`Expected Rapier to decode its wasm in one place, found ${places}.`);
        }
        const address = `import rapierWasm from ${JSON.stringify(`${wasm}?url&no-inline`)};\n`;
        return { code: address + code.replace(inlined, 'fetch(rapierWasm)'), map: null };
      },
    },
  };
}
