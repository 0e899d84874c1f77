/**
 * The layers that everything else is made of. Axes: N rows, I inputs, O outputs, C channels.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Blueprint, Initial, Weights } from './blueprint.ts';

export type Layer = (weights: Weights, x: tf.Tensor2D) => tf.Tensor2D;

export interface DenseOptions {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation?: 'linear' | 'relu';
  readonly bias?: boolean;
  readonly initial?: Initial;
}

/**
 * x [N, I] → x · W + b [N, O], with ReLU if asked (the source's `ReLU(W h + b)`). Of no inputs (agents
 * that sense no vector, edges without features) only b is left.
 */
export function dense(blueprint: Blueprint, name: string, options: DenseOptions): Layer {
  const { inputs, outputs, activation = 'linear', bias = true } = options;
  const initial = options.initial ?? { kind: 'fanIn', fanIn: Math.max(1, inputs) };
  if (inputs === 0) return constant(blueprint, name, { ...options, initial });
  const kernel = blueprint.declare(`${name}/kernel`, [inputs, outputs], initial);
  const offset = bias ? blueprint.declare(`${name}/bias`, [outputs], initial) : undefined;
  return (weights, x) =>
    tf.fused.matMul({
      a: x,
      b: weights.get(kernel),
      ...(offset ? { bias: weights.get(offset) } : {}),
      activation,
    }) as tf.Tensor2D;
}

/** What `dense` is without inputs: tfjs's product of [N, 0] and [0, O] is whatever the memory held. */
function constant(
  blueprint: Blueprint,
  name: string,
  { outputs, activation, bias = true, initial }: DenseOptions & { readonly initial: Initial },
): Layer {
  const offset = bias ? blueprint.declare(`${name}/bias`, [outputs], initial) : undefined;
  return (weights, x) => {
    const nothing = tf.zeros([x.shape[0], outputs]);
    const sum = offset ? tf.add(nothing, weights.get(offset)) : nothing;
    return (activation === 'relu' ? tf.relu(sum) : sum) as tf.Tensor2D;
  };
}

/** Layer normalisation over the last axis (Ba et al. 2016): x [N, C] → [N, C], learned gain and shift. */
export function layerNorm(blueprint: Blueprint, name: string, channels: number): Layer {
  const gain = blueprint.declare(`${name}/gain`, [channels], { kind: 'constant', value: 1 });
  const shift = blueprint.declare(`${name}/shift`, [channels], { kind: 'constant', value: 0 });
  return (weights, x) => {
    const centred = tf.sub(x, tf.mean(x, 1, true));
    const variance = tf.mean(tf.square(centred), 1, true);
    const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-5)));
    return tf.add(tf.mul(normal, weights.get(gain)), weights.get(shift)) as tf.Tensor2D;
  };
}

/** Hidden ReLU layers of the given widths, each with an optional layer norm before its ReLU. */
export function multilayer(
  blueprint: Blueprint,
  name: string,
  options: { inputs: number; widths: readonly number[]; layerNorm: boolean },
): Layer {
  let inputs = options.inputs;
  const layers = options.widths.map((outputs, i) => {
    const linear = dense(blueprint, `${name}/${i}`, {
      inputs,
      outputs,
      activation: options.layerNorm ? 'linear' : 'relu',
    });
    inputs = outputs;
    if (!options.layerNorm) return linear;
    const norm = layerNorm(blueprint, `${name}/${i}/norm`, outputs);
    return (weights: Weights, x: tf.Tensor2D) => tf.relu(norm(weights, linear(weights, x)));
  });
  return (weights, x) => layers.reduce((h, layer) => layer(weights, h), x);
}

const leak = 0.2;

/**
 * LeakyReLU with slope 0.2 (the GAT papers' choice), through `step`: tfjs's own wasm kernel for it
 * is 15 times slower than a product.
 */
export const leakyRelu = tf.customGrad((x, save) => {
  const slope = tf.step(x as tf.Tensor, leak);
  (save as tf.GradSaveFunc)([slope]);
  return {
    value: tf.mul(x as tf.Tensor, slope),
    gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, saved[0] as tf.Tensor),
  };
}) as (x: tf.Tensor) => tf.Tensor;
