/** Runs recorded kernels on WebGPU. */
import { InputError } from '../../core/input-error.ts';
import type { Phases, PlanRunner, Program, Region, RunnerOptions } from './runner.ts';

export class WebgpuRunner implements PlanRunner {
  readonly floats = undefined;
  static async start(_options: RunnerOptions): Promise<WebgpuRunner> {
    throw new InputError('WebGPU is not there yet.');
  }
  prepare(_phases: Phases): Program {
    return () => {};
  }
  write(_offset: number, _values: Float32Array): void {}
  async read(_regions: readonly Region[]): Promise<Float32Array[]> {
    return [];
  }
  dispose(): void {}
}
