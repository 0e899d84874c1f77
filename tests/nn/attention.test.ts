/** Every attention kind on both engines against plain loops in double precision, values and gradients. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { placedRows, plainRows, projectedRows, type Rows } from '../../src/nn/attention/rows.ts';
import { Blueprint, type Slot } from '../../src/nn/blueprint.ts';
import type { Engine } from '../../src/nn/engine.ts';
import { type Computed, type EngineUnderTest, engines } from './engines.ts';
import { expectClose } from './expect-close.ts';
import { centralDifferences, chunks, Parameters, plainAttention } from './plain-network.ts';

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
  /** [N, H·D] */
  readonly query: Float64Array;
  /** [N·K, H·D] */
  readonly keys: Float64Array;
  readonly values: Float64Array;
}

function drawInput(random: Random, scale = 1): Input {
  const draw = (size: number) =>
    Float64Array.from({ length: size }, () => Math.fround(scale * random.normal()));
  return { query: draw(N * H * D), keys: draw(N * K * H * D), values: draw(N * K * H * D) };
}

/** Of row k of sample n, the D columns of head h begin here. */
const rowAt = (n: number, h: number, k: number) => ((n * K + k) * H + h) * D;

/** Of one sample: [H][K][D] */
const byHead = (x: Float64Array, n: number) =>
  Array.from({ length: H }, (_, h) =>
    Array.from({ length: K }, (_, k) => [...x.subarray(rowAt(n, h, k), rowAt(n, h, k) + D)]),
  );
const queryOf = (x: Float64Array, n: number) =>
  chunks([...x.subarray(n * H * D, (n + 1) * H * D)], D);

/** A kind with random parameters of its own. */
function createKind({ run }: EngineUnderTest, name: string, random: Random) {
  const blueprint = new Blueprint();
  const attend = attentionKinds.get(name).create(blueprint, name, { heads: H, depth: D });
  const own = Float32Array.from({ length: blueprint.size }, () => random.range(-1, 1));
  const p = new Parameters(blueprint, own);
  const compute = (
    { query, keys, values }: Input,
    seeds?: Readonly<Record<string, readonly number[]>>,
  ): Computed =>
    run({
      ...{ blueprint, values: own },
      learned: {
        query: { rows: N, columns: H * D, values: query },
        keys: { rows: N * K, columns: H * D, values: keys },
        values: { rows: N * K, columns: H * D, values },
      },
      constant: { mask: { rows: N, columns: K, values: masks.flat() } },
      compute: (engine, { learned, constant }) => ({
        ...attend(engine, {
          query: learned.query!,
          keys: plainRows(engine, learned.keys!, { heads: H, rows: K }),
          values: plainRows(engine, learned.values!, { heads: H, rows: K }),
          mask: constant.mask!,
        }),
      }),
      ...(seeds ? { seeds } : {}),
    });
  const plain = ({ query, keys, values }: Input) =>
    masks.map((mask, n) =>
      plainAttention(name, p, name, queryOf(query, n), byHead(keys, n), byHead(values, n), mask),
    );
  return { p, compute, plain };
}

function outputsOf(
  engine: EngineUnderTest,
  name: string,
  input: Input,
  random = createRandom(1, 'kind', name),
) {
  const { compute, plain } = createKind(engine, name, random);
  const { context, weights } = compute(input).outputs;
  return {
    shapes: [context!, weights!].map(({ rows, columns }) => [rows, columns]),
    context: context!.values,
    weights: weights!.values,
    plain: plain(input),
  };
}

const sampleWeights = (weights: Float32Array, n: number, h: number) => [
  ...weights.subarray((n * H + h) * K, (n * H + h + 1) * K),
];

const onEngines = engines.flatMap((engine) =>
  attentionKinds.names().map((name) => ({ name, on: engine.name, engine })),
);

