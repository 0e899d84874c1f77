/** A small replay of random observations and outcomes, with every kind of end in it. */
import { createRandom } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { flags, rowLayoutOf } from '../../src/core/transition-row.ts';
import { Replay } from '../../src/rl/replay.ts';
import { writeAgentRow, writeWorldRow } from '../nn/small-observations.ts';

export interface FillOptions {
  readonly agents?: number;
  readonly rows?: number;
  readonly seed?: number;
  /** What each row's flag is, for every agent; default: all kinds at random. */
  readonly flag?: (row: number, agent: number) => number;
}

export function filledReplay(layout: ObservationLayout, options: FillOptions = {}): Replay {
  const { agents = 2, rows = 40, seed = 1 } = options;
  const random = createRandom(seed, 'filled replay');
  const row = rowLayoutOf(layout, agents);
  const replay = new Replay(row, { streams: 1, rowsPerStream: rows });
  const over = new Array<boolean>(agents).fill(false);
  const values = new Float32Array(row.size);
  for (let time = 0; time < rows; time++) {
    writeWorldRow(random, layout, values, row.worldOffset);
    for (let agent = 0; agent < agents; agent++) {
      writeAgentRow(random, layout, values, row.agentOffset + agent * layout.agentSize);
      const angle = random.range(0, 2 * Math.PI);
      const length = random.uniform();
      values[row.actionOffset + agent * 2] = length * Math.cos(angle);
      values[row.actionOffset + agent * 2 + 1] = length * Math.sin(angle);
      values[row.rewardOffset + agent] = random.range(-1, 1);
      const end = random.uniform() < 0.15;
      const drawn = over[agent] ? flags.respawns : end ? 1 + random.integer(2) : flags.continues;
      const flag = options.flag?.(time, agent) ?? drawn;
      over[agent] = flag === flags.terminated || flag === flags.truncated;
      const counts = flag === flags.continues || flag === flags.truncated;
      values[row.discountOffset + agent] = counts ? 1 : 0;
      values[row.flagOffset + agent] = flag;
    }
    replay.add(0, values, 0);
  }
  return replay;
}
