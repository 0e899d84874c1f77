/** What the encoder must not see, and the surgery on its attention. Its numbers: networks.test.ts. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { findPart, type SetPart } from '../../src/core/spec.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { Blueprint } from '../../src/nn/blueprint.ts';
import { createEncoder, type Intervention } from '../../src/nn/encoder.ts';
import type { Engine } from '../../src/nn/engine.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { type EngineUnderTest, engines, type Given } from './engines.ts';
import { expectClose } from './expect-close.ts';
import { smallLayout as layout, writeAgentRow, writeWorldRow } from './small-observations.ts';

const C = 4;
const agents = 3;

interface Scene {
  readonly worldRow: Float32Array;
  readonly agentRows: Float32Array;
}

function createScene(seed: number): Scene {
  const random = createRandom(seed, 'encoder');
  const worldRow = new Float32Array(layout.worldSize);
  const agentRows = new Float32Array(agents * layout.agentSize);
  writeWorldRow(random, layout, worldRow, 0);
  for (let agent = 0; agent < agents; agent++) {
    writeAgentRow(random, layout, agentRows, agent * layout.agentSize);
  }
  return { worldRow, agentRows };
}

interface Read {
  /** [A][features] */
  readonly features: Float32Array[];
  readonly sets: Float32Array;
  readonly graphs: Float32Array | undefined;
}

interface NetworkChanges {
  readonly attention?: string;
  readonly setGraphRounds?: number;
  readonly setBlocks?: number;
  readonly graphRounds?: number;
  readonly goalRounds?: number;
}

function createNetworkOn({ run }: EngineUnderTest, options: NetworkChanges) {
  const blueprint = new Blueprint();
  const encoder = createEncoder(blueprint, 'encoder', layout, {
    channels: C,
    heads: 2,
    attention: 'dot',
    setGraphRounds: 1,
    setBlocks: 1,
    graphRounds: 1,
    goalRounds: 0,
    ...options,
  });
  const random = createRandom(2, 'weights');
  const values = Float32Array.from({ length: blueprint.size }, () => random.range(-0.8, 0.8));
  /** `given`: whose weights are to be attended by. */
  return function encode(
    { worldRow, agentRows }: Scene,
    intervention?: Intervention,
    given?: Read,
  ): Read {
    const weights = (values: Float32Array | undefined, width: number) => ({
      ...{ rows: agents, columns: 2 * width, values: values ?? [] },
    });
    const rows = Float32Array.of(...worldRow, ...agentRows);
    const shape = { worlds: 1, agents };
    const { outputs } = run({
      ...{ blueprint, values },
      observation: { layout, shape, rows, normaliser: createNormaliser(layout) },
      ...(given
        ? { constant: { sets: weights(given.sets, 3), graphs: weights(given.graphs, 4) } }
        : {}),
      compute: <T>(engine: Engine<T>, { observation, constant }: Given<T>) => {
        const by = given && { attention: { sets: [constant.sets!], graphs: [constant.graphs!] } };
        const { features, sets, graphs } = encoder.encode(engine, observation, by ?? intervention);
        return { features, sets: sets[0]!, ...(graphs[0] ? { graphs: graphs[0] } : {}) };
      },
    });
    const features = outputs.features!;
    expect([features.rows, features.columns]).toEqual([agents, encoder.size]);
    return {
      features: Array.from({ length: agents }, (_, a) =>
        features.values.slice(a * encoder.size, (a + 1) * encoder.size),
      ),
      sets: outputs.sets!.values,
      graphs: outputs.graphs?.values,
    };
  };
}

/** Rows of the set in another order, for every agent. */
function reordered(rows: Float32Array, order: readonly number[]): Float32Array {
  const { part, offset } = findPart(layout, 'nearby');
  const F = (part as SetPart).features.length;
  const K = (part as SetPart).rows;
  const moved = rows.slice();
  for (let agent = 0; agent < agents; agent++) {
    const at = agent * layout.agentSize + offset;
    order.forEach((from, to) => {
      moved.set(rows.subarray(at + from * F, at + (from + 1) * F), at + to * F);
      moved[at + K * F + to] = rows[at + K * F + from] as number;
    });
  }
  return moved;
}

