/**
 * What every learner of the suite is given: the same weights and the same batch, as named tensors in a
 * safetensors file, so that a peer in any language reads them. The batch is the one that our learner
 * draws first, so losses of a first update can be compared.
 *
 * Axes: W world steps, A agents, N = W·A samples, K entities, V nodes, P pairs (listed edges, then a
 * self edge of every node), F features.
 *
 *   now/… and next/…   vector [N, F] · entities [N, K, F] · entityMask [N, K] · nodes [W, V, F] ·
 *                      nodeMask [W, V] · edges [W, P, F] · senders, receivers, pairMask [W, P] ·
 *                      pose [N, V, 3] · region, goalRegion [N] (a node, −1: none)
 *   actions [N, 2] · returns, discounts, valid [N]
 *   actor/SLOT and critic/SLOT, named and shaped as in src/nn
 */
import { createRandom } from '../core/random.ts';
import { graphBlocks } from '../core/spec.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import { createNormaliser, type Normaliser } from '../nn/normaliser.ts';
import { batchWorldSteps, type Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import type { Replay, ReplayBatch } from '../rl/replay.ts';
import { type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import {
  agentsPerWorld,
  benchGamma,
  benchLayout,
  fillReplay,
  type NetworkSize,
  networkSizes,
} from './networks.ts';

export interface LearnerProblem {
  readonly hyperparameters: Hyperparameters;
  readonly replay: Replay;
  readonly normaliser: Normaliser;
  readonly gamma: number;
  readonly seed: number;
  /** Flat, in the blueprints' order. */
  readonly actor: Float32Array;
  readonly critic: Float32Array;
}

export type Tensors = ReadonlyMap<string, Tensor>;

const seed = 1;
/** Rows of the replay: more than any cache near the core holds. */
const replayRows = 512;
/** Final layers start so small that losses would hardly depend on the network. */
const finalFactor = 100;

function valuesOf(blueprint: Blueprint, name: string): Float32Array {
  const values = blueprint.initialValues(createRandom(seed, 'bench', name));
  for (const slot of blueprint.slots) {
    if (!/^(action|value)\//.test(slot.name)) continue;
    for (let i = slot.offset; i < slot.offset + slot.size; i++) {
      values[i] = (values[i] as number) * finalFactor;
    }
  }
  return values;
}

const networksOf = (hyperparameters: Hyperparameters) =>
  createNetworks(benchLayout, hyperparameters);

/** With `oneWindow`, every batch is the same world step many times over. */
export function createLearnerProblem(
  size: NetworkSize,
  { oneWindow = false }: { oneWindow?: boolean } = {},
): LearnerProblem {
  const hyperparameters = networkSizes[size];
  const { actor, critic } = networksOf(hyperparameters);
  return {
    hyperparameters,
    replay: fillReplay(oneWindow ? hyperparameters.nStep + 1 : replayRows, seed),
    normaliser: createNormaliser(benchLayout),
    gamma: benchGamma,
    seed,
    actor: valuesOf(actor.blueprint, 'actor'),
    critic: valuesOf(critic.blueprint, 'critic'),
  };
}

/** The problem as a file for learners in other processes. */
export function writeLearnerProblem(problem: LearnerProblem): Uint8Array {
  const { hyperparameters: h, replay, gamma } = problem;
  const worldSteps = batchWorldSteps(h, agentsPerWorld);
  const batch = replay.createBatch(worldSteps);
  // Learners draw their batches from this stream.
  const random = createRandom(problem.seed, 'learner');
  replay.sample(batch, { nStep: h.nStep, gamma, hindsight: h.hindsight }, random);
  const samples = worldSteps * agentsPerWorld;
  const tensors = new Map<string, Tensor>();
  observationTensors('now', batch.now, batch, replay, tensors);
  observationTensors('next', batch.next, batch, replay, tensors);
  tensors.set('actions', { shape: [samples, 2], values: batch.actions });
  for (const name of ['returns', 'discounts', 'valid'] as const) {
    tensors.set(name, { shape: [samples], values: batch[name] });
  }
  for (const [name, { blueprint }] of Object.entries(networksOf(h))) {
    networkTensors(name, blueprint, problem[name as 'actor' | 'critic'], tensors);
  }
  const { heads, graphRounds, tau, actorRate, criticRate, reachPenalty } = h;
  const numbers = { heads, graphRounds, tau, actorRate, criticRate, reachPenalty };
  return writeSafetensors(
    tensors,
    Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, `${value}`])),
  );
}

/**
 * One network as anybody would write it: our critic keeps what its first layer makes of features and of
 * the action in two matrices, which are one for everyone else.
 */
function networkTensors(
  network: string,
  blueprint: Blueprint,
  flat: Float32Array,
  tensors: Map<string, Tensor>,
): void {
  const put = (name: string, shape: readonly number[], values: Float32Array) =>
    tensors.set(`${network}/${name}`, { shape, values });
  const ofAction = blueprint.slots.find(({ name }) => name === 'head/0/action/kernel');
  for (const slot of blueprint.slots) {
    const { name, shape, offset, size } = slot;
    const values = flat.slice(offset, offset + size);
    if (slot === ofAction) continue;
    if (name === 'head/0/kernel' && ofAction) {
      const [inputs = 0, outputs = 0] = shape;
      const both = new Float32Array(size + ofAction.size);
      both.set(values);
      both.set(flat.subarray(ofAction.offset, ofAction.offset + ofAction.size), size);
      put(name, [inputs + 2, outputs], both);
    } else if (name.endsWith('/score')) put(name, [size, 1], values);
    else put(name.replace('head/rest/0', 'head/1'), shape, values);
  }
}

