/**
 * Whole actors and critics on both engines against plain loops in double precision, values and
 * gradients, from raw rows on.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { createActor } from '../../src/nn/actor.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import type { Blueprint } from '../../src/nn/blueprint.ts';
import { type CriticOptions, createCritic } from '../../src/nn/critic.ts';
import type { Encoded } from '../../src/nn/encoder.ts';
import { createNormaliser, type Normaliser } from '../../src/nn/normaliser.ts';
import { type Computed, engines, type RawBatch } from './engines.ts';
import { expectClose } from './expect-close.ts';
import {
  centralDifferences,
  directionalDifference,
  Parameters,
  plainAct,
  plainEncode,
  plainQuantiles,
  type RawObservation,
} from './plain-network.ts';
import { barelyLayouts, smallLayout, writeAgentRow, writeWorldRow } from './small-observations.ts';

const base: CriticOptions = {
  attention: 'dot',
  channels: 4,
  heads: 2,
  setGraphRounds: 0,
  setBlocks: 0,
  graphRounds: 1,
  goalRounds: 0,
  hidden: [5, 4],
  layerNorm: false,
  quantiles: 1,
};
interface Variant {
  readonly name: string;
  readonly changes?: Partial<CriticOptions>;
  readonly layout?: ObservationLayout;
}

const variants: readonly Variant[] = [
  ...attentionKinds.names().map((attention) => ({ name: attention, changes: { attention } })),
  { name: 'one head', changes: { heads: 1 } },
  { name: 'two rounds over the set', changes: { setGraphRounds: 2 } },
  { name: 'a round over the set, then a block', changes: { setGraphRounds: 1, setBlocks: 1 } },
  { name: 'two transformer blocks', changes: { setBlocks: 2 } },
  { name: 'two rounds over the graph', changes: { graphRounds: 2 } },
  { name: 'distances to the goal', changes: { goalRounds: 3 } },
  { name: 'nodes that hear nothing', changes: { graphRounds: 0 } },
  { name: 'nodes that hear nothing, and distances', changes: { graphRounds: 0, goalRounds: 2 } },
  { name: 'layer norm', changes: { layerNorm: true } },
  { name: 'three quantiles', changes: { quantiles: 3 } },
  ...Object.entries(barelyLayouts).map(([name, layout]) => ({ name, layout })),
];

const shape = { worlds: 2, agents: 2 };
const samples = shape.worlds * shape.agents;

/** Values of ordinary size everywhere, so that no part of a network hides behind a small one. */
function drawValues(blueprint: Blueprint, random: Random): Float32Array {
  return Float32Array.from({ length: blueprint.size }, () => random.range(-0.7, 0.7));
}

function drawNormaliser(layout: ObservationLayout, random: Random): Normaliser {
  const normaliser = createNormaliser(layout);
  for (const { part, offset, size } of layout.agent) {
    if (part.kind === 'anchor') continue;
    const normalised = part.kind === 'set' ? part.rows * part.features.length : size;
    for (let i = offset; i < offset + normalised; i++) {
      normaliser.shift[i] = random.range(-0.5, 0.5);
      normaliser.scale[i] = random.range(0.5, 2);
    }
  }
  return normaliser;
}

/** A batch and the same observations one by one. */
function drawBatch(random: Random, layout: ObservationLayout) {
  const normaliser = drawNormaliser(layout, random);
  const { agentSize, worldSize } = layout;
  const size = worldSize + shape.agents * agentSize;
  const rows = new Float32Array(shape.worlds * size);
  const observations: RawObservation[] = [];
  for (let world = 0; world < shape.worlds; world++) {
    const from = world * size;
    writeWorldRow(random, layout, rows, from);
    const worldRow = rows.subarray(from, from + worldSize);
    for (let agent = 0; agent < shape.agents; agent++) {
      const at = from + worldSize + agent * agentSize;
      writeAgentRow(random, layout, rows, at);
      observations.push({ agentRow: rows.subarray(at, at + agentSize), worldRow, ...normaliser });
    }
  }
  const observation: RawBatch = { layout, shape, rows, normaliser };
  return { observation, observations };
}

function drawNumbers(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.range(-1, 1));
}

/** An encoding's outputs by name, so that an engine can tell them. */
function named<T>({ features, sets, graphs }: Encoded<T>): Record<string, T> {
  const of = (which: string, all: readonly T[]) =>
    all.map((x, i) => [`${which}[${i}]`, x] as const);
  return Object.fromEntries([['features', features], ...of('sets', sets), ...of('graphs', graphs)]);
}

/** [features, attention weights] of every sample, flat. */
function expectSameEncoding(
  outputs: Computed['outputs'],
  plain: readonly ReturnType<typeof plainEncode>[],
) {
  expectClose(
    outputs.features!.values,
    plain.flatMap(({ features }) => features),
    { what: 'features' },
  );
  for (const which of ['sets', 'graphs'] as const) {
    plain[0]![which].forEach((_, i) => {
      const { values } = outputs[`${which}[${i}]`]!;
      const expected = plain.flatMap((sample) => (sample[which][i] as number[][]).flat());
      expectClose(values, expected, { what: `weights of ${which}[${i}]` });
      // Not only close to 0: exactly.
      values.forEach((weight, at) => {
        if (expected[at] === 0) expect(weight).toBe(0);
      });
    });
  }
}

const onEngines = engines.flatMap((engine) =>
  variants.map((variant) => ({ ...variant, on: engine.name, engine })),
);

