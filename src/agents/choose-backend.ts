/**
 * Which backend the learner runs on, on this machine: WebGPU if it is there, its gradients are right
 * and one real update is faster than on wasm; else wasm. Measured at the actual update, because which
 * one is faster depends on the network, the GPU and the driver.
 */
import { InputError } from '../core/input-error.ts';
import { flags } from '../core/transition-row.ts';
import type { Scenario } from '../env/scenario.ts';
import { type BackendName, type BackendOptions, startBackend } from '../nn/backend.ts';
import { gradientError } from '../nn/self-test.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { Learning } from './learning.ts';

export interface BackendChoice {
  readonly backend: BackendName;
  /** One sentence for a person. */
  readonly reason: string;
  /** Milliseconds of one update, where it was measured. */
  readonly measured?: { readonly webgpu?: number; readonly wasm?: number };
}

export interface ChooseOptions extends BackendOptions {
  readonly wanted?: BackendName | 'auto';
  /** Milliseconds. */
  readonly clock: () => number;
}

const largestGradientError = 1e-3;
/** Updates before the measured ones: shaders are compiled and buffers made in the first. */
const unmeasured = 2;
const measuredUpdates = 4;
/** A backend whose first measured update is so many times slower than the other is not measured further. */
const hopeless = 2;

/** Milliseconds of one update on the backend that runs now, over a replay of made-up rows. */
async function timeUpdate(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  clock: () => number,
  toBeat = Number.POSITIVE_INFINITY,
): Promise<number> {
  const learning = await Learning.create({
    scenario,
    hyperparameters: { ...hyperparameters, replaySize: 1, warmup: 0, worlds: 1 },
    seed: 0,
  });
  const { row } = learning.replay;
  const made = new Float32Array(row.size);
  made.fill(flags.continues, row.flagOffset);
  for (let i = 0; i < hyperparameters.nStep + 2; i++) learning.addRow(0, made);
  const timed = async () => {
    const start = clock();
    learning.update();
    await learning.losses();
    return clock() - start;
  };
  for (let i = 0; i < unmeasured; i++) await timed();
  let best = await timed();
  for (let i = 1; i < measuredUpdates && best < hopeless * toBeat; i++) {
    best = Math.min(best, await timed());
  }
  learning.dispose();
  return best;
}

export async function chooseLearnerBackend(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  options: ChooseOptions,
): Promise<BackendChoice> {
  const { wanted = 'auto', clock } = options;
  if (wanted !== 'auto' && wanted !== 'webgpu') {
    await startBackend(wanted, options);
    return { backend: wanted, reason: `Learning runs on ${wanted}, as the address asks.` };
  }
  const onWasm = async (why: string): Promise<BackendChoice> => {
    await startBackend('wasm', options);
    return { backend: 'wasm', reason: `Learning runs on wasm (the CPU): ${why}.` };
  };
  let wasm = Number.POSITIVE_INFINITY;
  if (wanted === 'auto') {
    await startBackend('wasm', options);
    wasm = await timeUpdate(scenario, hyperparameters, clock);
  }
  try {
    await startBackend('webgpu', options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return onWasm('this browser or machine offers no WebGPU');
  }
  const error = await gradientError();
  if (!(error <= largestGradientError)) {
    return onWasm('WebGPU computes wrong gradients on this machine');
  }
  if (wanted === 'webgpu') {
    return { backend: 'webgpu', reason: 'Learning runs on WebGPU, as the address asks.' };
  }
  const webgpu = await timeUpdate(scenario, hyperparameters, clock, wasm);
  const measured = { webgpu, wasm };
  const figures = `an update takes ${webgpu.toFixed(0)} ms on WebGPU and ${wasm.toFixed(0)} ms on wasm`;
  if (webgpu < wasm) {
    return { backend: 'webgpu', reason: `Learning runs on WebGPU: ${figures} here.`, measured };
  }
  return { ...(await onWasm(`${figures} here`)), measured };
}
