import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { makeCheckpoint } from '../../src/agents/checkpoint.ts';
import type { Evaluation } from '../../src/agents/evaluate.ts';
import type { HardCases } from '../../src/agents/hard-cases.ts';
import { Learning } from '../../src/agents/learning.ts';
import { writePolicyAlone, writePolicyFile } from '../../src/agents/policy-file.ts';
import type { Interval } from '../../src/agents/wilson.ts';
import { evaluationSeed } from '../../src/env/index.ts';
import { figureNames } from '../../src/env/metric.ts';
import { readCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { openDirectoryStore } from '../../src/storage/directory-store.ts';
import { madeUpCard } from '../agents/made-up-card.ts';
import { tiny } from '../agents/tiny-run.ts';
import { makeFolder } from './run-cli.ts';

const folder = makeFolder();
const run = (...given: string[]) => folder.run(['evaluate', ...given]);

/** What the weights had seen, of a run that went on. */
const best = { agentSteps: 640, updates: 40 };

beforeAll(async () => {
  const learning = await Learning.create({ scenario: plaza, hyperparameters: tiny, seed: 1 });
  const store = await openDirectoryStore(join(folder.path, 'trained'));
  await store.commit('run', await makeCheckpoint(learning, { withoutReplay: true }));
  mkdirSync(join(folder.path, 'empty'));
  writeFileSync(join(folder.path, 'file'), 'precious');
  const weights = await learning.weights();
  const card = { ...madeUpCard, weights: best, evaluation: null, commands: null };
  writeFileSync(join(folder.path, 'alone.safetensors'), writePolicyAlone(plaza, card, weights));
  writeFileSync(
    join(folder.path, 'weights.safetensors'),
    writePolicyFile(plaza, tiny, weights, { format: 'pt' }),
  );
  learning.dispose();
  // The first command bundles the sources, which takes its time once.
  await run('--help');
}, 60_000);
afterAll(() => folder.remove());

const asItIs = { uniformAttention: false, maskGraph: false };
const readJson = (file: string) =>
  JSON.parse(readFileSync(join(folder.path, file), 'utf8')) as Evaluation;

describe('evaluate', () => {
  it('measures a baseline, shows a table and writes every case', async () => {
    const given = ['--scene', 'plaza', '--policy', 'straight', '--episodes', '10', '--seed', '7'];
    const { code, stdout } = await run(...given, '--json', 'straight.json');
    expect(code).toBe(0);
    const result = readJson('straight.json');
    expect(Object.keys(result).sort()).toEqual(
      [
        ...['scene', 'policy', 'episodes', 'seed', 'success', 'collision', 'timeout', 'spl'],
        ...['time', 'returnMean', 'hard', 'cases', 'settings', 'agentContact', 'throughput'],
        ...['worlds', 'purpose', 'intervention', 'intervals'],
      ].sort(),
    );
    // What is no metric of the scenario's own is a name that no metric may have.
    for (const name of Object.keys(result)) {
      expect(Object.hasOwn(plaza.metrics, name)).toBe(!figureNames.includes(name));
    }
    expect(result).toMatchObject({ scene: 'plaza', policy: 'straight', episodes: 10, seed: 7 });
    expect(result).toMatchObject({ worlds: 2, purpose: 'test', intervention: asItIs });
    expect(result.cases).toHaveLength(10);
    for (const [i, one] of result.cases.entries()) {
      expect(Object.keys(one).sort()).toEqual([
        ...['case', 'detour', 'outcome', 'seed', 'spl', 'time'],
      ]);
      expect(one.case).toBe(i);
      expect(one.seed).toBe(evaluationSeed(7, Math.floor(i / plaza.agents)));
      expect(one.time).toBeGreaterThan(0);
      expect(one.spl > 0).toBe(one.outcome === 'success');
    }
    const rate = (outcome: string) =>
      result.cases.filter((one) => one.outcome === outcome).length / 10;
    const { success, collision, timeout } = result;
    expect([success, collision, timeout]).toEqual(['success', 'collision', 'timeout'].map(rate));
    const times = result.cases.filter(({ outcome }) => outcome === 'success');
    expect(result.time).toBeCloseTo(
      times.reduce((sum, { time }) => sum + time, 0) / times.length,
      10,
    );

    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^figure +value +95 % interval \(Wilson\)$/);
    const shown = lines.slice(2, 8).map((line) => line.split(/ {2,}/).slice(0, 2));
    const figures = { success, collision, timeout, SPL: result.spl };
    expect(shown).toEqual([
      ...Object.entries(figures).map(([name, value]) => [name, value.toFixed(3)]),
      ['time to goal, s', (result.time as number).toFixed(3)],
      ['return', result.returnMean.toFixed(3)],
    ]);
    expect(lines).toContain(
      '10 cases in 2 worlds: the intervals are as wide as the worlds differ.',
    );
    // Ten cases: the two with a longer detour than the eighth.
    const { detour, episodes, success: ofHard } = result.hard as HardCases;
    expect(episodes).toBe(result.cases.filter((one) => one.detour > detour).length);
    const hard = lines.find((line) => line.startsWith('success, detour'));
    expect(hard?.split(/ {2,}/).slice(0, 2)).toEqual([
      ...[`success, detour above ${detour.toFixed(2)}`, ofHard.toFixed(3)],
    ]);
    // Of each rate the interval that stands beside it.
    const { intervals } = result as Evaluation & { intervals: Record<string, Interval> };
    for (const [name, rate] of Object.entries({ success, collision, timeout, hard: ofHard })) {
      const { low, high } = intervals[name] as Interval;
      const [, , beside] =
        lines
          .find((line) => line.startsWith(name === 'hard' ? 'success, ' : `${name} `))
          ?.split(/ {2,}/) ?? [];
      expect(beside).toBe(`${low.toFixed(3)} to ${high.toFixed(3)}`);
      expect(low).toBeLessThanOrEqual(rate);
      expect(high).toBeGreaterThanOrEqual(rate);
    }
    expect(Object.keys(intervals)).toEqual(['success', 'collision', 'timeout', 'hard']);
  });

  it('measures a trained policy, as it is and with its attention changed', async () => {
    const measure = async (file: string, ...intervention: string[]) => {
      const policy = file === 'alone.json' ? 'alone.safetensors' : 'trained';
      const given = ['--scene', 'plaza', '--policy', policy, '--episodes', '2'];
      const { code, stderr } = await run(...given, '--json', file, ...intervention);
      expect([code, stderr.includes('Error')]).toEqual([0, false]);
      return readJson(file);
    };
    const [plain, alone, uniform, masked] = await Promise.all([
      measure('plain.json'),
      measure('alone.json'),
      measure('uniform.json', '--uniform-attention'),
      measure('masked.json', '--mask-graph'),
    ]);
    expect(plain).toMatchObject({ policy: 'trained', episodes: 2, worlds: 1, seed: 0 });
    expect([plain, uniform, masked]).toMatchObject([
      { intervention: asItIs },
      { intervention: { ...asItIs, uniformAttention: true } },
      { intervention: { ...asItIs, maskGraph: true } },
    ]);
    // The same weights in one file, as the page saves them.
    expect(alone).toEqual({ ...plain, policy: 'alone.safetensors' });
    // The cases are the same ones; what the agents do in them is not.
    for (const changed of [uniform, masked]) {
      expect(changed?.cases.map(({ seed }) => seed)).toEqual(plain?.cases.map(({ seed }) => seed));
      expect(changed?.returnMean).not.toBe(plain?.returnMean);
    }
  });
});

