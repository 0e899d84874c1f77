/**
 * How far each node of a graph is from one that an agent names, its goal's region or its own, along edges
 * of learned lengths: value iteration on the scene graph (Tamar et al. 2016), that is the algorithm of
 * Bellman and Ford, differentiated along the shortest ways. Where the graph's encoding is shared by all
 * agents of a world, this is per agent, and holds H numbers a node:
 *
 *   x_0(v) = 0 at the named node, else far,   x_{t+1}(i) = min(x_t(i), min_j l_ij + x_t(j)),   l_ij = σ(MLP(x_ij))
 *
 * A doorway that leads to the goal tells so where the agent stands. Rounds are the edges that a way may have.
 * Where the goal is any object of a category, the node is the category's, from which edges lead to all its
 * objects and none back (scene/scene-graph.ts): the minimum is then over all of them, and the graph of all
 * agents says where they are, not a mark of this agent's.
 *
 * Axes: W worlds, A agents, N = W·A samples, V nodes, P pairs, C channels, H heads.
 */
import type { Blueprint } from './blueprint.ts';
import type { Engine, GraphInput } from './engine.ts';
import { dense } from './layers.ts';

export interface GoalDistanceOptions {
  readonly edgeFeatures: number;
  readonly channels: number;
  readonly heads: number;
  readonly nodes: number;
  readonly rounds: number;
}

export interface GoalDistance {
  /** Lengths of all pairs [W·P, H], 0 to 1, shared by the agents of a world. */
  lengths<T>(engine: Engine<T>, graph: GraphInput<T>): T;
  /** To the nodes that `index` [N, 1] names, −1 for none: [N·V, H], at most `far`. */
  to<T>(engine: Engine<T>, graph: GraphInput<T>, lengths: T, index: T): T;
}

/** What no way leads to, in lengths of an edge. */
export const far = 4;

export function goalDistance(
  blueprint: Blueprint,
  name: string,
  { edgeFeatures, channels, heads, nodes, rounds }: GoalDistanceOptions,
): GoalDistance {
  const hidden = dense(blueprint, `${name}/edge`, {
    inputs: edgeFeatures,
    outputs: channels,
    activation: 'relu',
  });
  const length = dense(blueprint, `${name}/length`, { inputs: channels, outputs: heads });
  return {
    lengths: (engine, graph) => engine.sigmoid(length(engine, hidden(engine, graph.edges))),
    to: (engine, graph, lengths, index) => {
      let distance = engine.mark(index, { rows: nodes, columns: heads, marked: 0, others: far });
      for (let round = 0; round < rounds; round++) {
        distance = engine.relax(distance, lengths, graph);
      }
      return distance;
    },
  };
}
