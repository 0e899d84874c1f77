/**
 * What goes along the edges of the scene graph: each node hears its neighbours and itself (GATv2), and gives each a
 * share of its attention. The same for all agents of a world; mean over rounds and heads.
 */
import { type GraphPart, graphBlocks } from '../core/spec.ts';

/** Metres in the world frame; the share that the receiver gives to the sender, 0 to 1. */
export interface Message {
  readonly fromX: number;
  readonly fromZ: number;
  readonly toX: number;
  readonly toZ: number;
  readonly weight: number;
}

/** `row`: the graph's part of a world row; `shares` [E + V] by edge, self edges last, which are left out. */
export function messagesOf(part: GraphPart, row: Float32Array, shares: Float32Array): Message[] {
  const { senders, receivers, edgeMask } = graphBlocks(part);
  const width = part.features.length;
  const messages: Message[] = [];
  for (let edge = 0; edge < part.edges; edge++) {
    if (row[edgeMask + edge] !== 1) continue;
    const from = width * (row[senders + edge] as number);
    const to = width * (row[receivers + edge] as number);
    messages.push({
      ...{ fromX: row[from] as number, fromZ: row[from + 1] as number },
      ...{ toX: row[to] as number, toZ: row[to + 1] as number },
      weight: shares[edge] as number,
    });
  }
  return messages;
}
