/**
 * The attention encoder: what an agent senses → one feature vector. Actor and critic each have one.
 *
 * 1. All vector parts, joined → ReLU(W x + b) = h.
 * 2. Every set: rows → ReLU(W x + b), optional GATv2 rounds among them, optional transformer blocks; the
 *    query W_q h attends over them.
 * 3. Every graph: GATv2 once per world. The query is made of h and the shared embeddings of the
 *    agent's region and its goal's region; a node's pose relative to the agent is added at key and value,
 *    and with it, if asked, how far the node is from the goal's region and from the agent's own.
 * 4. Features = vector parts ⊕ h ⊕ set contexts ⊕ graph contexts ⊕ the two regions' embeddings, and how
 *    far one is from the other.
 *
 * Axes: W worlds, A agents, N = W·A samples, K rows, V nodes, C channels, H heads, D = C/H.
 * It knows of parts and their kinds, nothing of what they mean.
 */
import type { ObservationLayout } from '../core/spec.ts';
import { attentionKinds } from './attention/index.ts';
import type { Attended, AttentionInput } from './attention/kind.ts';
import { mean } from './attention/mean.ts';
import { placedRows, projectedRows } from './attention/rows.ts';
import type { Blueprint, Slot } from './blueprint.ts';
import type { Engine, Observation, PlacedGraphInput, SetInput } from './engine.ts';
import { goalDistance } from './goal-distance.ts';
import { graphAttention } from './graph-attention.ts';
import { dense, type Layer } from './layers.ts';
import { poseFeatures, setParts, vectorSize } from './observation-shape.ts';
import { setGraph } from './set-graph.ts';
import { transformerBlock } from './transformer-block.ts';

export interface EncoderOptions {
  /** C */
  readonly channels: number;
  /** H, a divisor of C */
  readonly heads: number;
  /** A name of the attention-kind registry. */
  readonly attention: string;
  /** GATv2 rounds among the rows of each set (set-graph.ts) before anything else attends; 0 = none. */
  readonly setGraphRounds: number;
  /** Transformer blocks over each set before the query attends; 0 = none. */
  readonly setBlocks: number;
  /** GATv2 rounds T; 0 leaves graphs out altogether. */
  readonly graphRounds: number;
  /** Rounds of distances to the goal (goal-distance.ts) over each graph; 0 leaves it out. */
  readonly goalRounds: number;
}

/** Test-time surgery, to measure what a trained policy makes of its attention. */
export interface Intervention<T = never> {
  /** Every attention weight equal over the present rows and nodes. */
  readonly uniformAttention?: boolean;
  /** The graph's context and embeddings are 0. */
  readonly maskGraph?: boolean;
  /** Per graph [N, V]: which nodes each sample's query may attend to; messages between nodes stay. */
  readonly nodeMasks?: readonly T[];
  /** Weights in place of those that the network finds: per set [N, H·K], per graph [N, H·V]. */
  readonly attention?: { readonly sets: readonly T[]; readonly graphs: readonly T[] };
}

export interface Encoded<T> {
  /** [N, features] */
  readonly features: T;
  /** Weights of the agent's query: per set [N, H·K], per graph [N, H·V]. */
  readonly sets: readonly T[];
  readonly graphs: readonly T[];
  /** Per set, of its GATv2 rounds and then its blocks [N·K, H·K]: what each row gave to each. */
  readonly among: readonly (readonly T[])[];
  /** Per graph and round [W·P, H]: what each pair's receiver gave to its sender. */
  readonly messages: readonly (readonly T[])[];
}

export interface Encoder {
  /** Width of `features`. */
  readonly size: number;
  encode<T>(
    engine: Engine<T>,
    observation: Observation<T>,
    intervention?: Intervention<T>,
  ): Encoded<T>;
}

type Attend<T> = (engine: Engine<T>, input: AttentionInput<T>) => Attended<T>;

/** `index` is the set's or graph's among those of its kind. */
type SetReader = <T>(
  engine: Engine<T>,
  h: T,
  set: SetInput<T>,
  intervention: Intervention<T>,
  index: number,
) => { context: T; attention: T; among: readonly T[] };

type GraphReader = <T>(
  engine: Engine<T>,
  h: T,
  graph: PlacedGraphInput<T>,
  intervention: Intervention<T>,
  index: number,
) => { contexts: T[]; attention: T; messages: readonly T[] };

