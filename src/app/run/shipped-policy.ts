/**
 * The trained policies that come with the page (assets/policies). Nothing but their addresses is in the
 * page: a policy, and what reads it, is fetched when it is to act.
 */
import { scenarios } from '../../../scenes/index.ts';
import type { PolicyCard } from '../../agents/policy-card.ts';
import { InputError } from '../../core/input-error.ts';
import type { ActingPolicy } from '../workers/protocol.ts';

export interface ShippedPolicy {
  readonly card: PolicyCard;
  readonly acting: ActingPolicy;
}

// The bundler reads these calls as they stand.
const cards = import.meta.glob<string>('../../../assets/policies/*/card.json', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});
const weights = import.meta.glob<string>('../../../assets/policies/*/policy.safetensors', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
});

const cardOf = (scenario: string) => cards[`../../../assets/policies/${scenario}/card.json`];
const weightsOf = (scenario: string) =>
  weights[`../../../assets/policies/${scenario}/policy.safetensors`];

export function isShipped(scenario: string): boolean {
  return cardOf(scenario) !== undefined && weightsOf(scenario) !== undefined;
}

/** Throws an InputError where it cannot be fetched or read. */
export async function loadShippedPolicy(name: string): Promise<ShippedPolicy> {
  const where = 'The trained policy';
  const [{ parseCard, seenBy }, { readPolicyFile }, { joinWeights }, text, bytes] =
    await Promise.all([
      import('../../agents/policy-card.ts'),
      import('../../agents/policy-file.ts'),
      import('../../agents/join-weights.ts'),
      get(cardOf(name)).then((response) => response.text()),
      get(weightsOf(name)).then((response) => response.arrayBuffer()),
    ]);
  const card = parseCard(text, where);
  const parts = readPolicyFile(scenarios.get(name), card, new Uint8Array(bytes), where);
  const { hyperparameters } = card;
  const { critic } = parts;
  const { updates: version } = seenBy(card);
  return { card, acting: { hyperparameters, weights: joinWeights(parts), critic, version } };
}

async function get(address: string | undefined): Promise<Response> {
  const response = await fetch(address ?? '').catch(() => undefined);
  if (response?.ok) return response;
  const why = response ? `the server said ${response.status}` : 'the server could not be reached';
  throw new InputError(`The trained policy could not be loaded: ${why}.`);
}
