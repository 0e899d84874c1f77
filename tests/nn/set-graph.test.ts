/** Rounds of GATv2 among the rows of a set, by themselves: whatever absent rows hold. Whole networks: networks.test.ts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { setGraph } from '../../src/nn/set-graph.ts';
import { engines } from './engines.ts';
import { expectClose } from './expect-close.ts';
import { centralDifferences, chunks, Parameters, plainSetRound } from './plain-network.ts';

const C = 6;
const heads = 2;
/** All, some, one, none. */
const masks = [
  [1, 1, 1, 1, 1],
  [0, 1, 1, 0, 1],
  [0, 0, 0, 1, 0],
  [0, 0, 0, 0, 0],
];
const N = masks.length;
const K = 5;
const present = masks.flat();

const draw = (seed: number, size = N * K * C) => {
  const random = createRandom(seed, 'set graph');
  return Float64Array.from({ length: size }, () => Math.fround(random.range(-1, 1)));
};

/** To the bit, but for the sign of a 0. */
const same = (a: Float32Array, b: Float32Array) => a.every((value, i) => value === b[i]);

describe.each(engines)('set graph on $name', (engine) => {
  beforeAll(engine.start);

  function createRounds(rounds: number) {
    const blueprint = new Blueprint();
    const graph = setGraph(blueprint, 'set', { channels: C, heads, rows: K, rounds });
    const values = Float32Array.from(draw(1, blueprint.size));
    const p = new Parameters(blueprint, values);
    const compute = (rows: Float64Array, seeds?: Float64Array) =>
      engine.run({
        ...{ blueprint, values },
        learned: { rows: { rows: N * K, columns: C, values: rows } },
        constant: {
          mask: { rows: N, columns: K, values: present },
          present: { rows: N * K, columns: 1, values: present },
        },
        compute: (on, { learned, constant }) => {
          const set = { rows: learned.rows!, mask: constant.mask!, present: constant.present! };
          return { out: graph(on, set.rows, set).rows };
        },
        ...(seeds ? { seeds: { out: seeds } } : {}),
      });
    const plain = (rows: ArrayLike<number>): number[] =>
      chunks(chunks(Array.from(rows), C), K).flatMap((set, n) => {
        let h = set;
        for (let round = 0; round < rounds; round++) {
          h = plainSetRound(p, `set/round${round}`, heads, h, masks[n]!);
        }
        return h.flat();
      });
    return { blueprint, p, compute, plain };
  }

  it.each([1, 2])('%d rounds: rows and every gradient equal plain loops', (rounds) => {
    const { p, compute, plain } = createRounds(rounds);
    const [rows, seeds] = [draw(2), draw(3)];
    const { outputs, gradient, byInput } = compute(rows, seeds);
    expectClose(outputs.out!.values, plain(rows));
    const total = () => plain(rows).reduce((sum, value, i) => sum + value * seeds[i]!, 0);
    expectClose(byInput.rows!, centralDifferences(rows, total), { tolerance: 1e-4, what: 'rows' });
    expectClose(gradient, centralDifferences(p.values, total), {
      ...{ tolerance: 1e-4, what: 'parameters' },
    });
  });

  it('takes nothing from absent rows, gives nothing to them, and makes them 0', () => {
    const { compute } = createRounds(2);
    const [rows, seeds] = [draw(4), draw(5)];
    const others = rows.map((value, i) => (present[Math.floor(i / C)] === 0 ? 40 : value));
    const [first, second] = [compute(rows, seeds), compute(others, seeds)];
    expect(same(second.outputs.out!.values, first.outputs.out!.values)).toBe(true);
    expect(same(second.gradient, first.gradient)).toBe(true);
    present.forEach((there, row) => {
      const of = (x: Float32Array) => [...x.subarray(row * C, (row + 1) * C)].map(Math.abs);
      const silent = of(first.byInput.rows!).every((g) => g === 0);
      expect([of(first.outputs.out!.values).every((x) => x === 0), silent]).toEqual(
        there === 1 ? [false, false] : [true, true],
      );
    });
  });

  it('of no rounds, is the rows as they are, and nothing to learn', () => {
    const { blueprint, compute } = createRounds(0);
    const rows = draw(6);
    expect(blueprint.size).toBe(0);
    expect(compute(rows).outputs.out!.values).toEqual(Float32Array.from(rows));
  });
});
