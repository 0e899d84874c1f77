/** What runs recorded kernels (recorder.ts): wasm-runner.ts in this thread, webgpu-runner.ts on a GPU. */
import type { Instruction } from './kernels.ts';

/** A list of kernels made ready to be run again and again. */
export type Program = () => void;

export interface Region {
  /** Floats from the beginning of the arena. */
  readonly offset: number;
  readonly length: number;
}

export interface PlanRunner {
  /** The arena itself where this thread can see it: inputs are then written in place. */
  readonly floats: Float32Array | undefined;
  prepare(instructions: readonly Instruction[]): Program;
  /** Copies into the arena before whatever is run next. */
  write(offset: number, values: Float32Array): void;
  /** Copies of regions, all of the moment of the call. */
  read(regions: readonly Region[]): Promise<Float32Array[]>;
  dispose(): void;
}

export interface RunnerOptions {
  /** Floats of the arena. */
  readonly arena: number;
  /** All lists that will be prepared. */
  readonly programs: readonly (readonly Instruction[])[];
}
