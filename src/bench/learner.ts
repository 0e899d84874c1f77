/**
 * How fast our learner updates, against what a user would take instead: the same network, weights and
 * batch in stock TensorFlow.js, in jax-js and in PyTorch. Each runs in a process of its own, round by
 * round in turn; before it is timed, the losses of its first update are compared with ours.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Losses } from '../rl/actor-critic.ts';
import { softwareAdapter } from './gpu.ts';
import { createLearnerProblem, writeLearnerProblem } from './learner-problem.ts';
import {
  type LearnerProcess,
  type Program,
  startFirstLearner,
  startLearner,
} from './learner-process.ts';
import type { LearnerJob } from './learner-worker.ts';
import { type Candidate, candidateOf, measure, type Spread } from './measure.ts';
import type { NetworkSize } from './networks.ts';
import { type PytorchOptions, pytorchPrograms } from './peers/pytorch.ts';
import { type BenchContext, type BenchRow, rowsAgainstPeers, type Suite } from './suite.ts';

const roundMilliseconds = 500;
/** Stock operations take most of a minute for one update on a software GPU. */
const patience = 20_000;
/** First losses may differ by so much, relative to 1 + |ours|: float32 sums in another order. */
const agreement = 1e-3;

interface Entry {
  readonly name: string;
  /** None: ours. Of several entries of one peer, the fastest counts. */
  readonly peer?: string;
  /** The first of them that starts is measured. */
  readonly programs: readonly Program[];
}

interface Started extends Entry {
  readonly learner: LearnerProcess;
}

interface Ready extends Started {
  readonly candidate: Candidate;
  /** Of its first update. */
  readonly losses: Losses;
}

interface Measured extends Started {
  readonly spread: Spread;
}

const reasonOf = (missing: string) => missing.replace(/\.$/, '');

type Group = Omit<LearnerJob, 'learner'>;

async function entriesOf(
  group: Group,
  { worker, root }: BenchContext,
): Promise<readonly Entry[] | { missing: string }> {
  const gpu = group.backend === 'webgpu' ? await findGpu(worker) : undefined;
  if (gpu && 'missing' in gpu) return gpu;
  const node = (learner: LearnerJob['learner']): Entry => ({
    name: learner,
    ...(learner === 'heed' ? {} : { peer: learner }),
    programs: [workerProgram(worker, { learner, ...group }, gpu?.environment)],
  });
  const pytorch = (how: PytorchOptions): Entry => ({
    ...{ name: 'pytorch', peer: 'pytorch' },
    programs: pytorchPrograms(root, group.problem, how),
  });
  const threads = gpu ? [] : [1, 2].filter((count) => count <= availableParallelism());
  return [
    ...[node('heed'), node('plain-tfjs'), node('jax-js')],
    ...threads.map((count) => pytorch({ threads: count, device: 'cpu' })),
    ...(gpu?.software === false ? [pytorch({ threads: 1, device: 'cuda' })] : []),
  ];
}

const workerProgram = (
  worker: string,
  job: LearnerJob,
  environment: Program['environment'] = {},
): Program => ({
  command: process.execPath,
  // Flags of the engine count for the candidates too.
  given: [...process.execArgv, worker, JSON.stringify(job)],
  environment,
});

