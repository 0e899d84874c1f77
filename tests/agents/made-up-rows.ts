/** Rows of a scenario without its world: observations drawn at random, as the learner receives them. */
import type { RowBlock } from '../../src/agents/kept-run.ts';
import type { Random } from '../../src/core/random.ts';
import { type RowLayout, rowLayoutOf } from '../../src/core/transition-row.ts';
import type { Scenario } from '../../src/env/index.ts';
import { writeAgentRow, writeWorldRow } from '../nn/small-observations.ts';

export const rowOf = (scenario: Scenario): RowLayout =>
  rowLayoutOf(scenario.observationLayout, scenario.agents);

/** `count` rows of each stream, taking turns; no episode ends in them. */
export function madeUpRows(
  random: Random,
  row: RowLayout,
  { streams, count }: { streams: number; count: number },
): RowBlock {
  const { observation, agents, size } = row;
  const rows = new Float32Array(streams * count * size);
  for (let i = 0; i < streams * count; i++) {
    const at = i * size;
    writeWorldRow(random, observation, rows, at);
    for (let agent = 0; agent < agents; agent++) {
      writeAgentRow(
        random,
        observation,
        rows,
        at + row.agentOffset + agent * observation.agentSize,
      );
      rows[at + row.actionOffset + agent * 2] = random.range(-0.7, 0.7);
      rows[at + row.actionOffset + agent * 2 + 1] = random.range(-0.7, 0.7);
      rows[at + row.rewardOffset + agent] = random.range(-1, 1);
      rows[at + row.discountOffset + agent] = 1;
    }
  }
  return { rows, stream: Uint8Array.from({ length: streams * count }, (_, i) => i % streams) };
}
