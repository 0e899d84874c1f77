/** A policy that acts on the page, as one file; fetched when it is asked for, as it brings the networks' blueprints. */
import { scenarios } from '../../../scenes/index.ts';
import { splitWeights } from '../../agents/join-weights.ts';
import type { PolicyCard } from '../../agents/policy-card.ts';
import { writePolicyAlone } from '../../agents/policy-file.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { type OwnRun, ownCard } from './own-card.ts';

/** `of`: its card, if it has one, or the run that it is of. */
export function policyToFile(
  scene: string,
  policy: ActingPolicy,
  of: PolicyCard | OwnRun,
): Uint8Array<ArrayBuffer> {
  const scenario = scenarios.get(scene);
  const { weights, critic, hyperparameters } = policy;
  const card = 'spec' in of ? of : ownCard(scenario, policy, of);
  const agent = hyperparameters.groups * scenario.observationLayout.agentSize;
  const parts = splitWeights(weights, { actor: weights.length - 2 * agent, agent });
  return writePolicyAlone(scenario, card, { ...parts, critic });
}
