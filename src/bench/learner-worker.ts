/**
 * One learner in a process of its own, so that peers share nothing: tfjs's kernel table, the heap of
 * the wasm module, environment variables. A job is one line of JSON on stdin, its answer one line on
 * stdout; pytorch.py speaks the same.
 *
 *   → {"updates": 3}
 *   ← {"milliseconds": 120.5, "losses": {"critic": …, "actor": …, "q": …}}
 *
 * The first line, unasked, is {"ready": {"note": …}} or {"missing": "a sentence"}.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { readSafetensors } from '../storage/safetensors.ts';
import { provideWebgpu } from './gpu.ts';
import { createLearnerProblem } from './learner-problem.ts';
import type { NetworkSize } from './networks.ts';
import type { BenchLearner } from './peers/bench-learner.ts';

export interface LearnerJob {
  readonly learner: 'heed' | 'plain-tfjs' | 'jax-js' | 'adapter';
  readonly backend: 'wasm' | 'webgpu';
  readonly size: NetworkSize;
  /** Path of the problem's safetensors file. */
  readonly problem: string;
}

export type FirstAnswer =
  | { readonly ready: { readonly note?: string; readonly software?: boolean } }
  | { readonly missing: string };

async function start({ learner, backend, size, problem }: LearnerJob): Promise<BenchLearner> {
  if (learner === 'heed') {
    const { startHeed } = await import('./peers/heed.ts');
    return startHeed(createLearnerProblem(size), backend);
  }
  const file = readSafetensors(readFileSync(problem), problem);
  if (learner === 'plain-tfjs') {
    const { startPlainTfjs } = await import('./peers/plain-tfjs.ts');
    return startPlainTfjs(file, backend);
  }
  const { startJaxJs } = await import('./peers/jax-js.ts');
  return startJaxJs(file, backend);
}

const answer = (record: object) => process.stdout.write(`${JSON.stringify(record)}\n`);

export async function runLearnerWorker(job: LearnerJob): Promise<void> {
  let adapterName: string | undefined;
  if (job.backend === 'webgpu') {
    const adapter = await provideWebgpu();
    if (!adapter) return void answer({ missing: 'no WebGPU adapter was found' });
    if (job.learner === 'adapter') {
      return void answer({ ready: { note: adapter.name, software: adapter.software } });
    }
    adapterName = adapter.name;
  }
  const learner = await start(job);
  const note = [adapterName, learner.note].filter(Boolean).join(', ');
  answer({ ready: note === '' ? {} : { note } });
  for await (const line of createInterface({ input: process.stdin })) {
    const { updates } = JSON.parse(line) as { updates: number };
    const start = performance.now();
    const losses = await learner.update(updates);
    answer({ milliseconds: performance.now() - start, losses });
  }
}
