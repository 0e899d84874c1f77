/** Hands the learner to a test that drives this page: some updates on one backend, and their outcome. */
import { wasmPaths } from '../../../src/app/wasm-paths.ts';
import { createRandom } from '../../../src/core/random.ts';
import { anchorFeatures, graphBlocks, layoutOf } from '../../../src/core/spec.ts';
import { rowLayoutOf } from '../../../src/core/transition-row.ts';
import { type BackendName, startBackend } from '../../../src/nn/backend.ts';
import { createNormaliser } from '../../../src/nn/normaliser.ts';
import { gradientError } from '../../../src/nn/self-test.ts';
import { ActorCritic } from '../../../src/rl/actor-critic.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';
import { Replay } from '../../../src/rl/replay.ts';

const agents = 3;
const named = (count: number, letter: string) =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);

/** A set, a graph and vectors, all small. */
const layout = layoutOf({
  version: 1,
  agent: [
    { kind: 'vector', name: 'ego', features: named(5, 'e') },
    { kind: 'set', name: 'nearby', rows: 3, features: named(4, 'n') },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [
    {
      kind: 'graph',
      name: 'graph',
      nodes: 5,
      features: named(6, 'g'),
      edges: 8,
      edgeFeatures: named(3, 'x'),
    },
  ],
});

/** The same made-up experience on every backend. */
function fillReplay(): Replay {
  const row = rowLayoutOf(layout, agents);
  const replay = new Replay(row, { streams: 2, rowsPerStream: 40 });
  const random = createRandom(5, 'experience');
  const placed = layout.world[0];
  if (!placed) throw new Error('Expected a graph.');
  const blocks = graphBlocks(placed.part);
  const { nodes, edges } = placed.part;
  for (let step = 0; step < 80; step++) {
    const values = new Float32Array(row.size).map(() => random.normal());
    values.fill(1, blocks.nodeMask, blocks.nodeMask + nodes);
    values.fill(1, blocks.edgeMask, blocks.edgeMask + edges);
    for (let edge = 0; edge < edges; edge++) {
      values[blocks.senders + edge] = random.integer(nodes);
      values[blocks.receivers + edge] = random.integer(nodes);
    }
    for (let agent = 0; agent < agents; agent++) {
      const at = row.agentOffset + agent * layout.agentSize;
      const mask = at + 5 + 3 * 4;
      for (let k = 0; k < 3; k++) values[mask + k] = random.integer(2);
      values[at + layout.agentSize - 2] = random.integer(nodes);
      values[at + layout.agentSize - 1] = random.integer(nodes) - 1;
    }
    values.fill(1, row.discountOffset, row.discountOffset + agents);
    values.fill(0, row.flagOffset, row.flagOffset + agents);
    replay.add(step % 2, values, 0);
  }
  return replay;
}

const learnerPage = {
  /** Losses and weights after `updates` updates. */
  async learn(backend: BackendName, updates: number) {
    await startBackend(backend, { wasmPaths });
    const learner = await ActorCritic.create({
      replay: fillReplay(),
      normaliser: createNormaliser(layout),
      hyperparameters: { ...heed, channels: 8, heads: 2, hidden: 16, batchWorldSteps: 4 },
      gamma: 0.95,
      seed: 2,
    });
    const before = await learner.state();
    for (let i = 0; i < updates; i++) learner.update();
    const losses = await learner.losses();
    const after = await learner.state();
    learner.dispose();
    const online = (state: typeof before) => state.networks.map((network) => [...network.online]);
    const target = (state: typeof before) => state.networks.map((network) => [...network.target]);
    return {
      losses,
      before: online(before),
      after: online(after),
      target: target(after),
      gradientError: await gradientError(),
    };
  },
};

declare global {
  interface Window {
    learnerPage: typeof learnerPage;
  }
}
window.learnerPage = learnerPage;
