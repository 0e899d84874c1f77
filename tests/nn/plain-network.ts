/**
 * The networks of src/nn once more, as plain loops in double precision over one raw observation, from
 * the formulas in their headers. Nothing of src/nn is used but the names and shapes of parameters.
 */
import {
  type GraphPart,
  graphBlocks,
  type ObservationLayout,
  type PlacedPart,
  type SetPart,
} from '../../src/core/spec.ts';
import type { NetworkOptions } from '../../src/nn/actor.ts';
import type { Blueprint, Slot } from '../../src/nn/blueprint.ts';

/** A network's values by name. */
export class Parameters {
  readonly values: Float64Array;
  readonly #slots: ReadonlyMap<string, Slot>;

  constructor(blueprint: Blueprint, values: ArrayLike<number>) {
    this.#slots = new Map(blueprint.slots.map((slot) => [slot.name, slot]));
    this.values = Float64Array.from(values);
  }

  has(name: string): boolean {
    return this.#slots.has(name);
  }

  slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (!slot) throw new Error(`No parameter "${name}".`);
    return slot;
  }

  vector(name: string): number[] {
    const { offset, size } = this.slot(name);
    return [...this.values.subarray(offset, offset + size)];
  }
}

export function chunks<T>(values: readonly T[], width: number): T[][] {
  return Array.from({ length: values.length / width }, (_, i) =>
    values.slice(i * width, (i + 1) * width),
  );
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const plus = (a: readonly number[], b: readonly number[]) => a.map((x, i) => x + (b[i] as number));
const inner = (a: readonly number[], b: readonly number[]) =>
  a.reduce((total, x, i) => total + x * (b[i] as number), 0);
const relu = (x: readonly number[]) => x.map((value) => Math.max(0, value));

/** x · M */
function times(x: readonly number[], matrix: readonly (readonly number[])[]): number[] {
  return (matrix[0] as readonly number[]).map((_, o) =>
    matrix.reduce((total, row, i) => total + (x[i] as number) * (row[o] as number), 0),
  );
}

/** x · (the parameter `name`, [inputs, outputs]) */
function project(p: Parameters, name: string, x: readonly number[]): number[] {
  const { offset, shape } = p.slot(name);
  const outputs = shape[1] as number;
  const out = new Array<number>(outputs).fill(0);
  for (let i = 0; i < x.length; i++) {
    for (let o = 0; o < outputs; o++) {
      const weight = p.values[offset + i * outputs + o] as number;
      out[o] = (out[o] as number) + (x[i] as number) * weight;
    }
  }
  return out;
}

export function plainDense(p: Parameters, name: string, x: readonly number[]): number[] {
  if (x.length === 0) return p.vector(`${name}/bias`);
  const out = project(p, `${name}/kernel`, x);
  return p.has(`${name}/bias`) ? plus(out, p.vector(`${name}/bias`)) : out;
}

export function plainLayerNorm(p: Parameters, name: string, x: readonly number[]): number[] {
  const mean = sum(x) / x.length;
  const variance = sum(x.map((value) => (value - mean) ** 2)) / x.length;
  const gain = p.vector(`${name}/gain`);
  const shift = p.vector(`${name}/shift`);
  return x.map(
    (value, i) =>
      ((value - mean) / Math.sqrt(variance + 1e-5)) * (gain[i] as number) + (shift[i] as number),
  );
}

/** exp over Σ exp of the present entries; absent ones are 0, and all are where none is present. */
export function plainSoftmax(logits: readonly number[], mask: readonly number[]): number[] {
  const present = logits.filter((_, i) => mask[i] === 1);
  const highest = Math.max(...present);
  const total = sum(present.map((logit) => Math.exp(logit - highest)));
  return logits.map((logit, i) => (mask[i] === 1 ? Math.exp(logit - highest) / total : 0));
}

export interface PlainAttended {
  /** [H][D] */
  readonly context: number[][];
  /** [H][K] */
  readonly weights: number[][];
}

/** query [H][D], keys and values [H][K][D], mask [K]. `name` is where the kind's own parameters are. */
export function plainAttention(
  kind: string,
  p: Parameters,
  name: string,
  query: readonly number[][],
  keys: readonly number[][][],
  values: readonly number[][][],
  mask: readonly number[],
): PlainAttended {
  const depth = query[0]?.length as number;
  const learned = p.has(`${name}/w`) ? chunks(p.vector(`${name}/w`), depth) : [];
  const weights = query.map((q, h) => {
    const rows = keys[h] as number[][];
    const w = learned[h] ?? [];
    switch (kind) {
      case 'dot':
        return plainSoftmax(
          rows.map((key) => inner(q, key) / Math.sqrt(depth)),
          mask,
        );
      case 'hadamard':
        return plainSoftmax(
          rows.map((key) => sum(key.map((k, c) => (w[c] as number) * (q[c] as number) * k))),
          mask,
        );
      case 'additive':
        return plainSoftmax(
          rows.map((key) => inner(w, plus(q, key).map(Math.tanh))),
          mask,
        );
      case 'mean':
        return mask.map((present) => present / Math.max(1, sum(mask)));
      case 'max': {
        const decided = shareOfHighest(values[h] as number[][], mask);
        const total = sum(decided);
        return decided.map((count) => (total === 0 ? 0 : count / total));
      }
      default:
        throw new Error(`No reference for the attention kind "${kind}".`);
    }
  });
  const context = values.map((rows, h) =>
    Array.from({ length: depth }, (_, c) => {
      const column = rows.map((row) => row[c] as number);
      if (kind !== 'max') return inner(weights[h] as number[], column);
      const present = column.filter((_, k) => mask[k] === 1);
      return present.length === 0 ? 0 : Math.max(...present);
    }),
  );
  return { context, weights };
}

/** In how many channels each present row has the largest value. */
function shareOfHighest(rows: readonly number[][], mask: readonly number[]): number[] {
  const counts = mask.map(() => 0);
  for (let c = 0; c < (rows[0]?.length ?? 0); c++) {
    const present = rows.map((row, k) => (mask[k] === 1 ? (row[c] as number) : -Infinity));
    const highest = Math.max(...present);
    present.forEach((value, k) => {
      if (value === highest && mask[k] === 1) counts[k] = (counts[k] as number) + 1;
    });
  }
  return counts;
}

/** Every row attends to every present row, then ReLU(W h + b); rows [K][C], mask [K]. */
export function plainTransformerBlock(
  p: Parameters,
  name: string,
  heads: number,
  rows: readonly number[][],
  mask: readonly number[],
): number[][] {
  const channels = rows[0]?.length as number;
  const depth = channels / heads;
  const projected = rows.map((row) =>
    ['query', 'key', 'value'].map((part) => plainDense(p, `${name}/${part}`, row)),
  ); // [K][3][C]
  const ofHead = (which: number, h: number) =>
    projected.map((parts) => (parts[which] as number[]).slice(h * depth, (h + 1) * depth));
  return rows.map((row, i) => {
    const mixed: number[] = [];
    for (let h = 0; h < heads; h++) {
      const query = ofHead(0, h)[i] as number[];
      const logits = ofHead(1, h).map((key) => inner(query, key) / Math.sqrt(depth));
      const share = plainSoftmax(logits, mask);
      mixed.push(...times(share, ofHead(2, h)));
    }
    const attended = plainLayerNorm(
      p,
      `${name}/norm/0`,
      plus(row, plainDense(p, `${name}/out`, mixed)),
    );
    const forward = plainDense(p, `${name}/ff/1`, relu(plainDense(p, `${name}/ff/0`, attended)));
    return plainLayerNorm(p, `${name}/norm/1`, plus(attended, forward));
  });
}

/** GATv2 from every present row to every present row, with residual; absent rows are 0: rows [K][C], mask [K]. */
export function plainSetRound(
  p: Parameters,
  name: string,
  heads: number,
  rows: readonly number[][],
  mask: readonly number[],
): number[][] {
  const score = p.vector(`${name}/score`);
  const depth = score.length / heads;
  const sent = rows.map((row) => plainDense(p, `${name}/send`, row));
  return rows.map((own, i) => {
    if (mask[i] !== 1) return own.map(() => 0);
    const received = plainDense(p, `${name}/receive`, own);
    const gathered = Array.from({ length: heads }, (_, h) => {
      const ofHead = (x: readonly number[]) => x.slice(h * depth, (h + 1) * depth);
      const logits = sent.map((other) =>
        inner(
          ofHead(score),
          plus(ofHead(received), ofHead(other)).map((z) => (z > 0 ? z : 0.2 * z)),
        ),
      );
      return times(plainSoftmax(logits, mask), sent.map(ofHead));
    });
    return plus(own, relu(gathered.flat()));
  });
}

export interface PlainGraph {
  /** [V][F] */
  readonly nodes: readonly number[][];
  /** [V] */
  readonly present: readonly number[];
  readonly edges: readonly { sender: number; receiver: number; features: readonly number[] }[];
  /** Features of an edge. */
  readonly edgeWidth: number;
}

/** GATv2 with edge features, self edges and residual, node by node: [V][C]. */
export function plainGraphAttention(
  p: Parameters,
  name: string,
  { heads, rounds }: { heads: number; rounds: number },
  graph: PlainGraph,
): number[][] {
  let h = graph.nodes.map((node) => relu(plainDense(p, `${name}/input`, node)));
  const channels = h[0]?.length as number;
  const depth = channels / heads;
  for (let round = 0; round < rounds; round++) {
    const at = `${name}/round${round}`;
    const score = p.vector(`${at}/score`);
    h = h.map((own, i) => {
      if (graph.present[i] !== 1) return own;
      const received = plainDense(p, `${at}/receive`, own);
      const noEdge = new Array<number>(graph.edgeWidth).fill(0);
      const neighbours = [
        { sender: i, features: noEdge },
        ...graph.edges.filter(({ receiver }) => receiver === i),
      ].map(({ sender, features }) => ({
        sent: plainDense(p, `${at}/send`, h[sender] as number[]),
        edge: graph.edgeWidth === 0 ? received.map(() => 0) : plainDense(p, `${at}/edge`, features),
      }));
      const gathered: number[] = [];
      for (let head = 0; head < heads; head++) {
        const from = head * depth;
        const logits = neighbours.map(({ sent, edge }) => {
          const mixed = plus(plus(received, sent), edge).map((x) => (x > 0 ? x : 0.2 * x));
          return inner(score.slice(from, from + depth), mixed.slice(from, from + depth));
        });
        const share = plainSoftmax(
          logits,
          logits.map(() => 1),
        );
        gathered.push(
          ...times(
            share,
            neighbours.map(({ sent }) => sent.slice(from, from + depth)),
          ),
        );
      }
      return plus(own, relu(gathered));
    });
  }
  return h.map((node, i) => (graph.present[i] === 1 ? node : node.map(() => 0)));
}

/** The length of the shortest way from each node to `index` of at most `rounds` edges, at most 4: [V][H]. */
export function plainDistances(
  p: Parameters,
  name: string,
  { heads, rounds }: { heads: number; rounds: number },
  graph: PlainGraph,
  index: number,
): number[][] {
  const lengths = graph.edges.map(({ features }) =>
    plainDense(p, `${name}/length`, relu(plainDense(p, `${name}/edge`, features))).map(
      (z) => 1 / (1 + Math.exp(-z)),
    ),
  );
  const least = (node: number, head: number, left: number): number => {
    if (node === index) return 0;
    if (left === 0) return 4;
    const ways = graph.edges.map(({ sender, receiver }, edge) =>
      receiver === node ? (lengths[edge]?.[head] as number) + least(sender, head, left - 1) : 4,
    );
    return Math.min(4, ...ways);
  };
  return graph.nodes.map((_, node) =>
    Array.from({ length: heads }, (_unused, head) => least(node, head, rounds)),
  );
}

/** One agent's raw observation. */
export interface RawObservation {
  readonly agentRow: ArrayLike<number>;
  readonly worldRow: ArrayLike<number>;
  /** [agentSize] each; identity if absent. */
  readonly shift?: ArrayLike<number>;
  readonly scale?: ArrayLike<number>;
}

export interface PlainEncoded {
  readonly features: number[];
  /** Per set [H][K], per graph [H][V]. */
  readonly sets: number[][][];
  readonly graphs: number[][][];
}

const bounded = (x: number) => Math.min(5, Math.max(-5, x));

export function plainEncode(
  p: Parameters,
  layout: ObservationLayout,
  options: NetworkOptions,
  observation: RawObservation,
): PlainEncoded {
  const { channels, heads, attention } = options;
  const depth = channels / heads;
  const { agentRow, worldRow, shift, scale } = observation;
  const read = (i: number) =>
    bounded(((agentRow[i] as number) - (shift?.[i] ?? 0)) * (scale?.[i] ?? 1));
  const vector = layout.agent.flatMap(({ part, offset, size }) =>
    part.kind === 'vector' ? Array.from({ length: size }, (_, i) => read(offset + i)) : [],
  );
  const h = relu(plainDense(p, 'encoder/vector', vector));
  const byHead = (rows: readonly number[][]) =>
    Array.from({ length: heads }, (_, head) =>
      rows.map((row) => row.slice(head * depth, (head + 1) * depth)),
    );
  const sets: number[][][] = [];
  const graphs: number[][][] = [];
  const contexts: number[][] = [];

  for (const { part, offset } of layout.agent as PlacedPart<SetPart>[]) {
    if (part.kind !== 'set') continue;
    const name = `encoder/${part.name}`;
    const F = part.features.length;
    const mask = part.features.length * part.rows + offset;
    const present = Array.from({ length: part.rows }, (_, k) => agentRow[mask + k] as number);
    let rows = present.map((there, k) => {
      const row = Array.from({ length: F }, (_, f) => (there ? read(offset + k * F + f) : 0));
      return relu(plainDense(p, `${name}/row`, row));
    });
    for (let round = 0; round < options.setGraphRounds; round++) {
      rows = plainSetRound(p, `${name}/round${round}`, heads, rows, present);
    }
    for (let block = 0; block < options.setBlocks; block++) {
      rows = plainTransformerBlock(p, `${name}/block${block}`, heads, rows, present);
    }
    const { context, weights } = plainAttention(
      attention,
      p,
      `${name}/${attention}`,
      chunks(plainDense(p, `${name}/query`, h), depth),
      byHead(rows.map((row) => plainDense(p, `${name}/key`, row))),
      byHead(rows.map((row) => plainDense(p, `${name}/value`, row))),
      present,
    );
    contexts.push(context.flat());
    sets.push(weights);
  }

  const anchor = layout.agent.find(({ part }) => part.kind === 'anchor')?.offset ?? 0;
  const [x, z, cos, sin, region, goalRegion] = Array.from(
    { length: 6 },
    (_, i) => agentRow[anchor + i] as number,
  ) as [number, number, number, number, number, number];
  for (const { part, offset } of layout.world) {
    const name = `encoder/${part.name}`;
    const graph = readGraph(part, worldRow, offset);
    const nodes = plainGraphAttention(
      p,
      `${name}/gat`,
      { heads, rounds: options.graphRounds },
      {
        ...graph,
        nodes: graph.nodes.map((node) => node.map((value, f) => (f < 2 ? value / 10 : value))),
      },
    );
    const nothing = new Array<number>(channels).fill(0);
    const own = region < 0 ? nothing : (nodes[region] as number[]);
    const goal = goalRegion < 0 ? nothing : (nodes[goalRegion] as number[]);
    const poses = graph.nodes.map(([nodeX, nodeZ]) => {
      const dx = (nodeX as number) - x;
      const dz = (nodeZ as number) - z;
      return [
        (-sin * dx - cos * dz) / 10,
        (-cos * dx + sin * dz) / 10,
        Math.exp(-Math.sqrt(dx * dx + dz * dz) / 3),
      ];
    });
    const distances = (index: number) =>
      plainDistances(p, `${name}/distance`, { heads, rounds: options.goalRounds }, graph, index);
    const [toGoal, toOwn] =
      options.goalRounds > 0 ? [distances(goalRegion), distances(region)] : [];
    const ofAgent = poses.map((pose, v) => [
      ...pose,
      ...(toGoal?.[v] ?? []),
      ...(toOwn?.[v] ?? []),
    ]);
    const placed = (which: string) =>
      byHead(
        nodes.map((node, v) =>
          plus(
            plainDense(p, `${name}/${which}`, node),
            project(p, `${name}/${which}Pose`, ofAgent[v] as number[]),
          ),
        ),
      );
    const { context, weights } = plainAttention(
      attention,
      p,
      `${name}/${attention}`,
      chunks(plainDense(p, `${name}/query`, [...h, ...own, ...goal]), depth),
      placed('key'),
      placed('value'),
      graph.present,
    );
    contexts.push(context.flat(), own, goal);
    if (toGoal) contexts.push(region < 0 ? toGoal[0]!.map(() => 0) : (toGoal[region] as number[]));
    graphs.push(weights);
  }
  return { features: [...vector, ...h, ...contexts.flat()], sets, graphs };
}

function readGraph(part: GraphPart, row: ArrayLike<number>, offset: number): PlainGraph {
  const blocks = graphBlocks(part);
  const read = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => row[offset + from + i] as number);
  const width = part.edgeFeatures.length;
  const edgeMask = read(blocks.edgeMask, part.edges);
  const edges = edgeMask.map((_, edge) => ({
    sender: row[offset + blocks.senders + edge] as number,
    receiver: row[offset + blocks.receivers + edge] as number,
    features: read(blocks.edges + edge * width, width),
  }));
  return {
    nodes: chunks(read(0, part.nodes * part.features.length), part.features.length),
    present: read(blocks.nodeMask, part.nodes),
    edges: edges.filter((_, edge) => edgeMask[edge] === 1),
    edgeWidth: width,
  };
}

