/** What `study` refuses, and what it reports without running. Whole studies: study.long.test.ts. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { studies } from '../../src/study/index.ts';
import { type Result, writeResult } from '../../src/study/result.ts';
import { type Arm, settingsOf } from '../../src/study/study.ts';
import { madeUpResult } from '../study/made-up-study.ts';
import { makeFolder } from './run-cli.ts';

const name = 'ablation-plaza';
const definition = studies.get(name);
const study = { ...definition, learning: scenarios.get(definition.scene).learning };
const folder = makeFolder();
const run = (...given: string[]) => folder.run(['study', ...given]);

/** As a run of the registered study would have left it. */
function finished(arm: Arm, seed: number, success: number, changes: Partial<Result> = {}): Result {
  const { scene, minutes, episodes } = study;
  const settings = settingsOf(study, arm);
  const sceneSettings = arm.setScene ?? {};
  const own = {
    study: name,
    arm: arm.name,
    scene,
    settings,
    sceneSettings,
    minutes,
    episodes,
    success,
  };
  return madeUpResult('base', seed, { ...own, ...changes });
}

function keep(out: string, ...results: readonly Result[]): string {
  mkdirSync(join(folder.path, out), { recursive: true });
  const text = results.map(writeResult).join('');
  writeFileSync(join(folder.path, out, `${name}.jsonl`), text);
  return text;
}

const [baseline, other, third] = study.arms as unknown as [Arm, Arm, Arm];

// The first command bundles the sources, which takes its time once.
beforeAll(async () => {
  keep('two', finished(baseline, 1, 0.8), finished(other, 1, 0.6));
  const seeds = [baseline, other, third].flatMap((arm) => [
    finished(arm, 1, 0.8),
    finished(arm, 2, 0.2),
  ]);
  keep('three', ...seeds);
  keep('changed', finished(baseline, 1, 0.8, { minutes: 99 }));
  writeFileSync(join(folder.path, 'file'), 'precious');
  await run('--help');
}, 60_000);
afterAll(() => folder.remove());

describe('study', () => {
  it('reports what is finished, and draws it', async () => {
    const { code, stdout, stderr } = await run(name, '--report', '--out', 'two');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`| \`${baseline.name}\` | ${baseline.differs} | 1 | 0.800 | – |`);
    expect(stdout).toContain('| -0.200 |');
    const svg = readFileSync(join(folder.path, 'two', `${name}.svg`), 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain(`>${other.name}</text>`);
  });

  it('reports only the arms and seeds that are asked for, against the baseline, and draws all', async () => {
    const asked = ['--report', '--arms', third.name, '--seeds', '1', '--out', 'three'];
    const { code, stdout } = await run(name, ...asked);
    expect(code).toBe(0);
    expect(stdout).toContain(`| \`${baseline.name}\` | ${baseline.differs} | 1 | 0.800 | – |`);
    expect(stdout).toContain(`| \`${third.name}\` | ${third.differs} | 1 |`);
    expect(stdout).not.toContain(`| \`${other.name}\` |`);
    const svg = readFileSync(join(folder.path, 'three', `${name}.svg`), 'utf8');
    expect(svg).toContain(`>${other.name}</text>`);
  });

  it('has nothing to do where all that is asked for is finished', async () => {
    const before = readFileSync(join(folder.path, 'two', `${name}.jsonl`), 'utf8');
    const given = ['--arms', `${other.name},${baseline.name}`, '--seeds', '1', '--out', 'two'];
    const { code, stdout, stderr } = await run(name, ...given);
    expect([code, stderr]).toEqual([0, `${study.title}: 2 runs finished, 0 runs to go.\n`]);
    expect(stdout).toContain(`\`${other.name}\``);
    expect(readFileSync(join(folder.path, 'two', `${name}.jsonl`), 'utf8')).toBe(before);
  });
});

describe.concurrent('study: what is refused with one sentence, before anything runs', () => {
  it.for<[string[], RegExp]>([
    [[], /^NAME is missing\. study takes: NAME, --arms, /],
    [['moon'], /^Unknown study "moon"\. Known: ablation-rooms, /],
    [[name, '--arms', 'moon'], /^Unknown arm "moon"\. Known: heed, /],
    [[name, '--jobs', '0'], /^Expected --jobs to be an integer from 1 to 64, but got "0"\.$/m],
    [[name, '--report', '--out', 'none'], /^Expected finished runs in "none\/.*", but it does not/],
    [
      [name, '--out', 'changed'],
      /^changed\/.*, line 1: expected a run with minutes 2, .* got 99: /,
    ],
    [[name, '--out', 'two', '--minutes', '3'], /^two\/.*, line 1: expected a run with minutes 3, /],
    [[name, '--out', 'file/x'], /^Cannot make the folder "file\/x" \(ENOTDIR\)/],
  ])('%j', async ([given, pattern], { expect }) => {
    const { code, stdout, stderr } = await run(...given);
    expect(stderr).toMatch(pattern);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect([code, stdout]).toEqual([2, '']);
  });
});
