/** `npm run train -- --scene plaza --minutes 15 --seed 1`: lockstep training into a directory. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { deployable } from '../agents/checkpoint.ts';
import { evaluate } from '../agents/evaluate.ts';
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import { readManifest, type Validation } from '../agents/manifest.ts';
import { rateInterval } from '../agents/rate-interval.ts';
import { openTraining, type TrainingReport, train } from '../agents/train.ts';
import type { Training } from '../agents/training.ts';
import type { Rollback } from '../agents/watch.ts';
import { InputError } from '../core/input-error.ts';
import { largestSeed } from '../core/random.ts';
import { loadEngines, type Scenario } from '../env/index.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import { learnerBackends } from '../rl/create-learner.ts';
import {
  checkGroups,
  checkHyperparameters,
  type Hyperparameters,
  setHyperparameter,
} from '../rl/hyperparameters.ts';
import { checkpointExtension, writeCheckpointFile } from '../storage/checkpoint-file.ts';
import { openDirectoryStore } from '../storage/directory-store.ts';
import { defineCommand } from './arguments.ts';
import { findScenario } from './find-scenario.ts';
import { appendOutput, checkOutputFile, makeFolder, replaceOutput } from './output-path.ts';
import { nodeThreads } from './plan-threads.ts';
import { isPolicyDirectory } from './policy-directory.ts';
import { createProgressBar } from './progress-bar.ts';
import { metricsFile } from './read-metrics.ts';
import { runCommand } from './run-command.ts';
import { runName } from './run-directory.ts';

const command = defineCommand({
  name: 'train',
  summary: 'Trains the agents of a scene, repeatably, and keeps the run in a directory.',
  flags: {
    scene: { kind: 'string', value: 'NAME', help: 'a scene, such as plaza', required: true },
    algorithm: {
      kind: 'string',
      value: 'NAME',
      help: `preset: ${algorithms.names().join(', ')} (heed)`,
    },
    set: {
      kind: 'settings',
      help: 'a hyperparameter, such as nStep=1, or a setting of the scene, such as people=10',
    },
    steps: { kind: 'integer', help: 'agent steps to train for', minimum: 1 },
    minutes: {
      kind: 'number',
      help: 'minutes to train for (15 if steps are not given)',
      minimum: 0,
    },
    seed: { kind: 'integer', help: 'of everything random (1)', minimum: 0, maximum: largestSeed },
    out: {
      kind: 'string',
      value: 'DIR',
      help: 'where the run is kept (runs/SCENE-ALGORITHM-SEED)',
    },
    resume: { kind: 'string', value: 'DIR', help: 'goes on with the run that is kept there' },
    backend: {
      kind: 'choice',
      of: learnerBackends,
      help: 'what learns',
      default: 'wasm',
    },
    threads: {
      kind: 'integer',
      help: 'threads of a learner on wasm; another number rounds otherwise',
      default: 1,
      minimum: 1,
      maximum: 64,
    },
    validate: {
      kind: 'integer',
      help: 'validation episodes at each look of the watchdog; 0: nobody watches (100)',
      minimum: 0,
      maximum: 100_000,
    },
    'validate-every': {
      kind: 'integer',
      help: 'updates between two looks (2000)',
      minimum: 1,
    },
    episodes: {
      kind: 'integer',
      help: 'evaluation episodes before and after; 0 leaves them out',
      default: 200,
      minimum: 0,
    },
  },
});

/** 100 episodes are what the watchdog's thresholds were chosen for (agents/watchdog.ts). */
const usualValidation: Validation = { episodes: 100, every: 2000 };

const clock = () => performance.now();
/** Training waits for nothing but promises: without a turn of the event loop Ctrl-C is not heard. */
const pause = () => setImmediate();

