/**
 * The plainest static host: files of a folder, no headers but the type. What `npm run build` makes must run from
 * it. It can compress what it sends, as most do, and keep account of it.
 */
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

export interface StaticServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Begins and ends with a slash. Default '/'. */
  readonly subPath?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** By gzip, once for each file. Default: as it is. */
  readonly compressed?: boolean;
  /** Hears of each file and the bytes of its body. */
  readonly onSent?: (path: string, bytes: number) => void;
}

/** At a free port of localhost. */
export async function serveFolder(
  folder: string,
  { subPath = '/', headers = {}, compressed = false, onSent }: ServeOptions = {},
): Promise<StaticServer> {
  const bodies = new Map<string, Buffer>();
  const bodyOf = (path: string): Buffer => {
    if (!compressed) return readFileSync(path);
    const body = bodies.get(path) ?? gzipSync(readFileSync(path), { level: 9 });
    bodies.set(path, body);
    return body;
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(folder, normalize(pathname.slice(subPath.length - 1)));
    const path = pathname.endsWith('/') ? join(file, 'index.html') : file;
    if (
      !pathname.startsWith(subPath) ||
      !path.startsWith(folder) ||
      !statSync(path, { throwIfNoEntry: false })?.isFile()
    ) {
      response.writeHead(404).end();
      return;
    }
    const body = bodyOf(path);
    onSent?.(pathname, body.length);
    response.writeHead(200, {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      ...(compressed ? { 'Content-Encoding': 'gzip' } : {}),
      ...headers,
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}${subPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
