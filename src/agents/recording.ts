/**
 * A recording: what is needed to see a stretch of a world again as it was, and to work out why its agents did what
 * they did. It is a list of segments. Each begins with a keyframe, a state from which the world goes on to the bit,
 * and has the actions of the decisions that followed. Whatever does not follow in time (another layout, a person's
 * edit, a visitor who comes or goes) begins another segment.
 *
 * Plain data: recorder.ts writes it while a world lives, replay.ts plays it, recording-file.ts makes a file of it.
 * Axes: D decisions of a segment, A agents. Endianness: hashes are of numbers, not of bytes, so it does not matter.
 */
import { createHash } from '../core/hash.ts';
import type { EnvironmentState } from '../env/environment.ts';
import type { SettingValue } from '../env/settings.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { numbersOf } from '../world/saved-world.ts';

/** Weights that acted. Kept, not copied: nobody writes them. */
export interface ActingWeights {
  /** [actor | shift | scale] */
  readonly weights: Float32Array;
  /** Of the target critic, where one was known. */
  readonly critic: Float32Array | undefined;
  /** Updates that they had seen. */
  readonly updates: number;
}

export interface Segment {
  /** Decisions before it, counted from the recorder's beginning. */
  readonly first: number;
  readonly state: EnvironmentState;
  /** Of the state (`hashOf`). */
  readonly hash: string;
  /** Whether the decisions of the segment before lead to its state. */
  readonly follows: boolean;
  /** Decisions in it; arrays may have room for more. */
  readonly count: number;
  /** [D, 2A] desired velocities in the agents' frames, m/s. */
  readonly actions: Float32Array;
  /** [D, 2] what the visitor wants, m/s in the world frame. */
  readonly drive: Float64Array;
  /** [D] the weights that acted; undefined: none did (a baseline, agents that wander). */
  readonly acting: readonly (ActingWeights | undefined)[];
  /** [D] of the world after it (decision-hash.ts). */
  readonly hashes: Uint32Array;
  /** [D] an agent that met something in it; −1: nobody did. */
  readonly met: Int32Array;
}

export interface Recording {
  /** By its name. */
  readonly scenario: string;
  /** What was set of it. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly agents: number;
  readonly decisionSeconds: number;
  /** Whether its layout changes with time. */
  readonly renewsLayout: boolean;
  /** Of the network of the weights; undefined: no network acted. */
  readonly hyperparameters: Hyperparameters | undefined;
  /** In words, who acted: "heed", "orca". */
  readonly policy: string;
  /** At least one; oldest first. */
  readonly segments: readonly Segment[];
  /** Hash of the state after the last decision. */
  readonly endHash: string;
}

/** Decisions in it. */
export function decisionsIn(segments: readonly Pick<Segment, 'count'>[]): number {
  return segments.reduce((sum, { count }) => sum + count, 0);
}

/**
 * Of the world's numbers and the open episodes, in single precision: equal in two states from which the same follows,
 * as far as anybody could see.
 */
export function hashOf({ json, world }: EnvironmentState): string {
  const hash = createHash();
  hash.add(numbersOf(world));
  for (const values of Object.values(json.episodes)) hash.add(values);
  hash.addWords(json.random);
  hash.add([json.layoutStep]);
  return hash.digest();
}

/** Moments, in decisions from the beginning of the recording, after which somebody had met something. */
export function contactsIn(segments: readonly Segment[]): number[] {
  const found: number[] = [];
  let moment = 0;
  for (const { met, count } of segments) {
    for (let d = 0; d < count; d++) {
      moment++;
      if ((met[d] as number) >= 0) found.push(moment);
    }
  }
  return found;
}
