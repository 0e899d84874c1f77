/** What every registered study keeps to. That one runs: tests/cli/study.long.test.ts. */
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor } from '../../src/agents/hyperparameters-for.ts';
import { parseArguments } from '../../src/cli/arguments.ts';
import { studyCommand } from '../../src/cli/study-command.ts';
import { studies } from '../../src/study/index.ts';
import { selectArms } from '../../src/study/plan-runs.ts';
import { commandOf } from '../../src/study/report.ts';
import { type Arm, flagsOf, settingsOf } from '../../src/study/study.ts';

const simple = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

describe.each(studies.entries())('study %s', (name, definition) => {
  const scenario = scenarios.get(definition.scene);
  const study = { ...definition, learning: scenario.learning };

  it('has a name for a file, a scene, and a budget', () => {
    expect(name).toMatch(simple);
    expect(study.minutes).toBeGreaterThan(0);
    // Fewer than three have no middle half.
    expect(study.seeds).toBeGreaterThanOrEqual(3);
    expect(study.episodes).toBeGreaterThanOrEqual(100);
  });

  it('its arms have names of their own, and one sentence each', () => {
    const names = study.arms.map((arm) => arm.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(1);
    for (const arm of study.arms) {
      expect(arm.name).toMatch(simple);
      expect(arm.differs).toMatch(/^[A-Z][^.|\n]*\.$/);
    }
  });

  it('its settings are valid, and no two arms are the same', () => {
    const settings = study.arms.map((arm) => {
      const texts = Object.entries(arm.setScene ?? {}).map(([key, value]) => [key, `${value}`]);
      const { chosen } = scenario.vary(new Map(texts as [string, string][]));
      return JSON.stringify([chosen, settingsOf(study, arm)]);
    });
    expect(new Set(settings).size).toBe(settings.length);
  });

  it('its figures are the scenario’s', () => {
    expect(Object.keys(scenario.metrics)).toEqual(
      expect.arrayContaining([...(study.figures ?? [])]),
    );
  });

  it('its first arm is the baseline, what one gets in that scene', () => {
    const { differs: _, name: __, ...changes } = study.arms[0];
    expect(changes).toEqual({});
    const preset = hyperparametersFor(scenario, study.preset);
    expect(settingsOf(study, study.arms[0])).toEqual({ ...preset, ...study.set });
  });

  it('its contrasts are of two of its arms, neither of them the baseline', () => {
    const names = study.arms.slice(1).map((arm) => arm.name);
    for (const { arm, against, isolates } of study.contrasts ?? []) {
      expect(names).toEqual(expect.arrayContaining([arm, against]));
      expect(arm).not.toBe(against);
      expect(isolates).toMatch(/^[^|\n]+$/);
    }
  });

  it.runIf(name.startsWith('ablation-'))('plain DDPG is among its other arms', () => {
    const plain = study.arms.find((arm) => arm.algorithm === 'ddpg') as Arm;
    const { nStep, layerNorm, mirror, twin, quantiles } = settingsOf(study, plain);
    expect([nStep, layerNorm, mirror, twin, quantiles]).toEqual([1, false, false, false, 1]);
  });

  it('every command it prints parses, and selects that arm', () => {
    for (const arm of study.arms) {
      const [npm, run, command, dashes, ...given] = commandOf(name, arm.name).split(' ');
      expect([npm, run, command, dashes]).toEqual(['npm', 'run', studyCommand.name, '--']);
      const { operand, arms } = parseArguments(studyCommand, given);
      expect(operand).toBe(name);
      expect(selectArms(study, arms?.split(','))).toEqual([arm]);
      expect(flagsOf(study, arm)).toMatch(/^--algorithm \S+( --set \w+=\S+)*$/);
    }
  });
});
