/** The program of one run of a study, in a process of its own: one job, as JSON, as its argument. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { scenarios } from '../../scenes/index.ts';
import { InputError } from '../core/input-error.ts';
import { loadEngines } from '../env/index.ts';
import { type Job, performRun } from '../study/perform-run.ts';
import type { Message } from '../study/run-process.ts';

// As launch.mjs does for its own process.
if (Number.parseInt(process.versions.node, 10) < 21) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}
// Ctrl-C reaches every process of a terminal: the study ends its runs itself. Without it, nobody
// would read what this one says.
process.on('SIGINT', () => {});
process.stdout.on('error', () => process.exit(1));

const tellMilliseconds = 1000;
let told = Number.NEGATIVE_INFINITY;
const tell = (message: Message) => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const job = JSON.parse(process.argv[2] ?? '{}') as Job;
  await loadEngines();
  const outcome = await performRun(job, {
    scenario: scenarios
      .get(job.scene)
      .vary(new Map(Object.entries(job.sceneSettings).map(([name, value]) => [name, `${value}`]))),
    cpu: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    },
    wall: () => performance.now(),
    onProgress: (share) => {
      if (performance.now() - told < tellMilliseconds) return;
      told = performance.now();
      tell({ share });
      // Training waits for nothing but promises: without a turn of the event loop nothing is written.
      return setImmediate();
    },
  });
  tell({ outcome });
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  tell({ failure: error.message });
  process.exitCode = 2;
}
