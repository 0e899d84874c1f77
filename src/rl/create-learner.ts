/** The learner of each backend: the plan on `webgpu` or `wasm`, or the reference in TensorFlow.js. */
import type { PlanThread } from '../nn/plan/plan-thread.ts';
import type { RunnerOptions } from '../nn/plan/runner.ts';
import { WasmRunner } from '../nn/plan/wasm-runner.ts';
import type { TfjsBackendOptions } from '../nn/tfjs-backend.ts';
import { GroupedLearner, partsOfGroup } from './grouped-learner.ts';
import type { Learner, LearnerParts } from './learner.ts';
import { PlannedLearner } from './planned-learner.ts';

export const learnerBackends = ['webgpu', 'wasm', 'tfjs'] as const;
export type LearnerBackend = (typeof learnerBackends)[number];

/** Threads to help the one that learns on wasm; they need SharedArrayBuffer. */
export interface Threads {
  /** In all, 1 or more; the learner takes the most that share its batch evenly. */
  readonly count: number;
  readonly spawn: () => PlanThread;
}

/** A replay of up to 256 MiB lives on the GPU whole; of a larger one, batches are sent. */
const mostResidentFloats = 2 ** 26;

export interface LearnerOptions extends TfjsBackendOptions {
  /** Default: the one that calls. */
  readonly threads?: Threads | undefined;
}

/** Whether WebGPU here is software on the CPU, where wasm is always the faster. */
export async function webgpuIsSoftware(): Promise<boolean> {
  const { adapterIsSoftware } = await import('../nn/plan/webgpu-runner.ts');
  return adapterIsSoftware();
}

/** InputError if this engine or machine does not have what the backend needs. */
export async function createLearner(
  parts: LearnerParts,
  backend: LearnerBackend,
  options: LearnerOptions = {},
): Promise<Learner> {
  const { groups } = parts.hyperparameters;
  if (groups === 1) return createOne(parts, backend, options);
  const learners: Learner[] = [];
  try {
    for (let group = 0; group < groups; group++) {
      learners.push(await createOne(partsOfGroup(parts, group), backend, options));
    }
  } catch (error) {
    for (const learner of learners) learner.dispose();
    throw error;
  }
  return new GroupedLearner(learners as [Learner, ...Learner[]]);
}

async function createOne(
  parts: LearnerParts,
  backend: LearnerBackend,
  options: LearnerOptions,
): Promise<Learner> {
  switch (backend) {
    case 'wasm': {
      const { threads } = options;
      if (!threads || threads.count < 2) {
        return PlannedLearner.create(parts, (plan) => new WasmRunner(plan));
      }
      const { ThreadedRunner } = await import('../nn/plan/threaded-runner.ts');
      const start = (plan: RunnerOptions) => ThreadedRunner.start(plan, threads.spawn);
      return PlannedLearner.create(parts, start, { threads: threads.count });
    }
    case 'webgpu': {
      const { WebgpuRunner, mostFloats } = await import('../nn/plan/webgpu-runner.ts');
      // Half of what there may be, so that networks and batches have room beside it.
      const most = Math.min(mostResidentFloats, (await mostFloats()) / 2);
      // Every group's learner has a copy.
      const residentFloats = most / parts.hyperparameters.groups;
      return PlannedLearner.create(parts, (plan) => WebgpuRunner.start(plan), { residentFloats });
    }
    case 'tfjs': {
      const [{ startTfjs }, { ActorCritic }] = await Promise.all([
        import('../nn/tfjs-backend.ts'),
        import('./actor-critic.ts'),
      ]);
      await startTfjs(options);
      return new ActorCritic(parts);
    }
  }
}
