/**
 * A copy of all the replay's rows in the arena of a runner that computes elsewhere (a GPU): rows
 * travel once, when they are new, and batches are gathered there by row numbers. Only for batches of
 * rows as they were stored: what changes sampled rows (hindsight goals) needs them here.
 */
import type { PlanRunner } from '../nn/plan/runner.ts';
import type { Replay } from './replay.ts';

/** Row numbers are float32 in the arena. */
const mostRows = 2 ** 24;

/** Floats of the copy; undefined if it would take more than `most`. */
export function residentFloats(replay: Replay, most: number): number | undefined {
  const rows = replay.streams * replay.rowsPerStream;
  const floats = rows * replay.row.size;
  return rows <= mostRows && floats <= most ? floats : undefined;
}

export class ResidentReplay {
  readonly #replay: Replay;
  readonly #runner: PlanRunner;
  readonly #offset: number;
  /** Of each stream's rows ever added, how many the copy has had. */
  readonly #sent: Int32Array;

  /** `offset`: where in the arena the copy stands, [S, T, row size]. */
  constructor(replay: Replay, runner: PlanRunner, offset: number) {
    this.#replay = replay;
    this.#runner = runner;
    this.#offset = offset;
    this.#sent = new Int32Array(replay.streams);
  }

  /** The replay was filled anew. */
  forget(): void {
    this.#sent.fill(0);
  }

  /**
   * Sends the rows that are new. A row that `closeStreams` has changed since is not sent again: it
   * changes flags alone, which are read on this side.
   */
  sendNew(): void {
    const { streams, rowsPerStream, row, added, data } = this.#replay;
    for (let stream = 0; stream < streams; stream++) {
      const end = added[stream] as number;
      let next = Math.max(this.#sent[stream] as number, end - rowsPerStream);
      while (next < end) {
        const at = next % rowsPerStream;
        const count = Math.min(end - next, rowsPerStream - at);
        const rows = (data[stream] as Float32Array).subarray(
          at * row.size,
          (at + count) * row.size,
        );
        this.#runner.write(this.#offset + (stream * rowsPerStream + at) * row.size, rows);
        next += count;
      }
      this.#sent[stream] = end;
    }
  }
}
