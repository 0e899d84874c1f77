/** The program of a learner that `bench` measures in a process of its own: one job, as JSON, as its argument. */
import { setFlagsFromString } from 'node:v8';
import { runLearnerWorker } from '../bench/learner-worker.ts';

// As launch.mjs does for its own process.
if (Number.parseInt(process.versions.node, 10) < 21) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
await runLearnerWorker(JSON.parse(process.argv[2] ?? '{}'));
// Dawn's threads would keep the process.
process.exit();
