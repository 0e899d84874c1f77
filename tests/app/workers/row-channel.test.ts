import { describe, expect, it } from 'vitest';
import type { LearnerToSimulation } from '../../../src/app/workers/protocol.ts';
import type { RowBatch, RowSink, RowSource } from '../../../src/app/workers/row-channel.ts';
import { createRing, ringSink, ringSource } from '../../../src/app/workers/row-ring.ts';
import { transferSink, transferSource } from '../../../src/app/workers/row-transfer.ts';

const rowSize = 3;
const streams = 2;
const capacity = 8;

interface Channel {
  readonly sink: RowSink;
  readonly source: RowSource;
}

const channels: readonly (readonly [string, () => Channel])[] = [
  [
    'ring',
    () => {
      const memory = createRing(rowSize, capacity);
      return { sink: ringSink(memory), source: ringSource(memory, streams) };
    },
  ],
  [
    'transfer',
    () => {
      const source = transferSource((message: LearnerToSimulation) => {
        if (message.type === 'taken') sink.taken(message.rows);
      });
      const sink = transferSink((message, transfer) => {
        // As a port does it: the sender's buffers are gone afterwards.
        if (message.type === 'rows') source.receive(structuredClone(message, { transfer }));
      }, capacity);
      return { sink, source };
    },
  ],
];

/** Rows `first` to `first + count`, each [k, 10 k, 100 k], of worlds 0, 1, 0, 1, … */
function batchOf(first: number, count: number): RowBatch {
  const rows = new Float32Array(count * rowSize);
  const stream = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const k = first + i;
    rows.set([k, 10 * k, 100 * k], i * rowSize);
    stream[i] = k % streams;
  }
  return { streams, rowSize, rows, stream };
}

function drain(source: RowSource): { rows: number[]; stream: number[] } {
  const rows: number[] = [];
  const stream: number[] = [];
  source.drain((batch) => {
    expect(batch.streams).toBe(streams);
    expect(batch.rowSize).toBe(rowSize);
    expect(batch.rows.length).toBe(batch.stream.length * rowSize);
    rows.push(...batch.rows);
    stream.push(...batch.stream);
  });
  return { rows, stream };
}

describe.each(channels)('row channel by %s', (_name, open) => {
  it('rows come out whole and in order, over many turns of the channel', () => {
    const { sink, source } = open();
    let next = 0;
    for (let round = 0; round < 20; round++) {
      const first = next;
      for (const count of [3, 0, 2, 1]) {
        sink.write(batchOf(next, count));
        next += count;
      }
      const expected = batchOf(first, next - first);
      expect(drain(source)).toEqual({ rows: [...expected.rows], stream: [...expected.stream] });
      expect(drain(source).rows).toEqual([]);
    }
  });

  it('tells its room, and refuses a batch that does not fit without taking part of it', () => {
    const { sink, source } = open();
    expect(sink.room()).toBe(capacity);
    sink.write(batchOf(0, 6));
    expect(sink.room()).toBe(capacity - 6);
    expect(() => sink.write(batchOf(6, 3))).toThrow('Expected room for 3 rows, but got 2.');
    sink.write(batchOf(6, 2));
    expect(sink.room()).toBe(0);
    expect(drain(source).rows).toEqual([...batchOf(0, 8).rows]);
    expect(sink.room()).toBe(capacity);
  });

  it('copies: the writer may use its arrays again at once', () => {
    const { sink, source } = open();
    const batch = batchOf(1, 2);
    sink.write(batch);
    expect(batch.rows.length).toBe(2 * rowSize);
    batch.rows.fill(-1);
    batch.stream.fill(9);
    expect(drain(source)).toEqual({ rows: [1, 10, 100, 2, 20, 200], stream: [1, 0] });
  });
});

describe('row ring', () => {
  it('survives the wrap of its 32-bit counters', () => {
    const memory = createRing(rowSize, capacity);
    new Int32Array(memory).set([-3, -3]);
    const sink = ringSink(memory);
    const source = ringSource(memory, streams);
    for (let first = 0; first < 30; first += 5) {
      sink.write(batchOf(first, 5));
      expect(sink.room()).toBe(3);
      expect(drain(source).rows).toEqual([...batchOf(first, 5).rows]);
    }
  });
});
