/**
 * A watchdog at work on a learning: keeps the networks (with targets and optimiser) and the normaliser
 * of the best look, and puts them back when learning has collapsed.
 *
 * What is put back is what diverges. Counts of updates and steps, the random stream, the statistics and
 * the replay go on, so that the second try draws other batches than the first, and no update number
 * comes twice. Replayed experience of the collapsed policy stays too: it is off-policy, and true.
 * Groups of agents go back together, since a look sees their common success.
 */
import type { PolicyWeights } from '../nn/inference.ts';
import type { Normaliser } from '../nn/normaliser.ts';
import type { OptimiserState } from '../nn/optimiser-state.ts';
import { joined, type LearnerState, networksPerGroup } from '../rl/learner.ts';
import type { Learning } from './learning.ts';
import {
  beginWatchdog,
  type Collapse,
  collapseInWords,
  type Judgement,
  judge,
  type Look,
  type WatchdogState,
} from './watchdog.ts';

/** What of a learner is put back. */
export interface KeptNetworks {
  /** Of every group, actor first, then the critics. */
  readonly networks: readonly OptimiserState[];
  readonly normaliser: Normaliser;
}

export interface Rollback {
  /** Updates done when the collapse was noticed. */
  readonly updates: number;
  /** Updates done when the networks that were put back were kept. */
  readonly to: number;
  readonly collapse: Collapse;
  /** The same in one English sentence, as reports of a training have it. */
  readonly reason: string;
}

/** What a look sees of episodes; the learner's own figures are read here. */
export type Evidence = Pick<Look, 'successes' | 'episodes' | 'returnMean'>;

export interface LookOutcome extends Omit<Judgement, 'state'> {
  readonly look: Look;
  readonly rollback: Rollback | undefined;
}

export class Watch {
  state: WatchdogState;
  best: KeptNetworks;
  /** A look at the end of the run, if it was better than the best. */
  closing: Look | undefined;
  readonly #learning: Learning;

  constructor(learning: Learning, state: WatchdogState, best: KeptNetworks) {
    this.#learning = learning;
    this.state = state;
    this.best = best;
  }

  /** Until a look says otherwise, the present networks are what it would go back to. */
  static async begin(learning: Learning): Promise<Watch> {
    const { updates, agentSteps } = learning;
    const normaliser = copyOf(learning.normaliser);
    const { networks } = await learning.learner.state();
    return new Watch(learning, beginWatchdog({ updates, agentSteps }), { networks, normaliser });
  }

  /** Keeps the best, puts it back after a collapse. */
  async look(evidence: Evidence): Promise<LookOutcome> {
    const { look, largest, networks, normaliser } = await this.#see(evidence);
    const { state, ...judgement } = judge(this.state, look, largest);
    const { verdict, collapse } = judgement;
    this.state = state;
    this.closing = undefined;
    if (verdict === 'best') this.best = { networks, normaliser };
    const rollback = collapse && this.rollBack(collapse);
    return { ...judgement, look, rollback };
  }

  /**
   * A look at the end of the run, which decides what is for use and nothing else: a run that is resumed
   * goes on as if it had never been taken, as it was not in one that did not end there.
   */
  async close(evidence: Evidence): Promise<void> {
    const { look, largest } = await this.#see(evidence);
    this.closing = judge(this.state, look, largest).verdict === 'best' ? look : undefined;
  }

  async #see(evidence: Evidence): Promise<{ look: Look; largest: number } & KeptNetworks> {
    const { updates, agentSteps, learner } = this.#learning;
    const largest = this.#learning.largestValue();
    const normaliser = copyOf(this.#learning.normaliser);
    const [{ q }, { networks }] = await Promise.all([learner.losses(), learner.state()]);
    const qMean = areFinite(networks) ? q : Number.NaN;
    return { look: { updates, agentSteps, ...evidence, qMean }, largest, networks, normaliser };
  }

  /** Without a look, for who has seen a collapse already. */
  rollBack(collapse: Collapse): Rollback {
    const { learner, normaliser, updates } = this.#learning;
    learner.restoreNetworks(this.best.networks);
    normaliser.shift.set(this.best.normaliser.shift);
    normaliser.scale.set(this.best.normaliser.scale);
    this.state = { ...this.state, falls: 0 };
    return { updates, to: this.state.best.updates, collapse, reason: collapseInWords(collapse) };
  }

  /** Undefined before the first look. */
  get bestLook(): Look | undefined {
    const { best } = this.state;
    return this.closing ?? (best.episodes > 0 ? best : undefined);
  }

  /** The target actor of the best look; undefined if these are the learning's own weights. */
  bestWeights(): PolicyWeights | undefined {
    if (!this.bestLook || this.closing) return undefined;
    const each = networksPerGroup(this.#learning.hyperparameters);
    const actors = this.best.networks.filter((_, i) => i % each === 0);
    return { actor: joined(actors.map(({ target }) => target)), ...this.best.normaliser };
  }
}

/**
 * The newest weights to act by. Those that are no numbers are never given to actors: what they would do is no
 * experience, and would be in the replay for long. The best ones are put back at once instead.
 */
export async function soundWeights(
  learning: Learning,
  watch: Watch | undefined,
): Promise<{ weights: PolicyWeights; rollback?: Rollback }> {
  const weights = await learning.weights();
  if (!watch || weights.actor.every(Number.isFinite)) return { weights };
  const rollback = watch.rollBack({ is: 'no-number', of: 'actor' });
  return { weights: await learning.weights(), rollback };
}

function copyOf({ shift, scale }: Normaliser): Normaliser {
  return { shift: shift.slice(), scale: scale.slice() };
}

function areFinite(networks: LearnerState['networks']): boolean {
  return networks.every(({ online, target, first, second }) =>
    [online, target, first, second].every((values) => values.every(Number.isFinite)),
  );
}
