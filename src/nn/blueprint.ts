/**
 * A network's parameters, apart from the network: a blueprint lists them (name, shape, how to
 * initialise), `Weights` holds one set of values. Layers are functions of (weights, input), so the
 * online network, its target and a policy in another thread share one definition.
 *
 * All values of one network stand in one flat Float32Array, in the order of declaration: that array
 * is what the optimiser walks, what travels between threads and what a checkpoint keeps.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Random } from '../core/random.ts';

export type Initial =
  /** Uniform in ± 1/√fanIn (Lillicrap et al. 2016, section 7). */
  | { readonly kind: 'fanIn'; readonly fanIn: number }
  /** Uniform in ± `bound`. */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface Slot {
  readonly index: number;
  readonly name: string;
  readonly shape: readonly number[];
  /** First value of the slot in the flat array. */
  readonly offset: number;
  readonly size: number;
  readonly initial: Initial;
}

export class Blueprint {
  readonly slots: Slot[] = [];
  size = 0;

  declare(name: string, shape: readonly number[], initial: Initial): Slot {
    if (this.slots.some((slot) => slot.name === name)) {
      throw new Error(`The parameter "${name}" is declared twice.`);
    }
    const size = shape.reduce((product, axis) => product * axis, 1);
    const slot = { index: this.slots.length, name, shape, offset: this.size, size, initial };
    this.slots.push(slot);
    this.size += size;
    return slot;
  }

  /** Fresh values [size] from a seeded stream. */
  initialValues(random: Random): Float32Array {
    const values = new Float32Array(this.size);
    for (const { offset, size, initial } of this.slots) {
      const bound =
        initial.kind === 'fanIn'
          ? 1 / Math.sqrt(initial.fanIn)
          : initial.kind === 'uniform'
            ? initial.bound
            : 0;
      for (let i = offset; i < offset + size; i++) {
        values[i] = initial.kind === 'constant' ? initial.value : random.range(-bound, bound);
      }
    }
    return values;
  }
}

/** One set of values of a blueprint as tfjs variables, one per slot. */
export class Weights {
  readonly blueprint: Blueprint;
  readonly variables: readonly tf.Variable[];

  constructor(blueprint: Blueprint, values: Float32Array, options: { trainable: boolean }) {
    this.blueprint = blueprint;
    this.variables = blueprint.slots.map((slot) =>
      tf.tidy(() =>
        tf.variable(tf.tensor(valuesOf(slot, values), [...slot.shape]), options.trainable),
      ),
    );
  }

  get(slot: Slot): tf.Tensor {
    return this.variables[slot.index] as tf.Variable;
  }

  /**
   * Replaces all values. New tensors, never a write into the old ones' memory: tfjs's wasm matrix
   * product keeps a packed copy of its right operand for as long as that tensor lives.
   */
  assign(values: Float32Array): void {
    for (const slot of this.blueprint.slots) {
      const tensor = tf.tensor(valuesOf(slot, values), [...slot.shape]);
      (this.variables[slot.index] as tf.Variable).assign(tensor);
      tensor.dispose();
    }
  }

  /** Reads all values back into one flat array [size]. */
  async read(): Promise<Float32Array> {
    const values = new Float32Array(this.blueprint.size);
    for (const slot of this.blueprint.slots) values.set(await this.get(slot).data(), slot.offset);
    return values;
  }

  dispose(): void {
    for (const variable of this.variables) variable.dispose();
  }
}

function valuesOf(slot: Slot, values: Float32Array): Float32Array {
  return values.slice(slot.offset, slot.offset + slot.size);
}
