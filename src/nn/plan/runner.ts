/**
 * What runs recorded kernels (recorder.ts): wasm-runner.ts in this thread, threaded-runner.ts in several,
 * webgpu-runner.ts on a GPU.
 */
import type { Instruction } from './kernels.ts';

/**
 * A program as phases: in each phase every thread has a list of kernels, and no thread begins a phase
 * before all have ended the one before. [phase][thread]
 */
export type Phases = readonly (readonly (readonly Instruction[])[])[];

/** Phases made ready to be run again and again. */
export type Program = () => void;

export interface Region {
  /** Floats from the beginning of the arena. */
  readonly offset: number;
  readonly length: number;
}

export interface PlanRunner {
  /** The arena itself where this thread can see it: inputs are then written in place. */
  readonly floats: Float32Array | undefined;
  prepare(phases: Phases): Program;
  /** Copies into the arena before whatever is run next. */
  write(offset: number, values: Float32Array): void;
  /** Copies of regions, all of the moment of the call. */
  read(regions: readonly Region[]): Promise<Float32Array[]>;
  dispose(): void;
}

export interface RunnerOptions {
  /** Floats of the arena. */
  readonly arena: number;
  /** All that will be prepared. */
  readonly programs: readonly Phases[];
}

/** The lists of a program that was recorded for one thread, in order. */
export function singleThread(phases: Phases): readonly (readonly Instruction[])[] {
  return phases.map((lists) => {
    if (lists.length !== 1) throw new Error(`Expected one thread, but got ${lists.length}.`);
    return lists[0] as readonly Instruction[];
  });
}
