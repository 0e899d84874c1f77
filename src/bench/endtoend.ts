/**
 * What a person waits for: how many agent steps a second worlds and policy make together, and how long
 * training takes until the plaza's agents are good. Training is lockstep, as the command `train` runs
 * it, in this one thread; the time of the evaluations that say when it ends is left out.
 */
import { scenarios } from '../../scenes/index.ts';
import { evaluate } from '../agents/evaluate.ts';
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import { LearnedPolicy } from '../agents/learned-policy.ts';
import { Rollout } from '../agents/rollout.ts';
import { Training } from '../agents/training.ts';
import { createTrainingWorlds } from '../agents/training-worlds.ts';
import { createRandom } from '../core/random.ts';
import { loadEngines } from '../env/index.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { candidateOf, measure, type Spread, spreadOf, timed } from './measure.ts';
import {
  type BenchContext,
  type BenchRow,
  rowsAgainstPeers,
  runGroups,
  type Suite,
} from './suite.ts';
import { widePlaza } from './wide-plaza.ts';

const roundMilliseconds = 1000;

const groups = {
  'acting, 64 agents in 8 worlds': acting,
  'learning, plaza to 0.90 success': learning,
} as const;

/** A rollout with an untrained policy, or one that wanders and asks no policy. */
function createRollout(scenario: Scenario, hyperparameters: Hyperparameters) {
  const seed = 1;
  const policy = new LearnedPolicy(scenario.observationLayout, scenario.agents, hyperparameters);
  const { agentSize } = scenario.observationLayout;
  policy.inference.setWeights({
    actor: policy.inference.actor.blueprint.initialValues(createRandom(seed, 'actor')),
    shift: new Float32Array(agentSize),
    scale: new Float32Array(agentSize).fill(1),
  });
  const { environments } = createTrainingWorlds(scenario, hyperparameters, seed);
  return new Rollout(environments, policy, { hyperparameters, seed, firstWorld: 0 });
}

/** Worlds, sensors and rows, with the policy's noise; the peer `simulation` leaves the policy out. */
async function acting({ now, ...context }: BenchContext, group: string): Promise<BenchRow[]> {
  const scenario = widePlaza(8);
  const hyperparameters = { ...hyperparametersFor(scenario, 'heed'), worlds: 8 };
  const candidates = [];
  for (const warmingUp of [false, true]) {
    const rollout = createRollout(scenario, hyperparameters);
    const work = timed(now, (count) => {
      for (let i = 0; i < count; i++) rollout.step({ exploring: true, warmingUp });
    });
    const rate = await candidateOf(work, { milliseconds: roundMilliseconds, figure: 'rate' });
    const perStep = scenario.agents * hyperparameters.worlds;
    candidates.push({ round: async () => perStep * (await rate.round()) });
  }
  const [together, alone] = (await measure(candidates, { ...context, now })) as [Spread, Spread];
  return rowsAgainstPeers('agent steps/s', [
    { name: `${group}: with the policy`, spread: together },
    { name: `${group}: simulation`, spread: alone, note: 'the same worlds, wandering' },
  ]);
}

const seeds = [1, 2, 3];
const goodEnough = 0.9;
const episodes = 200;
/** Updates between two looks at how good it is. */
const updatesPerLook = 250;
const mostUpdates = 20_000;

/** Seconds of training until an evaluation, on cases that training never sees, is good enough. */
async function learning(context: BenchContext, group: string): Promise<BenchRow[]> {
  const scenario = scenarios.get('plaza');
  const hyperparameters = hyperparametersFor(scenario, 'heed');
  const seconds: number[] = [];
  const notes: string[] = [];
  for (const [done, seed] of seeds.entries()) {
    const training = await Training.create({ scenario, hyperparameters, seed });
    let took = 0;
    let success = 0;
    while (success < goodEnough && training.updates < mostUpdates) {
      const start = context.now();
      const until = training.updates + updatesPerLook;
      while (training.updates < until) await training.step();
      took += (context.now() - start) / 1000;
      await training.handOver();
      ({ success } = await evaluate({ scenario, policy: training.policy, episodes }));
      const doing = `${group}, seed ${seed}: ${success.toFixed(2)} after ${took.toFixed(0)} s`;
      context.progress((done + Math.min(1, success)) / seeds.length, doing);
    }
    seconds.push(took);
    notes.push(`seed ${seed}: ${success.toFixed(3)} after ${training.updates} updates`);
    training.dispose();
  }
  return [
    {
      name: group,
      unit: 's',
      ...spreadOf(seconds),
      note: `${notes.join('; ')}, of ${episodes} cases`,
    },
  ];
}

export const endtoend: Suite = {
  title: 'From end to end: acting and learning, one thread',
  groups: Object.keys(groups),
  async run(context) {
    await loadEngines();
    return runGroups(context, groups);
  },
};
