/**
 * Whether a policy's attention explains what it does: the faithfulness report. Over many decisions of evaluation
 * episodes, attention weights are compared with how much each thing matters by measures that look at the
 * policy itself (rank correlation, Kendall's τ-b); then attention is spoilt at test time, and what is lost is
 * counted (surgery.ts); and policies of other seeds are asked about the same observations (agreement.ts).
 *
 * After Jain and Wallace, "Attention is not Explanation" (NAACL 2019): τ of attention with gradients and with
 * leaving out, permuted attention. Wiegreffe and Pinter, "Attention is not not Explanation" (EMNLP 2019): uniform
 * weights as the baseline, agreement across seeds. Serrano and Smith, "Is Attention Interpretable?" (ACL 2019):
 * whether what is most attended is what matters most. In all three what is attended to are words; here things
 * and places, and "leaving out" is done in the world (resensing.ts), not in the input alone.
 *
 * Repeatable to the bit for the same policy, cases and machine.
 */

import { actingPolicy } from '../agents/trained-policy.ts';
import type { Estimate } from '../core/bootstrap.ts';
import { createRandom } from '../core/random.ts';
import type { Scenario } from '../env/scenario.ts';
import { type JudgedWeights, weightsOfGroup } from '../nn/inference.ts';
import { Saliency } from '../nn/saliency.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import { type Agreement, Agreements } from './agreement.ts';
import { Explainer } from './explainer.ts';
import { figuresOf, type Measure, measures, rowsOfParts } from './measure-decision.ts';
import { Pooled } from './pooled.ts';
import { sayWhy } from './say-why.ts';
import { type Operated, operate } from './surgery.ts';
import { visitDecisions } from './visit-decisions.ts';

export interface ExaminedPolicy {
  readonly hyperparameters: Hyperparameters;
  readonly weights: JudgedWeights;
}

export interface FaithfulnessOptions {
  readonly scenario: Scenario;
  /** The first is reported on; the others are compared with it on the observations that it meets. */
  readonly policies: readonly [ExaminedPolicy, ...ExaminedPolicy[]];
  /** Cases, 1 or more. Default: 200. */
  readonly episodes?: number;
  /** Of the cases, as in `evaluate`; none of them are ever trained on. Default: 0. */
  readonly seed?: number;
  /** One decision of so many is asked about. Default: 5. */
  readonly every?: number;
  /** Episodes done and of how many, over all passes; may return a promise to let others work. */
  readonly onProgress?: (done: number, of: number) => void | Promise<void>;
}

/** One head's attention, or the mean of all: how evenly it is spread, and how it ranks with each measure. */
export interface HeadFaithfulness {
  readonly head: number | 'mean';
  readonly entropy: Estimate | null;
  readonly tau: Readonly<Record<Measure, Estimate | null>>;
}

/** Of one part that is attended over. Null where nothing can be said. */
export interface PartFaithfulness {
  readonly part: string;
  /** Decisions in which any of its rows was present, and how many were on average. */
  readonly decisions: number;
  readonly rows: number;
  readonly heads: readonly HeadFaithfulness[];
  /** τ-b between the measures themselves: what agreement can be expected of any of them. */
  readonly between: { readonly masked: Estimate | null; readonly gradient: Estimate | null };
  /** How often the most attended is the one that matters most when left out, and how often by chance. */
  readonly top: Estimate | null;
  readonly chance: number | null;
  /** The largest change of the action by leaving out any of its things, on average, m/s. */
  readonly strongest: Estimate | null;
}

export interface Faithfulness {
  readonly episodes: number;
  readonly seed: number;
  readonly every: number;
  readonly decisions: number;
  /** Whether a critic is known, so that values are compared too. */
  readonly judged: boolean;
  readonly parts: readonly PartFaithfulness[];
  readonly surgery: readonly Operated[];
  readonly agreement: readonly Agreement[];
  /** What is said (say-why.ts) of the first episodes where something mattered most in them. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly episode: number;
  /** Seconds since it began. */
  readonly time: number;
  readonly why: string;
}

/** Episodes of which examples are given. */
const exampleEpisodes = 3;

const defaults = { episodes: 200, seed: 0, every: 5 };

