/**
 * Several learners side by side, one for each group of agents that has parameters of its own. Each has networks,
 * targets, optimisers and random streams for itself, draws batches of what its own agents lived through, and knows
 * of the other groups what its agents observe of them: independent learners (Tan 1993, "Multi-Agent Reinforcement
 * Learning: Independent vs. Cooperative Agents"). They make their updates together, so one count is all's.
 */
import { createRandom } from '../core/random.ts';
import type { Actor } from '../nn/actor.ts';
import type { Critic } from '../nn/critic.ts';
import { normaliserOf } from '../nn/normaliser.ts';
import type { OptimiserState } from '../nn/optimiser-state.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import {
  joined,
  type Learner,
  type LearnerParts,
  type LearnerState,
  type Losses,
  networksPerGroup,
} from './learner.ts';

/** What a group's own learner is made of. */
export function partsOfGroup(parts: LearnerParts, group: number): LearnerParts {
  const { replay, demonstrations, normaliser, seed } = parts;
  const { groups } = parts.hyperparameters;
  return {
    ...parts,
    replay: replay.ofGroup(groups, group),
    demonstrations: demonstrations?.ofGroup(groups, group),
    normaliser: normaliserOf(normaliser, groups, group),
    seed: createRandom(seed, 'group', group).integer(2 ** 32),
  };
}

/** Of 0; NaN, as what has come furthest. */
const further = (a: number, b: number) => (Number.isNaN(a) || Math.abs(a) >= Math.abs(b) ? a : b);

export class GroupedLearner implements Learner {
  readonly hyperparameters: Hyperparameters;
  readonly #learners: readonly [Learner, ...Learner[]];

  /** `learners`: of every group, in their order. */
  constructor(learners: readonly [Learner, ...Learner[]]) {
    this.#learners = learners;
    this.hyperparameters = learners[0].hyperparameters;
  }

  /** The same for all, as shapes are. */
  get actor(): Actor {
    return this.#learners[0].actor;
  }

  get critic(): Critic {
    return this.#learners[0].critic;
  }

  get updates(): number {
    return this.#learners[0].updates;
  }

  update(): void {
    for (const learner of this.#learners) learner.update();
  }

  /** Means over the groups; but of Q what is furthest from 0, since one group may diverge alone. */
  async losses(): Promise<Losses> {
    const all = await Promise.all(this.#learners.map((learner) => learner.losses()));
    const mean = (of: (losses: Losses) => number) =>
      all.reduce((sum, losses) => sum + of(losses), 0) / all.length;
    return {
      critic: mean(({ critic }) => critic),
      actor: mean(({ actor }) => actor),
      q: all.map(({ q }) => q).reduce(further),
    };
  }

  async actorValues(): Promise<Float32Array> {
    return joined(await Promise.all(this.#learners.map((learner) => learner.actorValues())));
  }

  async criticValues(): Promise<Float32Array> {
    return joined(await Promise.all(this.#learners.map((learner) => learner.criticValues())));
  }

  async state(): Promise<LearnerState> {
    // All are asked before the first wait, so that the states are of one moment.
    const states = await Promise.all(this.#learners.map((learner) => learner.state()));
    return {
      updates: this.updates,
      random: states.flatMap(({ random }) => random),
      networks: states.flatMap(({ networks }) => networks),
    };
  }

  restore({ updates, random, networks }: LearnerState): void {
    this.#learners.forEach((learner, group) => {
      const own = random.slice(group, group + 1);
      learner.restore({ updates, random: own, networks: this.#networksOf(networks, group) });
    });
  }

  restoreNetworks(networks: readonly OptimiserState[]): void {
    this.#learners.forEach((learner, group) => {
      learner.restoreNetworks(this.#networksOf(networks, group));
    });
  }

  dispose(): void {
    for (const learner of this.#learners) learner.dispose();
  }

  #networksOf(networks: readonly OptimiserState[], group: number): readonly OptimiserState[] {
    const each = networksPerGroup(this.hyperparameters);
    return networks.slice(group * each, (group + 1) * each);
  }
}
