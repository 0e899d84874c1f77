/** A learned policy from its directory, be it of a run or shipped: weights and how its networks are made. */
import { existsSync } from 'node:fs';
import { openTrainedPolicy } from '../agents/trained-policy.ts';
import type { Look } from '../agents/watchdog.ts';
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/index.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { openDirectoryStore } from '../storage/directory-store.ts';
import { isPolicyDirectory, readPolicyDirectory } from './policy-directory.ts';
import { runName } from './run-directory.ts';

export interface KeptPolicy {
  readonly hyperparameters: Hyperparameters;
  /** With the critic where it was kept. */
  readonly weights: JudgedWeights;
  /** The look that the weights are of, where a run was watched. */
  readonly best: Look | undefined;
}

/** `otherwise` says what could have been given instead of a directory. */
export async function openKeptPolicy(
  scenario: Scenario,
  name: string,
  otherwise = '',
): Promise<KeptPolicy> {
  if (!existsSync(name)) {
    throw new InputError(`Expected a directory of a run${otherwise}, but got "${name}".`);
  }
  if (isPolicyDirectory(name)) {
    const { card, weights } = readPolicyDirectory(scenario, name);
    return { hyperparameters: card.hyperparameters, weights, best: undefined };
  }
  const store = await openDirectoryStore(name);
  const { policy, weights, manifest, best } = await openTrainedPolicy(
    scenario,
    store,
    runName,
    `"${name}"`,
  );
  policy.dispose();
  return { hyperparameters: manifest.hyperparameters, weights, best };
}
