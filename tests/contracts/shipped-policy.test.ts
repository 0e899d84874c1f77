/** What every shipped policy keeps to: it fits the scenario that is registered now, and is as good as its card says. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scenes/index.ts';
import { evaluate } from '../../src/agents/evaluate.ts';
import type { CardEvaluation } from '../../src/agents/policy-card.ts';
import { actingPolicy } from '../../src/agents/trained-policy.ts';
import { wilsonInterval } from '../../src/agents/wilson.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';
import { loadEngines } from '../../src/env/index.ts';

const folder = join(import.meta.dirname, '../../assets/policies');
const names = existsSync(folder) ? readdirSync(folder) : [];
/** Four standard errors: a good policy is refused once in ten thousand times. */
const far = 4;

beforeAll(loadEngines);

describe.each(names)('shipped policy %s', (name) => {
  const scenario = scenarios.get(name);
  const { card, weights } = readPolicyDirectory(scenario, join(folder, name));

  it('is of the scenario that it is shipped for, as the page opens it', () => {
    expect(card.scenario).toBe(name);
    // A setting that came after the card has its default.
    expect({ ...scenario.chosen, ...card.settings }).toEqual(scenario.chosen);
    expect(card.spec).toEqual(scenario.observationLayout.spec);
  });

  it('has a card that can be repeated', () => {
    expect(card.commit).toMatch(/^[0-9a-f]{10}$/);
    expect(card.minutes).toBeGreaterThan(0);
    // Compared with the weights when they were read.
    expect(card.checksum).toBeTypeOf('number');
    expect(card.commands?.make).toContain(`--out assets/policies/${name}`);
    expect(card.commands?.make).toContain(`--steps ${card.agentSteps}`);
    expect(card.commands?.evaluate).toContain(`--policy assets/policies/${name}`);
  });

  it('has a card whose interval holds what was measured', () => {
    const { rate, low, high } = (card.evaluation as CardEvaluation).success;
    expect([low <= rate, rate <= high]).toEqual([true, true]);
  });

  it('is about as good on a few of its cases as its card says of all', async () => {
    const episodes = Math.max(16, Math.min(32, scenario.agents));
    const policy = actingPolicy(scenario, card.hyperparameters, weights);
    const { success } = await evaluate({ scenario, policy, episodes });
    policy.dispose();
    const { rate } = (card.evaluation as CardEvaluation).success;
    const { low, high } = wilsonInterval(Math.round(success * episodes), episodes, far);
    expect([low <= rate, rate <= high]).toEqual([true, true]);
    // A crowd takes its time.
  }, 120_000);
});
