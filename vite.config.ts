/**
 * The page: `vite` (development), `vite build` (dist/, runs from any static host and sub-path).
 * The two headers make the page cross-origin isolated, which gives it SharedArrayBuffer; hosts that
 * cannot send them get the same page with transfers instead of shared memory.
 */
import { defineConfig } from 'vite';
import { isolationHeaders } from './src/chromium/isolation-headers.ts';
import { rapierWasm } from './src/cli/rapier-wasm.ts';
import { sourceCommit } from './src/cli/source-commit.ts';
import { threeModules } from './src/cli/three-modules.ts';
import { kernels } from './src/nn/plan/compile-kernels.mjs';

export default defineConfig({
  base: './',
  // Assets are imported (`?url`), so that every file in dist/ is there because something uses it.
  publicDir: false,
  plugins: [kernels(), rapierWasm(), threeModules()],
  // What a policy that is saved from the page says of its origin (src/app/run/own-card.ts).
  define: { 'import.meta.env.HEED_COMMIT': JSON.stringify(sourceCommit(import.meta.dirname)) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', plugins: () => [kernels(), rapierWasm()] },
  build: {
    target: 'es2023',
    // three.js is one chunk, and wanted at once.
    chunkSizeWarningLimit: 1200,
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
});
