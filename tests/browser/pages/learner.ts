/** Hands the plan to a test that drives this page: single kernels, and learners on either runner. */
import { type KernelName, kernelArguments } from '../../../src/nn/plan/kernels.ts';
import { WebgpuRunner } from '../../../src/nn/plan/webgpu-runner.ts';
import type { Machine } from '../../../src/nn/plan/wgsl/form.ts';
import { casesOf, errorOf } from '../../nn/kernel-cases.ts';
import { learn, variants } from '../../rl/learner-variants.ts';

const learnerPage = {
  /** The cases of a kernel, as it is written for a machine, that end otherwise than plain loops, and how. */
  async wrongCases(kernel: KernelName, machine: Machine): Promise<string[]> {
    const wrong: string[] = [];
    for (const made of casesOf(kernel)) {
      const { arena, instruction } = made;
      const program = [[[instruction]]];
      const options = { arena: arena.length, programs: [program] };
      const runner = await WebgpuRunner.start(options, machine);
      runner.write(0, arena);
      runner.prepare(program)();
      const [after] = await runner.read([{ offset: 0, length: arena.length }]);
      runner.dispose();
      const error = errorOf(made, after as Float32Array);
      if (error !== undefined) wrong.push(`${made.name}: ${error}`);
    }
    return wrong;
  },
  kernels: Object.keys(kernelArguments) as KernelName[],

  /** What a learner of the named variant has learned, as what a page can hand over: plain arrays. */
  async learn(backend: 'webgpu' | 'wasm', name: string) {
    const variant = variants.find((one) => one.name === name);
    if (!variant) throw new Error(`No variant "${name}".`);
    const { losses, networks, slots } = await learn(backend, variant);
    const plain = networks.map(({ first, second, target }) => ({
      ...{ first: [...first], second: [...second], target: [...target] },
    }));
    return { losses, networks: plain, slots };
  },
};

declare global {
  interface Window {
    learnerPage: typeof learnerPage;
  }
}
window.learnerPage = learnerPage;
