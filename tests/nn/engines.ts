/**
 * Both engines (src/nn/engine.ts) in one shape: TensorFlow.js, differentiated by itself, and the plan
 * on wasm with the backward that it records. A computation is a function of (engine, inputs) that names
 * its outputs; gradients are those of Σ seed · output.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { ObservationLayout } from '../../src/core/spec.ts';
import type { Blueprint } from '../../src/nn/blueprint.ts';
import type { Engine, Observation } from '../../src/nn/engine.ts';
import type { Normaliser } from '../../src/nn/normaliser.ts';
import { ObservationBatch } from '../../src/nn/observation-batch.ts';
import type { BatchShape } from '../../src/nn/observation-shape.ts';
import { createPlanEngine } from '../../src/nn/plan/plan-engine.ts';
import { readObservation } from '../../src/nn/plan/read-observation.ts';
import { type Matrix, Recorder } from '../../src/nn/plan/recorder.ts';
import { WasmRunner } from '../../src/nn/plan/wasm-runner.ts';
import { createTfjsEngine } from '../../src/nn/tfjs-engine.ts';
import { Weights } from '../../src/nn/tfjs-weights.ts';
import { startWasm } from './start-backend.ts';

/** A matrix of numbers. */
export interface Numbers {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

/** Raw observation rows: W worlds, each its world row and then its A agent rows. */
export interface RawBatch {
  readonly layout: ObservationLayout;
  readonly shape: BatchShape;
  /** [W, worldSize + A · agentSize] */
  readonly rows: Float32Array;
  readonly normaliser: Normaliser;
}

export interface Given<T> {
  readonly learned: Readonly<Record<string, T>>;
  readonly constant: Readonly<Record<string, T>>;
  /** Throws if there is none. */
  readonly observation: Observation<T>;
}

export interface Computation {
  readonly blueprint: Blueprint;
  readonly values: Float32Array;
  /** Inputs whose gradients are told, and inputs that have none. */
  readonly learned?: Readonly<Record<string, Numbers>>;
  readonly constant?: Readonly<Record<string, Numbers>>;
  readonly observation?: RawBatch;
  compute<T>(engine: Engine<T>, given: Given<T>): Readonly<Record<string, T>>;
  /** By output, as many as it has numbers. Without any, nothing is differentiated. */
  readonly seeds?: Readonly<Record<string, ArrayLike<number>>>;
}

export interface Computed {
  readonly outputs: Readonly<Record<string, Numbers & { readonly values: Float32Array }>>;
  /** Of the parameters [blueprint size], and of the learned inputs. */
  readonly gradient: Float32Array;
  readonly byInput: Readonly<Record<string, Float32Array>>;
}

export interface EngineUnderTest {
  readonly name: string;
  start(): Promise<void>;
  run(computation: Computation): Computed;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, of: (value: A, name: string) => B) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value, name)]));
}

function observationOf<T>(observation: Observation<T> | undefined): Observation<T> {
  if (!observation) throw new Error('This computation was given no observation.');
  return observation;
}

function runOnTfjs(computation: Computation): Computed {
  const { blueprint, values, compute, seeds, observation } = computation;
  const weights = new Weights(blueprint, values, { trainable: true });
  const engine = createTfjsEngine(weights);
  const tensor = ({ rows, columns, values }: Numbers) =>
    tf.tensor2d(Float32Array.from(values), [rows, columns]);
  const learned = mapValues(computation.learned ?? {}, (x) =>
    tf.tidy(() => tf.variable(tensor(x))),
  );
  const computed = tf.tidy(() => {
    const constant = mapValues(computation.constant ?? {}, tensor);
    const read = observation && batchOf(observation).tensors();
    const given = {
      ...{ learned, constant },
      get observation() {
        return observationOf<tf.Tensor>(read);
      },
    };
    const outputs = mapValues(compute<tf.Tensor>(engine, given), (x) => ({
      rows: x.shape[0] as number,
      columns: x.shape[1] as number,
      values: x.dataSync() as Float32Array,
    }));
    const gradient = new Float32Array(blueprint.size);
    if (!seeds) return { outputs, gradient, byInput: {} };
    const total = () => {
      const results = compute<tf.Tensor>(engine, given);
      const parts = Object.entries(seeds).map(([name, seed]) => {
        const result = results[name] as tf.Tensor;
        return tf.sum(tf.mul(result, tf.tensor(Float32Array.from(seed), result.shape)));
      });
      return tf.addN(parts) as tf.Scalar;
    };
    const variables = [...Object.values(learned), ...(weights.variables as tf.Variable[])];
    const { grads } = tf.variableGrads(total, variables);
    weights.variables.forEach(({ name }, i) => {
      // None where the total does not depend on a parameter.
      const of = grads[name];
      if (of) gradient.set(of.dataSync(), blueprint.slots[i]?.offset);
    });
    const byInput = mapValues(learned, ({ name, size }) =>
      grads[name] ? (grads[name].dataSync() as Float32Array) : new Float32Array(size),
    );
    return { outputs, gradient, byInput };
  });
  for (const variable of Object.values(learned)) variable.dispose();
  weights.dispose();
  return computed;
}

