/** Actions, values and saliencies of single observations, against plain loops and TensorFlow.js. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { PlacedPart, SetPart } from '../../src/core/spec.ts';
import { ActionValues } from '../../src/nn/action-values.ts';
import { createActor } from '../../src/nn/actor.ts';
import { type Critic, type CriticOptions, createCritic } from '../../src/nn/critic.ts';
import type { Engine, Observation } from '../../src/nn/engine.ts';
import type { JudgedWeights } from '../../src/nn/inference.ts';
import { Probe, type Questions } from '../../src/nn/probe.ts';
import type { ProbedNetworks } from '../../src/nn/probe-plan.ts';
import { Saliency } from '../../src/nn/saliency.ts';
import { createTfjsEngine } from '../../src/nn/tfjs-engine.ts';
import { Weights } from '../../src/nn/tfjs-weights.ts';
import { batchOf } from './engines.ts';
import { expectClose } from './expect-close.ts';
import {
  directionalDifference,
  Parameters,
  plainAct,
  plainEncode,
  plainValue,
} from './plain-network.ts';
import { smallLayout as layout, writeAgentRow, writeWorldRow } from './small-observations.ts';
import { startWasm } from './start-backend.ts';

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
/** Slopes are of about 0.1. */
const near = { tolerance: 1e-4, leastScale: 1e-2 };

const variants: readonly [string, Partial<CriticOptions>][] = [
  ['dot', {}],
  ['additive', { attention: 'additive' }],
  ['max', { attention: 'max' }],
  ['rounds and a block over the set', { setGraphRounds: 1, setBlocks: 1 }],
  ['distances to the goal', { graphRounds: 2, goalRounds: 2 }],
  ['nodes that hear nothing', { graphRounds: 0 }],
  ['layer norm and three quantiles', { layerNorm: true, quantiles: 3 }],
];

function make(changes: Partial<CriticOptions>) {
  const options = { ...base, ...changes };
  const networks: ProbedNetworks = {
    layout,
    actor: createActor(layout, options),
    critic: createCritic(layout, options),
  };
  const random = createRandom(17, 'probe');
  const draw = (size: number) => Float32Array.from({ length: size }, () => random.range(-0.9, 0.9));
  const weights: JudgedWeights = {
    actor: draw(networks.actor.blueprint.size),
    critic: draw(networks.critic?.blueprint.size ?? 0),
    shift: draw(layout.agentSize),
    scale: draw(layout.agentSize).map((x) => 1 + 0.5 * x),
  };
  const observations = Array.from({ length: 8 }, () => {
    const worldRow = new Float32Array(layout.worldSize);
    const agentRow = new Float32Array(layout.agentSize);
    writeWorldRow(random, layout, worldRow, 0);
    writeAgentRow(random, layout, agentRow, 0);
    return { worldRow, agentRow };
  });
  const p = {
    actor: new Parameters(networks.actor.blueprint, weights.actor),
    critic: new Parameters(networks.critic!.blueprint, weights.critic!),
  };
  type Rows = { worldRow: ArrayLike<number>; agentRow: ArrayLike<number> };
  const raw = (rows: Rows) => ({ ...rows, shift: weights.shift, scale: weights.scale });
  const act = (rows: Rows) => plainAct(p.actor, layout, options, raw(rows)).action;
  return {
    ...{ options, networks, weights, observations, act },
    value: (rows: Rows) => plainValue(p.critic, layout, options, raw(rows), act(rows)),
    attention: (rows: Rows) => plainEncode(p.actor, layout, options, raw(rows)),
  };
}

function write(
  questions: Questions,
  sample: number,
  of: { worldRow: Float32Array; agentRow: Float32Array },
) {
  questions.rows.set(of.worldRow, questions.worldAt(sample));
  questions.rows.set(of.agentRow, questions.agentAt(sample));
}

describe.each(variants)('probe, %s', (_name, changes) => {
  it('acts, values and attends as plain loops do, for any number of observations', () => {
    const { networks, options, weights, observations, act, value, attention } = make(changes);
    const probe = new Probe(networks, options);
    probe.setWeights(weights);
    for (const count of [5, 1, 3]) {
      const some = observations.slice(0, count);
      const questions = probe.questions({ worlds: count, agents: 1 });
      for (const [n, of] of some.entries()) write(questions, n, of);
      questions.attendToAll();
      questions.run();
      expectClose(questions.actions.slice(0, 2 * count), some.flatMap(act));
      expectClose(questions.values.slice(0, count), some.map(value));
      some.forEach((of, n) => {
        const { sets, graphs } = attention(of);
        const shown = questions.attention(n);
        expectClose(
          shown.sets.flat().flatMap((row) => [...row]),
          sets.flat(2),
        );
        expectClose(
          shown.graphs.flat().flatMap((row) => [...row]),
          graphs.flat(2),
        );
      });
    }
  });
});

describe.each(variants)('action values, %s', (_name, changes) => {
  it('are those of plain loops, of every action, by the newest weights', () => {
    const { networks, weights, observations, options } = make(changes);
    const actions = Float32Array.of(0, 0, 1, 0, -0.3, 0.4, 0, -1, 0.5, 0.5);
    const values = new ActionValues(layout, networks.critic as Critic, actions);
    for (const critic of [weights.critic!, weights.critic!.map((x) => -x)]) {
      const parameters = new Parameters(networks.critic!.blueprint, critic);
      values.setWeights({ ...weights, critic });
      for (const { worldRow, agentRow } of observations.slice(0, 2)) {
        values.row.set(worldRow);
        values.row.set(agentRow, layout.worldSize);
        values.run();
        const raw = { worldRow, agentRow, shift: weights.shift, scale: weights.scale };
        expectClose(
          values.values,
          Array.from({ length: 5 }, (_, n) =>
            plainValue(parameters, layout, options, raw, [actions[2 * n]!, actions[2 * n + 1]!]),
          ),
        );
      }
    }
    expect(new Set(values.values).size).toBe(5);
  });
});

