/**
 * What ghosts of a robot cost the thread that simulates: one decision of a world in view whose robots are driven by a
 * network, alone, and with past selves of the first of them beside it, rounds that begin included. The weights are
 * untrained: how a network was trained is nothing to its speed, and robots that get nowhere make rounds as long as
 * they may be.
 */
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import { joinWeights } from '../agents/join-weights.ts';
import { LearnedPolicy } from '../agents/learned-policy.ts';
import { createRandom } from '../core/random.ts';
import { createEnvironment, loadEngines } from '../env/index.ts';
import { Ghosts } from '../explain/past-selves.ts';
import { createNetworks } from '../rl/learner.ts';
import { candidateOf, measure, timed } from './measure.ts';
import { type BenchContext, type BenchRow, runGroups, type Suite } from './suite.ts';

const seed = 1;
const roundMilliseconds = 500;
const counts = [0, 1, 4];

const groups = { 'plaza, 8 robots': beside, 'corridor, 16 robots': beside } as const;

/** A world in view, a policy for all in it, and so many ghosts of its first agent. */
async function haunt({ now }: BenchContext, name: string, ghostCount: number) {
  const scenario = scenarios.get(name);
  const { agents, observationLayout } = scenario;
  const hyperparameters = hyperparametersFor(scenario, 'heed');
  const { blueprint } = createNetworks(observationLayout, hyperparameters).actor;
  const weights = {
    actor: blueprint.initialValues(createRandom(seed, 'actor')),
    shift: new Float32Array(observationLayout.agentSize),
    scale: new Float32Array(observationLayout.agentSize).fill(1),
  };
  const environment = createEnvironment(scenario, { seed });
  const policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
  policy.inference.setWeights(weights);
  const ghosts = new Ghosts(scenario, hyperparameters);
  ghosts.want(
    Array.from({ length: ghostCount }, (_, i) => ({
      updates: i + 1,
      weights: joinWeights(weights),
    })),
  );
  const actions = new Float32Array(2 * agents);
  const work = timed(now, (count) => {
    for (let i = 0; i < count; i++) {
      policy.act([environment], [actions]);
      environment.step(actions);
      ghosts.follow(environment, 0);
    }
  });
  return {
    candidate: await candidateOf(work, { milliseconds: roundMilliseconds, figure: 'each' }),
    dispose() {
      ghosts.dispose();
      policy.dispose();
      environment.dispose();
    },
  };
}

async function beside(context: BenchContext, group: string): Promise<BenchRow[]> {
  const scene = group.split(',')[0] as string;
  const subjects = [];
  for (const count of counts) subjects.push(await haunt(context, scene, count));
  const spreads = await measure(
    subjects.map(({ candidate }) => candidate),
    context,
  );
  for (const subject of subjects) subject.dispose();
  const alone = spreads[0]?.median ?? Number.NaN;
  return spreads.map((spread, i) => ({
    ...{ name: `${group}: ${counts[i]} ghosts`, unit: 'ms/decision', ...spread },
    note:
      i === 0 ? 'the world alone' : `${(spread.median / alone).toFixed(2)} times the world alone`,
  }));
}

export const ghosts: Suite = {
  title: 'Ghosts: a decision of the world in view, and past selves of one of its robots',
  groups: Object.keys(groups),
  async run(context) {
    await loadEngines();
    return runGroups(context, groups);
  },
};
