/** `policy` from a kept run to its two files, and `evaluate` with what it wrote. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import { Learning } from '../../src/agents/learning.ts';
import { parseCard } from '../../src/agents/policy-card.ts';
import { Watch } from '../../src/agents/watch.ts';
import { createRandom } from '../../src/core/random.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { madeUpRows } from '../agents/made-up-rows.ts';
import { tiny } from '../agents/tiny-run.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const at = (...path: string[]) => join(folder.path, ...path);

/** `further`: updates after its best look, of a run that is watched. */
async function keep(name: string, updates: number, further?: number): Promise<void> {
  const learning = await Learning.create({ scenario: plaza, hyperparameters: tiny, seed: 5 });
  const { row } = learning.replay;
  const { rows } = madeUpRows(createRandom(1, 'rows'), row, { streams: 2, count: 6 });
  for (let i = 0; i < 12; i++) learning.addRow(i % 2, rows, i * row.size);
  for (let i = 0; i < updates; i++) learning.update();
  const watch = further === undefined ? undefined : await Watch.begin(learning);
  await watch?.look({ successes: 3, episodes: 4, returnMean: 0 });
  for (let i = 0; i < (further ?? 0); i++) learning.update();
  if (watch) learning.agentSteps += 32;
  const store = await openDirectoryStore(at(name));
  const progress = { trainingSeconds: 90 };
  const options = { withoutReplay: true, progress, watch };
  await store.commit('run', await makeCheckpoint(learning, options));
  learning.dispose();
}

beforeAll(async () => {
  await keep('trained', 3);
  await keep('untrained', 0);
  await keep('watched', 3, 2);
  mkdirSync(at('empty'));
  // The first command bundles the sources, which takes its time once.
  await folder.run(['policy', '--help']);
}, 60_000);
afterAll(() => folder.remove());

it('policy: writes a policy with its card, which acts as the run does', async () => {
  const made = ['policy', '--run', 'trained', '--out', 'shipped/plaza', '--episodes', '2'];
  const { code, stdout } = await folder.run(made);
  expect(code).toBe(0);
  const card = parseCard(readFileSync(at('shipped/plaza/card.json'), 'utf8'), 'The card');
  const { spec, checksum, ...shown } = card;
  expect(JSON.parse(stdout)).toEqual(shown);
  expect(checksum).toBeTypeOf('number');
  expect(card.weights).toBeUndefined();
  expect(spec).toEqual(plaza.observationLayout.spec);
  expect(card).toMatchObject({
    ...{ scenario: 'plaza', seed: 5, agentSteps: 96, updates: 3, minutes: 1.5 },
    ...{ algorithm: 'heed', hyperparameters: tiny, evaluation: { episodes: 2, seed: 0 } },
  });
  expect(card.commands?.make).toMatch(
    /^npm run train -- --scene plaza --algorithm heed --set channels=8 .*--seed 5 --steps 96 --validate 0 --episodes 0 --out trained && npm run policy -- --run trained --out shipped\/plaza --episodes 2$/,
  );
  expect(card.commands?.evaluate).toBe(
    'npm run evaluate -- --scene plaza --policy shipped/plaza --episodes 2',
  );

  const cases = async (policy: string) => {
    const given = ['--scene', 'plaza', '--policy', policy, '--episodes', '2', '--json', 'out.json'];
    expect((await folder.run(['evaluate', ...given])).code).toBe(0);
    return (JSON.parse(readFileSync(at('out.json'), 'utf8')) as { cases: unknown }).cases;
  };
  expect(await cases('shipped/plaza')).toEqual(await cases('trained'));
}, 60_000);

it('policy: the card of a watched run says what its best weights had seen, and how to repeat it all', async () => {
  const made = ['policy', '--run', 'watched', '--out', 'best', '--episodes', '1'];
  expect((await folder.run(made)).code).toBe(0);
  const card = parseCard(readFileSync(at('best/card.json'), 'utf8'), 'The card');
  expect(card).toMatchObject({
    ...{ agentSteps: 128, updates: 5, weights: { agentSteps: 96, updates: 3 } },
  });
  expect(card.commands?.make).toContain('--steps 128 ');
}, 60_000);

it('policy: what is no trained run, and what is no whole policy, are one sentence each', async () => {
  mkdirSync(at('half'));
  writeFileSync(at('half/card.json'), '{}');
  for (const [given, pattern] of [
    [
      ['policy', '--run', 'empty', '--out', 'x'],
      /^Expected a run in "empty", but there is none: tr/,
    ],
    [['policy', '--run', 'half', '--out', 'x'], /^Expected a run .* it is a policy already\.$/m],
    [
      ['policy', '--run', 'trained', '--out', 'trained'],
      /^Expected --out to hold no run, but there is one in "trained": name another directory, or a /,
    ],
    [
      ['policy', '--run', 'trained', '--out', 'untrained'],
      /^Expected --out to hold no run, but there is one in "untrained"/,
    ],
    [
      ['policy', '--run', 'untrained', '--out', 'x'],
      /has not learned yet: train it for longer\.$/m,
    ],
    [
      ['evaluate', '--scene', 'plaza', '--policy', 'half'],
      /^"half": expected the card of a policy of Heed, but this is none\.$/m,
    ],
  ] as const) {
    const { code, stdout, stderr } = await folder.run(given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  }
  expect(readdirSync(at('trained'))).toEqual(['run']);
});
