/** Exit codes and Ctrl-C, in a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heed-command-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'sample-command.ts'),
      outDir: folder,
      target: 'node20',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Interrupts the command as often as told: first when it says 'ready', then at each word on stderr. */
async function run(what: string, interrupts = 0) {
  const child = spawn(process.execPath, [join(folder, 'sample-command.js'), what]);
  let [stdout, stderr] = ['', ''];
  let left = interrupts;
  const interrupt = () => {
    if (left-- > 0) child.kill('SIGINT');
  };
  child.stdout.on('data', (text: Buffer) => {
    stdout += text;
    if (stdout === 'ready\n') interrupt();
  });
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
    interrupt();
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

describe('run command', () => {
  it('wrong input is one sentence and exit code 2', async () => {
    expect(await run('refuse')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'The file x is missing.\n',
    });
  });

  it('a full disk is one sentence and exit code 2', async () => {
    expect(await run('fill')).toEqual({ code: 2, stdout: '', stderr: 'There is no room.\n' });
  });

  it('a run that another program has written is one sentence and exit code 2', async () => {
    expect(await run('meet')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Another has written this run.\n',
    });
  });

  it('a mistake of ours shows where it happened, and exit code 1', async () => {
    const { code, stderr } = await run('break');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^TypeError: a mistake of ours\n +at /);
  });

  it('Ctrl-C lets the command save itself, and is told by the exit code', async () => {
    const { code, stdout, stderr } = await run('save', 1);
    expect([code, stdout]).toEqual([130, 'ready\nsaved\n']);
    expect(stderr).toContain('press Ctrl-C again');
  });

  it('Ctrl-C twice ends a command that hangs', async () => {
    const { code, stdout } = await run('hang', 2);
    expect([code, stdout]).toEqual([130, 'ready\n']);
  });

  it('a pipe that is closed early is no mistake', async () => {
    const child = spawn(process.execPath, [join(folder, 'sample-command.js'), 'write']);
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });
});