describe('evaluate: a benchmark', () => {
  it('takes the published cases, and gives their numbers, settings and figures of its own', async () => {
    const given = ['--scene', 'crowdnav', '--policy', 'orca', '--episodes', '12'];
    const { code, stdout } = await run(...given, '--set', 'people=10', '--json', 'crowd.json');
    expect(code).toBe(0);
    const result = readJson('crowd.json') as Evaluation & Record<string, number>;
    expect(result.settings).toMatchObject({ people: 10, crossing: 'circle', visible: false });
    expect(result.cases.map((one) => [one.case, one.seed])).toEqual(
      Array.from({ length: 12 }, (_, i) => [i, 1000 + i]),
    );
    expect(result).not.toHaveProperty('figures');
    // A world each: the intervals are right.
    expect(result).toMatchObject({ worlds: 12, purpose: 'test' });
    expect(stdout).not.toContain('worlds');
    for (const name of ['danger', 'minimumGap', 'returnNoDiscomfort']) {
      expect(result[name]).toBeTypeOf('number');
    }
    expect(stdout).toMatch(new RegExp(`^danger frequency +${result.danger?.toFixed(3)} `, 'm'));

    const validation = await run(...given, '--validation', '--json', 'validation.json');
    expect(validation.code).toBe(0);
    const chosen = readJson('validation.json');
    expect(chosen.purpose).toBe('validation');
    expect(chosen.cases[11]).toMatchObject({ case: 11, seed: 11 });
  });
});

