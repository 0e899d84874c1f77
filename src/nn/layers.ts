/**
 * The layers that everything else is made of. Axes: N rows, I inputs, O outputs, C channels.
 */
import type { Blueprint, Initial } from './blueprint.ts';
import type { Engine } from './engine.ts';

export type Layer = <T>(engine: Engine<T>, x: T) => T;

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
  const { inputs, outputs, activation = 'linear', bias: biased = true } = options;
  const initial = options.initial ?? { kind: 'fanIn', fanIn: Math.max(1, inputs) };
  const kernel =
    inputs === 0 ? undefined : blueprint.declare(`${name}/kernel`, [inputs, outputs], initial);
  const bias = biased ? blueprint.declare(`${name}/bias`, [outputs], initial) : undefined;
  const relu = activation === 'relu';
  return (engine, x) => engine.dense(x, { kernel, bias, relu, outputs });
}

/** Layer normalisation over the last axis (Ba et al. 2016): x [N, C] → [N, C], learned gain and shift. */
export function layerNorm(
  blueprint: Blueprint,
  name: string,
  channels: number,
  activation: 'linear' | 'relu' = 'linear',
): Layer {
  const gain = blueprint.declare(`${name}/gain`, [channels], { kind: 'constant', value: 1 });
  const shift = blueprint.declare(`${name}/shift`, [channels], { kind: 'constant', value: 0 });
  const relu = activation === 'relu';
  return (engine, x) => engine.layerNorm(x, { gain, shift, relu });
}

/** Hidden ReLU layers of the given widths, each with an optional layer norm before its ReLU. */
export function multilayer(
  blueprint: Blueprint,
  name: string,
  options: { inputs: number; widths: readonly number[]; layerNorm: boolean },
): Layer {
  let inputs = options.inputs;
  const layers = options.widths.map((outputs, i): Layer => {
    const activation = options.layerNorm ? 'linear' : 'relu';
    const linear = dense(blueprint, `${name}/${i}`, { inputs, outputs, activation });
    inputs = outputs;
    if (!options.layerNorm) return linear;
    const norm = layerNorm(blueprint, `${name}/${i}/norm`, outputs, 'relu');
    return (engine, x) => norm(engine, linear(engine, x));
  });
  return (engine, x) => layers.reduce((h, layer) => layer(engine, h), x);
}
