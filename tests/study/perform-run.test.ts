/** One run, with clocks that only decisions move. */
import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngines } from '../../src/env/index.ts';
import { performRun } from '../../src/study/perform-run.ts';
import { smallHyperparameters as settings, smallScenario } from '../agents/small-run.ts';

beforeAll(loadEngines);

/** Agent steps of one decision of all worlds. */
const stepSize = settings.worlds * smallScenario.agents;

async function run(cpuPerDecision: number) {
  const job = { scene: 'small-run', settings, sceneSettings: {}, seed: 3, minutes: 1, episodes: 9 };
  const shares: number[] = [];
  let [cpu, wall] = [0, 0];
  const outcome = await performRun(job, {
    scenario: smallScenario,
    // Read before and after a decision.
    cpu: () => {
      cpu += (cpuPerDecision * 1000) / 2;
      wall += 5000;
      return cpu;
    },
    wall: () => wall,
    onProgress: (share) => {
      shares.push(share);
    },
  });
  return { outcome, shares };
}

describe('perform run', () => {
  it('trains for its CPU time, whatever the wall says, then evaluates', async () => {
    const { outcome, shares } = await run(2);
    // A decision takes a second of CPU time between the two readings: a minute is 60 of them.
    expect(outcome.agentSteps).toBe(60 * stepSize);
    expect(outcome.cpuSeconds).toBe(60);
    expect(outcome.wallSeconds).toBe(600);
    expect(outcome.updates).toBeGreaterThan(0);
    expect(outcome.success + outcome.collision + outcome.timeout).toBeCloseTo(1, 12);
    // Nine cases.
    expect(outcome.hard?.detour).toBeGreaterThanOrEqual(1);
    expect([1, 2]).toContain(outcome.hard?.episodes);
    expect(outcome.success * 9).toBeCloseTo(Math.round(outcome.success * 9), 9);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('keeps its curve up to the end of the budget', async () => {
    const { curve, agentSteps, updates } = (await run(2)).outcome;
    expect(curve.map(({ seconds }) => seconds)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(curve.at(-1)).toMatchObject({ agentSteps, updates });
    expect(curve.some(({ episodes }) => episodes > 0)).toBe(true);
  });

  it('gets half the steps where a decision takes twice the CPU time', async () => {
    expect((await run(4)).outcome.agentSteps).toBe(30 * stepSize);
  });
});
