/**
 * The scene graph as the selected agent senses it, every number with its name, and what goes along its edges: each
 * node hears its neighbours and itself (GATv2), and gives each a share of its attention. Nodes and shares are the
 * same for all agents of a world; where a node lies is told as this one sees it. Axes: V nodes, E edges.
 */
import { type GraphPart, graphBlocks } from '../core/spec.ts';
import type { Agent } from '../env/agent.ts';
import type { MessageChoice } from '../nn/probe.ts';
import { edgeKinds, nodeKinds } from '../scene/graph-capacity.ts';

export interface GraphNode {
  readonly node: number;
  readonly label: string;
  /** The one of its features that says so: `region`, `portal`. */
  readonly kind: string;
  /** Metres in the world frame. */
  readonly x: number;
  readonly z: number;
  /** Metres in the agent's frame; null of a category, which lies nowhere. */
  readonly forward: number | null;
  readonly left: number | null;
  /** As the sensor writes them: of the report's `features`. */
  readonly values: readonly number[];
}

export interface GraphEdge {
  /** Sender and receiver. */
  readonly from: number;
  readonly to: number;
  /** One or two: `near`, `sees`. */
  readonly kinds: readonly string[];
  /** Metres from middle to middle; null where no way leads along it. */
  readonly length: number | null;
  /** The share that the receiver gives to the sender, 0 to 1; null where the policy does not read the graph. */
  readonly share: number | null;
}

export interface GraphReport {
  /** Without those that say the kind. */
  readonly features: readonly string[];
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Of the policy; 0 rounds: it does not read the graph. */
  readonly rounds: number;
  readonly heads: number;
  /** Whose shares these are. */
  readonly choice: MessageChoice;
}

export interface GraphSource {
  readonly part: GraphPart;
  /** The graph's part of a world row. */
  readonly row: Float32Array;
  /** By node; '' of those that are never there. */
  readonly labels: readonly string[];
  /** Who looks. */
  readonly agent: Pick<Agent, 'x' | 'z' | 'heading'>;
  /** [E + V] by edge, self edges last, which are left out; undefined: the graph is not read. */
  readonly shares: Float32Array | undefined;
}

const isKind = (feature: string) => nodeKinds.some((kind) => kind === feature);

/** Nodes and edges that are there, in the order of their rows. */
export function graphOf(source: GraphSource): Pick<GraphReport, 'features' | 'nodes' | 'edges'> {
  const features = source.part.features.filter((feature) => !isKind(feature));
  return { features, nodes: nodesOf(source), edges: edgesOf(source) };
}

function nodesOf({ part, row, labels, agent }: GraphSource): GraphNode[] {
  const { nodeMask } = graphBlocks(part);
  const [cos, sin] = [Math.cos(agent.heading), Math.sin(agent.heading)];
  const nodes: GraphNode[] = [];
  for (let node = 0; node < part.nodes; node++) {
    if (row[nodeMask + node] !== 1) continue;
    const at = node * part.features.length;
    const all = part.features.map((name, i) => ({ name, value: row[at + i] as number }));
    const [x, z] = [row[at] as number, row[at + 1] as number];
    const [dx, dz] = [x - agent.x, z - agent.z];
    const kind = all.find(({ name, value }) => isKind(name) && value === 1)?.name ?? '';
    const isSomewhere = kind !== 'category';
    nodes.push({
      ...{ node, label: labels[node] || `node ${node + 1}`, kind, x, z },
      forward: isSomewhere ? -sin * dx - cos * dz : null,
      left: isSomewhere ? -cos * dx + sin * dz : null,
      values: all.flatMap(({ name, value }) => (isKind(name) ? [] : [value])),
    });
  }
  return nodes;
}

function edgesOf({ part, row, shares }: GraphSource): GraphEdge[] {
  const { senders, receivers, edges: first, edgeMask } = graphBlocks(part);
  const [width, edgeWidth] = [part.features.length, part.edgeFeatures.length];
  const edges: GraphEdge[] = [];
  for (let edge = 0; edge < part.edges; edge++) {
    if (row[edgeMask + edge] !== 1) continue;
    const from = row[senders + edge] as number;
    const to = row[receivers + edge] as number;
    const kinds = edgeKinds.filter((kind) => {
      const column = part.edgeFeatures.indexOf(kind);
      return column >= 0 && row[first + edge * edgeWidth + column] === 1;
    });
    const away = (axis: number) =>
      (row[width * to + axis] as number) - (row[width * from + axis] as number);
    edges.push({
      ...{ from, to, kinds },
      length: kinds.includes('instance') ? null : Math.hypot(away(0), away(1)),
      share: shares ? (shares[edge] as number) : null,
    });
  }
  return edges;
}