const onEngines = engines.flatMap((engine) =>
  attentionKinds.names().map((attention) => ({ attention, on: engine.name, engine })),
);

describe.each(onEngines)('encoder with attention $attention on $on', ({ attention, engine }) => {
  beforeAll(engine.start);

  it('does not care in which order the rows of a set come', () => {
    const encode = createNetworkOn(engine, { attention });
    for (let seed = 0; seed < 4; seed++) {
      const scene = createScene(seed);
      const before = encode(scene);
      for (const order of [
        [1, 2, 0],
        [2, 1, 0],
      ]) {
        const after = encode({ ...scene, agentRows: reordered(scene.agentRows, order) });
        before.features.forEach((features, agent) => {
          expectClose(after.features[agent] as Float32Array, features, { tolerance: 1e-5 });
        });
      }
    }
  });
});

describe.each(engines)('encoder on $name', (engine) => {
  beforeAll(engine.start);

  const createNetwork = (options: NetworkChanges) => createNetworkOn(engine, options);

  it('gives each agent the same features whoever else is in the world', () => {
    const encode = createNetwork({});
    const scene = createScene(7);
    const other = createScene(8);
    const { agentSize } = layout;
    const agentRows = other.agentRows.slice();
    agentRows.set(scene.agentRows.subarray(agentSize, 2 * agentSize), agentSize);
    const alone = encode({ worldRow: scene.worldRow, agentRows });
    expectClose(alone.features[1]!, encode(scene).features[1]!, { tolerance: 1e-6 });
  });

  it('does not feed places in metres to the network: where no node is present nothing reads the anchor', () => {
    const encode = createNetwork({});
    const full = createScene(9);
    const scene = { ...full, worldRow: new Float32Array(layout.worldSize) };
    const moved = scene.agentRows.slice();
    const { offset } = findPart(layout, 'anchor');
    for (let agent = 0; agent < agents; agent++) {
      for (let i = 0; i < 6; i++) moved[agent * layout.agentSize + offset + i] = 1;
    }
    expect(encode({ ...scene, agentRows: moved }).features).toEqual(encode(scene).features);
    expect(encode({ ...full, agentRows: moved }).features).not.toEqual(encode(full).features);
  });

  it('uniform attention: equal weights over what is present, and other features', () => {
    const encode = createNetwork({});
    const scene = createScene(3);
    const learned = encode(scene);
    const uniform = encode(scene, { uniformAttention: true });
    const equal = (weights: Float32Array, rows: number) => {
      for (let at = 0; at < weights.length; at += rows) {
        const given = [...weights.subarray(at, at + rows)].filter((weight) => weight !== 0);
        for (const weight of given) expect(weight).toBeCloseTo(1 / given.length, 6);
      }
    };
    equal(uniform.sets, 3);
    equal(uniform.graphs!, 4);
    // The same rows are absent in both.
    for (const which of ['sets', 'graphs'] as const) {
      const absent = (weights: Float32Array) => [...weights].map((weight) => weight === 0);
      expect(absent(uniform[which]!)).toEqual(absent(learned[which]!));
    }
    expect(uniform.features).not.toEqual(learned.features);
  });

  it('given weights: its own change nothing, equal ones do what uniform attention does', () => {
    const encode = createNetwork({});
    const scene = createScene(5);
    const learned = encode(scene);
    const uniform = encode(scene, { uniformAttention: true });
    for (const like of [learned, uniform]) {
      const given = encode(scene, undefined, like);
      expect(given.sets).toEqual(like.sets);
      given.features.forEach((features, agent) => {
        expectClose(features, like.features[agent]!, { tolerance: 1e-6 });
      });
    }
  });

  it('masked graph: everything that came from the graph is 0, and nothing else changes', () => {
    const encode = createNetwork({});
    const scene = createScene(4);
    const whole = encode(scene);
    const masked = encode(scene, { maskGraph: true });
    masked.features.forEach((features, agent) => {
      // Features end with the graph's context and the embeddings of the two regions.
      const from = features.length - 3 * C;
      expect(features.subarray(0, from)).toEqual(whole.features[agent]!.subarray(0, from));
      expect(features.subarray(from).every((x) => x === 0)).toBe(true);
    });
    expect(whole.features.some((f) => f.subarray(-3 * C).some((x) => x !== 0))).toBe(true);
  });
});
