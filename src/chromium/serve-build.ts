/** Builds the page and serves it at a free port, for commands that drive it in a browser. */
import { join } from 'node:path';
import { build, loadConfigFromFile, preview } from 'vite';

/** `root`: the repository. Default: where the command was started. */
export async function serveBuild(
  root = process.cwd(),
): Promise<{ url: string; close(): Promise<void> }> {
  await build({ root, logLevel: 'warn' });
  const server = await preview({ root, preview: { port: 0 }, logLevel: 'warn' });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('Expected an address of the preview server.');
  return { url, close: () => server.close() };
}

/** The same of pages with a Vite configuration of their own, `vite.config.ts` in `folder` of the repository. */
export async function servePages(
  root: string,
  folder: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const configFile = join(root, folder, 'vite.config.ts');
  const mode = { command: 'build', mode: 'production' } as const;
  const outDir = (await loadConfigFromFile(mode, configFile))?.config.build?.outDir;
  if (!outDir) throw new Error(`Expected build.outDir in ${configFile}.`);
  await build({ configFile, logLevel: 'warn' });
  const server = await preview({
    ...{ root, configFile: false, logLevel: 'warn' },
    ...{ build: { outDir }, preview: { port: 0 } },
  });
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('Expected an address of the preview server.');
  return { url, close: () => server.close() };
}
