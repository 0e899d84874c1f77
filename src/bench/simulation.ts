/**
 * How fast worlds run without a learner: every agent walks straight towards its goal, and all that a
 * scenario asks for is done: physics, contacts, all sensors (16 rays, 16 entities, the scene graph),
 * rewards, respawns, and new layouts where the group's name says no more. Agent steps a second.
 *
 * The peer `rapier` has the same bodies in the same layouts and casts as many rays (peers/raw-rapier.ts),
 * and does nothing else.
 */
import { scenarios } from '../../scenes/index.ts';
import { baselines } from '../agents/baselines.ts';
import { createEnvironment, type Environment, loadEngines } from '../env/index.ts';
import type { Scenario } from '../env/scenario.ts';
import { trainingSeed } from '../env/seeds.ts';
import { layOut } from '../scene/lay-out.ts';
import { World } from '../world/world.ts';
import { type Collections, watchCollections } from './collections.ts';
import { type Candidate, candidateOf, measure, type Spread, timed } from './measure.ts';
import { createRawRapier } from './peers/raw-rapier.ts';
import {
  type BenchContext,
  type BenchRow,
  rowsAgainstPeers,
  runGroups,
  type Suite,
} from './suite.ts';
import { widePlaza } from './wide-plaza.ts';

const seed = 1;
const roundMilliseconds = 1000;
const rays = 16;
const reach = 6;

const groups = {
  'plaza, 64 agents in 8 worlds': plaza,
  'one world, 16 to 256 agents': oneWorld,
  'crowd, 256 agents among 744 others': crowd,
} as const;

interface Subject {
  readonly candidate: Candidate;
  dispose(): void;
}

/** Several worlds of a scenario as training steps them, with a policy that costs nothing. */
async function simulate(
  { now }: BenchContext,
  scenario: Scenario,
  options: { readonly worlds: number; readonly renewLayout: boolean },
): Promise<Subject & { readonly environments: readonly Environment[] }> {
  const { worlds, renewLayout } = options;
  const environments = Array.from({ length: worlds }, (_, w) =>
    createEnvironment(scenario, {
      seed: trainingSeed(seed, w),
      firstLayoutSteps: Math.ceil((scenario.layoutSteps * (worlds - w)) / worlds),
      renewLayout,
    }),
  );
  const policy = baselines.get('straight')({ seed });
  const actions = environments.map(() => new Float32Array(2 * scenario.agents));
  const work = timed(now, (count) => {
    for (let i = 0; i < count; i++) {
      policy.act(environments, actions);
      for (let w = 0; w < worlds; w++) environments[w]?.step(actions[w] as Float32Array);
    }
  });
  return {
    environments,
    candidate: await agentSteps(work, scenario.agents * worlds),
    dispose() {
      for (const environment of environments) environment.dispose();
    },
  };
}

/** Bodies and contacts alone, every agent on its way round a circle. */
async function simulatePhysics(
  { now }: BenchContext,
  { scene, agents, decisionSeconds, substeps }: Scenario,
  worlds: number,
): Promise<Subject> {
  const all = Array.from(
    { length: worlds },
    (_, w) => new World(layOut(scene, trainingSeed(seed, w)), { seed, decisionSeconds, substeps }),
  );
  const actions = new Float32Array(2 * agents);
  for (let a = 0; a < agents; a++) {
    actions[2 * a] = 1.2;
    actions[2 * a + 1] = a % 2 === 0 ? 0.3 : -0.3;
  }
  const work = timed(now, (count) => {
    for (let i = 0; i < count; i++) for (const world of all) world.step(actions);
  });
  return {
    candidate: await agentSteps(work, agents * worlds),
    dispose() {
      for (const world of all) world.dispose();
    },
  };
}

