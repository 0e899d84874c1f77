/**
 * A batch for peers that encode the graph as a dense adjacency, made ready once: pairs as cells of
 * [W, V, V] (receiver, sender), regions as one-hot rows [W, A, V]. What is left to an update is to hand
 * the arrays to its device.
 */
import type { Tensors } from '../learner-problem.ts';

export type Arrays = Readonly<Record<string, { values: Float32Array; shape: number[] }>>;

/** Pairs as cells of [W, V, V], regions as one-hot rows [W, A, V]. */
export function denseArrays(tensors: Tensors): Arrays {
  const arrays: Record<string, { values: Float32Array; shape: number[] }> = {};
  for (const [name, { shape, values }] of tensors) {
    if (!/^(actor|critic)\//.test(name)) arrays[name] = { values, shape: [...shape] };
  }
  const take = (name: string) => {
    const array = arrays[name];
    if (!array) throw new Error(`No tensor "${name}".`);
    delete arrays[name];
    return array;
  };
  for (const when of ['now', 'next']) {
    const edges = take(`${when}/edges`);
    const [senders, receivers, mask] = ['senders', 'receivers', 'pairMask'].map(
      (name) => take(`${when}/${name}`).values,
    ) as [Float32Array, Float32Array, Float32Array];
    const [w, p, f] = edges.shape as [number, number, number];
    const v = arrays[`${when}/nodes`]?.shape[1] as number;
    const cells = new Float32Array(w * v * v * f);
    const adjacency = new Float32Array(w * v * v);
    for (let pair = 0; pair < w * p; pair++) {
      if (mask[pair] === 0) continue;
      const [from, to] = [senders[pair] as number, receivers[pair] as number];
      const cell = (Math.floor(pair / p) * v + to) * v + from;
      adjacency[cell] = 1;
      cells.set(edges.values.subarray(pair * f, (pair + 1) * f), cell * f);
    }
    arrays[`${when}/edges`] = { values: cells, shape: [w, v, v, f] };
    arrays[`${when}/adjacency`] = { values: adjacency, shape: [w, v, v] };
    for (const name of ['region', 'goalRegion']) {
      const { values } = take(`${when}/${name}`);
      const oneHot = new Float32Array(values.length * v);
      values.forEach((node, n) => {
        if (node >= 0) oneHot[n * v + node] = 1;
      });
      arrays[`${when}/${name}`] = { values: oneHot, shape: [w, values.length / w, v] };
    }
  }
  return arrays;
}