async function show(title: string, training: Training, scenario: Scenario, episodes: number) {
  if (episodes === 0) return;
  const { policy } = training;
  const { success, collision, spl, cases } = await evaluate({
    ...{ scenario, policy, episodes },
    onProgress: pause,
  });
  const { low, high } = rateInterval(cases);
  const interval = `95 % ${low.toFixed(3)} to ${high.toFixed(3)}`;
  process.stdout.write(
    `${title}: success ${success.toFixed(3)} (${interval}), collision ${collision.toFixed(3)}, ` +
      `SPL ${spl.toFixed(3)} on ${episodes} evaluation episodes.\n`,
  );
}

await runCommand(command, async (values, { catchInterrupt }) => {
  let scenario = findScenario(values.scene);
  const { algorithm = 'heed' } = values;
  let hyperparameters = hyperparametersFor(scenario, algorithm);
  const isOfScene = ([name]: readonly [string, string]) => Object.hasOwn(scenario.settings, name);
  const ofScene = new Map([...values.set].filter(isOfScene));
  const ofLearning = [...values.set].filter((setting) => !isOfScene(setting));
  for (const [name, text] of ofLearning) {
    checkKnown(name, scenario, hyperparameters);
    hyperparameters = setHyperparameter(hyperparameters, name, text, attentionKinds.names());
  }
  scenario = scenario.vary(ofScene);
  checkHyperparameters(hyperparameters);
  checkGroups(hyperparameters, scenario.agents);
  if (values.resume !== undefined && values.out !== undefined) {
    throw new InputError('A resumed run stays in its directory: leave --out out.');
  }
  let { seed = 1 } = values;
  let validation: Validation | undefined = {
    episodes: values.validate ?? usualValidation.episodes,
    every: values['validate-every'] ?? usualValidation.every,
  };
  if (validation.episodes === 0) validation = undefined;
  const directory =
    values.resume ?? values.out ?? join('runs', `${scenario.name}-${algorithm}-${seed}`);
  const store = await openDirectoryStore(directory);
  const kept = await store.readManifest(runName);
  if (values.resume !== undefined) {
    if (kept === undefined) {
      throw new InputError(`Expected a run in "${directory}" to resume, but there is none.`);
    }
    const manifest = readManifest(kept, directory);
    // Before its settings are set, which another scene does not know.
    if (manifest.scenario !== scenario.name) {
      throw new InputError(
        `"${directory}": expected a run of the scene "${scenario.name}", but got one of "${manifest.scenario}".`,
      );
    }
    if (values.set.size > 0) {
      throw new InputError(
        'A resumed run keeps its hyperparameters and settings: leave --set out.',
      );
    }
    if (values.seed !== undefined || values.algorithm !== undefined) {
      throw new InputError(
        'A resumed run keeps its seed and algorithm: leave --seed and --algorithm out.',
      );
    }
    if (values.validate !== undefined || values['validate-every'] !== undefined) {
      throw new InputError(
        'A resumed run keeps its validation: leave --validate and --validate-every out.',
      );
    }
    ({ hyperparameters, seed } = manifest);
    validation = manifest.validation ?? undefined;
    const settings = Object.entries(manifest.settings).map(
      ([name, value]) => [name, `${value}`] as const,
    );
    scenario = scenario.vary(new Map(settings));
  } else if (kept !== undefined) {
    throw new InputError(
      `"${directory}" already holds a run: go on with --resume ${directory}, or name another --out.`,
    );
  } else if (isPolicyDirectory(directory)) {
    // It would be taken for the run by whoever is given the directory.
    throw new InputError(`"${directory}" holds a policy alone: name another --out for the run.`);
  }

  makeFolder(directory);
  const metrics = join(directory, metricsFile);
  const file = join(directory, `${scenario.name}${checkpointExtension}`);
  for (const output of [metrics, file]) checkOutputFile(output);
  await loadEngines();
  const { backend } = values;
  const program = new URL('plan-thread-worker.js', import.meta.url);
  const engine = { threads: nodeThreads(values.threads, program) };
  const onTerminal = {
    now: clock,
    write: (text: string) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  };
  const demonstrating = createProgressBar({
    ...{ unit: 'demonstrations', total: hyperparameters.demonstrations, ...onTerminal },
  });
  const options = {
    ...{ scenario, hyperparameters, seed, backend, engine, clock },
    ...(validation ? { validation } : {}),
    onDemonstration: (done: number) => demonstrating.update(done),
  };
  const { training, secondsBefore } = await openTraining(options, store, runName);
  demonstrating.finish();
  const untrained = kept === undefined ? 'Untrained' : 'So far';
  await show(untrained, training, scenario, values.episodes);

  const bar = createProgressBar({ unit: 'agent steps', ...onTerminal });
  await keepOnly(metrics, training.agentSteps);
  let note = '';
  const onReport = (report: TrainingReport) => {
    appendOutput(metrics, `${JSON.stringify(report)}\n`);
    note = report.success === null ? '' : `success ${report.success.toFixed(2)}`;
  };
  const onRollback = ({ updates, to, reason }: Rollback) => {
    bar.line(
      `Learning collapsed at update ${updates} and was rolled back to update ${to}. ${reason}`,
    );
  };
  const signal = catchInterrupt();
  const minutes = values.minutes ?? (values.steps === undefined ? 15 : undefined);
  const seconds = await train(training, {
    ...options,
    ...(values.steps === undefined ? {} : { steps: values.steps }),
    ...(minutes === undefined ? {} : { minutes }),
    residentBytes: () => process.memoryUsage.rss(),
    ...{ store, run: runName, secondsBefore, onReport, onRollback },
    onProgress: (share, agentSteps) => {
      bar.updateShare(share, agentSteps, note);
      return pause();
    },
    signal,
  });
  bar.finish();
  const { manifest, blobs } = (await store.read(runName)) as NonNullable<
    Awaited<ReturnType<typeof store.read>>
  >;
  const light = deployable(readManifest(manifest, directory), blobs);
  await replaceOutput(file, writeCheckpointFile(light));
  process.stdout.write(
    `${training.agentSteps} agent steps and ${training.updates} updates in ${(seconds / 60).toFixed(1)} min. ` +
      `Kept in ${directory}; ${file} opens in the page.\n`,
  );
  const best = training.best;
  if (best) {
    process.stdout.write(
      `For use are the weights of update ${best.updates}, the best at ${best.successes} of ${best.episodes} validation episodes.\n`,
    );
  }
  if (signal.aborted) return;
  await training.handOverBest();
  await show('Trained', training, scenario, values.episodes);
});

