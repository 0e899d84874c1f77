/**
 * A run in a process of its own, from the parent's side: whatever ends it ends no other. The child is
 * given its job as JSON and says lines of JSON on stdout: { share } now and then, at last { outcome },
 * or { failure }, a sentence.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Job, Outcome } from './perform-run.ts';

export type Message =
  | { readonly share: number }
  | { readonly outcome: Outcome }
  | { readonly failure: string };

/** What runs a job: a program and what it is given before the job. */
export interface Program {
  readonly command: string;
  readonly given: readonly string[];
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onShare: (share: number) => void;
}

/** Characters of a complaint that are quoted. */
const longestComplaint = 200;

/** Rejects with an Error whose message is one sentence, why there is no outcome. */
export function runInProcess(
  { command, given }: Program,
  job: Job,
  { signal, onShare }: RunOptions,
): Promise<Outcome> {
  const child = spawn(command, [...given, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop);
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-10_000);
  });
  let outcome: Outcome | undefined;
  let failure: string | undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = readMessage(line);
    if (!message) return;
    if ('share' in message) onShare(message.share);
    else if ('outcome' in message) outcome = message.outcome;
    else failure = message.failure;
  });
  return new Promise<Outcome>((resolve, reject) => {
    child.once('error', (error) =>
      reject(new Error(`"${command}" does not start: ${error.message}.`)),
    );
    child.once('close', (code, killedBy) => {
      signal.removeEventListener('abort', stop);
      if (outcome) resolve(outcome);
      else reject(new Error(failure ?? reasonOf(code, killedBy, complaint)));
    });
  });
}

/** Libraries may write to stdout as well: what is none of ours is left out. */
function readMessage(line: string): Message | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Message;
  } catch {
    return undefined;
  }
}

function reasonOf(code: number | null, killedBy: string | null, complaint: string): string {
  if (killedBy) return `Its process was ended by ${killedBy}.`;
  const lines = complaint.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => /^(\w*Error|FATAL ERROR)\b/.test(line));
  const said = (error ?? lines.findLast((line) => line !== ''))?.slice(0, longestComplaint);
  return `Its process ended with code ${code}${said === undefined ? ' and said nothing' : `: ${said}`}.`;
}
