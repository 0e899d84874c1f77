/** The program of a learner that `bench` measures in a process of its own: one job, as JSON, as its argument. */
import { runLearnerWorker } from '../bench/learner-worker.ts';

await runLearnerWorker(JSON.parse(process.argv[2] ?? '{}'));
// Dawn's threads would keep the process.
process.exit();