describe.each(onEngines)('networks with $name on $on', (variant) => {
  const { name, changes, layout = smallLayout, engine } = variant;
  const options = { ...base, ...changes };
  const random = createRandom(11, 'networks', name);
  beforeAll(engine.start);

  it('actor: features, attention weights, actions and reach equal plain loops', () => {
    const actor = createActor(layout, options);
    const values = drawValues(actor.blueprint, random);
    const p = new Parameters(actor.blueprint, values);
    const { observation, observations } = drawBatch(random, layout);
    const { outputs } = engine.run({
      ...{ blueprint: actor.blueprint, values, observation },
      compute: (on, given) => {
        const { action, reach, encoded } = actor.act(on, given.observation);
        return { action, reach, ...named(encoded) };
      },
    });
    expectSameEncoding(
      outputs,
      observations.map((raw) => plainEncode(p, layout, options, raw)),
    );
    const plain = observations.map((raw) => plainAct(p, layout, options, raw));
    expectClose(
      outputs.action!.values,
      plain.flatMap((sample) => sample.action),
    );
    expectClose(
      outputs.reach!.values,
      plain.map((sample) => sample.reach),
    );
  });

  it('critic: values equal plain loops', () => {
    const critic = createCritic(layout, options);
    const values = drawValues(critic.blueprint, random);
    const p = new Parameters(critic.blueprint, values);
    const { observation, observations } = drawBatch(random, layout);
    const actions = drawNumbers(random, samples * 2);
    const { outputs } = engine.run({
      ...{ blueprint: critic.blueprint, values, observation },
      constant: { action: { rows: samples, columns: 2, values: actions } },
      compute: (on, { observation, constant }) => {
        const { features } = critic.encode(on, observation);
        return { q: critic.value(on, critic.mix(on, features), constant.action!) };
      },
    });
    expectClose(
      outputs.q!.values,
      observations.flatMap((raw, i) =>
        plainQuantiles(p, layout, options, raw, actions.slice(i * 2, i * 2 + 2)),
      ),
    );
  });

  it('actor: the gradient of every parameter equals finite differences', () => {
    const actor = createActor(layout, options);
    const values = drawValues(actor.blueprint, random);
    const p = new Parameters(actor.blueprint, values);
    const { observation, observations } = drawBatch(random, layout);
    const forAction = drawNumbers(random, samples * 2);
    const forReach = drawNumbers(random, samples);
    const { gradient } = engine.run({
      ...{ blueprint: actor.blueprint, values, observation },
      compute: (on, given) => {
        const { action, reach } = actor.act(on, given.observation);
        return { action, reach };
      },
      seeds: { action: forAction, reach: forReach },
    });
    expectSameGradient(actor.blueprint, p, gradient, () =>
      observations.reduce((total, raw, i) => {
        const { action, reach } = plainAct(p, layout, options, raw);
        const [forward = 0, left = 0] = action;
        return (
          total +
          forward * (forAction[i * 2] as number) +
          left * (forAction[i * 2 + 1] as number) +
          reach * (forReach[i] as number)
        );
      }, 0),
    );
  });

  it('critic: the gradient of every parameter and of the action equals finite differences', () => {
    const critic = createCritic(layout, options);
    const values = drawValues(critic.blueprint, random);
    const p = new Parameters(critic.blueprint, values);
    const { observation, observations } = drawBatch(random, layout);
    const actions = Float64Array.from(drawNumbers(random, samples * 2), Math.fround);
    const forValue = drawNumbers(random, samples * options.quantiles);
    const { gradient, byInput } = engine.run({
      ...{ blueprint: critic.blueprint, values, observation },
      learned: { action: { rows: samples, columns: 2, values: actions } },
      compute: (on, { observation, learned }) => {
        const { features } = critic.encode(on, observation);
        return { q: critic.value(on, critic.mix(on, features), learned.action!) };
      },
      seeds: { q: forValue },
    });
    const plainTotal = () =>
      observations.reduce((sum, raw, i) => {
        const chosen = [...actions.subarray(i * 2, i * 2 + 2)];
        const found = plainQuantiles(p, layout, options, raw, chosen);
        const from = i * found.length;
        return found.reduce((all, q, m) => all + (forValue[from + m] as number) * q, sum);
      }, 0);
    expectSameGradient(critic.blueprint, p, gradient, plainTotal);
    expectClose(byInput.action!, centralDifferences(actions, plainTotal), {
      tolerance: 1e-4,
      what: 'dQ/da',
    });
  });
});

/** Each parameter tensor by itself, along two random directions. */
function expectSameGradient(
  blueprint: Blueprint,
  p: Parameters,
  gradient: Float32Array,
  loss: () => number,
) {
  const random = createRandom(5, 'directions');
  const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  for (const { name, offset, size } of blueprint.slots) {
    const values = p.values.subarray(offset, offset + size);
    for (let turn = 0; turn < 2; turn++) {
      const direction = Array.from({ length: size }, () => random.range(-1, 1));
      const along = direction.reduce((sum, d, i) => sum + d * (gradient[offset + i] as number), 0);
      const expected = directionalDifference(values, direction, loss);
      expectClose([along], [expected], {
        tolerance: 2e-4,
        // A bias of keys, say, cancels in the softmax: its gradient is rounding alone.
        leastScale: 0.01 * largest,
        what: `gradient of ${name}`,
      });
    }
  }
}
