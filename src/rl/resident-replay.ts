/**
 * A copy of all rows of a replay in the arena of a runner that computes elsewhere (a GPU): rows
 * travel once, when they are new, and batches are gathered there by row numbers. Only for batches of
 * rows as they were stored: what changes sampled rows (hindsight goals) needs them here. Of a run with
 * demonstrations both replays are there, one behind the other, and a row number is one of all their rows.
 */
import type { PlanRunner } from '../nn/plan/runner.ts';
import type { LearnerParts } from './learner.ts';
import type { Replay } from './replay.ts';

type Replays = Pick<LearnerParts, 'replay' | 'demonstrations'>;

/** Row numbers are float32 in the arena. */
const mostRows = 2 ** 24;

/** In the order in which their copies lie. */
function replaysOf({ replay, demonstrations }: Replays): readonly Replay[] {
  return demonstrations ? [replay, demonstrations] : [replay];
}

/** Rows of all copies. */
export function residentRows(replays: Replays): number {
  return replaysOf(replays).reduce((sum, { rows }) => sum + rows, 0);
}

/** Floats of all copies; undefined if they would take more than `most`. */
export function residentFloats(replays: Replays, most: number): number | undefined {
  const rows = residentRows(replays);
  const floats = rows * replays.replay.row.size;
  return rows <= mostRows && floats <= most ? floats : undefined;
}

/** The copies, from `offset` on. */
export function residentReplays(
  replays: Replays,
  runner: PlanRunner,
  offset: number,
): readonly ResidentReplay[] {
  let next = offset;
  return replaysOf(replays).map((replay) => {
    const copy = new ResidentReplay(replay, runner, next);
    next += replay.rows * replay.row.size;
    return copy;
  });
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
