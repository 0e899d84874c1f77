/** Raw rows as the plan's kernels read them, against observation-batch.ts, number by number. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import type { Observation } from '../../src/nn/engine.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { vectorSize } from '../../src/nn/observation-shape.ts';
import { type Computed, type EngineUnderTest, engines, type RawBatch } from './engines.ts';
import { expectClose } from './expect-close.ts';
import { barelyLayouts, smallLayout, writeAgentRow, writeWorldRow } from './small-observations.ts';

const [tfjs, plan] = engines as [EngineUnderTest, EngineUnderTest];
beforeAll(tfjs.start);

function drawBatch(seed: number, layout: ObservationLayout, worlds: number, agents: number) {
  const random = createRandom(seed, 'read observation');
  const size = layout.worldSize + agents * layout.agentSize;
  const rows = new Float32Array(worlds * size);
  for (let world = 0; world < worlds; world++) {
    writeWorldRow(random, layout, rows, world * size);
    for (let agent = 0; agent < agents; agent++) {
      const at = world * size + layout.worldSize + agent * layout.agentSize;
      writeAgentRow(random, layout, rows, at);
    }
  }
  const normaliser = createNormaliser(layout);
  for (let i = 0; i < layout.agentSize; i++) {
    normaliser.shift[i] = random.range(-1, 1);
    // Some so large that the value is cut.
    normaliser.scale[i] = random.range(0.1, 6);
  }
  return { layout, shape: { worlds, agents }, rows, normaliser };
}

/** Every part of the observation by name. */
function read(engine: EngineUnderTest, observation: RawBatch): Computed['outputs'] {
  const parts = <T>({ vector, sets, graphs }: Observation<T>): Record<string, T> =>
    Object.fromEntries([
      // A matrix of no columns is none for tfjs.
      ...(vectorSize(observation.layout) > 0 ? [['vector', vector]] : []),
      ...sets.flatMap((set, i) => Object.entries(set).map(([name, x]) => [`${name} ${i}`, x])),
      ...graphs.flatMap((graph, i) =>
        Object.entries(graph).map(([name, x]) => [`${name} of graph ${i}`, x]),
      ),
    ]);
  return engine.run({
    ...{ blueprint: new Blueprint(), values: new Float32Array(0), observation },
    compute: (_, given) => parts(given.observation),
  }).outputs;
}

const layouts = Object.entries({ 'every part': smallLayout, ...barelyLayouts });
const shapes = [
  [1, 1],
  [1, 3],
  [3, 1],
  [4, 3],
] as const;

describe.each(layouts)('an observation of %s', (_, layout) => {
  it.each(shapes)('is read alike, %d worlds of %d agents', (worlds, agents) => {
    for (let seed = 0; seed < 5; seed++) {
      const batch = drawBatch(seed, layout, worlds, agents);
      const expected = read(tfjs, batch);
      const actual = read(plan, batch);
      expect(Object.keys(actual)).toEqual(Object.keys(expected));
      for (const [name, { rows, columns, values }] of Object.entries(expected)) {
        const found = actual[name]!;
        expect([found.rows, found.columns], name).toEqual([rows, columns]);
        expectClose(found.values, values, { tolerance: 1e-6, leastScale: 1, what: name });
      }
    }
  });
});

it('these observations have absent rows, nodes and pairs, unknown regions and values that are cut', () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 5; seed++) {
    const batch = drawBatch(seed, smallLayout, 4, 3);
    const outputs = read(tfjs, batch);
    const has = (name: string, value: number) => {
      if (outputs[name]!.values.includes(value)) seen.add(`${name}: ${value}`);
    };
    has('mask 0', 0);
    has('mask 0', 1);
    has('present of graph 0', 0);
    has('senders of graph 0', -1);
    has('ownRegion of graph 0', -1);
    has('ownRegion of graph 0', 1);
    has('goalRegion of graph 0', -1);
    has('vector', 5);
    has('vector', -5);
  }
  expect(seen.size).toBe(9);
});