/** A name that neither knows is refused with what both know. */
function checkKnown(name: string, scenario: Scenario, hyperparameters: Hyperparameters): void {
  if (Object.hasOwn(hyperparameters, name)) return;
  const ofScene = Object.keys(scenario.settings);
  if (ofScene.length === 0) {
    throw new InputError(
      `Unknown hyperparameter "${name}". Known: ${Object.keys(hyperparameters).join(', ')}; the scene ` +
        `"${scenario.name}" has no settings.`,
    );
  }
  throw new InputError(
    `Unknown setting "${name}". Known, of the scene: ${ofScene.join(', ')}; ` +
      `of learning: ${Object.keys(hyperparameters).join(', ')}.`,
  );
}

/** A run that was killed may have reported beyond its last checkpoint: those lines are of a past that did not happen. */
async function keepOnly(metrics: string, agentSteps: number): Promise<void> {
  if (!existsSync(metrics)) return;
  const lines = readFileSync(metrics, 'utf8').split('\n');
  const kept = lines.filter((line) => isReportUntil(line, agentSteps));
  await replaceOutput(metrics, kept.map((line) => `${line}\n`).join(''));
}

/** A line that is cut off is of a run that was killed. */
function isReportUntil(line: string, agentSteps: number): boolean {
  try {
    return (JSON.parse(line) as TrainingReport).agentSteps <= agentSteps;
  } catch {
    return false;
  }
}
