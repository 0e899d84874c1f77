import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { ddpg } from '../../src/rl/algorithms/ddpg.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { checkResults, planRuns, selectArms } from '../../src/study/plan-runs.ts';
import type { Result } from '../../src/study/result.ts';
import { settingsOf } from '../../src/study/study.ts';
import { kept, madeUpResult, madeUpStudy as study } from './made-up-study.ts';

const planned = (...results: Result[]) =>
  planRuns(study, study.arms, kept(...results)).map(({ arm, seed }) => `${arm} ${seed}`);
const check = (...results: Result[]) => checkResults('made-up', study, kept(...results));
const settings = (changes: Partial<Hyperparameters>) => ({
  settings: { ...settingsOf(study, study.arms[0]), ...changes },
});

describe('plan runs', () => {
  it('does every arm with a seed before the next seed', () => {
    expect(planned()).toEqual([
      ...['base 1', 'one-step 1', 'plain 1', 'crowded 1'],
      ...['base 2', 'one-step 2', 'plain 2', 'crowded 2'],
      ...['base 3', 'one-step 3', 'plain 3', 'crowded 3'],
    ]);
    const [first, second, , fourth] = planRuns(study, study.arms, []);
    expect(second?.settings).toEqual({ ...settingsOf(study, study.arms[0]), nStep: 1 });
    expect([first?.sceneSettings, fourth?.sceneSettings]).toEqual([{}, { agents: 16 }]);
  });

  it('leaves out what is finished, and nothing else', () => {
    const finished = [madeUpResult('base', 1), madeUpResult('plain', 1), madeUpResult('base', 3)];
    expect(planned(...finished)).toEqual([
      ...['one-step 1', 'crowded 1', 'base 2', 'one-step 2', 'plain 2', 'crowded 2'],
      ...['one-step 3', 'plain 3', 'crowded 3'],
    ]);
  });

  it('does the selected arms alone, and names those it does not know', () => {
    const arms = selectArms(study, ['plain', 'base']);
    expect(arms.map(({ name }) => name)).toEqual(['base', 'plain']);
    expect(planRuns(study, arms, []).map(({ arm }) => arm)).not.toContain('one-step');
    expect(() => selectArms(study, ['base', 'moon'])).toThrow(
      'Unknown arm "moon". Known: base, one-step, plain, crowded.',
    );
  });
});

describe('check results', () => {
  it('accepts every arm of the study as it is, with seeds beyond the asked ones', () => {
    check(madeUpResult('base', 1), madeUpResult('one-step', 1), madeUpResult('plain', 9));
  });

  it('a switch that is newer than a run was then off', () => {
    const { layerNorm: _, ...older } = settingsOf(study, study.arms[2] as (typeof study.arms)[0]);
    expect(ddpg.layerNorm).toBe(false);
    check(madeUpResult('plain', 1, { settings: older as Hyperparameters }));
    // The baseline has it on: a run without it is of something else.
    const { layerNorm: __, ...other } = settingsOf(study, study.arms[0]);
    expect(() => check(madeUpResult('base', 1, { settings: other as Hyperparameters }))).toThrow(
      /^made-up\.jsonl, line 1: expected a run with layerNorm true, .* but got false: /,
    );
  });

  it.each<[string, Result, RegExp]>([
    ['settings', madeUpResult('base', 1, settings({ nStep: 5 })), /nStep 3, .* but got 5: move/],
    ['budget', madeUpResult('base', 1, { minutes: 8 }), /minutes 4, .* but got 8: move the file/],
    ['cases', madeUpResult('base', 1, { episodes: 10 }), /episodes 50, .* but got 10: move/],
    ['scene', madeUpResult('base', 1, { scene: 'rooms' }), /scene "plaza", .* got "rooms": move/],
    ['study', madeUpResult('base', 1, { study: 'else' }), /study "made-up", .* got "else": move/],
    [
      'setting of the scene',
      madeUpResult('crowded', 1, { sceneSettings: {} }),
      /the scene’s agents 16, .* but got nothing: move/,
    ],
    [
      'setting of the scene that the arm leaves alone',
      madeUpResult('base', 1, { sceneSettings: { agents: 4 } }),
      /the scene’s agents nothing, .* but got 4: move/,
    ],
    ['arm', madeUpResult('gone', 1), /the study has no arm "gone" now: remove the line/],
    [
      'a setting that is no longer known',
      madeUpResult('base', 1, settings({ colour: 3 } as never)),
      /colour nothing, .* but got 3: move/,
    ],
  ])('refuses a run of another %s with one sentence', (_name, result, sentence) => {
    const refused = () => check(madeUpResult('plain', 1), result);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(/^made-up\.jsonl, line 2: /);
    expect(refused).toThrow(sentence);
  });

  it('refuses the same run twice', () => {
    expect(() => check(madeUpResult('base', 2), madeUpResult('base', 2))).toThrow(
      'made-up.jsonl, line 2: the arm "base" stands there with seed 2 a second time: remove one of the lines.',
    );
  });
});
