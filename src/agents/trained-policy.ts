/**
 * A policy from a kept checkpoint: the target actor with its normaliser, ready to act, and the target critic (of
 * two, the first, which the actor follows); of the best look where the run was watched. The manifest that comes with it is of that moment.
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { JudgedWeights, PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { joined, networksPerGroup } from '../rl/learner.ts';
import type { WholeCheckpoint } from '../storage/checkpoint-file.ts';
import type { Store } from '../storage/store.ts';
import { actingSizes } from './acting-weights.ts';
import { bestLookOf, blobsOf, checkFits, deployable, restoreCheckpoint } from './checkpoint.ts';
import { splitWeights } from './join-weights.ts';
import { readMoments } from './kept-moments.ts';
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
  if (!kept) throw new InputError(noCheckpoint(where));
  const whole = readManifest(kept.manifest, where);
  const { manifest, blobs } = deployable(whole, kept.blobs);
  const { hyperparameters } = manifest;
  const weights = await withLearning(scenario, manifest, (learning) =>
    weightsIn(learning, manifest, blobs, where),
  );
  const policy = actingPolicy(scenario, hyperparameters, weights);
  return { policy, weights, manifest, best: bestLookOf(whole) };
}

export const noCheckpoint = (where: string) =>
  `${where} holds no checkpoint: train one into it first.`;

/** Nothing is learned in it, so nobody needs to demonstrate. */
async function withLearning<T>(
  scenario: Scenario,
  { hyperparameters, seed }: Manifest,
  use: (learning: Learning) => Promise<T>,
): Promise<T> {
  const learning = await Learning.create({
    ...{ scenario, seed, hyperparameters: { ...hyperparameters, demonstrations: 0 } },
  });
  try {
    return await use(learning);
  } finally {
    learning.dispose();
  }
}

async function weightsIn(
  learning: Learning,
  manifest: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
  where: string,
): Promise<JudgedWeights> {
  restoreCheckpoint(learning, manifest, blobs, where);
  const { networks } = await learning.learner.state();
  const perGroup = networksPerGroup(manifest.hyperparameters);
  const critics = networks.filter((_, i) => i % perGroup === 1);
  const critic = joined(critics.map(({ target }) => target));
  return { ...(await learning.weights()), critic };
}

/** Weights of one time in a run. */
export interface KeptWeights {
  /** What they are beside being of that time. */
  readonly is: 'moment' | 'best' | 'newest';
  readonly updates: number;
  readonly agentSteps: number;
  /** Training time; null where nobody wrote it down. */
  readonly seconds: number | null;
  /** Then, as a moment has it (moments.ts); null where it is not known. */
  readonly success: number | null;
  /** Moments have no critic. */
  readonly weights: JudgedWeights;
}

/** All that a checkpoint keeps of its run's past and present, oldest first: moments, the best look, the newest. */
export async function openKeptWeights(
  scenario: Scenario,
  kept: WholeCheckpoint,
  where: string,
): Promise<{ hyperparameters: Hyperparameters; kept: readonly KeptWeights[] }> {
  const whole = readManifest(kept.manifest, where);
  const { hyperparameters } = whole;
  const all = await withLearning(scenario, whole, async (learning) => {
    checkFits(whole, learning, where);
    const { moments } = whole;
    const read = readMoments(learning, moments, blobsOf(kept.blobs, where), where);
    const byUpdates = new Map<number, KeptWeights>();
    for (const { moment, weights } of read) {
      const parts = splitWeights(weights, actingSizes(learning));
      byUpdates.set(moment.updates, { is: 'moment', ...moment, weights: parts });
    }
    const add = async (is: 'best' | 'newest', of: Manifest, times: Partial<KeptWeights>) => {
      const { manifest, blobs } = deployable(of, kept.blobs);
      const { updates, agentSteps } = manifest;
      const moment = byUpdates.get(updates) ?? { seconds: null, success: null };
      const weights = await weightsIn(learning, manifest, blobs, where);
      byUpdates.set(updates, { ...moment, ...times, ...{ is, updates, agentSteps, weights } });
    };
    await add('newest', { ...whole, watchdog: null }, { seconds: trainingSecondsOf(whole) });
    const best = bestLookOf(whole);
    if (best) await add('best', whole, { success: best.successes / best.episodes });
    return byUpdates;
  });
  return { hyperparameters, kept: [...all.values()].sort((a, b) => a.updates - b.updates) };
}

/** Both `train` and the page write it so. */
function trainingSecondsOf({ progress }: Manifest): number | null {
  const { trainingSeconds } = (progress ?? {}) as { readonly trainingSeconds?: unknown };
  return typeof trainingSeconds === 'number' && trainingSeconds >= 0 ? trainingSeconds : null;
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
