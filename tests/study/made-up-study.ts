/** A study that nobody trains, and results of it. */
import type { Outcome } from '../../src/study/perform-run.ts';
import { type Result, resultVersion } from '../../src/study/result.ts';
import type { KeptResult } from '../../src/study/results-file.ts';
import { type Study, settingsOf } from '../../src/study/study.ts';

export const madeUpStudy: Study = {
  title: 'Made up',
  scene: 'plaza',
  preset: 'heed',
  learning: {},
  arms: [
    { name: 'base', differs: 'Nothing.' },
    { name: 'one-step', differs: 'One-step returns.', set: { nStep: 1 } },
    { name: 'plain', differs: 'Plain DDPG.', algorithm: 'ddpg' },
    { name: 'crowded', differs: 'Twice as many agents.', setScene: { agents: 16 } },
  ],
  seeds: 3,
  minutes: 4,
  episodes: 50,
  figures: ['agentContact', 'throughput'],
};

export const madeUpOutcome: Outcome = {
  ...{ cpuSeconds: 240.02, wallSeconds: 300.5, agentSteps: 5000, updates: 120 },
  ...{ success: 0.5, collision: 0.25, timeout: 0.25, spl: 0.4, time: 7.5, returnMean: -0.125 },
  figures: { agentContact: 0.75, throughput: null },
  hard: null,
  curve: [
    { seconds: 120, agentSteps: 2500, updates: 50, episodes: 100, success: 0.2 },
    { seconds: 240.02, agentSteps: 5000, updates: 120, episodes: 100, success: 0.6 },
  ],
};

export function madeUpResult(arm = 'base', seed = 1, changes: Partial<Result> = {}): Result {
  const { scene, minutes, episodes, arms } = madeUpStudy;
  const made = arms.find(({ name }) => name === arm) ?? arms[0];
  return {
    ...{ version: resultVersion, study: 'made-up', arm, seed, scene, minutes, episodes },
    ...{ settings: settingsOf(madeUpStudy, made), sceneSettings: made.setScene ?? {} },
    ...{ commit: 'abc1234567', machine: 'A machine', date: '2026-11-26T10:00:00.000Z' },
    ...madeUpOutcome,
    ...changes,
  };
}

export function kept(...results: readonly Result[]): KeptResult[] {
  return results.map((result, i) => ({ result, where: `made-up.jsonl, line ${i + 1}` }));
}