export async function examineFaithfulness(options: FaithfulnessOptions): Promise<Faithfulness> {
  const { scenario, policies, episodes, seed, every, onProgress } = { ...defaults, ...options };
  const [{ hyperparameters, weights }] = policies;
  const names = partNames(scenario);
  const parts = [...names.sets, ...names.graphs];
  const figures = new Map(parts.map((part) => [part, new Map<string, Pooled>()]));
  const agreements = new Agreements(policies.length, parts, 2 * scenario.action.maxSpeed);
  const passes = hyperparameters.attention === 'max' ? 3 : 4;
  let pass = 0;
  const progress = (done: number) => onProgress?.(pass * episodes + done, passes * episodes);
  let decisions = 0;
  const examples = new Map<number, Example & { readonly strength: number }>();

  const explainers = policies.map((of) => new Explainer(scenario, of.hyperparameters, of.weights));
  const saliencies = salienciesOf(scenario, policies[0]);
  const acting = actingPolicy(scenario, hyperparameters, weights);
  const visits = { scenario, policy: acting, episodes, seed, every, onProgress: progress };
  try {
    await visitDecisions(visits, ({ environment, agent, world, episode }) => {
      const explanations = explainers.map((each) => each.explain(environment, agent));
      const { agentSize } = scenario.observationLayout;
      const row = environment.agentRows.subarray(agent * agentSize, (agent + 1) * agentSize);
      const saliency = saliencies[agent % saliencies.length] as Saliency;
      const slopes = saliency.of(environment.worldRow, row);
      const [first] = explanations as [(typeof explanations)[number]];
      for (const rows of rowsOfParts(first, slopes, names)) {
        const of = figures.get(rows.part) as Map<string, Pooled>;
        for (const [name, value] of Object.entries(figuresOf(rows))) {
          const pooled = of.get(name) ?? new Pooled(rangeOf(name, scenario));
          of.set(name, pooled);
          pooled.add(world, value);
        }
      }
      agreements.add(world, explanations);
      decisions++;
      if (episode >= exampleEpisodes) return;
      const strength = Math.max(...first.influences.map(({ leftOut }) => leftOut.length));
      if (strength <= (examples.get(episode)?.strength ?? 0)) return;
      const time = environment.readings[agent]?.time ?? 0;
      examples.set(episode, { episode, time, why: sayWhy(first), strength });
    });
  } finally {
    acting.dispose();
  }
  pass++;
  const surgery = await operate({
    ...{ scenario, hyperparameters, weights, episodes, seed },
    onProgress: (done) => {
      const pause = progress(done);
      if (done === episodes) pass++;
      return pause;
    },
  });
  return {
    ...{ episodes, seed, every, decisions, judged: weights.critic !== undefined },
    parts: parts.map((part) =>
      partOf(part, figures.get(part) as Map<string, Pooled>, hyperparameters.heads, seed),
    ),
    surgery,
    agreement: agreements.estimates(seed),
    examples: [...examples.values()]
      .sort((a, b) => a.episode - b.episode)
      .map(({ strength: _, ...example }) => example),
  };
}

/** Of a figure of measure-decision.ts. */
function rangeOf(name: string, { action }: Scenario): readonly [number, number] {
  if (name === 'rows') return [0, Number.MAX_SAFE_INTEGER];
  if (name === 'leftOut') return [0, 2 * action.maxSpeed];
  return name.includes('×') ? [-1, 1] : [0, 1];
}

/** What the policy's attention goes over, in the order of the observation. */
function partNames({ observationLayout }: Scenario) {
  const { agent, world } = observationLayout;
  return {
    sets: agent.flatMap(({ part }) => (part.kind === 'set' ? [part.name] : [])),
    graphs: world.slice(0, 1).map(({ part }) => part.name),
  };
}

/** [G] */
function salienciesOf(
  { observationLayout: layout }: Scenario,
  { hyperparameters, weights }: ExaminedPolicy,
): Saliency[] {
  const { actor, critic } = createNetworks(layout, hyperparameters);
  const { groups } = hyperparameters;
  return Array.from({ length: groups }, (_, group) => {
    const saliency = new Saliency({ layout, actor, critic: weights.critic && critic });
    saliency.setWeights(weightsOfGroup(weights, groups, group));
    return saliency;
  });
}

function partOf(
  part: string,
  figures: ReadonlyMap<string, Pooled>,
  heads: number,
  seed: number,
): PartFaithfulness {
  const estimate = (name: string) =>
    figures.get(name)?.estimate(createRandom(seed, 'faithfulness', part, name)) ?? null;
  const headOf = (head: number | 'mean'): HeadFaithfulness => {
    const name = head === 'mean' ? head : `head ${head}`;
    return {
      head,
      entropy: estimate(`entropy of ${name}`),
      tau: Object.fromEntries(
        measures.map((measure) => [measure, estimate(`${name} × ${measure}`)]),
      ) as Record<Measure, Estimate | null>,
    };
  };
  return {
    part,
    decisions: figures.get('rows')?.count ?? 0,
    rows: estimate('rows')?.value ?? 0,
    heads: [headOf('mean'), ...Array.from({ length: heads }, (_, h) => headOf(h + 1))],
    between: {
      masked: estimate('leftOut × masked'),
      gradient: estimate('leftOut × gradient'),
    },
    top: estimate('top'),
    chance: estimate('chance')?.value ?? null,
    strongest: estimate('leftOut'),
  };
}
