/**
 * A policy from a kept checkpoint: the target actor with its normaliser, ready to act, and the target critic (of
 * two, the first, which the actor follows); of the best look where the run was watched. The manifest that comes with it is of that moment.
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { JudgedWeights, PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { joined, networksPerGroup } from '../rl/learner.ts';
import type { Store } from '../storage/store.ts';
import { bestLookOf, deployable, restoreCheckpoint } from './checkpoint.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Learning } from './learning.ts';
import { type Manifest, readManifest } from './manifest.ts';
import type { Look } from './watchdog.ts';

export async function openTrainedPolicy(
  scenario: Scenario,
  store: Store,
  run: string,
  where: string,
): Promise<{
  policy: LearnedPolicy;
  weights: JudgedWeights;
  manifest: Manifest;
  best: Look | undefined;
}> {
  const kept = await store.read(run);
  if (!kept) throw new InputError(`${where} holds no checkpoint: train one into it first.`);
  const whole = readManifest(kept.manifest, where);
  const { manifest, blobs } = deployable(whole, kept.blobs);
  const { hyperparameters, seed } = manifest;
  // Nothing is learned here, so nobody needs to demonstrate.
  const learning = await Learning.create({
    ...{ scenario, seed, hyperparameters: { ...hyperparameters, demonstrations: 0 } },
  });
  try {
    restoreCheckpoint(learning, manifest, blobs, where);
    const { networks } = await learning.learner.state();
    const perGroup = networksPerGroup(hyperparameters);
    const critics = networks.filter((_, i) => i % perGroup === 1);
    const critic = joined(critics.map(({ target }) => target));
    const weights = { ...(await learning.weights()), critic };
    const policy = actingPolicy(scenario, hyperparameters, weights);
    return { policy, weights, manifest, best: bestLookOf(whole) };
  } finally {
    learning.dispose();
  }
}

export function actingPolicy(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  weights: PolicyWeights,
): LearnedPolicy {
  const policy = new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
  policy.inference.setWeights(weights);
  return policy;
}
