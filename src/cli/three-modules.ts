/**
 * A Vite plugin: the page's build takes three.js from its single modules, not from its two built files. So what only
 * a visitor's own avatar needs (skins, clips, loaders) is fetched with the loader, and the first view is smaller.
 * Shaders lose their comments, as in three's own build. Node and the development server take the package as it is.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const built = createRequire(import.meta.url).resolve('three');
const modules = join(dirname(dirname(built)), 'src', 'Three.js');
const shader = /\/\* glsl \*\/`([^`]*)`/g;

function withoutComments(glsl: string): string {
  return glsl
    .replace(/[ \t]*\/\*[\s\S]*?\*\//g, '')
    .replace(/[ \t]*\/\/[^\n]*/g, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim();
}

/** For a build. */
export function threeModules(): Plugin {
  return {
    name: 'three-modules',
    apply: 'build',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^three$/ },
      handler: () => modules,
    },
    transform: {
      filter: { id: /three[\\/]src[\\/].*\.glsl\.js$/ },
      handler: (code) => ({
        code: code.replace(shader, (_, glsl: string) => JSON.stringify(withoutComments(glsl))),
        map: null,
      }),
    },
  };
}
