/** Every kernel of the plan in WGSL, for the WebGPU runner. */
import type { Instruction, KernelName } from '../kernels.ts';
import { kernelArguments } from '../kernels.ts';
import { attention } from './attention.ts';
import { distance } from './distance.ts';
import type { Dispatch, Form, Forms, Machine } from './form.ts';
import { graph } from './graph.ts';
import { leakyScores } from './leaky-scores.ts';
import { learning } from './learning.ts';
import { observation } from './observation.ts';
import { products } from './products.ts';
import { rowsAndColumns } from './rows-and-columns.ts';

const forms: Forms<KernelName> = {
  ...products,
  ...rowsAndColumns,
  ...attention,
  ...leakyScores,
  ...graph,
  ...distance,
  ...learning,
  ...observation,
};

export function dispatchOf({ kernel, values }: Instruction, machine: Machine): Dispatch {
  const named = Object.fromEntries(
    kernelArguments[kernel].map((name, i) => [name, values[i] as number]),
  );
  return (forms[kernel] as Form<KernelName>)(named as never, kernel, machine);
}
