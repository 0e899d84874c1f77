/** Whole studies from the command line: run, interrupted, resumed, and a run that ends badly. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readResults } from '../../src/study/results-file.ts';
import { makeFolder } from './run-cli.ts';

const name = 'ablation-plaza';
const folder = makeFolder();
beforeAll(async () => {
  const preload = pathToFileURL(join(import.meta.dirname, 'preload-run.mjs'));
  vi.stubEnv('NODE_OPTIONS', `--import=${preload.href}`);
  // The first command bundles the sources, which takes its time once.
  await folder.run(['study', '--help']);
}, 60_000);
afterAll(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

/** Three runs of a second and a half, and eight cases each. */
const small = ['--arms', 'heed,no-messages,ddpg', '--seeds', '1', '--minutes', '0.025'];
const given = (out: string) => ['study', name, ...small, '--episodes', '8', '--out', out];
const fileOf = (out: string) => join(folder.path, out, `${name}.jsonl`);
const finishedIn = (out: string) => readResults(fileOf(out)).map(({ result }) => result);

/** Ids of the runs' processes, as preload-run.mjs has left them. */
const processes = () =>
  (folder.content().get('processes.txt') ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

describe('study', () => {
  it('interrupted, it ends its runs and keeps the finished ones; started again, it does the rest', async () => {
    let interrupted = false;
    const first = await folder.run([...given('a'), '--jobs', '1'], (text, interrupt) => {
      if (interrupted || !/seed 1: success/.test(text)) return;
      interrupted = true;
      const wait = setInterval(() => {
        if (processes().length < 2) return;
        clearInterval(wait);
        interrupt();
      }, 20);
    });
    expect(first.code).toBe(130);
    expect(first.stderr).not.toContain('failed');
    expect(processes()).toHaveLength(2);
    expect(processes().filter(isAlive)).toEqual([]);
    const before = readFileSync(fileOf('a'), 'utf8');
    expect(finishedIn('a').map(({ arm }) => arm)).toEqual(['heed']);

    // As a machine leaves it that stops while a line is written.
    appendFileSync(fileOf('a'), before.slice(0, 100));
    const second = await folder.run(given('a'));
    expect(second.stderr).toMatch(/: 1 run finished, 2 runs to go\.$/m);
    expect(second.stderr).toMatch(/^100 % +2 runs /m);
    expect(second.code).toBe(0);
    expect(readFileSync(fileOf('a'), 'utf8').startsWith(before)).toBe(true);

    const results = finishedIn('a');
    expect(results.map(({ arm }) => arm).sort()).toEqual(['ddpg', 'heed', 'no-messages']);
    for (const result of results) {
      expect(result).toMatchObject({ study: name, seed: 1, scene: 'plaza', minutes: 0.025 });
      expect(result.cpuSeconds).toBeGreaterThanOrEqual(1.5);
      expect(result.cpuSeconds).toBeLessThan(3);
      expect(result.wallSeconds).toBeGreaterThan(0.5);
      expect(result.agentSteps).toBeGreaterThan(0);
      expect(result.success * 8).toBe(Math.round(result.success * 8));
      expect(result.curve.at(-1)).toMatchObject({ agentSteps: result.agentSteps });
      expect(second.stdout).toContain(`| \`${result.arm}\` |`);
    }
    const graphs = results.map(({ arm, settings }) => [arm, settings.graphRounds]);
    expect(Object.fromEntries(graphs)).toEqual({ heed: 2, ddpg: 2, 'no-messages': 0 });
    const svg = readFileSync(join(folder.path, 'a', `${name}.svg`), 'utf8');
    expect(svg).toContain('>no-messages</text>');
  });

  it('a run that dies is told in a sentence, the others are kept, and it is tried again', async () => {
    vi.stubEnv('KILL_RUN', 'yes');
    const { code, stderr, stdout } = await folder.run(given('b'));
    expect(stderr).toMatch(/^no-messages, seed 1 failed: Its process was ended by SIGKILL\.$/m);
    expect(stderr).toMatch(/^1 run failed, as said above: the same command tries again\.$/m);
    expect(code).toBe(1);
    const kept = finishedIn('b').map(({ arm }) => arm);
    expect(kept.sort()).toEqual(['ddpg', 'heed']);
    expect(stdout).not.toContain('`no-messages`');

    vi.stubEnv('KILL_RUN', 'no');
    const again = await folder.run(given('b'));
    expect(again.stderr).toMatch(/: 2 runs finished, 1 run to go\.$/m);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('`no-messages`');
  });
});