export function batchOf({ layout, shape, rows, normaliser }: RawBatch): ObservationBatch {
  const batch = new ObservationBatch(layout, shape);
  const size = layout.worldSize + shape.agents * layout.agentSize;
  for (let world = 0; world < shape.worlds; world++) {
    batch.fill(world, rows, world * size, world * size + layout.worldSize, normaliser);
  }
  return batch;
}

function runOnPlan(computation: Computation): Computed {
  const { blueprint, compute, seeds, observation } = computation;
  const recorder = new Recorder();
  recorder.begin();
  const written: { offset: number; values: ArrayLike<number> }[] = [];
  const write = (values: ArrayLike<number>) => {
    const offset = recorder.allocate(values.length);
    written.push({ offset, values });
    return offset;
  };
  const matrixOf = ({ rows, columns, values }: Numbers, isLearned: boolean): Matrix => {
    const offset = write(values);
    return { rows, columns, offset, learned: isLearned, gradient: undefined };
  };
  const values = write(computation.values);
  const gradients = seeds ? recorder.allocate(blueprint.size) : undefined;
  const learned = mapValues(computation.learned ?? {}, (x) => matrixOf(x, seeds !== undefined));
  const constant = mapValues(computation.constant ?? {}, (x) => matrixOf(x, false));
  const read = observation && readRaw(recorder, observation, write);
  const results = compute<Matrix>(createPlanEngine(recorder, { values, gradients }), {
    ...{ learned, constant },
    get observation() {
      return observationOf<Matrix>(read);
    },
  });
  if (seeds) {
    for (const [name, seed] of Object.entries(seeds)) {
      const result = results[name] as Matrix;
      if (!result.learned) throw new Error(`No gradient flows through "${name}" of a plan.`);
      written.push({ offset: recorder.gradientOf(result).out, values: seed });
    }
    recorder.backward();
  }
  const program = [[recorder.end()]];
  const runner = new WasmRunner({ arena: recorder.size, programs: [program] });
  const run = runner.prepare(program);
  // Twice, as an update is run again and again: nothing of the first may be left in the second.
  for (let turn = 0; turn < 2; turn++) {
    for (const { offset, values } of written) runner.write(offset, Float32Array.from(values));
    run();
  }
  const numbers = (offset: number, length: number) => runner.floats.slice(offset, offset + length);
  return {
    outputs: mapValues(results, ({ offset, rows, columns }) => ({
      ...{ rows, columns, values: numbers(offset, rows * columns) },
    })),
    gradient:
      gradients === undefined
        ? new Float32Array(blueprint.size)
        : numbers(gradients, blueprint.size),
    byInput: mapValues(learned, ({ gradient, rows, columns }) =>
      gradient === undefined ? new Float32Array(rows * columns) : numbers(gradient, rows * columns),
    ),
  };
}

function readRaw(
  recorder: Recorder,
  { layout, shape, rows, normaliser }: RawBatch,
  write: (values: ArrayLike<number>) => number,
): Observation<Matrix> {
  return readObservation(recorder, layout, shape, {
    ...{ rows: write(rows), rowSize: rows.length / shape.worlds },
    ...{ worldOffset: 0, agentOffset: layout.worldSize },
    ...{ shift: write(normaliser.shift), scale: write(normaliser.scale) },
  });
}

export const engines: readonly EngineUnderTest[] = [
  { name: 'tfjs', start: startWasm, run: runOnTfjs },
  { name: 'the plan on wasm', start: () => Promise.resolve(), run: runOnPlan },
];
