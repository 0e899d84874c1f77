/**
 * Rows as messages with transferred buffers, for pages without shared memory. The reader answers
 * with the number of rows it took, which is the writer's room: a slow reader is never flooded.
 */
import type { LearnerToSimulation, SimulationToLearner } from './protocol.ts';
import type { RowBatch, RowSink, RowSource } from './row-channel.ts';

export type PostRows = (message: SimulationToLearner, transfer: ArrayBuffer[]) => void;

export interface TransferSink extends RowSink {
  /** The reader took so many rows. */
  taken(rows: number): void;
}

export function transferSink(post: PostRows, capacity: number): TransferSink {
  let inFlight = 0;
  return {
    capacity,
    room: () => capacity - inFlight,
    write(batch) {
      const count = batch.stream.length;
      if (count > capacity - inFlight) {
        throw new Error(`Expected room for ${count} rows, but got ${capacity - inFlight}.`);
      }
      inFlight += count;
      const rows = new Float32Array(batch.rows);
      const stream = new Uint8Array(batch.stream);
      post({ type: 'rows', streams: batch.streams, rowSize: batch.rowSize, rows, stream }, [
        rows.buffer,
        stream.buffer,
      ]);
    },
    taken(rows) {
      inFlight -= rows;
    },
  };
}

export interface TransferSource extends RowSource {
  receive(batch: RowBatch): void;
}

export function transferSource(answer: (message: LearnerToSimulation) => void): TransferSource {
  let waiting: RowBatch[] = [];
  return {
    receive(batch) {
      waiting.push(batch);
    },
    drain(take) {
      if (waiting.length === 0) return;
      const batches = waiting;
      waiting = [];
      let rows = 0;
      for (const batch of batches) {
        take(batch);
        rows += batch.stream.length;
      }
      answer({ type: 'taken', rows });
    },
  };
}
