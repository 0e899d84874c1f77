/** `npm start`: builds the page and serves it at http://localhost:5173. */
import { createServer } from 'node:net';
import { build, preview } from 'vite';
import { InputError } from '../core/input-error.ts';
import { defineCommand } from './arguments.ts';
import { runCommand } from './run-command.ts';

/** Whether somebody already listens there; asked before the build, which takes a while. */
function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
      .once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
      .listen(port, host, () => probe.close(() => resolve(false)));
  });
}

const command = defineCommand({
  name: 'start',
  summary: 'Builds the page and serves it on this machine.',
  flags: {
    port: { kind: 'integer', help: 'port to serve at', default: 5173, minimum: 1, maximum: 65535 },
  },
});

await runCommand(command, async ({ port }) => {
  // `localhost` may mean either: a server on one of the two would answer in the page's place.
  if ((await isTaken(port, '127.0.0.1')) || (await isTaken(port, '::1'))) {
    throw new InputError(
      `Port ${port} is taken by another program: end it, or run \`npm start -- --port ${port + 1}\`.`,
    );
  }
  await build({ logLevel: 'warn' });
  await preview({ preview: { port, strictPort: true }, logLevel: 'warn' });
  process.stdout.write(`Heed is at http://localhost:${port} (Ctrl-C ends it).\n`);
});
