/**
 * Rows through shared memory: a ring with one writer and one reader, no locks and no copies but the
 * one into it. Memory: Int32 [written, taken, capacity, rowSize] | Float32 rows [capacity, rowSize] |
 * Uint8 stream [capacity]. `written` and `taken` count rows and wrap at 2³²; only the writer changes
 * the one and only the reader the other. The capacity is a power of two, so that the wrap is seamless.
 */
import type { RowBatch, RowSink, RowSource } from './row-channel.ts';

const headerInts = 4;
const written = 0;
const taken = 1;

export function createRing(rowSize: number, capacity: number): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(headerInts * 4 + capacity * (rowSize * 4 + 1));
  new Int32Array(memory, 0, headerInts).set([0, 0, capacity, rowSize]);
  return memory;
}

function openRing(memory: SharedArrayBuffer) {
  const header = new Int32Array(memory, 0, headerInts);
  const capacity = header[2] as number;
  const rowSize = header[3] as number;
  const rows = new Float32Array(memory, headerInts * 4, capacity * rowSize);
  const stream = new Uint8Array(memory, rows.byteOffset + rows.byteLength, capacity);
  const waiting = () => (Atomics.load(header, written) - Atomics.load(header, taken)) | 0;
  return { header, capacity, rowSize, rows, stream, waiting };
}

export function ringSink(memory: SharedArrayBuffer): RowSink {
  const { header, capacity, rowSize, rows, stream, waiting } = openRing(memory);
  const room = () => capacity - waiting();
  return {
    capacity,
    room,
    write(batch) {
      const count = batch.stream.length;
      if (count > room()) throw new Error(`Expected room for ${count} rows, but got ${room()}.`);
      const first = (Atomics.load(header, written) >>> 0) % capacity;
      const head = Math.min(count, capacity - first);
      rows.set(batch.rows.subarray(0, head * rowSize), first * rowSize);
      stream.set(batch.stream.subarray(0, head), first);
      rows.set(batch.rows.subarray(head * rowSize, count * rowSize), 0);
      stream.set(batch.stream.subarray(head, count), 0);
      Atomics.add(header, written, count);
    },
  };
}

export function ringSource(memory: SharedArrayBuffer, streams: number): RowSource {
  const { header, capacity, rowSize, rows, stream, waiting } = openRing(memory);
  return {
    drain(take) {
      for (let left = waiting(); left > 0; ) {
        const first = (Atomics.load(header, taken) >>> 0) % capacity;
        const count = Math.min(left, capacity - first);
        const batch: RowBatch = {
          streams,
          rowSize,
          rows: rows.subarray(first * rowSize, (first + count) * rowSize),
          stream: stream.subarray(first, first + count),
        };
        take(batch);
        Atomics.add(header, taken, count);
        left -= count;
      }
    },
  };
}
