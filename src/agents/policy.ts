/**
 * Whatever chooses actions: a learned network, or a baseline. It acts for several worlds at once, so
 * that a network can do all of them in one pass.
 */
import type { Environment } from '../env/environment.ts';

export interface Policy {
  readonly name: string;
  /** Forgets everything of earlier episodes. */
  reset?(): void;
  /** Writes the actions of environment i, [A, 2] in m/s in the agent frame, to `actions[i]`. */
  act(environments: readonly Environment[], actions: readonly Float32Array[]): void;
}
