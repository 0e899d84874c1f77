/**
 * The page: `vite` (development), `vite build` (dist/, runs from any static host and sub-path).
 * The two headers make the page cross-origin isolated, which gives it SharedArrayBuffer; hosts that
 * cannot send them get the same page with transfers instead of shared memory.
 */
import { defineConfig } from 'vite';
import { kernels } from './src/nn/plan/compile-kernels.mjs';

export const isolationHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  // Assets are imported (`?url`), so that every file in dist/ is there because something uses it.
  publicDir: false,
  plugins: [kernels()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es', plugins: () => [kernels()] },
  build: {
    target: 'es2023',
    // Rapier and recast carry their wasm inside their JavaScript: large chunks are expected.
    chunkSizeWarningLimit: 4096,
  },
  server: { headers: isolationHeaders },
  preview: { headers: isolationHeaders },
});
