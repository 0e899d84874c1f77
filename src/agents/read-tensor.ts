/** One network's values out of a safetensors file: of the right shape, and all of them numbers. */
import { InputError } from '../core/input-error.ts';
import type { Tensor } from '../storage/safetensors.ts';

export function readTensor(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  shape: readonly number[],
  where: string,
): Float32Array {
  const tensor = tensors.get(name);
  if (`${tensor?.shape}` !== `${shape}`) {
    const got = tensor ? `[${tensor.shape}]` : 'none';
    throw new InputError(
      `${where}: expected [${shape}] values called "${name}", but got ${got}: it is of another network.`,
    );
  }
  const { values } = tensor as Tensor;
  if (!values.every((value) => Number.isFinite(value))) {
    throw new InputError(
      `${where}: expected the values called "${name}" to be numbers, but not all are: this run has diverged, start a new one.`,
    );
  }
  return values;
}
