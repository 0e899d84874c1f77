/** Commands as a person runs them, in a process and a folder of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const launch = join(import.meta.dirname, '../../src/cli/launch.mjs');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Folder {
  readonly path: string;
  /** Runs a command in the folder; `onError` sees what it says on stderr while it runs. */
  run(
    given: readonly string[],
    onError?: (text: string, interrupt: () => void) => void,
  ): Promise<Finished>;
  /** Every file's content by its path in the folder. */
  content(): Map<string, string>;
  /** With whatever still runs in it. */
  remove(): void;
}

export function makeFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'heed-cli-'));
  const running = new Set<ChildProcess>();
  return {
    path,
    async run(given, onError) {
      const child = spawn(process.execPath, [launch, ...given], { cwd: path });
      running.add(child);
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (text: Buffer) => {
        stdout += text;
      });
      child.stderr.on('data', (text: Buffer) => {
        stderr += text;
        onError?.(stderr, () => child.kill('SIGINT'));
      });
      const code = await new Promise<number | null>((done) => child.once('close', done));
      running.delete(child);
      return { code, stdout, stderr };
    },
    content() {
      const files = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
      return new Map(
        files.map((file) => {
          const at = join(path, file);
          return [file, statSync(at).isFile() ? readFileSync(at, 'latin1') : 'a folder'];
        }),
      );
    },
    remove() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(path, { recursive: true, force: true });
    },
  };
}
