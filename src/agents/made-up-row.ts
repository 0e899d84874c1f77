/**
 * A transition row of numbers that nobody lived through, with everything present that a scenario can
 * show: what a learner is tried with before there are rows. Each is another.
 */
import type { Random } from '../core/random.ts';
import { type GraphPart, graphBlocks } from '../core/spec.ts';
import { flags, type RowLayout } from '../core/transition-row.ts';

export function makeUpRow(layout: RowLayout, random: Random): Float32Array {
  const row = Float32Array.from({ length: layout.size }, () => random.range(-1, 1));
  const { observation, agents } = layout;
  for (const { part, offset } of observation.world) {
    makeUpGraph(row, layout.worldOffset + offset, part, random);
  }
  for (let agent = 0; agent < agents; agent++) {
    const first = layout.agentOffset + agent * observation.agentSize;
    for (const { part, offset, size } of observation.agent) {
      const at = first + offset;
      if (part.kind === 'set') row.fill(1, at + size - part.rows, at + size);
      if (part.kind !== 'anchor') continue;
      const heading = random.range(-Math.PI, Math.PI);
      const nodes = observation.world[0]?.part.nodes ?? 0;
      const node = () => (nodes === 0 ? -1 : random.integer(nodes));
      row.set([Math.cos(heading), Math.sin(heading), node(), node()], at + 2);
    }
  }
  row.fill(1, layout.discountOffset, layout.discountOffset + agents);
  row.fill(flags.continues, layout.flagOffset, layout.flagOffset + agents);
  return row;
}

function makeUpGraph(row: Float32Array, at: number, part: GraphPart, random: Random): void {
  const blocks = graphBlocks(part);
  row.fill(1, at + blocks.nodeMask, at + blocks.nodeMask + part.nodes);
  row.fill(1, at + blocks.edgeMask, at + blocks.edgeMask + part.edges);
  for (let edge = 0; edge < part.edges; edge++) {
    row[at + blocks.senders + edge] = random.integer(part.nodes);
    row[at + blocks.receivers + edge] = random.integer(part.nodes);
  }
}
