/**
 * Which backend the learner runs on, on this machine: WebGPU if it is there, an update there moves the
 * weights as it does on wasm, and takes less time; else wasm. Measured at the actual update, because
 * which one is faster depends on the network, the GPU and the driver.
 */
import { InputError } from '../core/input-error.ts';
import { createRandom } from '../core/random.ts';
import type { Scenario } from '../env/scenario.ts';
import {
  type LearnerBackend,
  type LearnerOptions,
  webgpuIsSoftware,
} from '../rl/create-learner.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { Learning } from './learning.ts';
import { makeUpRow } from './made-up-row.ts';

export interface BackendChoice {
  readonly backend: LearnerBackend;
  /**
   * The address asks for it; an update took less time on it; or WebGPU is there in software only, is not there,
   * or computes wrong gradients; or the graphics card was lost time and again.
   */
  readonly why: 'asked' | 'measured' | 'software' | 'missing' | 'wrong' | 'lost';
  /** The same in one English sentence. */
  readonly reason: string;
  /** Milliseconds of one update, where it was measured. */
  readonly measured?: { readonly webgpu?: number; readonly wasm?: number };
}

/** There is nothing to choose any more. */
export const withoutCard: BackendChoice = {
  ...{ backend: 'wasm', why: 'lost' },
  reason: 'Learning runs on wasm (the CPU): the graphics card was lost time and again.',
};

export interface ChooseOptions {
  readonly wanted?: LearnerBackend | 'auto';
  /** Milliseconds. */
  readonly clock: () => number;
  /** What the backends need of their surroundings. */
  readonly engine?: LearnerOptions;
}

/** Share of the target network that may end elsewhere: Adam makes a full step of a gradient that is rounding alone. */
const mostApart = 0.02;
/** In units of the change that an update makes. */
const farApart = 0.1;
/** Updates before the measured ones: shaders are compiled in the first. */
const unmeasured = 2;
const measuredUpdates = 4;
/** A backend whose first measured update is so many times slower than the other is not measured further. */
const hopeless = 2;

/** A learner over a replay of made-up rows. */
async function open(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  backend: LearnerBackend,
  engine: LearnerOptions,
): Promise<Learning> {
  const learning = await Learning.create({
    scenario,
    hyperparameters: { ...hyperparameters, replaySize: 1, warmup: 0, worlds: 1, demonstrations: 0 },
    seed: 0,
    ...{ backend, engine },
  });
  const random = createRandom(0, 'backend');
  for (let i = 0; i < hyperparameters.nStep + 2; i++) {
    learning.addRow(0, makeUpRow(learning.replay.row, random));
  }
  return learning;
}

/** Milliseconds of one update. */
async function timeUpdate(
  learning: Learning,
  clock: () => number,
  toBeat = Number.POSITIVE_INFINITY,
): Promise<number> {
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
  return best;
}

/** Whether one update ends at the same weights on both. */
async function agree(a: Learning, b: Learning): Promise<boolean> {
  const before = (await a.learner.state()).networks;
  a.update();
  b.update();
  const [ofA, ofB] = await Promise.all([a.learner.state(), b.learner.state()]);
  return before.every(({ online }, n) => {
    const here = ofA.networks[n]?.online as Float32Array;
    const there = ofB.networks[n]?.online as Float32Array;
    let apart = 0;
    for (let i = 0; i < online.length; i++) {
      const change = Math.abs((here[i] as number) - (online[i] as number));
      const difference = Math.abs((here[i] as number) - (there[i] as number));
      if (!(difference <= farApart * change + 1e-6)) apart++;
    }
    return apart <= mostApart * online.length;
  });
}

export async function chooseLearnerBackend(
  scenario: Scenario,
  hyperparameters: Hyperparameters,
  { wanted = 'auto', clock, engine = {} }: ChooseOptions,
): Promise<BackendChoice> {
  if (wanted === 'tfjs' || wanted === 'wasm') {
    return {
      backend: wanted,
      why: 'asked',
      reason: `Learning runs on ${wanted}, as the address asks.`,
    };
  }
  const onWasm = (why: BackendChoice['why'], because: string): BackendChoice => ({
    ...{ backend: 'wasm', why, reason: `Learning runs on wasm (the CPU): ${because}.` },
  });
  // To measure it would take a visitor's first half minute.
  if (wanted === 'auto' && (await webgpuIsSoftware())) {
    return onWasm('software', 'WebGPU is there in software only, which is slower');
  }
  let onGpu: Learning;
  try {
    onGpu = await open(scenario, hyperparameters, 'webgpu', engine);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return onWasm('missing', 'this browser or machine offers no WebGPU');
  }
  let onCpu: Learning | undefined;
  try {
    onCpu = await open(scenario, hyperparameters, 'wasm', engine);
    if (!(await agree(onCpu, onGpu))) {
      return onWasm('wrong', 'WebGPU computes wrong gradients on this machine');
    }
    if (wanted === 'webgpu') {
      const reason = 'Learning runs on WebGPU, as the address asks.';
      return { backend: 'webgpu', why: 'asked', reason };
    }
    const wasm = await timeUpdate(onCpu, clock);
    const webgpu = await timeUpdate(onGpu, clock, wasm);
    const measured = { webgpu, wasm };
    const figures = `an update takes ${webgpu.toFixed(0)} ms on WebGPU and ${wasm.toFixed(0)} ms on wasm`;
    if (webgpu < wasm) {
      const reason = `Learning runs on WebGPU: ${figures} here.`;
      return { backend: 'webgpu', why: 'measured', reason, measured };
    }
    return { ...onWasm('measured', `${figures} here`), measured };
  } finally {
    onCpu?.dispose();
    onGpu.dispose();
  }
}
