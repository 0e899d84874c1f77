/**
 * How fast policies act: one batched call for 64 agents in 8 worlds, rows in, actions out, on wasm,
 * as simulation workers do it.
 */
import { createRandom } from '../core/random.ts';
import { startBackend } from '../nn/backend.ts';
import { Inference } from '../nn/inference.ts';
import { networkOptions } from '../rl/actor-critic.ts';
import { candidateOf, measure, timed } from './measure.ts';
import {
  benchLayout,
  type NetworkSize,
  networkSizes,
  writeAgentRow,
  writeWorldRow,
} from './networks.ts';
import type { BenchRow, Suite } from './suite.ts';

const worlds = 8;
const agents = 8;
const roundMilliseconds = 300;
const seed = 1;

function createPolicy(size: NetworkSize): Inference {
  const policy = new Inference(benchLayout, agents, networkOptions(networkSizes[size]));
  policy.setWeights({
    actor: policy.actor.blueprint.initialValues(createRandom(seed, 'actor')),
    shift: new Float32Array(benchLayout.agentSize),
    scale: new Float32Array(benchLayout.agentSize).fill(1),
  });
  return policy;
}

function makeUpWorlds() {
  const random = createRandom(seed, 'bench observations');
  return Array.from({ length: worlds }, () => {
    const worldRow = new Float32Array(benchLayout.worldSize);
    writeWorldRow(random, worldRow, 0);
    const agentRows = new Float32Array(agents * benchLayout.agentSize);
    for (let agent = 0; agent < agents; agent++) {
      writeAgentRow(random, agentRows, agent * benchLayout.agentSize);
    }
    return { worldRow, agentRows };
  });
}

export const inference: Suite = {
  title: `Acting: ${worlds * agents} agents in ${worlds} worlds, one call`,
  groups: ['large, wasm', 'small, wasm'],
  async run({ rounds, groups, now, progress }) {
    await startBackend('wasm');
    const observed = makeUpWorlds();
    const policies = groups.map((group) => createPolicy(group.split(',')[0] as NetworkSize));
    const candidates = [];
    for (const policy of policies) {
      const work = timed(now, (count) => {
        for (let i = 0; i < count; i++) policy.act(observed);
      });
      candidates.push(await candidateOf(work, { milliseconds: roundMilliseconds, figure: 'each' }));
    }
    const spreads = await measure(candidates, {
      ...{ rounds, now },
      onRound: (done) => progress(done / rounds, 'rounds'),
    });
    for (const policy of policies) policy.dispose();
    return groups.map(
      (group, i): BenchRow => ({
        name: `act, ${group}`,
        unit: 'ms',
        ...(spreads[i] as (typeof spreads)[number]),
      }),
    );
  },
};
