/** The layers on both engines against plain loops in double precision, and the source article's worked examples. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { dense, type Layer, layerNorm, multilayer } from '../../src/nn/layers.ts';
import { transformerBlock } from '../../src/nn/transformer-block.ts';
import { engines } from './engines.ts';
import { expectClose } from './expect-close.ts';
import {
  centralDifferences,
  chunks,
  Parameters,
  plainDense,
  plainLayerNorm,
  plainTransformerBlock,
} from './plain-network.ts';

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

describe.each(engines)('on $name', ({ start, run }) => {
  beforeAll(start);

  describe.each(Object.entries(cases))('%s', (_, { inputs, build, plain }) => {
    const rows = 5;

    it('equals plain loops, and its gradients finite differences', () => {
      const blueprint = new Blueprint();
      const layer = build(blueprint);
      const p = new Parameters(blueprint, Float32Array.from(draw(blueprint.size)));
      const x = draw(rows * inputs);
      const plainRows = () => chunks([...x], inputs).flatMap((row) => plain(p, row));
      const coefficients = draw(plainRows().length);
      const { outputs, gradient, byInput } = run({
        ...{ blueprint, values: Float32Array.from(p.values) },
        learned: { x: { rows, columns: inputs, values: x } },
        compute: (engine, { learned }) => ({ y: layer(engine, learned.x!) }),
        seeds: { y: coefficients },
      });
      expectClose(outputs.y!.values, plainRows());
      const plainLoss = () =>
        plainRows().reduce((sum, value, i) => sum + value * (coefficients[i] as number), 0);
      expectClose(byInput.x!, centralDifferences(x, plainLoss), {
        tolerance: 1e-4,
        what: 'd/dx',
      });
      expectClose(gradient, centralDifferences(p.values, plainLoss), {
        tolerance: 1e-4,
        what: 'd/dw',
      });
    });
  });

  describe('layer norm', () => {
    const normOf = (values: ArrayLike<number>, columns: number, own?: readonly number[]) => {
      const blueprint = new Blueprint();
      const norm = layerNorm(blueprint, 'n', columns);
      const x = { rows: values.length / columns, columns, values };
      return run({
        blueprint,
        values: own ? Float32Array.from(own) : blueprint.initialValues(createRandom(1)),
        constant: { x },
        compute: (engine, { constant }) => ({ y: norm(engine, constant.x!) }),
      }).outputs.y!.values;
    };

    it('gives rows of mean 0 and variance 1 before gain and shift, however large they are', () => {
      const x = [...draw(8, 1e3), ...draw(8).map((value) => value + 100)];
      for (const row of chunks([...normOf(x, 8)], 8)) {
        expect(row.reduce((a, b) => a + b, 0) / 8).toBeCloseTo(0, 4);
        expect(row.reduce((a, b) => a + b * b, 0) / 8).toBeCloseTo(1, 3);
      }
    });

    it('gives the shift alone for a constant row, and not infinity', () => {
      expectClose(normOf([7, 7, 7], 3, [2, 2, 2, 0.1, 0.2, 0.3]), [0.1, 0.2, 0.3]);
    });
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
      const block = transformerBlock(blueprint, 'b', { channels: C, heads, rows: K });
      const p = new Parameters(blueprint, Float32Array.from(draw(blueprint.size, 0.6)));
      const compute = (rows: ArrayLike<number>, coefficients?: Float64Array) =>
        run({
          ...{ blueprint, values: Float32Array.from(p.values) },
          learned: { rows: { rows: N * K, columns: C, values: rows } },
          constant: { mask: { rows: N, columns: K, values: masks.flat() } },
          compute: (engine, { learned, constant }) => ({
            y: block(engine, learned.rows!, constant.mask!).rows,
          }),
          ...(coefficients ? { seeds: { y: coefficients } } : {}),
        });
      return { p, compute, run: (rows: ArrayLike<number>) => compute(rows).outputs.y!.values };
    }

    it.each([1, 2, 4])('equals plain loops with %d heads', (heads) => {
      const { p, run } = createBlock(heads);
      const rows = draw(N * K * C);
      const samples = chunks(chunks([...rows], C), K);
      expectClose(
        run(rows),
        masks.flatMap((mask, n) =>
          plainTransformerBlock(p, 'b', heads, samples[n] as number[][], mask).flat(),
        ),
      );
    });

    it('has the gradients of finite differences for rows and parameters', () => {
      const heads = 2;
      const { p, compute } = createBlock(heads);
      const rows = draw(N * K * C);
      const coefficients = draw(N * K * C);
      const plainLoss = () =>
        masks
          .flatMap((mask, n) => {
            const own = chunks([...rows.subarray(n * K * C, (n + 1) * K * C)], C);
            return plainTransformerBlock(p, 'b', heads, own, mask).flat();
          })
          .reduce((sum, value, i) => sum + value * (coefficients[i] as number), 0);
      const { gradient, byInput } = compute(rows, coefficients);
      expectClose(byInput.rows!, centralDifferences(rows, plainLoss), { tolerance: 2e-4 });
      expectClose(gradient, centralDifferences(p.values, plainLoss), { tolerance: 2e-4 });
    });

    it('moves rows with rows, and present rows do not see absent ones', () => {
      const { run } = createBlock(2);
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
    });
  });

  /**
   * The article that this policy comes from works some examples by hand and gets several wrong. These
   * are the right numbers.
   */
  describe('the source’s worked examples', () => {
    /** x W + b with ReLU, by the layer that the networks use. */
    function layer(kernel: number[][], bias: number[], x: number[]): Float32Array {
      const blueprint = new Blueprint();
      const apply = dense(blueprint, 'd', {
        ...{ inputs: kernel.length, outputs: bias.length, activation: 'relu' },
      });
      return run({
        ...{ blueprint, values: Float32Array.from([...kernel.flat(), ...bias]) },
        constant: { x: { rows: 1, columns: x.length, values: x } },
        compute: (engine, { constant }) => ({ y: apply(engine, constant.x!) }),
      }).outputs.y!.values;
    }
    const matrix = (value: number) => [
      [value, value],
      [value, value],
    ];

    it('softmax([.1, .2, .3, .2, .2]) is not its own input, but nearly uniform', () => {
      const input = [0.1, 0.2, 0.3, 0.2, 0.2];
      const { outputs } = run({
        ...{ blueprint: new Blueprint(), values: new Float32Array(0) },
        constant: {
          logits: { rows: 1, columns: 5, values: input },
          mask: { rows: 1, columns: 5, values: [1, 1, 1, 1, 1] },
        },
        compute: (engine, { constant: { logits, mask } }) => ({
          weights: engine.maskedSoftmax(logits!, mask!, 1),
        }),
      });
      const out = outputs.weights!.values;
      expectClose(out, [0.1806, 0.1996, 0.2206, 0.1996, 0.1996], { tolerance: 3e-4 });
      const total = input.reduce((sum, x) => sum + Math.exp(x), 0);
      expectClose(
        out,
        input.map((x) => Math.exp(x) / total),
      );
    });

    // The source's column vectors are our rows; its matrices are symmetric.
    it('ReLU([[.5, .5], [.5, .5]] · [1, 2] + [0, 1]) = [1.5, 2.5], not [1, 2]', () => {
      expectClose(layer(matrix(0.5), [0, 1], [1, 2]), [1.5, 2.5]);
    });

    it('[[.6, .6], [.6, .6]] · [[1, 2], [3, 4]] + [[0, 1], [1, 0]] = [[2.4, 4.6], [3.4, 3.6]]', () => {
      const columns = [layer(matrix(0.6), [0, 1], [1, 3]), layer(matrix(0.6), [1, 0], [2, 4])];
      expectClose(columns[0]!, [2.4, 3.4]);
      expectClose(columns[1]!, [4.6, 3.6]);
    });
  });
});