/** As src/nn/observation-batch.ts reads rows: x and z of nodes in tens of metres, features clipped. */
const poseScale = 0.1;
const nearnessLength = 3;
const clip = 5;

function observationTensors(
  prefix: string,
  rows: Float32Array,
  { worldSteps }: ReplayBatch,
  { row }: Replay,
  tensors: Map<string, Tensor>,
): void {
  const [graphAt] = benchLayout.world;
  const at = (name: string) => {
    const placed = benchLayout.agent.find(({ part }) => part.name === name);
    if (!placed) throw new Error(`No part "${name}".`);
    return placed;
  };
  const [ego, scan, nearby, anchor] = ['ego', 'rangeScan', 'nearbyEntities', 'anchor'].map(at);
  if (!graphAt || !ego || !scan || nearby?.part.kind !== 'set' || !anchor) {
    throw new Error('The observation of the benchmark lacks a part.');
  }
  const { part: graph } = graphAt;
  const { nodes: v, edges: e } = graph;
  const p = e + v;
  const nodeFeatures = graph.features.length;
  const edgeFeatures = graph.edgeFeatures.length;
  const { rows: k, features } = nearby.part;
  const samples = worldSteps * agentsPerWorld;
  const blocks = graphBlocks(graph);
  const make = (name: string, ...shape: number[]) => {
    const values = new Float32Array(shape.reduce((product, axis) => product * axis, 1));
    tensors.set(`${prefix}/${name}`, { shape, values });
    return values;
  };
  const vector = make('vector', samples, ego.size + scan.size);
  const entities = make('entities', samples, k, features.length);
  const entityMask = make('entityMask', samples, k);
  const nodes = make('nodes', worldSteps, v, nodeFeatures);
  const nodeMask = make('nodeMask', worldSteps, v);
  const edges = make('edges', worldSteps, p, edgeFeatures);
  const senders = make('senders', worldSteps, p);
  const receivers = make('receivers', worldSteps, p);
  const pairMask = make('pairMask', worldSteps, p);
  const pose = make('pose', samples, v, 3);
  const region = make('region', samples);
  const goalRegion = make('goalRegion', samples);
  const read = (index: number) => rows[index] as number;
  const clipped = (index: number) => Math.min(Math.max(read(index), -clip), clip);

  for (let w = 0; w < worldSteps; w++) {
    const world = w * row.size + row.worldOffset + graphAt.offset;
    for (let node = 0; node < v; node++) {
      for (let f = 0; f < nodeFeatures; f++) {
        const value = read(world + node * nodeFeatures + f);
        nodes[(w * v + node) * nodeFeatures + f] = f < 2 ? value * poseScale : value;
      }
      const present = read(world + blocks.nodeMask + node);
      nodeMask[w * v + node] = present;
      const self = w * p + e + node;
      senders[self] = node;
      receivers[self] = node;
      pairMask[self] = present;
    }
    for (let edge = 0; edge < e; edge++) {
      const pair = w * p + edge;
      const present = read(world + blocks.edgeMask + edge);
      senders[pair] = read(world + blocks.senders + edge);
      receivers[pair] = read(world + blocks.receivers + edge);
      pairMask[pair] = present;
      for (let f = 0; f < edgeFeatures; f++) {
        edges[pair * edgeFeatures + f] =
          present * read(world + blocks.edges + edge * edgeFeatures + f);
      }
    }
    for (let agent = 0; agent < agentsPerWorld; agent++) {
      const n = w * agentsPerWorld + agent;
      const from = w * row.size + row.agentOffset + agent * benchLayout.agentSize;
      [ego, scan].reduce(
        (to, { offset, size }) => {
          for (let i = 0; i < size; i++) vector[to + i] = clipped(from + offset + i);
          return to + size;
        },
        n * (ego.size + scan.size),
      );
      for (let entity = 0; entity < k; entity++) {
        const present = read(from + nearby.offset + k * features.length + entity);
        entityMask[n * k + entity] = present;
        for (let f = 0; f < features.length; f++) {
          const i = entity * features.length + f;
          entities[n * k * features.length + i] = present * clipped(from + nearby.offset + i);
        }
      }
      const [x = 0, z = 0, cos = 0, sin = 0, own = 0, goal = 0] = rows.subarray(
        from + anchor.offset,
      );
      region[n] = own;
      goalRegion[n] = goal;
      for (let node = 0; node < v; node++) {
        const of = world + node * nodeFeatures;
        const present = nodeMask[w * v + node] as number;
        const [dx, dz] = [read(of) - x, read(of + 1) - z];
        pose.set(
          [
            present * poseScale * (-sin * dx - cos * dz),
            present * poseScale * (-cos * dx + sin * dz),
            present * Math.exp(-Math.hypot(dx, dz) / nearnessLength),
          ],
          (n * v + node) * 3,
        );
      }
    }
  }
}
