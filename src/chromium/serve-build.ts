/** Builds the page and serves it at a free port, for commands that drive it in a browser. */
import { build, preview } from 'vite';

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
