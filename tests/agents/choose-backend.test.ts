/** Which backend learns, where starting one and the time of an update are made up. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, expect, it, vi } from 'vitest';
import { type ChooseOptions, chooseLearnerBackend } from '../../src/agents/choose-backend.ts';
import { InputError } from '../../src/core/input-error.ts';
import type { BackendName } from '../../src/nn/backend.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

const machine = vi.hoisted(() => ({
  started: [] as string[],
  webgpu: 'there' as 'there' | 'missing' | 'broken',
  gradientError: 0,
  /** Milliseconds of an update. */
  speed: { webgpu: 10, wasm: 20, cpu: 1000 } as Record<string, number>,
  looks: { webgpu: 0, wasm: 0, cpu: 0 } as Record<string, number>,
}));

vi.mock('../../src/nn/backend.ts', async (load) => {
  const { startBackend } = await load<typeof import('../../src/nn/backend.ts')>();
  const { InputError: Refusal } = await import('../../src/core/input-error.ts');
  return {
    // Whatever it is called, it is plain JavaScript.
    async startBackend(name: BackendName) {
      if (name === 'webgpu' && machine.webgpu === 'missing') throw new Refusal('No WebGPU.');
      if (name === 'webgpu' && machine.webgpu === 'broken') throw new TypeError('a mistake');
      machine.started.push(name);
      await startBackend('cpu');
    },
  };
});
vi.mock('../../src/nn/self-test.ts', () => ({ gradientError: async () => machine.gradientError }));

/** Between any two looks at it one update passes. */
function createClock() {
  let now = 0;
  return () => {
    const running = machine.started.at(-1) as string;
    machine.looks[running] = (machine.looks[running] ?? 0) + 1;
    now += machine.speed[running] ?? 0;
    return now;
  };
}

const choose = (wanted?: ChooseOptions['wanted']) =>
  chooseLearnerBackend(quickPlaza, tiny, {
    clock: createClock(),
    ...(wanted === undefined ? {} : { wanted }),
  });

beforeEach(() => {
  machine.started.length = 0;
  machine.webgpu = 'there';
  machine.gradientError = 1e-6;
  machine.speed = { webgpu: 10, wasm: 20, cpu: 1000 };
  machine.looks = { webgpu: 0, wasm: 0, cpu: 0 };
});

/** What was chosen is also what runs when the choice is told. */
async function expectChoice(wanted: ChooseOptions['wanted'], backend: BackendName, reason: RegExp) {
  const choice = await choose(wanted);
  expect(choice.backend).toBe(backend);
  expect(choice.reason).toMatch(reason);
  expect(choice.reason).toMatch(/^Learning runs on [^\n]+\.$/);
  expect(machine.started.at(-1)).toBe(backend);
  return choice;
}

it('choose backend: what the address asks for is taken, wasm and cpu without any look', async () => {
  for (const wanted of ['wasm', 'cpu'] as const) {
    machine.started.length = 0;
    expect(await expectChoice(wanted, wanted, /as the address asks/)).not.toHaveProperty(
      'measured',
    );
    expect(machine.started).toEqual([wanted]);
  }
  expect(machine.looks).toEqual({ webgpu: 0, wasm: 0, cpu: 0 });
});

it('choose backend: WebGPU that is asked for is taken if its gradients are right, however slow', async () => {
  machine.speed.webgpu = 1e6;
  const choice = await expectChoice('webgpu', 'webgpu', /WebGPU, as the address asks/);
  expect(choice).not.toHaveProperty('measured');
  machine.gradientError = 0.5;
  await expectChoice('webgpu', 'wasm', /wrong gradients/);
  machine.webgpu = 'missing';
  await expectChoice('webgpu', 'wasm', /offers no WebGPU/);
});

it('choose backend: by itself it takes WebGPU where an update is faster there', async () => {
  const choice = await expectChoice(
    undefined,
    'webgpu',
    /^Learning runs on WebGPU: an update takes 10 ms on WebGPU and 20 ms on wasm here\.$/,
  );
  expect(choice.measured).toEqual({ webgpu: 10, wasm: 20 });
});

it('choose backend: by itself it takes wasm where WebGPU is slower, or no faster', async () => {
  for (const webgpu of [30, 20]) {
    machine.speed.webgpu = webgpu;
    const choice = await expectChoice('auto', 'wasm', new RegExp(`takes ${webgpu} ms on WebGPU`));
    expect(choice.measured).toEqual({ webgpu, wasm: 20 });
  }
});

it('choose backend: a WebGPU that is far too slow is not measured to the end', async () => {
  await expectChoice('auto', 'webgpu', /./);
  const whole = machine.looks.webgpu as number;
  machine.looks.webgpu = 0;
  machine.speed.webgpu = 41;
  await expectChoice('auto', 'wasm', /takes 41 ms on WebGPU/);
  expect(machine.looks.webgpu).toBeLessThan(whole);
});

it('choose backend: without WebGPU, or with one that computes wrongly, it is wasm', async () => {
  machine.webgpu = 'missing';
  await expectChoice('auto', 'wasm', /this browser or machine offers no WebGPU\.$/);
  machine.webgpu = 'there';
  for (const error of [0.1, Number.NaN]) {
    machine.gradientError = error;
    await expectChoice('auto', 'wasm', /WebGPU computes wrong gradients on this machine\.$/);
  }
});

it('choose backend: a mistake of ours is not taken for a machine without WebGPU', async () => {
  machine.webgpu = 'broken';
  await expect(choose('auto')).rejects.toThrow(TypeError);
  await expect(choose('auto')).rejects.not.toThrow(InputError);
});

it('choose backend: leaves no tensors behind', async () => {
  await choose('auto');
  const { numTensors } = tf.memory();
  await choose('auto');
  expect(tf.memory().numTensors).toBe(numTensors);
});
