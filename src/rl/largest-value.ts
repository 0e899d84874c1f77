/**
 * How far from 0 any value can be, by the rewards that are learned from: whatever a policy does, a reward that ends an
 * episode is paid once, and any other could be paid for ever. As a learner sees them (shaping included, its own
 * discount), and as if no time limit ended anything, since it bootstraps through those.
 *
 * A bound, not an estimate: no policy need come near it. Reads all rows, so it is for now and then.
 */
import { flags } from '../core/transition-row.ts';
import type { Replay } from './replay.ts';

/** At least 1: what hindsight pays at a goal, and what may not have been paid yet. */
export function largestValue(
  replays: readonly Pick<Replay, 'row' | 'data' | 'added' | 'rowsPerStream'>[],
  gamma: number,
): number {
  let ending = 0;
  let going = 0;
  for (const { row, data, added, rowsPerStream } of replays) {
    const { size, agents, rewardOffset, flagOffset } = row;
    data.forEach((rows, stream) => {
      const held = Math.min(added[stream] as number, rowsPerStream);
      for (let at = 0; at < held * size; at += size) {
        for (let agent = 0; agent < agents; agent++) {
          const flag = rows[at + flagOffset + agent];
          const reward = Math.abs(rows[at + rewardOffset + agent] as number);
          if (flag === flags.terminated) ending = Math.max(ending, reward);
          else if (flag !== flags.respawns) going = Math.max(going, reward);
        }
      }
    });
  }
  return Math.max(1, ending + (going > 0 ? going / (1 - gamma) : 0));
}