describe.each(onEngines)('attention $name on $on', ({ name, engine }) => {
  beforeAll(engine.start);

  const outputs = (input: Input) => outputsOf(engine, name, input);

  it('equals plain loops', () => {
    for (let seed = 0; seed < 5; seed++) {
      const result = outputs(drawInput(createRandom(seed, 'attention')));
      expect(result.shapes).toEqual([
        [N, H * D],
        [N, H * K],
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
    const { weights, context } = outputs(input);
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
      for (let c = 0; c < D; c++) {
        expect(context[at(2) + c]).toBeCloseTo(input.values[rowAt(2, h, 0) + c] as number, 6);
        expect(context[at(3) + c]).toBeCloseTo(input.values[rowAt(3, h, 3) + c] as number, 6);
        expect(Math.abs(context[at(4) + c] as number)).toBe(0);
      }
    }
  });

  it('does not see what absent rows hold', () => {
    const input = drawInput(createRandom(8, 'absent'));
    const changed = { ...input, keys: input.keys.slice(), values: input.values.slice() };
    masks.forEach((mask, n) => {
      mask.forEach((present, k) => {
        if (present === 1) return;
        changed.keys.fill(1000, rowAt(n, 0, k), rowAt(n, 0, k + 1));
        changed.values.fill(-1000, rowAt(n, 0, k), rowAt(n, 0, k + 1));
      });
    });
    const before = outputs(input);
    const after = outputs(changed);
    expect(after.context).toEqual(before.context);
    expect(after.weights).toEqual(before.weights);
  });

  it('moves weights with rows and leaves the context when rows change places', () => {
    const input = drawInput(createRandom(9, 'order'));
    const order = [2, 1, 3, 0];
    // Only where all rows are there does the mask stay the same.
    const permuted = { ...input, keys: input.keys.slice(), values: input.values.slice() };
    order.forEach((from, to) => {
      for (const part of ['keys', 'values'] as const) {
        const row = input[part].subarray(rowAt(0, 0, from), rowAt(0, 0, from + 1));
        permuted[part].set(row, rowAt(0, 0, to));
      }
    });
    const before = outputs(input);
    const after = outputs(permuted);
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
    const result = outputs(drawInput(createRandom(10, 'large'), 60));
    expect([...result.weights, ...result.context].every(Number.isFinite)).toBe(true);
    expectClose(
      result.weights,
      result.plain.flatMap(({ weights }) => weights.flat()),
      { tolerance: 1e-3 },
    );
  });

  it('has the gradients of finite differences, for every input and for its own parameters', () => {
    const random = createRandom(12, 'gradients', name);
    const { p, compute, plain } = createKind(engine, name, random);
    const input = drawInput(random);
    const forContext = Array.from({ length: N * H * D }, () => random.range(-1, 1));
    // Pooling has weights for display only: they are not differentiated.
    const pooling = name === 'mean' || name === 'max';
    const forWeights = Array.from({ length: N * H * K }, () => (pooling ? 0 : random.range(-1, 1)));
    const plainLoss = () =>
      plain(input).reduce((sum, { context, weights }, n) => {
        const c = context.flat().map((x, i) => x * (forContext[n * H * D + i] as number));
        const w = weights.flat().map((x, i) => x * (forWeights[n * H * K + i] as number));
        return [...c, ...w].reduce((a, b) => a + b, sum);
      }, 0);
    const { gradient, byInput } = compute(input, {
      context: forContext,
      ...(pooling ? {} : { weights: forWeights }),
    });
    for (const part of ['query', 'keys', 'values'] as const) {
      const expected = centralDifferences(input[part], plainLoss);
      expectClose(byInput[part]!, expected, {
        ...{ tolerance: 1e-4, leastScale: 1e-3, what: `d/d ${part}` },
      });
    }
    expectClose(gradient, centralDifferences(p.values, plainLoss), { tolerance: 1e-4 });
  });
});

it('hadamard as it begins, w = 1/√D, is the scaled dot product', async () => {
  const input = drawInput(createRandom(3, 'same'));
  const blueprint = new Blueprint();
  attentionKinds.get('hadamard').create(blueprint, 'hadamard', { heads: H, depth: D });
  const begins = new Parameters(blueprint, blueprint.initialValues(createRandom(1)));
  const hadamard = plainAttention(
    ...(['hadamard', begins, 'hadamard', queryOf(input.query, 0)] as const),
    ...([byHead(input.keys, 0), byHead(input.values, 0), masks[0] as number[]] as const),
  );
  for (const engine of engines) {
    await engine.start();
    const { weights } = outputsOf(engine, 'dot', input);
    expectClose(weights.subarray(0, H * K), hadamard.weights.flat());
  }
});

/** What each of the three readings is, over rows of every query [Q][K][H·D]. */
function plainReadings(rows: readonly number[][][], query: number[][], weights: number[][]) {
  const ofHead = (row: readonly number[], h: number) => row.slice(h * D, (h + 1) * D);
  const heads = Array.from({ length: H }, (_, h) => h);
  return {
    written: rows.flat(2),
    products: rows.flatMap((own, q) =>
      heads.flatMap((h) =>
        own.map((row) =>
          ofHead(row, h).reduce((sum, x, d) => sum + x * (query[q]![h * D + d] as number), 0),
        ),
      ),
    ),
    sums: rows.flatMap((own, q) =>
      heads.flatMap((h) =>
        Array.from({ length: D }, (_, d) =>
          own.reduce(
            (sum, row, k) => sum + (row[h * D + d] as number) * (weights[q]![h * K + k] as number),
            0,
          ),
        ),
      ),
    ),
  };
}

describe.each(engines)('rows on $name', ({ start, run }) => {
  beforeAll(start);

  const W = 2;
  const A = 3;
  const Q = W * A;
  const R = 2;
  const random = createRandom(5, 'rows');
  const draw = (rows: number, columns: number) => {
    const values = Float64Array.from({ length: rows * columns }, () =>
      Math.fround(random.normal()),
    );
    return { rows, columns, values };
  };
  type Drawn = ReturnType<typeof draw>;
  const rowsOf = ({ values, columns }: Drawn) => chunks([...values], columns);
  const query = draw(Q, H * D);
  const weights = draw(Q, H * K);
  const of = { heads: H, rows: K };
  const seeds = {
    products: draw(Q, H * K).values,
    sums: draw(Q, H * D).values,
    written: draw(Q * K, H * D).values,
  };

  /** Values, and the gradients of every input and of the projection. */
  function expectReadings(
    given: Readonly<Record<string, Drawn>>,
    projection: Drawn,
    rowsIn: <T>(engine: Engine<T>, given: Readonly<Record<string, T>>, projection: Slot) => Rows<T>,
    plainRowsIn: () => number[][][],
  ) {
    const blueprint = new Blueprint();
    const { rows, columns } = projection;
    const slot = blueprint.declare('projection', [rows, columns], { kind: 'constant', value: 0 });
    const learned = { ...given, query, weights };
    const { outputs, gradient, byInput } = run({
      ...{ blueprint, values: Float32Array.from(projection.values), learned, seeds },
      compute: (engine, { learned }) => {
        const read = rowsIn(engine, learned, slot);
        return {
          products: read.innerProducts(learned.query!),
          sums: read.weightedSum(learned.weights!),
          written: read.written(),
        };
      },
    });
    const plain = () => plainReadings(plainRowsIn(), rowsOf(query), rowsOf(weights));
    expect([outputs.written!.rows, outputs.written!.columns]).toEqual([Q * K, H * D]);
    const expected = plain();
    for (const which of ['products', 'sums', 'written'] as const) {
      expectClose(outputs[which]!.values, expected[which], { what: which });
    }
    const total = () => {
      const now = plain();
      return (['products', 'sums', 'written'] as const)
        .flatMap((which) => now[which].map((x, i) => x * (seeds[which][i] as number)))
        .reduce((a, b) => a + b, 0);
    };
    for (const [name, { values }] of Object.entries(learned)) {
      const difference = centralDifferences(values, total);
      expectClose(byInput[name]!, difference, { tolerance: 1e-4, what: `d/d ${name}` });
    }
    const difference = centralDifferences(projection.values, total);
    expectClose(gradient, difference, { tolerance: 1e-4, what: 'd/d projection' });
  }

  const projected = (x: readonly number[], m: readonly number[][]) =>
    (m[0] as number[]).map((_, c) => x.reduce((sum, value, r) => sum + value * m[r]![c]!, 0));

  it('that a projection is yet to be applied to are read as if it had been', () => {
    const x = draw(Q * K, R);
    const projection = draw(R, H * D);
    expectReadings(
      ...([{ x }, projection] as const),
      (engine, { x }, slot) => projectedRows(engine, x!, slot, of),
      () =>
        chunks(
          rowsOf(x).map((row) => projected(row, rowsOf(projection))),
          K,
        ),
    );
  });

  it('that are a shared part and a part by pose are read as the same rows written out', () => {
    const shared = draw(W * K, H * D);
    const pose = draw(Q * K, R);
    const projection = draw(R, H * D);
    expectReadings(
      ...([{ shared, pose }, projection] as const),
      (engine, { shared, pose }, slot) => placedRows(engine, shared!, pose!, slot, of),
      () => {
        const common = chunks(rowsOf(shared), K);
        const own = chunks(rowsOf(pose), K);
        return own.map((rows, q) =>
          rows.map((row, k) =>
            projected(row, rowsOf(projection)).map(
              (value, c) => value + (common[Math.floor(q / A)]![k]![c] as number),
            ),
          ),
        );
      },
    );
  });

  it('that are there as they are, of each query’s own, are read likewise', () => {
    const x = draw(Q * K, H * D);
    const { outputs } = run({
      ...{ blueprint: new Blueprint(), values: new Float32Array(0) },
      constant: { x, query, weights },
      compute: (engine, { constant }) => {
        const rows = plainRows(engine, constant.x!, of);
        return {
          products: rows.innerProducts(constant.query!),
          sums: rows.weightedSum(constant.weights!),
          written: rows.written(),
        };
      },
    });
    const expected = plainReadings(chunks(rowsOf(x), K), rowsOf(query), rowsOf(weights));
    for (const which of ['products', 'sums', 'written'] as const) {
      expectClose(outputs[which]!.values, expected[which], { what: which });
    }
  });
});
