/** The learner of each backend: the plan on `webgpu` or `wasm`, or the reference in TensorFlow.js. */
import { WasmRunner } from '../nn/plan/wasm-runner.ts';
import type { TfjsBackendOptions } from '../nn/tfjs-backend.ts';
import type { Learner, LearnerParts } from './learner.ts';
import { PlannedLearner } from './planned-learner.ts';

export const learnerBackends = ['webgpu', 'wasm', 'tfjs'] as const;
export type LearnerBackend = (typeof learnerBackends)[number];

/** InputError if this engine or machine does not have what the backend needs. */
export async function createLearner(
  parts: LearnerParts,
  backend: LearnerBackend,
  options: TfjsBackendOptions = {},
): Promise<Learner> {
  switch (backend) {
    case 'wasm':
      return PlannedLearner.create(parts, (plan) => new WasmRunner(plan));
    case 'webgpu': {
      const { WebgpuRunner } = await import('../nn/plan/webgpu-runner.ts');
      return PlannedLearner.create(parts, (plan) => WebgpuRunner.start(plan));
    }
    case 'tfjs': {
      const [{ startTfjs }, { ActorCritic }] = await Promise.all([
        import('../nn/tfjs-backend.ts'),
        import('./actor-critic.ts'),
      ]);
      await startTfjs('wasm', options);
      return new ActorCritic(parts);
    }
  }
}
