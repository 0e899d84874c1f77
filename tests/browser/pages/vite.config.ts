/** Pages that hand single modules to a browser test, built as the real page is. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vite';
import page from '../../../vite.config.ts';

const here = import.meta.dirname;
const pages = readdirSync(here).filter((file) => file.endsWith('.html'));

export default defineConfig({
  ...page,
  root: here,
  build: {
    ...page.build,
    outDir: resolve(here, '../../../build/browser/test-pages'),
    emptyOutDir: true,
    rolldownOptions: { input: pages.map((file) => join(here, file)) },
  },
});
