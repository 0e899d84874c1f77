/** A learned policy from its file or directory, be it of a run or alone: weights and how its networks are made. */
import { existsSync, statSync } from 'node:fs';
import { seenBy } from '../agents/policy-card.ts';
import { policyExtension } from '../agents/policy-file.ts';
import { openTrainedPolicy } from '../agents/trained-policy.ts';
import type { Look } from '../agents/watchdog.ts';
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/index.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { openDirectoryStore } from '../storage/directory-store.ts';
import {
  isPolicyDirectory,
  isPolicyFile,
  readPolicyAlone,
  readPolicyDirectory,
} from './policy-directory.ts';
import { runName } from './run-directory.ts';

export interface KeptPolicy {
  readonly hyperparameters: Hyperparameters;
  /** With the critic where it was kept. */
  readonly weights: JudgedWeights;
  /** That the weights had seen. */
  readonly updates: number;
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
  const isFile = statSync(name).isFile();
  if (isFile && !isPolicyFile(name)) {
    throw new InputError(
      `Expected a directory of a run, or a policy (${policyExtension})${otherwise}, but "${name}" is another file.`,
    );
  }
  if (isFile || isPolicyDirectory(name)) {
    const read = isFile ? readPolicyAlone : readPolicyDirectory;
    const { card, weights } = read(scenario, name);
    const { hyperparameters } = card;
    return { hyperparameters, weights, updates: seenBy(card).updates, best: undefined };
  }
  const store = await openDirectoryStore(name);
  const { policy, weights, manifest, best } = await openTrainedPolicy(
    scenario,
    store,
    runName,
    `"${name}"`,
  );
  policy.dispose();
  const { hyperparameters, updates } = manifest;
  return { hyperparameters, weights, updates, best };
}
