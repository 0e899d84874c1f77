/**
 * How transition rows (core/transition-row.ts) get from the simulation worker to the learner worker.
 * One interface, two ways: a ring in shared memory where the page is cross-origin isolated
 * (row-ring.ts), messages with transferred buffers where it is not (row-transfer.ts).
 *
 * Rows of one world come out in the order they went in, none missing: the row after it is a row's
 * next observation. So a full channel takes nothing, and the writer stops collecting before that.
 */

export interface RowBatch {
  /** Worlds that rows come from. */
  readonly streams: number;
  /** Numbers in a row. */
  readonly rowSize: number;
  /** [n, rowSize] */
  readonly rows: Float32Array;
  /** [n] the world of each row. */
  readonly stream: Uint8Array;
}

export interface RowSink {
  /** Rows that can be written now. */
  room(): number;
  readonly capacity: number;
  /** Copies the batch, or throws if there is no room for all of it. */
  write(batch: RowBatch): void;
}

export interface RowSource {
  /** Hands over what has come in, oldest first; a batch is only valid during the call. */
  drain(take: (batch: RowBatch) => void): void;
}

/** Several as one. Each world's rows come by one of them. */
export function joinSources(sources: readonly RowSource[]): RowSource {
  return {
    drain(take) {
      for (const source of sources) source.drain(take);
    },
  };
}

/** Memory spent on rows in flight, whatever their size and however many workers send them. */
const bytesInFlight = 32 * 2 ** 20;

/** Rows in flight, a power of two: the ring's counters wrap at 2³², which it then divides. */
export function rowCapacity(rowSize: number, workers = 1): number {
  const fitting = 2 ** Math.floor(Math.log2(bytesInFlight / (workers * rowSize * 4)));
  return Math.max(64, Math.min(8192, fitting));
}
