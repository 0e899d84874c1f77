/** What one group of agents lived through as a world of their own: the same rows without all others. */
import { rowLayoutOf } from '../../src/core/transition-row.ts';
import { type GoalRelabeller, Replay } from '../../src/rl/replay.ts';

export function aloneIn(
  replay: Replay,
  groups: number,
  group: number,
  relabeller?: GoalRelabeller<unknown>,
): Replay {
  const { row, streams, rowsPerStream } = replay;
  const { observation, agents } = row;
  const own = rowLayoutOf(observation, agents / groups);
  const alone = new Replay(own, { streams, rowsPerStream }, relabeller);
  replay.data.forEach((rows, stream) => {
    for (let i = 0; i < Math.min(replay.added[stream] as number, rowsPerStream); i++) {
      const of = (offset: number, size: number) =>
        rows.subarray(i * row.size + offset).slice(0, size);
      const out = of(row.worldOffset, own.size);
      for (let agent = 0; agent < own.agents; agent++) {
        const from = agent * groups + group;
        for (const [name, size] of [
          ['agentOffset', observation.agentSize],
          ['actionOffset', 2],
          ['rewardOffset', 1],
          ['discountOffset', 1],
          ['flagOffset', 1],
        ] as const) {
          out.set(of(row[name] + from * size, size), own[name] + agent * size);
        }
      }
      alone.add(stream, out, 0);
    }
  });
  return alone;
}
