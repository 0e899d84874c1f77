/** The layers against plain loops in double precision, and the source article's worked examples. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { maskedSoftmax } from '../../src/nn/attention/kind.ts';
import { Blueprint, Weights } from '../../src/nn/blueprint.ts';
import { dense, type Layer, layerNorm, leakyRelu, multilayer } from '../../src/nn/layers.ts';
import { transformerBlock } from '../../src/nn/transformer-block.ts';
import { expectClose } from './expect-close.ts';
import {
  centralDifferences,
  chunks,
  Parameters,
  plainDense,
  plainLayerNorm,
  plainTransformerBlock,
} from './plain-network.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

const random = createRandom(31, 'layers');
const draw = (size: number, scale = 1) =>
  Float64Array.from({ length: size }, () => Math.fround(scale * random.normal()));

interface Case {
  readonly inputs: number;
  readonly build: (blueprint: Blueprint) => Layer;
  /** One row. */
  readonly plain: (p: Parameters, x: number[]) => number[];
}

const relu = (x: number[]) => x.map((value) => Math.max(0, value));
const cases: Record<string, Case> = {
  dense: {
    inputs: 4,
    build: (blueprint) => dense(blueprint, 'd', { inputs: 4, outputs: 3 }),
    plain: (p, x) => plainDense(p, 'd', x),
  },
  'dense without bias': {
    inputs: 4,
    build: (blueprint) => dense(blueprint, 'd', { inputs: 4, outputs: 3, bias: false }),
    plain: (p, x) => plainDense(p, 'd', x),
  },
  'dense with ReLU': {
    inputs: 4,
    build: (blueprint) => dense(blueprint, 'd', { inputs: 4, outputs: 3, activation: 'relu' }),
    plain: (p, x) => relu(plainDense(p, 'd', x)),
  },
  'layer norm': {
    inputs: 6,
    build: (blueprint) => layerNorm(blueprint, 'n', 6),
    plain: (p, x) => plainLayerNorm(p, 'n', x),
  },
  'hidden layers': {
    inputs: 3,
    build: (blueprint) =>
      multilayer(blueprint, 'm', { inputs: 3, widths: [5, 4], layerNorm: false }),
    plain: (p, x) => relu(plainDense(p, 'm/1', relu(plainDense(p, 'm/0', x)))),
  },
  'hidden layers with layer norm': {
    inputs: 3,
    build: (blueprint) =>
      multilayer(blueprint, 'm', { inputs: 3, widths: [5, 4], layerNorm: true }),
    plain: (p, x) =>
      [0, 1].reduce(
        (h, i) => relu(plainLayerNorm(p, `m/${i}/norm`, plainDense(p, `m/${i}`, h))),
        x,
      ),
  },
};

describe.each(Object.entries(cases))('%s', (_, { inputs, build, plain }) => {
  const rows = 5;

  it('equals plain loops, and its gradients finite differences', () => {
    const blueprint = new Blueprint();
    const layer = build(blueprint);
    const p = new Parameters(blueprint, Float32Array.from(draw(blueprint.size)));
    const x = draw(rows * inputs);
    const plainRows = () => chunks([...x], inputs).flatMap((row) => plain(p, row));
    const coefficients = draw(plainRows().length);
    const weights = new Weights(blueprint, Float32Array.from(p.values), { trainable: true });
    tf.tidy(() => {
      const input = tf.variable(tf.tensor2d([...x], [rows, inputs]));
      const run = () => layer(weights, input as unknown as tf.Tensor2D);
      expectClose(run().dataSync(), plainRows());
      const { grads } = tf.variableGrads(
        () => tf.sum(tf.mul(tf.reshape(run(), [-1]), tf.tensor1d([...coefficients]))) as tf.Scalar,
        [input, ...(weights.variables as tf.Variable[])],
      );
      const plainLoss = () =>
        plainRows().reduce((sum, value, i) => sum + value * (coefficients[i] as number), 0);
      expectClose(grads[input.name]!.dataSync(), centralDifferences(x, plainLoss), {
        tolerance: 1e-4,
        what: 'd/dx',
      });
      const flat = weights.variables.flatMap(({ name }) => [...grads[name]!.dataSync()]);
      expectClose(flat, centralDifferences(p.values, plainLoss), {
        tolerance: 1e-4,
        what: 'd/dw',
      });
      input.dispose();
    });
    weights.dispose();
  });
});

