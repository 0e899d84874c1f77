/**
 * The card of a policy of the person's own, as far as the page knows it: not evaluated on unseen cases, and by no
 * command to be made again, because threads run freely here.
 */
import { type PolicyCard, policyFormat, policyVersion } from '../../agents/policy-card.ts';
import type { Scenario } from '../../env/scenario.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

export interface OwnRun {
  readonly seed: number;
  readonly agentSteps: number;
  readonly trainingSeconds: number;
  /** What learns: `WebGPU`. */
  readonly backend: string;
  readonly cores: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Of the sources that the page was built from; null where there was no git. */
const commit: string | null = import.meta.env.HEED_COMMIT ?? null;

export function ownCard(scenario: Scenario, policy: ActingPolicy, run: OwnRun): PolicyCard {
  const { seed, agentSteps, trainingSeconds, backend, cores, now } = run;
  return {
    ...{ format: policyFormat, version: policyVersion, scenario: scenario.name },
    ...{ settings: scenario.chosen, agents: scenario.agents, algorithm: 'heed' },
    ...{ hyperparameters: policy.hyperparameters, seed, agentSteps, updates: policy.version },
    minutes: Math.round((trainingSeconds / 60) * 100) / 100,
    machine: `a browser with ${cores} cores, learning on ${backend}`,
    date: new Date(now).toISOString().slice(0, 10),
    ...{ commit, evaluation: null, commands: null },
    spec: scenario.observationLayout.spec,
  };
}
