/**
 * What one agent senses, attends to and does, with every number labelled: for panels, rays and
 * overlays. Plain data.
 */
import { findPart, graphBlocks } from '../core/spec.ts';
import type { Environment } from '../env/environment.ts';
import type { SampleAttention } from '../nn/inference.ts';
import { graphCapacity } from '../scene/graph-capacity.ts';
import { nodeLabels } from '../scene/node-labels.ts';
import { type Bodies, bodyKinds } from '../world/bodies.ts';

export interface AttendedEntity {
  /** Index of the body in a Snapshot. */
  readonly body: number;
  readonly kind: 'agent' | 'prop' | 'door' | 'walker' | 'visitor';
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Mean over the heads. */
  readonly weight: number;
  readonly heads: readonly number[];
}

export interface AttendedNode {
  readonly node: number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly weight: number;
  readonly heads: readonly number[];
}

/** The rows of a set as they are observed, those that are present. */
export interface SensedSet {
  readonly part: string;
  readonly features: readonly string[];
  readonly rows: readonly { readonly body: number; readonly values: readonly number[] }[];
}

/** How much of the scene graph there is. */
export interface SensedGraph {
  readonly nodes: number;
  readonly edges: number;
}

export interface AttentionReport {
  readonly agent: number;
  readonly entities: readonly AttendedEntity[];
  readonly nodes: readonly AttendedNode[];
  /** Undefined where nothing of the kind is sensed. */
  readonly set: SensedSet | undefined;
  readonly graph: SensedGraph | undefined;
  readonly features: readonly {
    readonly part: string;
    readonly name: string;
    readonly value: number;
  }[];
  /** Radians from ahead, counter-clockwise, and metres. */
  readonly scan: {
    readonly angles: readonly number[];
    readonly distances: readonly number[];
    readonly reach: number;
  };
  /** m/s in the agent frame. */
  readonly action: { readonly forward: number; readonly left: number };
  readonly kind: string;
}

const kindNames = Object.keys(bodyKinds) as AttendedEntity['kind'][];

/** How high above the ground rays end at a node. */
const nodeHeight = 0.6;

const meanOf = (heads: readonly number[]) =>
  heads.reduce((sum, weight) => sum + weight, 0) / Math.max(1, heads.length);

export interface ReportSource {
  readonly environment: Environment;
  readonly agent: number;
  readonly attention: SampleAttention;
  /** Bodies in the rows of the first set, in the order of the rows. */
  readonly bodies: readonly number[];
  /** The rows that the decision was made on. */
  readonly agentRow: Float32Array;
  readonly worldRow: Float32Array;
  readonly action: { readonly forward: number; readonly left: number };
  readonly attentionKind: string;
  readonly scanReach: number;
}

export function reportAttention(source: ReportSource): AttentionReport {
  const { environment, agent, attention } = source;
  return {
    agent,
    entities: entitiesOf(source),
    nodes: nodesOf(environment, attention, source.worldRow),
    set: setOf(source),
    graph: graphOf(environment, source.worldRow),
    features: featuresOf(environment, source.agentRow),
    scan: scanOf(environment, source.agentRow, source.scanReach),
    action: source.action,
    kind: source.attentionKind,
  };
}

function entitiesOf({ environment, attention, bodies }: ReportSource): AttendedEntity[] {
  const { position } = environment.world.bodies;
  const set = attention.sets[0] ?? [];
  return bodies.map((body, row) => {
    const heads = set.map((weights) => weights[row] as number);
    return {
      body,
      kind: kindOf(environment.world.bodies, body),
      label: bodyLabel(environment.world.bodies, body),
      x: position[body * 3] as number,
      y: position[body * 3 + 1] as number,
      z: position[body * 3 + 2] as number,
      weight: meanOf(heads),
      heads,
    };
  });
}

function setOf({ environment, bodies, agentRow }: ReportSource): SensedSet | undefined {
  for (const { part, offset } of environment.observationLayout.agent) {
    if (part.kind !== 'set') continue;
    const width = part.features.length;
    return {
      part: part.name,
      features: part.features,
      rows: bodies.map((body, row) => ({
        body,
        values: [...agentRow.subarray(offset + row * width, offset + (row + 1) * width)],
      })),
    };
  }
  return undefined;
}

function graphOf(
  { observationLayout }: Environment,
  worldRow: Float32Array,
): SensedGraph | undefined {
  const placed = observationLayout.world[0];
  if (!placed) return undefined;
  const { part, offset } = placed;
  const { nodeMask, edgeMask } = graphBlocks(part);
  const count = (from: number, size: number) =>
    worldRow.subarray(offset + from, offset + from + size).reduce((sum, one) => sum + one, 0);
  return { nodes: count(nodeMask, part.nodes), edges: count(edgeMask, part.edges) };
}

export function kindOf({ kind }: Pick<Bodies, 'kind'>, body: number): AttendedEntity['kind'] {
  return kindNames.find((of) => bodyKinds[of] === kind[body]) ?? 'prop';
}

/** Bodies are counted per kind, from 1, as the labels of nodes are. */
export function bodyLabel(bodies: Pick<Bodies, 'kind'>, body: number): string {
  const { kind } = bodies;
  const number = kind.subarray(0, body + 1).filter((of) => of === kind[body]).length;
  return `${kindOf(bodies, body)} ${number}`;
}

function nodesOf(
  { observationLayout, scenario, world }: Environment,
  { graphs }: SampleAttention,
  worldRow: Float32Array,
): AttendedNode[] {
  const placed = observationLayout.world[0];
  const graph = graphs[0];
  if (!placed || !graph) return [];
  const { part } = placed;
  const labels = nodeLabels(world.layout, graphCapacity(scenario.scene));
  const nodes: AttendedNode[] = [];
  for (let node = 0; node < part.nodes; node++) {
    const heads = graph.map((weights) => weights[node] as number);
    const weight = meanOf(heads);
    if (weight === 0) continue;
    const at = placed.offset + node * part.features.length;
    nodes.push({
      node,
      label: labels[node] || `node ${node + 1}`,
      x: worldRow[at] as number,
      y: nodeHeight,
      z: worldRow[at + 1] as number,
      weight,
      heads,
    });
  }
  return nodes;
}

function featuresOf({ observationLayout }: Environment, row: Float32Array) {
  return observationLayout.agent.flatMap(({ part, offset }) =>
    part.kind === 'vector' && part.name !== 'rangeScan'
      ? part.features.map((name, i) => ({
          part: part.name,
          name,
          value: row[offset + i] as number,
        }))
      : [],
  );
}

function scanOf({ observationLayout }: Environment, row: Float32Array, reach: number) {
  if (!observationLayout.agent.some(({ part }) => part.name === 'rangeScan')) {
    return { angles: [], distances: [], reach };
  }
  const { offset, size } = findPart(observationLayout, 'rangeScan');
  const rays = Array.from({ length: size }, (_, ray) => ray);
  return {
    angles: rays.map((ray) => (2 * Math.PI * ray) / size),
    distances: rays.map((ray) => reach * (row[offset + ray] as number)),
    reach,
  };
}
