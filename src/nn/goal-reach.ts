/**
 * How well each node of a graph is connected with one that an agent names, its goal's region or its own:
 * value iteration on the scene graph (Tamar et al. 2016, on a graph) with learned gates. Where the
 * graph's encoding is shared by all agents of a world, this is per agent, and holds H numbers a node:
 *
 *   x_0(v) = 1 at the named node, else 0,   x_{t+1}(i) = max(x_t(i), max_j g_ij · x_t(j)),   g_ij = σ(MLP(x_ij))
 *
 * So after enough rounds x(i) is the product of gates along the best way from i, e^(−length) for learned
 * lengths −log g: a portal that leads to the goal tells so where the agent stands. Rounds are the edges
 * that a way may have.
 *
 * Axes: W worlds, A agents, N = W·A samples, V nodes, P pairs, C channels, H heads.
 */
import type { Blueprint } from './blueprint.ts';
import type { Engine, GraphInput } from './engine.ts';
import { dense } from './layers.ts';

export interface GoalReachOptions {
  readonly edgeFeatures: number;
  readonly channels: number;
  readonly heads: number;
  readonly nodes: number;
  readonly rounds: number;
}

export interface GoalReach {
  /** Gates of all pairs [W·P, H], shared by the agents of a world. */
  gates<T>(engine: Engine<T>, graph: GraphInput<T>): T;
  /** From the nodes that `index` [N, 1] names, −1 for none: [N·V, H] in 0 to 1. */
  from<T>(engine: Engine<T>, graph: GraphInput<T>, gates: T, index: T): T;
}

export function goalReach(
  blueprint: Blueprint,
  name: string,
  { edgeFeatures, channels, heads, nodes, rounds }: GoalReachOptions,
): GoalReach {
  const hidden = dense(blueprint, `${name}/edge`, {
    inputs: edgeFeatures,
    outputs: channels,
    activation: 'relu',
  });
  const gate = dense(blueprint, `${name}/gate`, { inputs: channels, outputs: heads });
  return {
    gates: (engine, graph) => engine.sigmoid(gate(engine, hidden(engine, graph.edges))),
    from: (engine, graph, gates, index) => {
      let reach = engine.oneHot(index, nodes, heads);
      for (let round = 0; round < rounds; round++) {
        reach = engine.spread(reach, gates, graph);
      }
      return reach;
    },
  };
}
