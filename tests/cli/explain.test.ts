import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnav } from '../../scenes/crowdnav.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { joinWeights } from '../../src/agents/join-weights.ts';
import { Learning } from '../../src/agents/learning.ts';
import { writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { tiny } from '../agents/tiny-run.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['explain', '--scene', 'crowdnav', ...given]);

/** With what acted at two moments, the later of which looked elsewhere; as a directory, and as the page's file. */
async function keepPast(learning: Learning): Promise<void> {
  const weights = await learning.weights();
  const moments = [4, 9].map((updates, i) => ({
    moment: { updates, agentSteps: 40 * updates, seconds: 60 * updates, success: i },
    weights: joinWeights({ ...weights, actor: weights.actor.map((value) => value * (1 + i)) }),
  }));
  const progress = { trainingSeconds: 30 };
  const checkpoint = await makeCheckpoint(learning, { withoutReplay: true, moments, progress });
  const store = await openDirectoryStore(join(folder.path, 'past'));
  await store.commit('run', checkpoint);
  const blobs = checkpoint.blobs as Map<string, Uint8Array>;
  const { manifest } = checkpoint;
  writeFileSync(join(folder.path, 'past.heed'), writeCheckpointFile({ manifest, blobs }));
}

beforeAll(async () => {
  for (const seed of [1, 2]) {
    const learning = await Learning.create({ scenario: crowdnav, hyperparameters: tiny, seed });
    const store = await openDirectoryStore(join(folder.path, `run-${seed}`));
    await store.commit('run', await makeCheckpoint(learning, { withoutReplay: true }));
    if (seed === 1) await keepPast(learning);
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
  }, 120_000);

  it('reports on all that a run keeps of its past, each as if it were asked about alone', async () => {
    const given = ['--episodes', '1', '--every', '20'];
    const files = ['--json', 'past.json', '--plot', 'past.svg'];
    const [whole, alone, page] = await Promise.all([
      run('--policy', 'past', ...given, '--moments', ...files),
      run('--policy', 'run-1', ...given, '--json', 'alone.json'),
      run('--policy', 'past.heed', ...given, '--moments'),
    ]);
    expect([whole.code, alone.code, page.stdout]).toEqual([0, 0, whole.stdout]);
    const read = (name: string) => JSON.parse(readFileSync(join(folder.path, name), 'utf8'));
    const { moments, ...asked } = read('past.json');
    expect(asked).toMatchObject({ scene: 'crowdnav', policies: ['past'] });
    expect(moments).toMatchObject([
      { is: 'newest', updates: 0, seconds: 30, success: null, judged: true },
      { is: 'moment', updates: 4, agentSteps: 160, seconds: 240, success: 0, judged: false },
      { is: 'moment', updates: 9, seconds: 540, success: 1 },
    ]);
    const { scene: _, settings: _settings, policies: _policies, ...expected } = read('alone.json');
    expect(moments[0]).toMatchObject(expected);
    // The first moment's weights are the newest, without their critic; the second's are others.
    expect(moments[1].surgery).toEqual(moments[0].surgery);
    expect(moments[2].parts).not.toEqual(moments[0].parts);
    const [titles, , ...rows] = whole.stdout.trimEnd().split('\n');
    expect(titles).toMatch(/^weights +updates +minutes +nearbyEntities: τ left out .* uniform$/);
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatch(/^moment +4 +4\.0 /);
    const svg = readFileSync(join(folder.path, 'past.svg'), 'utf8');
    for (const title of ['nearbyEntities: τ, left out', 'entropy', 'success, permuted']) {
      expect(svg).toContain(title);
    }
    expect(svg).not.toContain('NaN');
  }, 120_000);

  it.concurrent.for<[string[], RegExp]>([
    [[], /^--policy is missing: --policy DIR \(directory of a run/],
    [['--policy', 'orca'], /^The baseline "orca" has no attention to explain\.$/m],
    [['--policy', 'nowhere'], /^Expected a directory of a run, but got "nowhere"\.$/m],
    [['--policy', 'run-1', '--policy', 'empty'], /^"empty" holds no checkpoint: train one/],
    [['--policy', 'run-1', '--episodes', '0'], /^Expected --episodes to be an integer from 1/],
    [['--policy', 'run-1', '--every', '0'], /^Expected --every to be an integer from 1 to 1000/],
    [['--policy', 'run-1', '--set', 'people=3'], /people/],
    [['--policy', 'run-1', '--json', 'no/a.json'], /^Cannot write no\/a\.json/],
    [['--policy', 'run-1', '--plot', 'a.svg'], /add --moments\.$/m],
    [['--policy', 'run-1', '--policy', 'run-2', '--moments'], /^Expected one --policy .* got 2/],
    [['--policy', 'orca', '--moments'], /^The baseline "orca" has no attention/],
    [['--policy', 'empty', '--moments'], /^"empty" holds no checkpoint: train one/],
    [
      ['--policy', 'empty/a', '--moments'],
      /^Expected a directory of a run, or a run that the page/,
    ],
    [['--policy', 'a.json', '--moments'], /"a\.json" is another file/],
    [
      ['--policy', join(import.meta.dirname, '../../assets/policies/crowdnav'), '--moments'],
      /is a policy alone, which has no past: leave --moments out/,
    ],
  ])('%j is one sentence', { timeout: 60_000 }, async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