async function simulateRawRapier(
  { now }: BenchContext,
  { decisionSeconds, substeps, agents }: Scenario,
  environments: readonly Environment[],
): Promise<Subject> {
  const all = environments.map(({ world }) =>
    createRawRapier(world.layout, world.position, {
      ...{ decisionSeconds, substeps, rays, reach, seed },
    }),
  );
  const work = timed(now, (count) => {
    for (let i = 0; i < count; i++) for (const raw of all) raw.step();
  });
  return {
    candidate: await agentSteps(work, agents * all.length),
    dispose() {
      for (const raw of all) raw.dispose();
    },
  };
}

async function agentSteps(work: ReturnType<typeof timed>, perStep: number): Promise<Candidate> {
  const rate = await candidateOf(work, { milliseconds: roundMilliseconds, figure: 'rate' });
  return { round: async () => perStep * (await rate.round()) };
}

/** The same, and how much of its time went into collecting garbage. */
function watched(subject: Subject, { now }: BenchContext, collections: Collections) {
  let collecting = 0;
  let working = 0;
  const candidate: Candidate = {
    async round() {
      await collections.take();
      const start = now();
      const figure = await subject.candidate.round();
      working += now() - start;
      collecting += await collections.take();
      return figure;
    },
  };
  const note = () =>
    `${((100 * collecting) / working).toFixed(2)} % of its time collecting garbage`;
  return { candidate, note };
}

function plaza(context: BenchContext, group: string): Promise<BenchRow[]> {
  return againstRapier(context, group, widePlaza(8), { worlds: 8, renewLayout: true });
}

function crowd(context: BenchContext, group: string): Promise<BenchRow[]> {
  // A layout lasts longer than a round: with new ones, rounds would differ by a second each.
  return againstRapier(context, group, scenarios.get('crowd'), { worlds: 1, renewLayout: false });
}

async function againstRapier(
  context: BenchContext,
  group: string,
  scenario: Scenario,
  options: { readonly worlds: number; readonly renewLayout: boolean },
): Promise<BenchRow[]> {
  const ours = await simulate(context, scenario, options);
  const physics = await simulatePhysics(context, scenario, options.worlds);
  const raw = await simulateRawRapier(context, scenario, ours.environments);
  const collections = watchCollections();
  const whole = watched(ours, context, collections);
  const [all, alone, rapier] = (await measure(
    [whole.candidate, physics.candidate, raw.candidate],
    context,
  )) as [Spread, Spread, Spread];
  collections.stop();
  for (const subject of [ours, physics, raw]) subject.dispose();
  return [
    ...rowsAgainstPeers('agent steps/s', [
      { name: `${group}: simulation`, spread: all, note: whole.note() },
      { name: `${group}: rapier`, peer: 'rapier', spread: rapier, note: 'bodies and rays alone' },
    ]),
    {
      name: `${group}: physics`,
      unit: 'agent steps/s',
      ...alone,
      note: 'bodies and contacts, no sensors',
    },
  ];
}

/** At the same density: what grows with the number of agents shows as cost per agent. */
async function oneWorld(context: BenchContext, group: string): Promise<BenchRow[]> {
  const counts = [256, 64, 16];
  const subjects: Subject[] = [];
  for (const agents of counts) {
    subjects.push(await simulate(context, widePlaza(agents), { worlds: 1, renewLayout: false }));
  }
  const rates = await measure(
    subjects.map(({ candidate }) => candidate),
    context,
  );
  for (const subject of subjects) subject.dispose();
  return rowsAgainstPeers(
    'µs/agent step',
    rates.map(({ median, min, max, rounds }, i) => ({
      name: `${group}: ${counts[i]}`,
      spread: { median: 1e6 / median, min: 1e6 / max, max: 1e6 / min, rounds },
    })),
  );
}

export const simulation: Suite = {
  title: 'Simulation, 6 physics steps a decision, 16 rays, 16 entities, scene graph',
  groups: Object.keys(groups),
  async run(context) {
    await loadEngines();
    return runGroups(context, groups);
  },
};
