/**
 * What a learner is: updates from a replay, and weights for those who act.
 *
 * Axes: G groups of agents that have parameters of their own; 1 unless hyperparameters say otherwise.
 */
import type { RandomState } from '../core/random.ts';
import type { ObservationLayout } from '../core/spec.ts';
import { type Actor, createActor } from '../nn/actor.ts';
import { type Critic, createCritic } from '../nn/critic.ts';
import type { Normaliser } from '../nn/normaliser.ts';
import type { OptimiserState } from '../nn/optimiser-state.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import type { Replay } from './replay.ts';

/** Of the latest update. */
export interface Losses {
  readonly critic: number;
  /** Of the latest update that stepped the actor. */
  readonly actor: number;
  /** Mean of Q over executed actions: diverges first when learning does. */
  readonly q: number;
}

export interface LearnerState {
  readonly updates: number;
  /** [G] */
  readonly random: readonly RandomState[];
  /** [G, `networksPerGroup`]: actor first, then one or two critics. */
  readonly networks: readonly OptimiserState[];
}

export interface LearnerParts {
  readonly replay: Replay;
  /** Rows to learn from besides, at the beginning (draw-batch.ts). */
  readonly demonstrations?: Replay | undefined;
  /** Of all groups. */
  readonly normaliser: Normaliser;
  readonly hyperparameters: Hyperparameters;
  readonly gamma: number;
  readonly seed: number;
}

export interface Learner {
  readonly actor: Actor;
  readonly critic: Critic;
  readonly hyperparameters: Hyperparameters;
  readonly updates: number;
  /** One update from the replay. */
  update(): void;
  /** Losses of the latest update; waits for the device. */
  losses(): Promise<Losses>;
  /** [G, actor size] the target actor: what acts and what is deployed. */
  actorValues(): Promise<Float32Array>;
  /** [G, critic size] the target critic, of two the first: who judges what acts. */
  criticValues(): Promise<Float32Array>;
  state(): Promise<LearnerState>;
  restore(state: LearnerState): void;
  /** Networks alone: updates, random stream and replay go on. */
  restoreNetworks(networks: readonly OptimiserState[]): void;
  dispose(): void;
}

/** What the actor's shape follows from. */
export function networkOptions(hyperparameters: Hyperparameters) {
  const { attention, channels, heads, setGraphRounds, setBlocks, graphRounds, goalRounds } =
    hyperparameters;
  const { hidden, layerNorm } = hyperparameters;
  return {
    attention,
    channels,
    heads,
    setGraphRounds,
    setBlocks,
    graphRounds,
    goalRounds,
    hidden: [hidden, hidden],
    layerNorm,
  };
}

export function createNetworks(layout: ObservationLayout, hyperparameters: Hyperparameters) {
  const options = networkOptions(hyperparameters);
  const { quantiles } = hyperparameters;
  return {
    actor: createActor(layout, options),
    critic: createCritic(layout, { ...options, quantiles }),
  };
}

/** How many networks a group has. */
export const networksPerGroup = ({ twin }: Hyperparameters) => (twin ? 3 : 2);

/** One after the other. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** κ of the quantile Huber loss, in units of return; algorithms/distributional.ts says why. */
export const huberWidth = 0.05;

/** |u| beyond which the squash hardly moves: what is further out is penalised. */
export const usefulReach = 2;

/** What falls linearly to a share of itself over `decayUpdates`, after so many updates. */
export function decayed(
  value: number,
  { decayUpdates }: Hyperparameters,
  updates: number,
  share = 0.1,
): number {
  if (decayUpdates === 0) return value;
  return value * (1 - (1 - share) * Math.min(1, updates / decayUpdates));
}
