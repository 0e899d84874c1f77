/** The wasm matrix product that replaces tfjs's own, against plain loops in double precision. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { expectClose } from './expect-close.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

interface Case {
  readonly aBatch: readonly number[];
  readonly bBatch: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

const random = createRandom(3, 'matrix products');
const volume = (shape: readonly number[]) => shape.reduce((product, axis) => product * axis, 1);

/** Some zeros among them, because the loop skips zero factors. */
function draw(size: number): Float32Array {
  return Float32Array.from({ length: size }, () =>
    random.uniform() < 0.2 ? 0 : random.range(-1, 1),
  );
}

/** The value at (row, column) of matrix `index`, stored transposed or not. */
function cell(
  values: ArrayLike<number>,
  at: { index: number; row: number; column: number; rows: number; columns: number },
  transposed: boolean,
): number {
  const start = at.index * at.rows * at.columns;
  const inside = transposed ? at.column * at.rows + at.row : at.row * at.columns + at.column;
  return values[start + inside] as number;
}

/** out[batch, rows, columns]; a batch of one matrix is used for all. */
function plainProduct(
  { aBatch, bBatch, rows, inner, columns }: Case,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): number[] {
  const batch = Math.max(volume(aBatch), volume(bBatch));
  const out: number[] = [];
  for (let i = 0; i < batch; i++) {
    const ai = volume(aBatch) === 1 ? 0 : i;
    const bi = volume(bBatch) === 1 ? 0 : i;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum +=
            cell(a, { index: ai, row, column: k, rows, columns: inner }, transposeA) *
            cell(b, { index: bi, row: k, column, rows: inner, columns }, transposeB);
        }
        out.push(sum);
      }
    }
  }
  return out;
}

const flagPairs = [
  { transposeA: false, transposeB: false },
  { transposeA: true, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: true },
];

function operands(product: Case, flags: (typeof flagPairs)[number]) {
  const { aBatch, bBatch, rows, inner, columns } = product;
  const aShape = [...aBatch, ...(flags.transposeA ? [inner, rows] : [rows, inner])];
  const bShape = [...bBatch, ...(flags.transposeB ? [columns, inner] : [inner, columns])];
  return {
    a: tf.tensor(draw(volume(aShape)), aShape),
    b: tf.tensor(draw(volume(bShape)), bShape),
  };
}

/** Sizes 1 and 2 are where strides coincide; 66³ is beyond what the plain loop takes on. */
function randomSizes(): { rows: number; inner: number; columns: number } {
  const size = () => (random.uniform() < 0.3 ? 1 + random.integer(2) : 1 + random.integer(24));
  return { rows: size(), inner: size(), columns: size() };
}
const large = { rows: 65, inner: 67, columns: 66 };

describe('wasm matrix product', () => {
  it.each([
    { aBatch: [], bBatch: [] },
    { aBatch: [1], bBatch: [1] },
    { aBatch: [5], bBatch: [5] },
    { aBatch: [2, 3], bBatch: [2, 3] },
    { aBatch: [4], bBatch: [1] },
    { aBatch: [1], bBatch: [4] },
    { aBatch: [3], bBatch: [] },
    { aBatch: [], bBatch: [3] },
  ])('equals plain loops for batches $aBatch and $bBatch, transposed or not', (batches) => {
    for (const sizes of [...Array.from({ length: 8 }, randomSizes), large]) {
      const product = { ...batches, ...sizes };
      for (const flags of flagPairs) {
        const { a, b } = operands(product, flags);
        const out = tf.matMul(a, b, flags.transposeA, flags.transposeB);
        const expected = plainProduct(product, a.dataSync(), b.dataSync(), flags);
        expectClose(out.dataSync(), expected, { what: JSON.stringify({ product, flags }) });
        expect(out.shape.slice(-2)).toEqual([sizes.rows, sizes.columns]);
        tf.dispose([a, b, out]);
      }
    }
  });

  it('refuses whole numbers, as tfjs does, rather than read their bits as fractions', () => {
    const whole = tf.tensor([1, 2, 3, 4], [2, 2, 1], 'int32');
    expect(() => tf.matMul(whole, whole, true, false)).toThrow(/float32/);
  });

  it.each([{ batch: [] }, { batch: [6] }, { batch: [2, 3] }])(
    'has the gradients of plain loops for batch $batch, transposed or not',
    ({ batch }) => {
      for (const sizes of [...Array.from({ length: 5 }, randomSizes), large]) {
        const product = { aBatch: batch, bBatch: batch, ...sizes };
        for (const flags of flagPairs) {
          const { a, b } = operands(product, flags);
          const coefficients = tf.tensor(draw(volume(batch) * sizes.rows * sizes.columns), [
            ...batch,
            sizes.rows,
            sizes.columns,
          ]);
          const [da, db] = tf.grads((x, y) =>
            tf.sum(
              tf.mul(
                tf.matMul(x as tf.Tensor, y as tf.Tensor, flags.transposeA, flags.transposeB),
                coefficients,
              ),
            ),
          )([a, b]);
          const expected = plainGradients(product, flags, {
            a: a.dataSync(),
            b: b.dataSync(),
            c: coefficients.dataSync(),
          });
          const what = JSON.stringify({ product, flags });
          expectClose((da as tf.Tensor).dataSync(), expected.a, { what: `a, ${what}` });
          expectClose((db as tf.Tensor).dataSync(), expected.b, { what: `b, ${what}` });
          tf.dispose([a, b, coefficients, da as tf.Tensor, db as tf.Tensor]);
        }
      }
    },
  );

  it('leaves nothing behind in tfjs or in the backend', () => {
    const backend = tf.backend() as unknown as { numDataIds(): number };
    const before = [tf.memory().numTensors, backend.numDataIds()];
    for (const sizes of [{ rows: 1, inner: 5, columns: 1 }, large]) {
      for (const batch of [[], [3], [2, 2]]) {
        for (const flags of flagPairs) {
          const { a, b } = operands({ aBatch: batch, bBatch: batch, ...sizes }, flags);
          tf.dispose([a, b, tf.matMul(a, b, flags.transposeA, flags.transposeB)]);
        }
      }
    }
    expect([tf.memory().numTensors, backend.numDataIds()]).toEqual(before);
  });
});

/** d/da and d/db of Σ c ⊙ (a · b), summed term by term in the operands' own storage order. */
function plainGradients(
  { aBatch, rows, inner, columns }: Case,
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
  { a, b, c }: Record<'a' | 'b' | 'c', ArrayLike<number>>,
): { a: number[]; b: number[] } {
  const da = new Array<number>(a.length).fill(0);
  const db = new Array<number>(b.length).fill(0);
  for (let i = 0; i < volume(aBatch); i++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const factor = c[(i * rows + row) * columns + column] as number;
        for (let k = 0; k < inner; k++) {
          const aAt = i * rows * inner + (transposeA ? k * rows + row : row * inner + k);
          const bAt =
            i * inner * columns + (transposeB ? column * inner + k : k * columns + column);
          da[aAt] = (da[aAt] as number) + factor * (b[bAt] as number);
          db[bAt] = (db[bAt] as number) + factor * (a[aAt] as number);
        }
      }
    }
  }
  return { a: da, b: db };
}
