import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { Learning } from '../../src/agents/learning.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { tiny } from '../agents/tiny-run.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['explain', '--scene', 'crowdnav', ...given]);

beforeAll(async () => {
  for (const seed of [1, 2]) {
    const learning = await Learning.create({ scenario: crowdnav, hyperparameters: tiny, seed });
    const store = await openDirectoryStore(join(folder.path, `run-${seed}`));
    await store.commit('run', await makeCheckpoint(learning, { withoutReplay: true }));
    learning.dispose();
  }
  mkdirSync(join(folder.path, 'empty'));
  // The first command bundles the sources, which takes its time once.
  await run('--help');
}, 60_000);
afterAll(() => folder.remove());

describe('explain', () => {
  it('shows tables and sentences, and writes the same report every time', async () => {
    const given = ['--policy', 'run-1', '--policy', 'run-2', '--episodes', '2', '--every', '10'];
    const [one, two] = [
      await run(...given, '--json', 'a.json'),
      await run(...given, '--json', 'b.json'),
    ];
    expect([one.code, two.code, two.stdout]).toEqual([0, 0, one.stdout]);
    const text = readFileSync(join(folder.path, 'a.json'), 'utf8');
    expect(readFileSync(join(folder.path, 'b.json'), 'utf8')).toBe(text);
    const report = JSON.parse(text);
    expect(report).toMatchObject({
      ...{ scene: 'crowdnav', policies: ['run-1', 'run-2'], episodes: 2, seed: 0, every: 10 },
      ...{ judged: true },
    });
    expect(report.parts.map(({ part }: { part: string }) => part)).toEqual(['nearbyEntities']);
    expect(report.surgery.map(({ surgery }: { surgery: string }) => surgery)).toEqual([
      ...['as trained', 'permuted', 'uniform'],
    ]);
    expect(report.agreement).toHaveLength(1);
    for (const shown of ['mean of heads', 'head 2', 'value, left out', 'permuted', '1 and 2']) {
      expect(one.stdout).toContain(shown);
    }
    for (const sentence of report.words) expect(one.stdout).toContain(sentence);
  }, 60_000);

  it.concurrent.for<[string[], RegExp]>([
    [[], /^--policy is missing: --policy DIR \(directory of a run/],
    [['--policy', 'orca'], /^The baseline "orca" has no attention to explain\.$/m],
    [['--policy', 'nowhere'], /^Expected a directory of a run, but got "nowhere"\.$/m],
    [['--policy', 'run-1', '--policy', 'empty'], /^"empty" holds no checkpoint: train one/],
    [['--policy', 'run-1', '--episodes', '0'], /^Expected --episodes to be an integer from 1/],
    [['--policy', 'run-1', '--every', '0'], /^Expected --every to be an integer from 1 to 1000/],
    [['--policy', 'run-1', '--set', 'people=3'], /people/],
    [['--policy', 'run-1', '--json', 'no/a.json'], /^Cannot write no\/a\.json/],
  ])('%j is one sentence', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
