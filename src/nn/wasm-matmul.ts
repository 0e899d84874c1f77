/**
 * Replaces tfjs's wasm `BatchMatMul` kernel, in two cases where it is slow (tfjs 4.22):
 *
 * 1. With a transpose flag it takes a naive path, about 12 times slower, and every gradient of a
 *    matrix product carries one. Here the operand is transposed first.
 * 2. A batch of small matrices is one library call (with packing) per matrix. Here it is one strided
 *    loop over the wasm heap.
 *
 * Results differ from the original by rounding only; tests compare both with plain loops.
 */
import * as tf from '@tensorflow/tfjs-core';

/** What is used of tfjs's wasm backend; its own types are not exported. */
interface WasmBackend {
  readonly wasm: { readonly HEAPF32: Float32Array };
  readonly dataIdMap: { get(id: object): { id: number; memoryOffset: number } };
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/**
 * Batched matrices of at most this many multiply-adds each go to the loop, which skips zeros: products
 * with one-hot matrices (graph-attention.ts) are nearly all zeros. tfjs does 1.5 GFLOP/s on a batch.
 */
const smallProduct = 262_144;

interface Product {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Strides of a: batch, row, inner; of b: batch, inner, column. */
  readonly a: readonly [number, number, number];
  readonly b: readonly [number, number, number];
}

/** out[batch, rows, columns] = a · b over offsets into one heap. */
function multiplyStrided(heap: Float32Array, p: Product, a0: number, b0: number, out0: number) {
  const [aBatch, aRow, aInner] = p.a;
  const [bBatch, bInner, bColumn] = p.b;
  let out = out0;
  for (let i = 0; i < p.batch; i++) {
    for (let row = 0; row < p.rows; row++) {
      const aStart = a0 + i * aBatch + row * aRow;
      const bStart = b0 + i * bBatch;
      if (bColumn === 1) {
        heap.fill(0, out, out + p.columns);
        for (let k = 0; k < p.inner; k++) {
          const factor = heap[aStart + k * aInner] as number;
          if (factor === 0) continue;
          const bRow = bStart + k * bInner;
          for (let column = 0; column < p.columns; column++) {
            heap[out + column] =
              (heap[out + column] as number) + factor * (heap[bRow + column] as number);
          }
        }
      } else {
        for (let column = 0; column < p.columns; column++) {
          let sum = 0;
          for (let k = 0; k < p.inner; k++) {
            sum +=
              (heap[aStart + k * aInner] as number) *
              (heap[bStart + column * bColumn + k * bInner] as number);
          }
          heap[out + column] = sum;
        }
      }
      out += p.columns;
    }
  }
}

let registered = false;

/** Once per thread; further calls do nothing. */
export function registerFastMatMul(): void {
  if (registered) return;
  registered = true;
  const original = tf.getKernel('BatchMatMul', 'wasm');
  const originalFunc = original.kernelFunc;

  const kernelFunc: tf.KernelFunc = (args) => {
    const backend = args.backend as unknown as WasmBackend;
    const { a, b } = args.inputs as unknown as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { transposeA, transposeB } = args.attrs as unknown as {
      transposeA: boolean;
      transposeB: boolean;
    };
    const [aFirst, aLast] = a.shape.slice(-2) as [number, number];
    const [bFirst, bLast] = b.shape.slice(-2) as [number, number];
    const batchShape = a.shape.slice(0, -2);
    const batch = tf.util.sizeFromShape(batchShape);
    const rows = transposeA ? aLast : aFirst;
    const inner = transposeA ? aFirst : aLast;
    const columns = transposeB ? bFirst : bLast;
    // Batches that broadcast and types that do not fit are the original's business.
    const simple =
      tf.util.arraysEqual(batchShape, b.shape.slice(0, -2)) &&
      a.dtype === 'float32' &&
      b.dtype === 'float32';

    if (batch > 1 && simple && rows * inner * columns <= smallProduct) {
      const out = backend.makeOutput([...batchShape, rows, columns], 'float32');
      const at = (info: tf.TensorInfo) => backend.dataIdMap.get(info.dataId).memoryOffset / 4;
      const product: Product = {
        batch,
        rows,
        inner,
        columns,
        a: transposeA ? [aFirst * aLast, 1, aLast] : [aFirst * aLast, aLast, 1],
        b: transposeB ? [bFirst * bLast, 1, bLast] : [bFirst * bLast, bLast, 1],
      };
      // The heap is read after makeOutput, because growing memory replaces it.
      multiplyStrided(backend.wasm.HEAPF32, product, at(a), at(b), at(out));
      return out;
    }
    if (!transposeA && !transposeB) return originalFunc(args);

    const transposed: tf.TensorInfo[] = [];
    const flip = (x: tf.TensorInfo): tf.TensorInfo => {
      const rank = x.shape.length;
      const perm = x.shape.map((_, axis) => axis);
      perm[rank - 2] = rank - 1;
      perm[rank - 1] = rank - 2;
      const result = tf.getKernel('Transpose', 'wasm').kernelFunc({
        inputs: { x },
        backend: args.backend,
        attrs: { perm },
      }) as tf.TensorInfo;
      transposed.push(result);
      return result;
    };
    const result = originalFunc({
      inputs: { a: transposeA ? flip(a) : a, b: transposeB ? flip(b) : b },
      backend: args.backend,
      attrs: { transposeA: false, transposeB: false },
    });
    for (const info of transposed) {
      (args.backend as unknown as { disposeData(id: object): void }).disposeData(info.dataId);
    }
    return result;
  };

  tf.unregisterKernel('BatchMatMul', 'wasm');
  tf.registerKernel({ ...original, kernelFunc });
}
