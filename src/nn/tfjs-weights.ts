/**
 * One set of values of a blueprint as tfjs variables, one per slot. Apart from blueprint.ts, so that
 * who only acts loads no tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Slot } from './blueprint.ts';

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
