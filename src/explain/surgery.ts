/**
 * What a policy reaches when its attention is spoilt at test time: permuted among the rows that are present, or
 * made uniform (Jain and Wallace 2019; Wiegreffe and Pinter 2019 compare with uniform weights too). On the cases
 * of `evaluate`, each compared with itself as trained. If nothing is lost, the policy did not need to look
 * where it looked.
 *
 * Episodes of one world have the others of it in them, so worlds are what is drawn for an interval.
 */
import { type EvaluateOptions, type Evaluation, evaluate } from '../agents/evaluate.ts';
import { rateInterval } from '../agents/rate-interval.ts';
import { actingPolicy } from '../agents/trained-policy.ts';
import type { Interval } from '../agents/wilson.ts';
import type { Estimate } from '../core/bootstrap.ts';
import { createRandom } from '../core/random.ts';
import type { Scenario } from '../env/scenario.ts';
import type { ActingIntervention, PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { Pooled } from './pooled.ts';
import { type Surgery, surgeries } from './surgeries.ts';

export interface Operated {
  readonly surgery: Surgery;
  readonly success: Interval & { readonly rate: number };
  /** Rates in [0, 1]; `time` is the mean over successes in seconds, null without any. */
  readonly collision: number;
  readonly spl: number;
  readonly time: number | null;
  /** Case by case, less as trained; null for as trained itself. */
  readonly difference: { readonly success: Estimate; readonly spl: Estimate } | null;
}

export interface OperateOptions extends Pick<EvaluateOptions, 'onProgress'> {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters;
  readonly weights: PolicyWeights;
  readonly episodes: number;
  readonly seed: number;
}

/** Max pooling has no weights to permute: it is left out there. */
export async function operate(options: OperateOptions): Promise<Operated[]> {
  const { attention } = options.hyperparameters;
  const asked = surgeries.filter((surgery) => attention !== 'max' || surgery !== 'permuted');
  const done: { surgery: Surgery; evaluation: Evaluation }[] = [];
  for (const surgery of asked) {
    done.push({ surgery, evaluation: await evaluated(options, surgery) });
  }
  const trained = done[0]?.evaluation as Evaluation;
  return done.map(({ surgery, evaluation }) => ({
    surgery,
    success: {
      rate: evaluation.success,
      ...rateInterval(evaluation.cases),
    },
    collision: evaluation.collision,
    spl: evaluation.spl,
    time: evaluation.time,
    difference: evaluation === trained ? null : differenceOf(evaluation, trained, options),
  }));
}

async function evaluated(
  { scenario, hyperparameters, weights, episodes, seed, onProgress }: OperateOptions,
  surgery: Surgery,
): Promise<Evaluation> {
  const policy = actingPolicy(scenario, hyperparameters, weights);
  const interventions: Record<Surgery, ActingIntervention> = {
    'as trained': {},
    permuted: { permutation: createRandom(seed, 'permuted attention') },
    uniform: { uniformAttention: true },
  };
  policy.inference.intervention = interventions[surgery];
  try {
    return await evaluate({
      ...{ scenario, policy, episodes, seed },
      ...(onProgress ? { onProgress } : {}),
    });
  } finally {
    policy.dispose();
  }
}

function differenceOf(
  { cases }: Evaluation,
  trained: Evaluation,
  { scenario, seed }: OperateOptions,
): { success: Estimate; spl: Estimate } {
  const [success, spl] = [new Pooled([-1, 1]), new Pooled([-1, 1])];
  for (const [i, { outcome, spl: length }] of cases.entries()) {
    const before = trained.cases[i] as (typeof cases)[number];
    const world = Math.floor(i / scenario.agents);
    success.add(world, Number(outcome === 'success') - Number(before.outcome === 'success'));
    spl.add(world, length - before.spl);
  }
  const random = () => createRandom(seed, 'surgery');
  return {
    success: success.estimate(random()) as Estimate,
    spl: spl.estimate(random()) as Estimate,
  };
}