it('probe: a node that is masked gets no attention, of one sample in a world, and its messages go on', () => {
  const { networks, options, weights, observations } = make({});
  const probe = new Probe(networks, options);
  probe.setWeights(weights);
  const [{ worldRow, agentRow }] = observations as [(typeof observations)[number]];
  const questions = probe.questions({ worlds: 1, agents: 3 });
  questions.rows.set(worldRow, 0);
  for (let n = 0; n < 3; n++) questions.rows.set(agentRow, questions.agentAt(n));
  questions.attendToAll();
  questions.maskNode(1, 0);
  questions.run();
  const [all, masked, again] = [0, 1, 2].map((n) => questions.attention(n).graphs[0]!) as [
    Float32Array[],
    Float32Array[],
    Float32Array[],
  ];
  expect(again).toEqual(all);
  // What the others get stays in proportion: keys have not changed, so nor have the messages in them.
  for (const [h, head] of all.entries()) {
    const left = 1 - head[0]!;
    expect(head[0]).toBeGreaterThan(0);
    expectClose(
      masked[h]!,
      [...head].map((weight, node) => (node === 0 ? 0 : weight / left)),
      { tolerance: 1e-5 },
    );
  }
});

it('probe: without a critic there are no values, and other weights act otherwise', () => {
  const { networks, options, weights, observations } = make({});
  const probe = new Probe({ ...networks, critic: undefined }, options);
  const questions = probe.questions({ worlds: 1, agents: 1 });
  const ask = () => {
    write(questions, 0, observations[0]!);
    questions.attendToAll();
    questions.run();
    return [...questions.actions];
  };
  probe.setWeights(weights);
  const first = ask();
  expect(questions.values).toHaveLength(0);
  probe.setWeights({ ...weights, actor: weights.actor.map((x) => -x) });
  expect(ask()).not.toEqual(first);
});

describe.each(variants)('saliency, %s', (_name, changes) => {
  beforeAll(startWasm);

  it('of a set’s row is the slope of action and value as all of the row grows', () => {
    const { networks, weights, observations, act, value } = make(changes);
    const saliency = new Saliency(networks);
    saliency.setWeights(weights);
    const set = layout.agent.find(({ part }) => part.kind === 'set') as PlacedPart<SetPart>;
    const features = set.part.features.length;
    let seen = 0;
    for (const { worldRow, agentRow } of observations) {
      const shown = saliency.of(worldRow, agentRow).sets[0]!;
      const expected = Array.from({ length: set.part.rows }, (_, k) => {
        const values = Float64Array.from(agentRow);
        if (values[set.offset + set.part.rows * features + k] === 0) return [0, 0, 0];
        seen++;
        const direction = new Float64Array(values.length);
        for (let i = set.offset + k * features; i < set.offset + (k + 1) * features; i++) {
          direction[i] = values[i]! - weights.shift[i]!;
        }
        const slope = (of: () => number) => directionalDifference(values, direction, of);
        const now = { worldRow, agentRow: values };
        return [() => act(now)[0]!, () => act(now)[1]!, () => value(now)].map(slope);
      });
      const of = (output: number) => expected.map((row) => row[output]!);
      expectClose(shown.forward, of(0), near);
      expectClose(shown.left, of(1), near);
      expectClose(shown.value, of(2), near);
    }
    expect(seen).toBeGreaterThan(4);
  });

  it('of a node is what TensorFlow.js gives for its features and its pose', () => {
    const { networks, weights, observations } = make(changes);
    const saliency = new Saliency(networks);
    saliency.setWeights(weights);
    const { actor, critic } = networks;
    const engines = [actor.blueprint, critic!.blueprint].map((blueprint, i) =>
      createTfjsEngine(
        new Weights(blueprint, [weights.actor, weights.critic!][i]!, { trainable: false }),
      ),
    ) as [Engine<tf.Tensor>, Engine<tf.Tensor>];
    let slopes = 0;
    for (const { worldRow, agentRow } of observations.slice(0, 2)) {
      const shown = saliency.of(worldRow, agentRow).graphs[0]!;
      const rows = Float32Array.from([...worldRow, ...agentRow]);
      const normaliser = { shift: weights.shift, scale: weights.scale };
      const read = batchOf({ layout, shape: { worlds: 1, agents: 1 }, rows, normaliser }).tensors();
      const outputs = (nodes: tf.Tensor, pose: tf.Tensor) => {
        const graphs = [{ ...read.graphs[0]!, nodes, pose }];
        const observation: Observation<tf.Tensor> = { ...read, graphs };
        const { action } = actor.act(engines[0], observation);
        const { features } = critic!.encode(engines[1], observation);
        const q = critic!.value(engines[1], critic!.mix(engines[1], features), action);
        return [tf.slice(action, [0, 0], [1, 1]), tf.slice(action, [0, 1], [1, 1]), tf.mean(q)];
      };
      const { nodes, pose } = read.graphs[0]!;
      [shown.forward, shown.left, shown.value].forEach((of, output) => {
        const grads = tf.grads((a, b) => tf.sum(outputs(a!, b!)[output]!));
        const [byNodes, byPose] = grads([nodes, pose]) as [tf.Tensor, tf.Tensor];
        const total = tf.add(tf.sum(tf.mul(byNodes, nodes), 1), tf.sum(tf.mul(byPose, pose), 1));
        expectClose(of, total.dataSync(), near);
        slopes += of.filter((x) => x !== 0).length;
      });
    }
    expect(slopes).toBeGreaterThan(0);
  });
});