interface Gpu {
  /** What a process needs to see it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly software: boolean;
}

/** A real GPU if there is one, else the software adapter. */
async function findGpu(worker: string): Promise<Gpu | { missing: string }> {
  const job = { learner: 'adapter', backend: 'webgpu', size: 'small', problem: '' } as const;
  let found: Gpu | { missing: string } = { missing: 'no WebGPU adapter was found' };
  for (const environment of [{}, softwareAdapter()]) {
    if (environment === undefined) continue;
    const started = await startLearner(workerProgram(worker, job, environment));
    if ('missing' in started) continue;
    const { learner } = started;
    learner.end();
    found = { environment, software: learner.software };
    if (!learner.software) break;
  }
  return found;
}

async function warmUp(entry: Started): Promise<Ready> {
  let first: Losses | undefined;
  const work = async (count: number) => {
    const { milliseconds, losses } = await entry.learner.update(count);
    first ??= losses;
    return milliseconds;
  };
  const candidate = await candidateOf(work, { milliseconds: roundMilliseconds, figure: 'each' });
  return { ...entry, candidate, losses: first as Losses };
}

function disagreement(name: string, theirs: Losses, ours: Losses): string | undefined {
  for (const key of ['critic', 'actor', 'q'] as const) {
    if (Math.abs(theirs[key] - ours[key]) <= agreement * (1 + Math.abs(ours[key]))) continue;
    return `${name} computes something else: its first ${key} is ${theirs[key]}, ours is ${ours[key]}.`;
  }
  return undefined;
}

/** One entry of each name; what the slower ones took goes into its note. */
function fastestOfEach(measured: readonly Measured[]): readonly (Measured & { note: string })[] {
  const names = [...new Set(measured.map(({ name }) => name))];
  return names.map((name) => {
    const [best, ...others] = measured
      .filter((entry) => entry.name === name)
      .sort((a, b) => a.spread.median - b.spread.median) as [Measured, ...Measured[]];
    const slower = others.map(
      ({ learner, spread }) => `${learner.note}: ${spread.median.toFixed(0)} ms`,
    );
    return { ...best, note: [best.learner.note, ...slower].filter(Boolean).join('; ') };
  });
}

const rowOf = (group: string, { name, peer, note, spread }: Measured & { note: string }) => ({
  name: `update, ${group}${peer === undefined ? '' : `: ${name}`}`,
  ...(peer === undefined ? {} : { peer }),
  ...(note === '' ? {} : { note }),
  spread,
});

async function measureGroup(
  group: string,
  context: BenchContext,
  progress: (share: number, doing: string) => void,
): Promise<BenchRow[]> {
  const { rounds, now, say } = context;
  const [size, backend] = group.split(', ') as [NetworkSize, LearnerJob['backend']];
  const folder = mkdtempSync(join(tmpdir(), 'heed-bench-'));
  const problem = join(folder, 'problem.safetensors');
  writeFileSync(problem, writeLearnerProblem(createLearnerProblem(size)));
  const started: Started[] = [];
  try {
    const entries = await entriesOf({ size, backend, problem }, context);
    if ('missing' in entries) {
      say(`${group} is left out: ${reasonOf(entries.missing)}.`);
      return [];
    }
    for (const entry of entries) {
      const result = await startFirstLearner(entry.programs);
      if ('learner' in result) started.push({ ...entry, learner: result.learner });
      else say(`${group}: ${entry.name} is left out: ${reasonOf(result.missing)}.`);
    }
    const ready: Ready[] = [];
    for (const entry of started) {
      progress(0, entry.name);
      try {
        ready.push(await warmUp(entry));
      } catch (error) {
        say(`${group}: ${entry.name} is left out: ${reasonOf((error as Error).message)}.`);
      }
    }
    const [ours] = ready;
    // Without ours there is nothing to compare with.
    if (ours?.peer !== undefined || ours === undefined) return [];
    for (const { name, losses } of ready) {
      const wrong = disagreement(`${group}: ${name}`, losses, ours.losses);
      if (wrong !== undefined) say(wrong);
    }
    const candidates = ready.map(({ candidate }) => candidate);
    const spreads = await measure(candidates, {
      ...{ rounds, now, patience },
      onRound: (done) => progress(done / rounds, 'rounds'),
    });
    const measured = ready.map((entry, i) => ({ ...entry, spread: spreads[i] as Spread }));
    return rowsAgainstPeers(
      'ms',
      fastestOfEach(measured).map((entry) => rowOf(group, entry)),
    );
  } finally {
    for (const { learner } of started) learner.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

export const learner: Suite = {
  title: 'Learning: one update of actor and critic from 16 world steps × 16 agents',
  groups: ['large, wasm', 'small, wasm', 'large, webgpu', 'small, webgpu'],
  async run(context) {
    const { groups, progress } = context;
    const rows: BenchRow[] = [];
    for (const [i, group] of groups.entries()) {
      const report = (share: number, doing: string) =>
        progress((i + share) / groups.length, `${group}: ${doing}`);
      report(0, 'starting');
      rows.push(...(await measureGroup(group, context, report)));
    }
    return rows;
  },
};
