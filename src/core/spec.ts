/**
 * What an observation is made of, and where each number of it lies.
 *
 * An observation is two flat rows of float32: one per agent (`agentSize` numbers) and one per world
 * (`worldSize` numbers, shared by all agents in it). A part is a named, contiguous piece of one of
 * them. Flat rows make replay, transfer between threads, and storage one copy each.
 *
 * Axes: A agents, K set rows, V graph nodes, E graph edges, F features.
 */

/** Numbers per agent that have no order or count of their own: [F]. */
export interface VectorPart {
  readonly kind: 'vector';
  readonly name: string;
  readonly features: readonly string[];
}

/** Up to `rows` things in no order: values [K, F], then mask [K] (1 = present). */
export interface SetPart {
  readonly kind: 'set';
  readonly name: string;
  readonly rows: number;
  readonly features: readonly string[];
}

/**
 * The world as a graph, shared by all its agents. In the world row, in this order:
 * nodes [V, F], node mask [V], senders [E], receivers [E] (indices), edges [E, Fe], edge mask [E].
 * The first two node features are always the node's x and z in metres. Self edges are not listed:
 * the network adds them.
 */
export interface GraphPart {
  readonly kind: 'graph';
  readonly name: string;
  readonly nodes: number;
  readonly features: readonly string[];
  readonly edges: number;
  readonly edgeFeatures: readonly string[];
}

/**
 * Where an agent stands in the graph's frame: [x, z, cos heading, sin heading, own region, goal
 * region], the last two as node indices (−1: none); of a goal that is any object of a category, the
 * category's node in place of a region. Read by graph attention to place nodes relative
 * to the agent, and by hindsight relabelling; never fed to a network as it is.
 */
export interface AnchorPart {
  readonly kind: 'anchor';
  readonly name: string;
  readonly features: typeof anchorFeatures;
}

export const anchorFeatures = [
  'x',
  'z',
  'cosHeading',
  'sinHeading',
  'region',
  'goalRegion',
] as const;

export type AgentPart = VectorPart | SetPart | AnchorPart;
export type Part = AgentPart | GraphPart;

export interface ObservationSpec {
  /** Format number of the whole spec; a checkpoint of another spec is refused. */
  readonly version: 1;
  readonly agent: readonly AgentPart[];
  readonly world: readonly GraphPart[];
}

/** Desired planar velocity in the agent frame (forward, left), on the disc |v| ≤ maxSpeed, in m/s. */
export interface ActionSpec {
  readonly features: readonly ['forward', 'left'];
  readonly maxSpeed: number;
}

export interface PlacedPart<P extends Part = Part> {
  readonly part: P;
  /** First number of the part in its row. */
  readonly offset: number;
  readonly size: number;
}

export interface ObservationLayout {
  readonly spec: ObservationSpec;
  readonly agentSize: number;
  readonly worldSize: number;
  readonly agent: readonly PlacedPart<AgentPart>[];
  readonly world: readonly PlacedPart<GraphPart>[];
}

export function sizeOf(part: Part): number {
  switch (part.kind) {
    case 'vector':
    case 'anchor':
      return part.features.length;
    case 'set':
      return part.rows * (part.features.length + 1);
    case 'graph':
      return part.nodes * (part.features.length + 1) + part.edges * (part.edgeFeatures.length + 3);
  }
}

/** Offsets of a graph part's six blocks, relative to the part's own offset. */
export function graphBlocks(part: GraphPart) {
  const nodeMask = part.nodes * part.features.length;
  const senders = nodeMask + part.nodes;
  const receivers = senders + part.edges;
  const edges = receivers + part.edges;
  const edgeMask = edges + part.edges * part.edgeFeatures.length;
  return { nodes: 0, nodeMask, senders, receivers, edges, edgeMask };
}

function place<P extends Part>(parts: readonly P[]): [PlacedPart<P>[], number] {
  let offset = 0;
  const placed = parts.map((part) => {
    const size = sizeOf(part);
    const at = { part, offset, size };
    offset += size;
    return at;
  });
  return [placed, offset];
}

export function layoutOf(spec: ObservationSpec): ObservationLayout {
  const [agent, agentSize] = place(spec.agent);
  const [world, worldSize] = place(spec.world);
  return { spec, agent, agentSize, world, worldSize };
}

/** The part called `name`, for code that was written for one part (an overlay, hindsight). */
export function findPart(layout: ObservationLayout, name: string): PlacedPart {
  const found = [...layout.agent, ...layout.world].find((placed) => placed.part.name === name);
  if (!found) {
    const known = [...layout.agent, ...layout.world].map((placed) => placed.part.name).join(', ');
    throw new Error(`Expected an observation part called "${name}", but the parts are: ${known}.`);
  }
  return found;
}

export function sameSpec(a: ObservationSpec, b: ObservationSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
