/**
 * GATv2 (Brody et al. 2022, equation 7) with edge features, heads and residual. For node i over its
 * neighbours j (self edge included):
 *
 *   e_ij = aᵀ LeakyReLU(W_r h_i + W_s h_j + W_e x_ij),   α_i = softmax_j(e_ij),   h'_i = h_i + ReLU(Σ_j α_ij W_s h_j)
 *
 * Axes: W worlds, V nodes, P pairs (E listed edges, then V self edges), C channels, H heads, D = C/H.
 * A graph is encoded once per world step and shared by the world's agents. Work is done per pair, not
 * per cell of a V × V adjacency: our graphs have a quarter as many pairs as cells. Absent nodes come
 * out as 0; an absent pair gets weight exactly 0.
 */
import type { Blueprint } from './blueprint.ts';
import type { Engine, GraphInput } from './engine.ts';
import { dense } from './layers.ts';

export interface EncodedGraph<T> {
  /** [W·V, C] */
  readonly nodes: T;
  /** One [W·P, H] per round: what the receiver gave to the sender. */
  readonly weights: readonly T[];
}

export type GraphEncoder = <T>(engine: Engine<T>, graph: GraphInput<T>) => EncodedGraph<T>;

export interface GraphAttentionOptions {
  readonly features: number;
  readonly edgeFeatures: number;
  readonly channels: number;
  readonly heads: number;
  readonly rounds: number;
}

/** Slope of LeakyReLU below 0: the GAT papers' choice. */
export const leak = 0.2;

export function graphAttention(
  blueprint: Blueprint,
  name: string,
  { features, edgeFeatures, channels, heads, rounds }: GraphAttentionOptions,
): GraphEncoder {
  const input = dense(blueprint, `${name}/input`, {
    inputs: features,
    outputs: channels,
    activation: 'relu',
  });
  const layers = Array.from({ length: rounds }, (_, round) => {
    const at = `${name}/round${round}`;
    const square = { inputs: channels, outputs: channels };
    const byEdge = { inputs: edgeFeatures, outputs: channels, bias: false };
    return {
      receive: dense(blueprint, `${at}/receive`, square),
      send: dense(blueprint, `${at}/send`, { ...square, bias: false }),
      edge: dense(blueprint, `${at}/edge`, byEdge),
      score: blueprint.declare(`${at}/score`, [channels], {
        kind: 'fanIn',
        fanIn: channels / heads,
      }),
    };
  });

  return <T>(engine: Engine<T>, graph: GraphInput<T>): EncodedGraph<T> => {
    const weights: T[] = [];
    let h = engine.scaleRows(input(engine, graph.nodes), graph.present);
    for (const { receive, send, edge, score } of layers) {
      const { gathered, shares } = engine.graphRound({
        received: receive(engine, h),
        sent: send(engine, h),
        edges: edge(engine, graph.edges),
        ...{ score, heads, graph },
      });
      h = engine.residual(h, gathered, graph.present);
      weights.push(shares);
    }
    return { nodes: h, weights };
  };
}
