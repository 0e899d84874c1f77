/**
 * A learner in a child process, from the parent's side (learner-worker.ts says what the lines mean):
 * started, asked for updates, ended. What it says on stderr is kept for when it fails.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Losses } from '../rl/actor-critic.ts';
import type { FirstAnswer } from './learner-worker.ts';

export interface LearnerProcess {
  readonly note: string | undefined;
  /** Of a WebGPU adapter that was only looked for. */
  readonly software: boolean;
  /** Milliseconds that `count` updates took, by the child's own clock. */
  update(count: number): Promise<{ milliseconds: number; losses: Losses }>;
  end(): void;
}

export interface Program {
  readonly command: string;
  readonly given: readonly string[];
  /** Added to this process's environment; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Characters of an error that are quoted. */
const longestComplaint = 200;

/** The learner, or why there is none, as the end of a sentence. */
export async function startLearner(
  program: Program,
): Promise<{ learner: LearnerProcess } | { missing: string }> {
  const child = spawn(program.command, program.given, {
    env: { ...process.env, ...program.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-10_000);
  });
  const ended = new Promise<never>((_, fail) => {
    child.on('error', (error) =>
      fail(new Error(`"${program.command}" does not start: ${error.message}`)),
    );
    child.on('close', () => fail(new Error(errorLine(complaint) ?? 'it ended without an answer')));
  });
  // Whoever waits for an answer hears of it; an end that was asked for is nobody's business.
  ended.catch(() => {});
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextAnswer = async <T>(): Promise<T> => {
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), ended]);
      if (done) return ended;
      // Libraries may greet on stdout.
      if (value.startsWith('{')) return JSON.parse(value) as T;
    }
  };
  try {
    const first = await nextAnswer<FirstAnswer>();
    if ('missing' in first) return first;
    return {
      learner: {
        note: first.ready.note,
        software: first.ready.software ?? false,
        update(count) {
          child.stdin.write(`${JSON.stringify({ updates: count })}\n`);
          return nextAnswer();
        },
        end() {
          child.stdin.end();
          child.kill();
        },
      },
    };
  } catch (error) {
    child.kill();
    return { missing: (error as Error).message };
  }
}

/** The first program that gives a learner; else why the last one gave none. */
export async function startFirstLearner(programs: readonly Program[]) {
  let result: Awaited<ReturnType<typeof startLearner>> = { missing: 'there is no program of it' };
  for (const program of programs) {
    result = await startLearner(program);
    if ('learner' in result) break;
  }
  return result;
}

/** The line that names the error: the last one that does, in a traceback of Python or of Node. */
function errorLine(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => /^(\w+(Error|Exception)|Error)\b/.test(line));
  return (error ?? lines.findLast((line) => line !== ''))?.slice(0, longestComplaint);
}
