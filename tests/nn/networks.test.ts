/** Whole actors and critics against plain loops in double precision, values and gradients. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../src/core/random.ts';
import type { ObservationLayout } from '../../src/core/spec.ts';
import { createActor, type NetworkOptions } from '../../src/nn/actor.ts';
import { attentionKinds } from '../../src/nn/attention/index.ts';
import { type Blueprint, Weights } from '../../src/nn/blueprint.ts';
import { createCritic } from '../../src/nn/critic.ts';
import type { Encoded } from '../../src/nn/encoder.ts';
import { createNormaliser, type Normaliser } from '../../src/nn/normaliser.ts';
import { ObservationBatch } from '../../src/nn/observation-batch.ts';
import { expectClose } from './expect-close.ts';
import {
  centralDifferences,
  directionalDifference,
  Parameters,
  plainAct,
  plainEncode,
  plainValue,
  type RawObservation,
} from './plain-network.ts';
import { barelyLayouts, smallLayout, writeAgentRow, writeWorldRow } from './small-observations.ts';
import { startWasm } from './start-backend.ts';

beforeAll(startWasm);

const base: NetworkOptions = {
  attention: 'dot',
  channels: 4,
  heads: 2,
  setBlocks: 0,
  graphRounds: 1,
  hidden: [5, 4],
  layerNorm: false,
};
interface Variant {
  readonly name: string;
  readonly changes?: Partial<NetworkOptions>;
  readonly layout?: ObservationLayout;
}

const variants: readonly Variant[] = [
  ...attentionKinds.names().map((attention) => ({ name: attention, changes: { attention } })),
  { name: 'one head', changes: { heads: 1 } },
  { name: 'two transformer blocks', changes: { setBlocks: 2 } },
  { name: 'two rounds over the graph', changes: { graphRounds: 2 } },
  { name: 'no graph', changes: { graphRounds: 0 } },
  { name: 'layer norm', changes: { layerNorm: true } },
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
  const batch = new ObservationBatch(layout, shape);
  const observations: RawObservation[] = [];
  for (let world = 0; world < shape.worlds; world++) {
    const worldRow = new Float32Array(worldSize);
    const agentRows = new Float32Array(shape.agents * agentSize);
    writeWorldRow(random, layout, worldRow, 0);
    for (let agent = 0; agent < shape.agents; agent++) {
      const at = agent * agentSize;
      writeAgentRow(random, layout, agentRows, at);
      const agentRow = agentRows.subarray(at, at + agentSize);
      observations.push({ agentRow, worldRow, ...normaliser });
    }
    batch.fillFrom(world, worldRow, 0, agentRows, 0, normaliser);
  }
  return { batch, observations };
}

function drawNumbers(random: Random, length: number): number[] {
  return Array.from({ length }, () => random.range(-1, 1));
}

/** [features, attention weights] of every sample, flat. */
function expectSameEncoding(encoded: Encoded, plain: readonly ReturnType<typeof plainEncode>[]) {
  expectClose(
    encoded.features.dataSync(),
    plain.flatMap(({ features }) => features),
    { what: 'features' },
  );
  for (const which of ['sets', 'graphs'] as const) {
    encoded[which].forEach((weights, i) => {
      const expected = plain.flatMap((sample) => (sample[which][i] as number[][]).flat());
      expectClose(weights.dataSync(), expected, { what: `weights of ${which}[${i}]` });
      // Not only close to 0: exactly.
      weights.dataSync().forEach((weight, at) => {
        if (expected[at] === 0) expect(weight).toBe(0);
      });
    });
  }
}