function plainHidden(
  p: Parameters,
  widths: readonly number[],
  x: readonly number[],
  name = 'head',
): number[] {
  return widths.reduce<number[]>(
    (h, _, i) => {
      const linear = plainDense(p, `${name}/${i}`, h);
      const norm = `${name}/${i}/norm`;
      return relu(p.has(`${norm}/gain`) ? plainLayerNorm(p, norm, linear) : linear);
    },
    [...x],
  );
}

/** μ(s) on the unit disc, and |u|. */
export function plainAct(
  p: Parameters,
  layout: ObservationLayout,
  options: NetworkOptions,
  observation: RawObservation,
): { action: number[]; reach: number } {
  const { features } = plainEncode(p, layout, options, observation);
  const u = plainDense(p, 'action', plainHidden(p, options.hidden, features));
  const reach = Math.sqrt(inner(u, u) + 1e-6);
  return { action: u.map((value) => (value * Math.tanh(reach)) / reach), reach };
}

/** Quantiles of the return after (s, a): [M] */
export function plainQuantiles(
  p: Parameters,
  layout: ObservationLayout,
  options: NetworkOptions,
  observation: RawObservation,
  action: readonly number[],
): number[] {
  const { features } = plainEncode(p, layout, options, observation);
  // One layer over features ⊕ action, whose matrix is kept in two parts.
  const mixed = plus(plainDense(p, 'head/0', features), plainDense(p, 'head/0/action', action));
  const norm = 'head/0/norm';
  const first = relu(p.has(`${norm}/gain`) ? plainLayerNorm(p, norm, mixed) : mixed);
  const hidden = plainHidden(p, options.hidden.slice(1), first, 'head/rest');
  return plainDense(p, 'value', hidden);
}

export const meanOf = (values: readonly number[]) => sum(values) / values.length;

/** Q(s, a) */
export function plainValue(
  p: Parameters,
  layout: ObservationLayout,
  options: NetworkOptions,
  observation: RawObservation,
  action: readonly number[],
): number {
  return meanOf(plainQuantiles(p, layout, options, observation, action));
}

/** d f / d values by central differences in double precision; `values` is changed and put back. */
export function centralDifferences(values: Float64Array, f: () => number): Float64Array {
  const step = 1e-5;
  return Float64Array.from(values, (value, i) => {
    values[i] = value + step;
    const above = f();
    values[i] = value - step;
    const below = f();
    values[i] = value;
    return (above - below) / (2 * step);
  });
}

/** The same along one direction: gradient · direction. */
export function directionalDifference(
  values: Float64Array,
  direction: ArrayLike<number>,
  f: () => number,
): number {
  const step = 1e-5;
  const before = values.slice();
  const at = (sign: number) => {
    for (let i = 0; i < values.length; i++) {
      values[i] = (before[i] as number) + sign * step * (direction[i] as number);
    }
    return f();
  };
  const difference = (at(1) - at(-1)) / (2 * step);
  values.set(before);
  return difference;
}
