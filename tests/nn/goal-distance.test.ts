/** What distances to the goal mean, on a graph small enough to see. Its numbers: networks.test.ts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Blueprint } from '../../src/nn/blueprint.ts';
import type { GraphInput } from '../../src/nn/engine.ts';
import { far, goalDistance } from '../../src/nn/goal-distance.ts';
import { engines, type Numbers } from './engines.ts';

/** 0 – 1 – 2 – 3 in a row, joined both ways; 4 is alone; the last pair is absent. */
const nodes = 5;
const pairs = [
  ...[0, 1, 1, 2, 2, 3].map((sender, i) => [sender, [1, 0, 2, 1, 3, 2][i] as number] as const),
  [-1, -1] as const,
];

const column = (values: readonly number[]): Numbers => ({
  ...{ rows: values.length, columns: 1, values },
});

describe.each(engines)('goal distance on $name', (engine) => {
  beforeAll(engine.start);

  function distancesOf(rounds: number, indices: readonly number[]): number[][] {
    const blueprint = new Blueprint();
    const size = { edgeFeatures: 1, channels: 2, heads: 2, nodes, rounds };
    const distance = goalDistance(blueprint, 'distance', size);
    // The length's bias alone decides: σ(0) in the first head, σ(ln 3) = 3/4 in the second.
    const values = new Float32Array(blueprint.size);
    const bias = blueprint.slots.find(({ name }) => name === 'distance/length/bias');
    values[(bias?.offset ?? 0) + 1] = Math.log(3);
    const { outputs } = engine.run({
      ...{ blueprint, values },
      constant: {
        mask: { rows: 1, columns: nodes, values: Array(nodes).fill(1) },
        edges: column(pairs.map(() => 1)),
        senders: { rows: 1, columns: pairs.length, values: pairs.map(([sender]) => sender) },
        receivers: { rows: 1, columns: pairs.length, values: pairs.map(([, to]) => to) },
        index: column(indices),
      },
      compute<T>(
        on: Parameters<typeof distance.lengths<T>>[0],
        { constant }: { constant: unknown },
      ) {
        const given = constant as Record<string, T>;
        const graph = given as unknown as GraphInput<T>;
        const lengths = distance.lengths(on, graph);
        return { distances: distance.to(on, graph, lengths, given.index as T) };
      },
    });
    const { values: found } = outputs.distances as { values: Float32Array };
    return indices.map((_, n) => [...found.subarray(n * nodes * 2, (n + 1) * nodes * 2)]);
  }

  it('is the sum of lengths along the way, for each sample to its own node', () => {
    const [first, third] = distancesOf(4, [0, 2]) as [number[], number[]];
    const ways = (steps: readonly number[]) =>
      steps.flatMap((k) => (k < 0 ? [far, far] : [0.5 * k, 0.75 * k]));
    ways([0, 1, 2, 3, -1]).forEach((value, i) => {
      expect(first[i]).toBeCloseTo(value, 5);
    });
    ways([2, 1, 0, 1, -1]).forEach((value, i) => {
      expect(third[i]).toBeCloseTo(value, 5);
    });
  });

  it('knows no way longer than its rounds, and none to an unknown node', () => {
    const [one] = distancesOf(1, [0]) as [number[]];
    expect(one.map((value) => value < far)).toEqual(
      [true, true, false, false, false].flatMap((there) => [there, there]),
    );
    const [none] = distancesOf(4, [-1]) as [number[]];
    expect(none.every((value) => value === far)).toBe(true);
  });
});
