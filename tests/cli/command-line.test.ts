/** A command as a person runs it: what stands on stderr, and the exit code. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const launch = join(import.meta.dirname, '../../src/cli/launch.mjs');

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [launch, ...given], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('command line', () => {
  it('a wrong argument gives one sentence and exit code 2', () => {
    const { status, stdout, stderr } = run('start', '--port', 'abc');
    expect(stderr).toBe('Expected --port to be an integer from 1 to 65535, but got "abc".\n');
    expect([status, stdout]).toEqual([2, '']);
  });

  it('an unknown command gives one sentence and exit code 2', () => {
    const { status, stderr } = run('../../etc');
    expect(stderr).toBe('Expected the name of a command of src/cli, but got "../../etc".\n');
    expect(status).toBe(2);
  });

  it('--help explains the flags on stdout', () => {
    const { status, stdout, stderr } = run('start', '--help');
    expect(stdout).toContain('--port');
    expect([status, stderr]).toEqual([0, '']);
  });

  it('start: a taken port gives one sentence and exit code 2, before anything is built', async () => {
    const holder = createServer();
    await new Promise<void>((done) => holder.listen(0, '127.0.0.1', done));
    const address = holder.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { status, stderr } = run('start', '--port', `${port}`);
    holder.close();
    expect(stderr).toMatch(/^Port \d+ is taken by another program: [^\n]+\.\n$/);
    expect(status).toBe(2);
  });
});