describe('layer norm', () => {
  it('gives rows of mean 0 and variance 1 before gain and shift, however large they are', () => {
    const blueprint = new Blueprint();
    const norm = layerNorm(blueprint, 'n', 8);
    const values = blueprint.initialValues(createRandom(1));
    const weights = new Weights(blueprint, values, { trainable: false });
    const x = tf.tensor2d([...draw(8, 1e3), ...draw(8).map((value) => value + 100)], [2, 8]);
    for (const row of chunks([...norm(weights, x).dataSync()], 8)) {
      expect(row.reduce((a, b) => a + b, 0) / 8).toBeCloseTo(0, 4);
      expect(row.reduce((a, b) => a + b * b, 0) / 8).toBeCloseTo(1, 3);
    }
    weights.dispose();
  });

  it('gives the shift alone for a constant row, and not infinity', () => {
    const blueprint = new Blueprint();
    const norm = layerNorm(blueprint, 'n', 3);
    const weights = new Weights(blueprint, Float32Array.of(2, 2, 2, 0.1, 0.2, 0.3), {
      trainable: false,
    });
    const out = norm(weights, tf.tensor2d([[7, 7, 7]])).dataSync();
    expectClose(out, [0.1, 0.2, 0.3]);
    weights.dispose();
  });
});

it('leaky ReLU has slope 0.2 below 0, in value and gradient', () => {
  const x = tf.tensor1d([-5, -0.5, 0.5, 5]);
  expectClose(leakyRelu(x).dataSync(), [-1, -0.1, 0.5, 5]);
  const gradient = tf.grad((y: tf.Tensor) =>
    tf.sum(tf.mul(leakyRelu(y), tf.tensor1d([1, 2, 3, 4]))),
  );
  expectClose(gradient(x).dataSync(), [0.2, 0.4, 3, 4]);
});

describe('transformer block', () => {
  const K = 3;
  const C = 4;
  const masks = [
    [1, 1, 1],
    [0, 1, 1],
    [1, 0, 0],
    [0, 0, 0],
  ];
  const N = masks.length;

  function createBlock(heads: number) {
    const blueprint = new Blueprint();
    const block = transformerBlock(blueprint, 'b', { channels: C, heads });
    const p = new Parameters(blueprint, Float32Array.from(draw(blueprint.size, 0.6)));
    const weights = new Weights(blueprint, Float32Array.from(p.values), { trainable: true });
    const run = (rows: ArrayLike<number>) =>
      tf.tidy(() =>
        block(
          weights,
          tf.tensor2d(Array.from(rows), [N * K, C]),
          tf.tensor3d(masks.flat(), [N, 1, K]),
        ).dataSync(),
      );
    return { blueprint, block, p, weights, run };
  }

  it.each([1, 2, 4])('equals plain loops with %d heads', (heads) => {
    const { p, weights, run } = createBlock(heads);
    const rows = draw(N * K * C);
    const samples = chunks(chunks([...rows], C), K);
    expectClose(
      run(rows),
      masks.flatMap((mask, n) =>
        plainTransformerBlock(p, 'b', heads, samples[n] as number[][], mask).flat(),
      ),
    );
    weights.dispose();
  });

  it('has the gradients of finite differences for rows and parameters', () => {
    const heads = 2;
    const { block, p, weights } = createBlock(heads);
    const rows = draw(N * K * C);
    const coefficients = draw(N * K * C);
    const plainLoss = () =>
      masks
        .flatMap((mask, n) => {
          const own = chunks([...rows.subarray(n * K * C, (n + 1) * K * C)], C);
          return plainTransformerBlock(p, 'b', heads, own, mask).flat();
        })
        .reduce((sum, value, i) => sum + value * (coefficients[i] as number), 0);
    tf.tidy(() => {
      const input = tf.variable(tf.tensor2d([...rows], [N * K, C]));
      const { grads } = tf.variableGrads(() => {
        const mask = tf.tensor3d(masks.flat(), [N, 1, K]);
        const out = block(weights, input as unknown as tf.Tensor2D, mask);
        return tf.sum(tf.mul(out, tf.tensor2d([...coefficients], [N * K, C]))) as tf.Scalar;
      }, [input, ...(weights.variables as tf.Variable[])]);
      expectClose(grads[input.name]!.dataSync(), centralDifferences(rows, plainLoss), {
        tolerance: 2e-4,
      });
      const flat = weights.variables.flatMap(({ name }) => [...grads[name]!.dataSync()]);
      expectClose(flat, centralDifferences(p.values, plainLoss), { tolerance: 2e-4 });
      input.dispose();
    });
    weights.dispose();
  });

  it('moves rows with rows, and present rows do not see absent ones', () => {
    const { weights, run } = createBlock(2);
    const rows = draw(N * K * C);
    const row = (of: ArrayLike<number>, n: number, k: number) =>
      Array.from(of).slice((n * K + k) * C, (n * K + k + 1) * C);
    const before = run(rows);

    const turned = rows.slice();
    [1, 2, 0].forEach((from, to) => {
      turned.set(row(rows, 0, from), to * C);
    });
    const after = run(turned);
    [1, 2, 0].forEach((from, to) => {
      expectClose(row(after, 0, to), row(before, 0, from), { tolerance: 1e-5 });
    });

    const changed = rows.slice();
    changed.set([50, -50, 50, -50], K * C); // row 0 of the second sample, which is absent
    const other = run(changed);
    for (const k of [1, 2]) expect(row(other, 1, k)).toEqual(row(before, 1, k));
    weights.dispose();
  });
});