describe.concurrent('evaluate: what is refused with one sentence, before any case is run', () => {
  const straight = ['--scene', 'plaza', '--policy', 'straight'];
  it.for<[string[], RegExp]>([
    [['--policy', 'straight'], /^--scene is missing/],
    [['--scene', 'plaza'], /^--policy is missing/],
    [['--scene', 'moon', '--policy', 'straight'], /^Unknown scenario "moon"\. Known: plaza, /],
    [
      ['--scene', 'plaza', '--policy', 'nowhere'],
      /^Expected a directory of a run or one of random, .*, but got "nowhere"\.$/m,
    ],
    [
      ['--scene', 'corridor', '--policy', 'straight', '--set', 'people=5'],
      /^Scenario "corridor" has no settings, but got "people"\.$/m,
    ],
    [['--scene', 'plaza', '--policy', 'empty'], /^"empty" holds no checkpoint: train one into/],
    [
      // Robots that are told the graph, where none is.
      ['--scene', 'plaza', '--policy', 'trained', '--set', 'graph=false'],
      /^"trained": the checkpoint of "plaza" does not fit scenario "plaza"\. .*sceneGraph.*\. The scenario: /,
    ],
    [
      ['--scene', 'plaza', '--policy', 'file'],
      /a policy \(.safetensors\).*but "file" is another file/,
    ],
    [
      ['--scene', 'plaza', '--policy', 'weights.safetensors'],
      /^"weights.safetensors": expected a policy of Heed with its card, but these are weights of s/,
    ],
    [
      ['--scene', 'rooms', '--policy', 'trained'],
      /^"trained": the checkpoint of "plaza" does not fit scenario "rooms"\. /,
    ],
    [[...straight, '--mask-graph'], /^The baseline "straight" has no attention to change\.$/m],
    [[...straight, '--uniform-attention'], /^The baseline "straight" has no attention to/],
    [[...straight, '--episodes', '0'], /^Expected --episodes to be an integer from 1 to 100000/],
    [[...straight, '--seed', '-1'], /^Expected --seed to be an integer from 0 to 4294967295, but/],
    [
      [...straight, '--seed', '4294967296'],
      /^Expected --seed to be an integer from 0 to 429496729/,
    ],
    [[...straight, '--json', 'nowhere/a.json'], /^Cannot write nowhere\/a\.json: the folder "nowh/],
    [[...straight, '--json', 'empty'], /^Cannot write empty: there is a folder of this name\.$/m],
  ])('%j', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });

  it('records a case, which replays as it went; a file of something else is refused', async () => {
    const policy = 'alone.safetensors';
    const given = ['--scene', 'plaza', '--policy', policy, '--episodes', '3', '--seed', '7'];
    const file = 'case.heedrec';
    expect((await run(...given, '--record', file, '--record-case', '2')).code).toBe(0);
    const replayed = await folder.run(['replay', file]);
    expect(replayed.stdout).toMatch(
      /^Yes\. plaza, learned: \d+ decisions, .* as it was recorded\.\n$/,
    );
    expect(replayed.code).toBe(0);
    // Which weights acted: those of the best look, as the policy's card tells.
    const bytes = readFileSync(join(folder.path, file));
    expect(readCheckpointFile(bytes, file).manifest).toMatchObject({
      acting: [{ updates: best.updates }],
    });
    const other = await folder.run(['replay', 'file']);
    expect(other).toMatchObject({ code: 2 });
    expect(other.stderr).toBe('"file" is no readable recording: it has only 8 bytes.\n');
    expect((await run(...given, '--record', file, '--record-case', '3')).stderr).toBe(
      'Expected --record-case to be below --episodes, which is 3, but got 3.\n',
    );
  }, 30_000);
});
