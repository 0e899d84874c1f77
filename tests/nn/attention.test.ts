/** Every attention kind against plain loops in double precision, values and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import type { Attended } from '../../src/nn/attention/kind.ts';
import { placedRows, plainRows } from '../../src/nn/attention/rows.ts';
import { Blueprint, Weights } from '../../src/nn/blueprint.ts';
import { expectClose } from './expect-close.ts';
import { centralDifferences, chunks, Parameters, plainAttention } from './plain-network.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

const H = 2;
const K = 4;
const D = 3;
/** All, some, one (first and last), none. */
const masks = [
  [1, 1, 1, 1],
  [0, 1, 1, 0],
  [1, 0, 0, 0],
  [0, 0, 0, 1],
  [0, 0, 0, 0],
];
const N = masks.length;

interface Input {
  readonly query: Float64Array;
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

function drawInput(random: Random, scale = 1): Input {
  const draw = (size: number) =>
    Float64Array.from({ length: size }, () => Math.fround(scale * random.normal()));
  return { query: draw(N * H * D), keys: draw(N * H * K * D), values: draw(N * H * K * D) };
}

/** A kind with random parameters of its own. */
function createKind(name: string, random: Random) {
  const blueprint = new Blueprint();
  const attend = attentionKinds.get(name).create(blueprint, name, { heads: H, depth: D });
  const own = Float32Array.from({ length: blueprint.size }, () => random.range(-1, 1));
  const p = new Parameters(blueprint, own);
  /** Runs with tensors of its own, inside a tidy. */
  const run = (weights: Weights, query: tf.Tensor, keys: tf.Tensor, values: tf.Tensor): Attended =>
    attend(weights, {
      query: tf.reshape(query, [N, H, D]),
      keys: plainRows(tf.reshape(keys, [N, H, K, D])),
      values: plainRows(tf.reshape(values, [N, H, K, D])),
      mask: tf.tensor3d(masks.flat(), [N, 1, K]),
    });
  const plain = ({ query, keys, values }: Input) =>
    masks.map((mask, n) => {
      const part = (x: Float64Array, size: number) => [...x.subarray(n * size, (n + 1) * size)];
      const rows = (x: Float64Array) => chunks(part(x, H * K * D), K * D).map((r) => chunks(r, D));
      const asked = chunks(part(query, H * D), D);
      return plainAttention(name, p, name, asked, rows(keys), rows(values), mask);
    });
  return { blueprint, own, p, run, plain };
}

function outputs(name: string, input: Input, random = createRandom(1, 'kind', name)) {
  const { blueprint, own, run, plain } = createKind(name, random);
  const weights = new Weights(blueprint, own, { trainable: false });
  const result = tf.tidy(() => {
    const { query, keys, values } = input;
    const attended = run(
      weights,
      tf.tensor([...query]),
      tf.tensor([...keys]),
      tf.tensor([...values]),
    );
    return {
      shapes: [attended.context.shape, attended.weights.shape],
      context: attended.context.dataSync() as Float32Array,
      weights: attended.weights.dataSync() as Float32Array,
    };
  });
  weights.dispose();
  return { ...result, plain: plain(input) };
}

const sampleWeights = (weights: Float32Array, n: number, h: number) => [
  ...weights.subarray((n * H + h) * K, (n * H + h + 1) * K),
];

describe.each(attentionKinds.names())('attention %s', (name) => {
  it('equals plain loops', () => {
    for (let seed = 0; seed < 5; seed++) {
      const result = outputs(name, drawInput(createRandom(seed, 'attention')));
      expect(result.shapes).toEqual([
        [N, H, D],
        [N, H, K],
      ]);
      expectClose(
        result.weights,
        result.plain.flatMap(({ weights }) => weights.flat()),
      );
      expectClose(
        result.context,
        result.plain.flatMap(({ context }) => context.flat()),
      );
    }
  });

  it('gives absent rows a weight of exactly 0, the only row 1, and an empty set a context of 0', () => {
    const input = drawInput(createRandom(7, 'masks'));
    const { weights, context } = outputs(name, input);
    for (let h = 0; h < H; h++) {
      masks.forEach((mask, n) => {
        const given = sampleWeights(weights, n, h);
        given.forEach((weight, k) => {
          if (mask[k] === 0) expect(weight).toBe(0);
        });
        const total = given.reduce((sum, weight) => sum + weight, 0);
        expect(total).toBeCloseTo(n === 4 ? 0 : 1, 6);
      });
      expect(sampleWeights(weights, 2, h)).toEqual([1, 0, 0, 0]);
      expect(sampleWeights(weights, 3, h)).toEqual([0, 0, 0, 1]);
      const at = (n: number) => (n * H + h) * D;
      const rows = (n: number, k: number) => ((n * H + h) * K + k) * D;
      for (let c = 0; c < D; c++) {
        expect(context[at(2) + c]).toBeCloseTo(input.values[rows(2, 0) + c] as number, 6);
        expect(context[at(3) + c]).toBeCloseTo(input.values[rows(3, 3) + c] as number, 6);
        expect(Math.abs(context[at(4) + c] as number)).toBe(0);
      }
    }
  });

  it('does not see what absent rows hold', () => {
    const input = drawInput(createRandom(8, 'absent'));
    const changed = { ...input, keys: input.keys.slice(), values: input.values.slice() };
    masks.forEach((mask, n) => {
      for (let i = 0; i < H * K * D; i++) {
        if (mask[Math.floor(i / D) % K] === 1) continue;
        changed.keys[n * H * K * D + i] = 1000;
        changed.values[n * H * K * D + i] = -1000;
      }
    });
    const before = outputs(name, input);
    const after = outputs(name, changed);
    expect(after.context).toEqual(before.context);
    expect(after.weights).toEqual(before.weights);
  });

  it('moves weights with rows and leaves the context when rows change places', () => {
    const input = drawInput(createRandom(9, 'order'));
    const order = [2, 1, 3, 0];
    // Only where all rows are there does the mask stay the same.
    const permuted = { ...input, keys: input.keys.slice(), values: input.values.slice() };
    for (let h = 0; h < H; h++) {
      order.forEach((from, to) => {
        for (const part of ['keys', 'values'] as const) {
          const source = (h * K + from) * D;
          permuted[part].set(input[part].subarray(source, source + D), (h * K + to) * D);
        }
      });
    }
    const before = outputs(name, input);
    const after = outputs(name, permuted);
    expectClose(after.context.subarray(0, H * D), before.context.subarray(0, H * D), {
      tolerance: 1e-6,
    });
    for (let h = 0; h < H; h++) {
      const was = sampleWeights(before.weights, 0, h);
      const moved = order.map((from) => was[from] as number);
      expectClose(sampleWeights(after.weights, 0, h), moved, { tolerance: 1e-6 });
    }
  });

  it('stays finite and equal to plain loops for scores in the thousands', () => {
    const result = outputs(name, drawInput(createRandom(10, 'large'), 60));
    expect([...result.weights, ...result.context].every(Number.isFinite)).toBe(true);
    expectClose(
      result.weights,
      result.plain.flatMap(({ weights }) => weights.flat()),
      { tolerance: 1e-3 },
    );
  });

  it('has the gradients of finite differences, for every input and for its own parameters', () => {
    const random = createRandom(12, 'gradients', name);
    const { blueprint, own, p, run, plain } = createKind(name, random);
    const input = drawInput(random);
    const forContext = Array.from({ length: N * H * D }, () => random.range(-1, 1));
    // Pooling has weights for display only: they are not differentiated.
    const pooling = name === 'mean' || name === 'max';
    const forWeights = Array.from({ length: N * H * K }, () => (pooling ? 0 : random.range(-1, 1)));
    const weights = new Weights(blueprint, own, { trainable: true });
    const loss = (query: tf.Tensor, keys: tf.Tensor, values: tf.Tensor) => {
      const attended = run(weights, query, keys, values);
      const total = tf.sum(tf.mul(attended.context, tf.tensor(forContext, [N, H, D])));
      if (pooling) return total as tf.Scalar;
      return tf.add(
        total,
        tf.sum(tf.mul(attended.weights, tf.tensor(forWeights, [N, H, K]))),
      ) as tf.Scalar;
    };
    const plainLoss = () =>
      plain(input).reduce((sum, { context, weights }, n) => {
        const c = context.flat().map((x, i) => x * (forContext[n * H * D + i] as number));
        const w = weights.flat().map((x, i) => x * (forWeights[n * H * K + i] as number));
        return [...c, ...w].reduce((a, b) => a + b, sum);
      }, 0);

    tf.tidy(() => {
      const parts = ['query', 'keys', 'values'] as const;
      const tensors = parts.map((part) => tf.variable(tf.tensor([...input[part]])));
      const variables = [...tensors, ...(weights.variables as tf.Variable[])];
      const { grads } = tf.variableGrads(
        () => loss(...(tensors as unknown as [tf.Tensor, tf.Tensor, tf.Tensor])),
        variables,
      );
      parts.forEach((part, i) => {
        const expected = centralDifferences(input[part], plainLoss);
        const gradient = grads[(tensors[i] as tf.Variable).name]?.dataSync();
        // A kind that does not read an input has no gradient for it.
        const actual = gradient ?? new Float32Array(expected.length);
        expectClose(actual, expected, { tolerance: 1e-4, leastScale: 1e-3, what: `d/d ${part}` });
      });
      const gradient = weights.variables.flatMap((variable) => [
        ...(grads[variable.name] as tf.Tensor).dataSync(),
      ]);
      expectClose(gradient, centralDifferences(p.values, plainLoss), { tolerance: 1e-4 });
      for (const tensor of tensors) tensor.dispose();
    });
    weights.dispose();
  });
});

it('hadamard as it begins, w = 1/√D, is the scaled dot product', () => {
  const input = drawInput(createRandom(3, 'same'));
  const blueprint = new Blueprint();
  attentionKinds.get('hadamard').create(blueprint, 'hadamard', { heads: H, depth: D });
  const begins = new Parameters(blueprint, blueprint.initialValues(createRandom(1)));
  const rows = (x: Float64Array) =>
    chunks([...x.subarray(0, H * K * D)], K * D).map((r) => chunks(r, D));
  const query = chunks([...input.query.subarray(0, H * D)], D);
  const hadamard = plainAttention(
    ...(['hadamard', begins, 'hadamard'] as const),
    ...([query, rows(input.keys), rows(input.values), masks[0] as number[]] as const),
  );
  const { weights } = outputs('dot', input);
  expectClose(weights.subarray(0, H * K), hadamard.weights.flat());
});

describe('rows that are a shared part and a part by pose', () => {
  const W = 2;
  const A = 3;
  const V = 4;
  const R = 2;
  const random = createRandom(5, 'rows');
  const draw = (...shape: number[]) =>
    tf.tensor(
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal()),
      shape,
    );

  it('read as the same rows written out do, in all three ways', () => {
    tf.tidy(() => {
      const shared = draw(W, H, V, D) as tf.Tensor4D;
      const pose = draw(W * A, V, R) as tf.Tensor3D;
      const projection = draw(R, H * D) as tf.Tensor2D;
      const query = draw(W * A, H, D) as tf.Tensor3D;
      const weights = draw(W * A, H, V) as tf.Tensor3D;
      const placed = placedRows(shared, pose, projection);

      const s = shared.arraySync();
      const p = pose.arraySync();
      const m = projection.arraySync();
      const row = (n: number, h: number, v: number) =>
        Array.from({ length: D }, (_, d) =>
          Array.from({ length: R }, (_, r) => r).reduce(
            (sum, r) => sum + (p[n]![v]![r] as number) * (m[r]![h * D + d] as number),
            s[Math.floor(n / A)]![h]![v]![d] as number,
          ),
        );
      const written: number[] = [];
      const products: number[] = [];
      const sums: number[] = [];
      const q = query.arraySync();
      const w = weights.arraySync();
      for (let n = 0; n < W * A; n++) {
        for (let h = 0; h < H; h++) {
          const rows = Array.from({ length: V }, (_, v) => row(n, h, v));
          written.push(...rows.flat());
          products.push(
            ...rows.map((r) => r.reduce((sum, x, d) => sum + x * (q[n]![h]![d] as number), 0)),
          );
          for (let d = 0; d < D; d++) {
            sums.push(
              rows.reduce((sum, r, v) => sum + (r[d] as number) * (w[n]![h]![v] as number), 0),
            );
          }
        }
      }
      expect(placed.written().shape).toEqual([W * A, H, V, D]);
      expectClose(placed.written().dataSync(), written);
      expectClose(placed.innerProducts(query).dataSync(), products);
      expectClose(placed.weightedSum(weights).dataSync(), sums);
      const plain = plainRows(placed.written());
      expectClose(plain.innerProducts(query).dataSync(), products);
      expectClose(plain.weightedSum(weights).dataSync(), sums);
    });
  });
});
