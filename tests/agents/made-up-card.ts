/** A card of a policy that nobody trained: small numbers, every field there. */
import { plaza } from '../../scenes/plaza.ts';
import { type PolicyCard, policyFormat, policyVersion } from '../../src/agents/policy-card.ts';
import { tiny } from './tiny-run.ts';

export const madeUpCard: PolicyCard = {
  ...{ format: policyFormat, version: policyVersion, scenario: 'plaza', settings: {}, agents: 8 },
  ...{ algorithm: 'heed', hyperparameters: tiny, seed: 1, agentSteps: 1234, updates: 56 },
  ...{ minutes: 2.1, machine: 'a machine', date: '2026-11-25', commit: null },
  evaluation: {
    ...{ episodes: 200, seed: 0, success: { rate: 0.97, low: 0.94, high: 0.99 } },
    ...{ collision: 0.01, timeout: 0.02, spl: 0.9, time: null, figures: { gap: -0.5, none: null } },
  },
  commands: { make: 'npm run train && npm run policy', evaluate: 'npm run evaluate' },
  spec: plaza.observationLayout.spec,
};