export function createEncoder(
  blueprint: Blueprint,
  name: string,
  layout: ObservationLayout,
  options: EncoderOptions,
): Encoder {
  const { channels, heads } = options;
  const inputs = vectorSize(layout);
  const vector = dense(blueprint, `${name}/vector`, {
    inputs,
    outputs: channels,
    activation: 'relu',
  });
  const sets = setParts(layout).map(({ part }) => setReader(`${name}/${part.name}`, part));
  const graphs = layout.world.map(({ part }) => graphReader(`${name}/${part.name}`, part));
  const size =
    inputs +
    channels * (1 + sets.length + 3 * graphs.length) +
    (options.goalRounds > 0 ? heads * graphs.length : 0);

  return {
    size,
    encode<T>(engine: Engine<T>, observation: Observation<T>, intervention: Intervention<T> = {}) {
      const h = vector(engine, observation.vector); // [N, C]
      const fromSets = sets.map((read, i) =>
        read(engine, h, observation.sets[i] as SetInput<T>, intervention, i),
      );
      const fromGraphs = graphs.map((read, i) =>
        read(engine, h, observation.graphs[i] as PlacedGraphInput<T>, intervention, i),
      );
      const features = engine.concat([
        ...(inputs > 0 ? [observation.vector] : []),
        h,
        ...fromSets.map(({ context }) => context),
        ...fromGraphs.flatMap(({ contexts }) => contexts),
      ]);
      return {
        features,
        sets: fromSets.map(({ attention }) => attention),
        graphs: fromGraphs.map(({ attention }) => attention),
        among: fromSets.map(({ among }) => among),
        messages: fromGraphs.map(({ messages }) => messages),
      };
    },
  };

  /** The encoder's query over one set. */
  function setReader(
    at: string,
    { features, rows: k }: { features: readonly string[]; rows: number },
  ): SetReader {
    const input = dense(blueprint, `${at}/row`, {
      inputs: features.length,
      outputs: channels,
      activation: 'relu',
    });
    const graph = setGraph(blueprint, at, {
      ...{ channels, heads, rows: k, rounds: options.setGraphRounds },
    });
    const blocks = Array.from({ length: options.setBlocks }, (_, i) =>
      transformerBlock(blueprint, `${at}/block${i}`, { channels, heads, rows: k }),
    );
    const query = dense(blueprint, `${at}/query`, { inputs: channels, outputs: channels });
    // Without biases: a key's adds the same to every score, a value's is the next layer's own.
    const square = [[channels, channels], { kind: 'fanIn', fanIn: channels }] as const;
    const key = blueprint.declare(`${at}/key/kernel`, ...square);
    const value = blueprint.declare(`${at}/value/kernel`, ...square);
    const attend = createAttend(at);
    return <T>(
      engine: Engine<T>,
      h: T,
      set: SetInput<T>,
      intervention: Intervention<T>,
      index: number,
    ) => {
      const heard = graph(engine, input(engine, set.rows), set);
      const among = [...heard.weights];
      const x = blocks.reduce((rows, block) => {
        const next = block(engine, rows, set.mask);
        among.push(next.weights);
        return next.rows;
      }, heard.rows);
      const of = { heads, rows: k };
      const given = intervention.attention?.sets[index];
      const { context, weights } = attend(intervention, given)(engine, {
        query: query(engine, h),
        keys: projectedRows(engine, x, key, of),
        values: projectedRows(engine, x, value, of),
        mask: set.mask,
      });
      return { context, attention: weights, among };
    };
  }

  /** The encoder's query over one graph. */
  function graphReader(
    at: string,
    part: { features: readonly string[]; edgeFeatures: readonly string[]; nodes: number },
  ): GraphReader {
    const encodeGraph = graphAttention(blueprint, `${at}/gat`, {
      features: part.features.length,
      edgeFeatures: part.edgeFeatures.length,
      channels,
      heads,
      rounds: options.graphRounds,
    });
    const query = dense(blueprint, `${at}/query`, { inputs: 3 * channels, outputs: channels });
    const square = { inputs: channels, outputs: channels, bias: false };
    const key = dense(blueprint, `${at}/key`, square);
    const value = dense(blueprint, `${at}/value`, square);
    const { goalRounds } = options;
    const distance =
      goalRounds > 0
        ? goalDistance(blueprint, `${at}/distance`, {
            ...{ edgeFeatures: part.edgeFeatures.length, channels, heads },
            ...{ nodes: part.nodes, rounds: goalRounds },
          })
        : undefined;
    // What is each agent's own about a node: its pose, and how far it is.
    const ownFeatures = poseFeatures + (distance ? 2 * heads : 0);
    const byOwn = { kind: 'fanIn', fanIn: ownFeatures } as const;
    const keyPose = blueprint.declare(`${at}/keyPose`, [ownFeatures, channels], byOwn);
    const valuePose = blueprint.declare(`${at}/valuePose`, [ownFeatures, channels], byOwn);
    const attend = createAttend(at);
    const of = { heads, rows: part.nodes };
    return <T>(
      engine: Engine<T>,
      h: T,
      graph: PlacedGraphInput<T>,
      intervention: Intervention<T>,
      index: number,
    ) => {
      const { nodes, weights: messages } = encodeGraph(engine, graph); // once per world
      const own = engine.takeRows(nodes, graph.ownRegion, part.nodes);
      const goal = engine.takeRows(nodes, graph.goalRegion, part.nodes);
      const lengths = distance?.lengths(engine, graph);
      const to = (index: T) =>
        distance && lengths !== undefined ? [distance.to(engine, graph, lengths, index)] : [];
      const toGoal = to(graph.goalRegion); // [N·V, H]
      const placed = distance
        ? engine.concat([graph.pose, ...toGoal, ...to(graph.ownRegion)])
        : graph.pose;
      const rows = (layer: Layer, projection: Slot) =>
        placedRows(engine, layer(engine, nodes), placed, projection, of);
      const given = intervention.attention?.graphs[index];
      const { context, weights } = attend(intervention, given)(engine, {
        query: query(engine, engine.concat([h, own, goal])),
        keys: rows(key, keyPose),
        values: rows(value, valuePose),
        mask: intervention.nodeMasks?.[index] ?? graph.mask,
      });
      const way = toGoal.map((x) => engine.takeRows(x, graph.ownRegion, part.nodes));
      const contexts = [context, own, goal, ...way];
      return {
        contexts: intervention.maskGraph ? contexts.map((x) => engine.zerosLike(x)) : contexts,
        attention: weights,
        messages,
      };
    };
  }

  function createAttend(at: string) {
    const { attention } = options;
    const size = { heads, depth: channels / heads };
    const learned = attentionKinds.get(attention).create(blueprint, `${at}/${attention}`, size);
    const uniform = mean.create(blueprint, at, size);
    return <T>({ uniformAttention }: Intervention<T>, given: T | undefined): Attend<T> => {
      if (given === undefined) return uniformAttention ? uniform : learned;
      return (_engine, { values }) => ({ context: values.weightedSum(given), weights: given });
    };
  }
}
