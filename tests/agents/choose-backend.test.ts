/** Which backend learns, where the learners, what they compute and how long it takes are made up. */
import { beforeEach, expect, it, vi } from 'vitest';
import { type ChooseOptions, chooseLearnerBackend } from '../../src/agents/choose-backend.ts';
import { InputError } from '../../src/core/input-error.ts';
import type { LearnerBackend } from '../../src/rl/create-learner.ts';
import type { Learner, LearnerParts, LearnerState } from '../../src/rl/learner.ts';
import { quickPlaza, tiny } from './tiny-run.ts';

const machine = vi.hoisted(() => ({
  webgpu: 'there' as 'there' | 'software' | 'missing' | 'broken',
  /** Milliseconds, by updates alone. */
  now: 0,
  /** Of an update. */
  speed: {} as Record<string, number>,
  updates: {} as Record<string, number>,
  opened: [] as string[],
  disposed: [] as string[],
  /** How an update on WebGPU moves weight `i` of a thousand; on wasm it moves each by 0.01. */
  move: (_i: number): number => 0.01,
}));
const weights = 1000;

vi.mock('../../src/rl/create-learner.ts', () => ({
  webgpuIsSoftware: async () => machine.webgpu === 'software',
  async createLearner(_parts: LearnerParts, backend: LearnerBackend): Promise<Partial<Learner>> {
    if (backend === 'webgpu' && machine.webgpu === 'missing') throw new InputError('No WebGPU.');
    if (backend === 'webgpu' && machine.webgpu === 'broken') throw new TypeError('a mistake');
    machine.opened.push(backend);
    const online = Float32Array.from({ length: weights }, (_, i) => i / weights);
    return {
      updates: 0,
      update() {
        machine.now += machine.speed[backend] as number;
        machine.updates[backend] = (machine.updates[backend] ?? 0) + 1;
        for (let i = 0; i < weights; i++) {
          online[i] = (online[i] as number) + (backend === 'webgpu' ? machine.move(i) : 0.01);
        }
      },
      losses: async () => ({ critic: 0, actor: 0, q: 0 }),
      state: async () => ({ networks: [{ online: online.slice() }] }) as unknown as LearnerState,
      dispose: () => machine.disposed.push(backend),
    };
  },
}));

const choose = (wanted?: ChooseOptions['wanted']) =>
  chooseLearnerBackend(quickPlaza, tiny, {
    clock: () => machine.now,
    ...(wanted === undefined ? {} : { wanted }),
  });

beforeEach(() => {
  machine.webgpu = 'there';
  machine.speed = { webgpu: 10, wasm: 20 };
  machine.updates = {};
  machine.opened = [];
  machine.disposed = [];
  machine.move = () => 0.01;
});

async function expectChoice(
  wanted: ChooseOptions['wanted'],
  backend: LearnerBackend,
  reason: RegExp,
) {
  const choice = await choose(wanted);
  expect(choice.backend).toBe(backend);
  expect(choice.reason).toMatch(reason);
  expect(choice.reason).toMatch(/^Learning runs on [^\n]+\.$/);
  return choice;
}

it('choose backend: what the address asks for is taken, wasm and tfjs without any look', async () => {
  for (const wanted of ['wasm', 'tfjs'] as const) {
    expect(await expectChoice(wanted, wanted, /as the address asks/)).not.toHaveProperty(
      'measured',
    );
  }
  expect(machine.opened).toEqual([]);
});

it('choose backend: WebGPU that is asked for is taken if it computes rightly, however slow', async () => {
  machine.speed.webgpu = 1e6;
  const choice = await expectChoice('webgpu', 'webgpu', /WebGPU, as the address asks/);
  expect(choice).not.toHaveProperty('measured');
  machine.move = () => -0.01;
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
  const whole = machine.updates.webgpu as number;
  machine.updates.webgpu = 0;
  machine.speed.webgpu = 41;
  await expectChoice('auto', 'wasm', /takes 41 ms on WebGPU/);
  expect(machine.updates.webgpu).toBeLessThan(whole);
});

it('choose backend: WebGPU in software is not even tried, unless it is asked for', async () => {
  machine.webgpu = 'software';
  await expectChoice('auto', 'wasm', /WebGPU is there in software only/);
  expect(machine.opened).toEqual([]);
  await expectChoice('webgpu', 'webgpu', /as the address asks/);
});

it('choose backend: without WebGPU, or with one that computes wrongly, it is wasm', async () => {
  machine.webgpu = 'missing';
  await expectChoice('auto', 'wasm', /this browser or machine offers no WebGPU\.$/);
  machine.webgpu = 'there';
  const wrong = [
    (i: number) => (i % 20 === 0 ? -0.01 : 0.01),
    () => 0.013,
    () => 0,
    () => Number.NaN,
  ];
  for (const move of wrong) {
    machine.move = move;
    await expectChoice('auto', 'wasm', /WebGPU computes wrong gradients on this machine\.$/);
  }
});

it('choose backend: rounding is no wrong gradient, even where Adam makes a full step of it', async () => {
  machine.move = (i) => (i % 100 === 0 ? -0.01 : 0.01001);
  await expectChoice('auto', 'webgpu', /./);
});

it('choose backend: a mistake of ours is not taken for a machine without WebGPU', async () => {
  machine.webgpu = 'broken';
  await expect(choose('auto')).rejects.toThrow(TypeError);
  await expect(choose('auto')).rejects.not.toThrow(InputError);
});

it('choose backend: leaves no learner behind, whatever comes out', async () => {
  for (const wanted of ['auto', 'webgpu'] as const) {
    for (const move of [() => 0.01, () => Number.NaN]) {
      machine.opened = [];
      machine.disposed = [];
      machine.move = move;
      await choose(wanted);
      expect(machine.opened).toEqual(['webgpu', 'wasm']);
      expect(machine.disposed.sort()).toEqual(['wasm', 'webgpu']);
    }
  }
});
