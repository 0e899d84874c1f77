import { expect, it } from 'vitest';
import { makeUpRow } from '../../src/agents/made-up-row.ts';
import { createRandom } from '../../src/core/random.ts';
import { graphBlocks } from '../../src/core/spec.ts';
import { rowLayoutOf } from '../../src/core/transition-row.ts';
import { smallLayout } from '../nn/small-observations.ts';

it('made-up row: everything is present, every index is one of the graph’s, nothing ends', () => {
  const layout = rowLayoutOf(smallLayout, 3);
  const random = createRandom(1, 'row');
  const row = makeUpRow(layout, random);
  expect(row).toHaveLength(layout.size);
  const [graph] = smallLayout.world;
  const { part, offset } = graph as NonNullable<typeof graph>;
  const blocks = graphBlocks(part);
  const read = (from: number, count: number) => [
    ...row.subarray(offset + from, offset + from + count),
  ];
  expect(read(blocks.nodeMask, part.nodes)).toEqual([1, 1, 1, 1]);
  expect(read(blocks.edgeMask, part.edges)).toEqual([1, 1, 1, 1, 1, 1]);
  for (const index of [...read(blocks.senders, 6), ...read(blocks.receivers, 6)]) {
    expect([0, 1, 2, 3]).toContain(index);
  }
  for (let agent = 0; agent < 3; agent++) {
    const first = layout.agentOffset + agent * smallLayout.agentSize;
    for (const { part, offset, size } of smallLayout.agent) {
      const values = row.subarray(first + offset, first + offset + size);
      if (part.kind === 'set') expect([...values.subarray(size - 3)]).toEqual([1, 1, 1]);
      if (part.kind !== 'anchor') continue;
      expect(Math.hypot(values[2] as number, values[3] as number)).toBeCloseTo(1);
      expect([0, 1, 2, 3]).toContain(values[4]);
    }
  }
  expect([...row.subarray(layout.flagOffset, layout.flagOffset + 3)]).toEqual([0, 0, 0]);
  expect(makeUpRow(layout, random)).not.toEqual(row);
});