/**
 * The article that this policy comes from works some examples by hand and gets several wrong. These
 * are the right numbers.
 */
describe('the source’s worked examples', () => {
  /** x W + b with ReLU, by the layer that the networks use. */
  function run(kernel: number[][], bias: number[], x: number[][]): number[] {
    const blueprint = new Blueprint();
    const layer = dense(blueprint, 'd', {
      inputs: kernel.length,
      outputs: bias.length,
      activation: 'relu',
    });
    const values = Float32Array.from([...kernel.flat(), ...bias]);
    const weights = new Weights(blueprint, values, { trainable: false });
    const out = tf.tidy(() => [...layer(weights, tf.tensor2d(x)).dataSync()]);
    weights.dispose();
    return out;
  }
  const half = [
    [0.5, 0.5],
    [0.5, 0.5],
  ];

  it('softmax([.1, .2, .3, .2, .2]) is not its own input, but nearly uniform', () => {
    const input = [0.1, 0.2, 0.3, 0.2, 0.2];
    const out = maskedSoftmax(tf.tensor1d(input), tf.ones([5])).dataSync();
    expectClose(out, [0.1806, 0.1996, 0.2206, 0.1996, 0.1996], { tolerance: 3e-4 });
    const total = input.reduce((sum, x) => sum + Math.exp(x), 0);
    expectClose(
      out,
      input.map((x) => Math.exp(x) / total),
    );
  });

  it('ReLU([[.5, .5], [.5, .5]] · [1, 2] + [0, 1]) = [1.5, 2.5], not [1, 2]', () => {
    // The source's column vectors are our rows; its matrix is symmetric.
    expectClose(run(half, [0, 1], [[1, 2]]), [1.5, 2.5]);
  });

  it('[[.6, .6], [.6, .6]] · [[1, 2], [3, 4]] + [[0, 1], [1, 0]] = [[2.4, 4.6], [3.4, 3.6]]', () => {
    const W = tf.fill([2, 2], 0.6) as tf.Tensor2D;
    const h = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const b = tf.tensor2d([
      [0, 1],
      [1, 0],
    ]);
    expectClose(tf.add(tf.matMul(W, h), b).dataSync(), [2.4, 4.6, 3.4, 3.6]);
  });
});