describe.each(variants)('networks with $name', ({ name, changes, layout = smallLayout }) => {
  const options = { ...base, ...changes };
  const random = createRandom(11, 'networks', name);

  it('actor: features, attention weights, actions and reach equal plain loops', () => {
    const actor = createActor(layout, options);
    const values = drawValues(actor.blueprint, random);
    const p = new Parameters(actor.blueprint, values);
    const { batch, observations } = drawBatch(random, layout);
    const weights = new Weights(actor.blueprint, values, { trainable: false });
    tf.tidy(() => {
      const { action, reach, encoded } = actor.act(weights, batch.tensors());
      expectSameEncoding(
        encoded,
        observations.map((raw) => plainEncode(p, layout, options, raw)),
      );
      const plain = observations.map((raw) => plainAct(p, layout, options, raw));
      expectClose(
        action.dataSync(),
        plain.flatMap((sample) => sample.action),
      );
      expectClose(
        reach.dataSync(),
        plain.map((sample) => sample.reach),
      );
    });
    weights.dispose();
  });

  it('critic: values equal plain loops', () => {
    const critic = createCritic(layout, options);
    const values = drawValues(critic.blueprint, random);
    const p = new Parameters(critic.blueprint, values);
    const { batch, observations } = drawBatch(random, layout);
    const actions = drawNumbers(random, samples * 2);
    const weights = new Weights(critic.blueprint, values, { trainable: false });
    tf.tidy(() => {
      const { features } = critic.encode(weights, batch.tensors());
      const q = critic.value(weights, features, tf.tensor2d(actions, [samples, 2]));
      expectClose(
        q.dataSync(),
        observations.map((raw, i) =>
          plainValue(p, layout, options, raw, actions.slice(i * 2, i * 2 + 2)),
        ),
      );
    });
    weights.dispose();
  });

  it('actor: the gradient of every parameter equals finite differences', () => {
    const actor = createActor(layout, options);
    const values = drawValues(actor.blueprint, random);
    const p = new Parameters(actor.blueprint, values);
    const { batch, observations } = drawBatch(random, layout);
    const forAction = drawNumbers(random, samples * 2);
    const forReach = drawNumbers(random, samples);
    const weights = new Weights(actor.blueprint, values, { trainable: true });
    const gradient = flatGradient(actor.blueprint, weights, () => {
      const { action, reach } = actor.act(weights, batch.tensors());
      return tf.add(
        tf.sum(tf.mul(action, tf.tensor2d(forAction, [samples, 2]))),
        tf.sum(tf.mul(reach, tf.tensor2d(forReach, [samples, 1]))),
      ) as tf.Scalar;
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
    weights.dispose();
  });

  it('critic: the gradient of every parameter and of the action equals finite differences', () => {
    const critic = createCritic(layout, options);
    const values = drawValues(critic.blueprint, random);
    const p = new Parameters(critic.blueprint, values);
    const { batch, observations } = drawBatch(random, layout);
    const actions = Float64Array.from(drawNumbers(random, samples * 2));
    const forValue = drawNumbers(random, samples);
    const weights = new Weights(critic.blueprint, values, { trainable: true });
    const total = (action: tf.Tensor) => {
      const { features } = critic.encode(weights, batch.tensors());
      const q = critic.value(weights, features, action as tf.Tensor2D);
      return tf.sum(tf.mul(q, tf.tensor1d(forValue))) as tf.Scalar;
    };
    const action = tf.tensor2d([...actions], [samples, 2]);
    const gradient = flatGradient(critic.blueprint, weights, () => total(action));
    const plainTotal = () =>
      observations.reduce((sum, raw, i) => {
        const chosen = [...actions.subarray(i * 2, i * 2 + 2)];
        return sum + (forValue[i] as number) * plainValue(p, layout, options, raw, chosen);
      }, 0);
    expectSameGradient(critic.blueprint, p, gradient, plainTotal);
    const byAction = tf.grad(total)(action);
    expectClose(byAction.dataSync(), centralDifferences(actions, plainTotal), {
      tolerance: 1e-4,
      what: 'dQ/da',
    });
    tf.dispose([action, byAction]);
    weights.dispose();
  });
});

/** All gradients side by side in the blueprint's order; a parameter that the loss does not use has 0. */
function flatGradient(blueprint: Blueprint, weights: Weights, loss: () => tf.Scalar) {
  const flat = new Float32Array(blueprint.size);
  tf.tidy(() => {
    const { grads } = tf.variableGrads(loss, weights.variables as tf.Variable[]);
    weights.variables.forEach((variable, i) => {
      const gradient = grads[variable.name];
      if (gradient) flat.set(gradient.dataSync(), blueprint.slots[i]?.offset);
    });
  });
  return flat;
}

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
