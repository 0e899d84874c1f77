import { beforeAll, expect, it } from 'vitest';
import { baselines } from '../../src/agents/baselines.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import { loadEngines } from '../../src/env/index.ts';
import { shyPlaza } from './readme-scenario.ts';

beforeAll(loadEngines);

it('the scenario of the README runs, and its rules hold', async () => {
  const figures = await evaluate({
    scenario: shyPlaza,
    policy: baselines.get('straight')({ seed: 1 }),
    episodes: 16,
  });
  expect(figures.scene).toBe('shy-plaza');
  expect(figures.cases).toHaveLength(16);
  // Whoever walks straight ahead there touches someone, is stopped by a wall, or arrives.
  expect(figures.collision).toBeGreaterThan(0);
  expect(figures.success + figures.collision + figures.timeout).toBeCloseTo(1, 10);
});
