/**
 * `npm run policy -- --run runs/plaza-heed-1 --out assets/policies/plaza`: the policy of a kept run, alone,
 * with a card that says how good it is and how to make it again. The page ships what is in assets/policies.
 */
import { scenarios } from '../../scenes/index.ts';
import { evaluate } from '../agents/evaluate.ts';
import { readManifest } from '../agents/manifest.ts';
import {
  cardEvaluation,
  type PolicyCard,
  policyFormat,
  policyVersion,
} from '../agents/policy-card.ts';
import { policyExtension } from '../agents/policy-file.ts';
import { openTrainedPolicy } from '../agents/trained-policy.ts';
import { describeMachine, machineSentence } from '../bench/machine.ts';
import { InputError } from '../core/input-error.ts';
import { loadEngines } from '../env/index.ts';
import { openDirectoryStore } from '../storage/directory-store.ts';
import { defineCommand } from './arguments.ts';
import { isPolicyDirectory, writePolicy } from './policy-directory.ts';
import { createProgressBar } from './progress-bar.ts';
import { nearestAlgorithm, repeatCommands } from './repeat-commands.ts';
import { runCommand } from './run-command.ts';
import { runName } from './run-directory.ts';
import { sourceCommit } from './source-commit.ts';

const command = defineCommand({
  name: 'policy',
  summary: 'Measures the policy of a kept run and writes it alone, with a card, to be shipped.',
  flags: {
    run: { kind: 'string', value: 'DIR', help: 'directory of the run', required: true },
    out: {
      kind: 'string',
      value: 'DIR|FILE',
      help: 'where to: a directory such as assets/policies/plaza, or one file that ends in .safetensors',
      required: true,
    },
    episodes: {
      kind: 'integer',
      help: 'evaluation cases',
      default: 200,
      minimum: 1,
      maximum: 100_000,
    },
  },
});

await runCommand(command, async ({ run, out, episodes }) => {
  const store = await openDirectoryStore(run);
  const kept = await store.readManifest(runName);
  if (kept === undefined) {
    const remedy = isPolicyDirectory(run) ? 'it is a policy already' : 'train one into it first';
    throw new InputError(`Expected a run in "${run}", but there is none: ${remedy}.`);
  }
  // A policy would be taken for the run from then on, whatever that learns.
  if ((await (await openDirectoryStore(out)).readManifest(runName)) !== undefined) {
    throw new InputError(
      `Expected --out to hold no run, but there is one in "${out}": name another directory, or a file (${policyExtension}).`,
    );
  }
  const manifest = readManifest(kept, `"${run}"`);
  const { agents, settings, spec, hyperparameters, seed, agentSteps, updates } = manifest;
  if (updates === 0) {
    throw new InputError(`The run in "${run}" has not learned yet: train it for longer.`);
  }
  const given = Object.entries(settings).map(([name, value]) => [name, `${value}`] as const);
  const scenario = scenarios.get(manifest.scenario).vary(new Map(given));
  await loadEngines();
  const opened = await openTrainedPolicy(scenario, store, runName, `"${run}"`);
  const { policy, weights } = opened;
  const { updates: seen, agentSteps: seenSteps } = opened.manifest;
  const bar = createProgressBar({
    unit: 'episodes',
    total: episodes,
    now: () => performance.now(),
    write: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  });
  const evaluation = await evaluate({
    ...{ scenario, policy, episodes },
    onProgress: (done) => bar.update(done),
  });
  bar.finish();
  const { trainingSeconds } = (manifest.progress ?? {}) as { trainingSeconds?: unknown };
  const minutes = Number.isFinite(trainingSeconds) ? (trainingSeconds as number) / 60 : 0;
  const card: PolicyCard = {
    ...{ format: policyFormat, version: policyVersion, scenario: scenario.name, settings, agents },
    algorithm: nearestAlgorithm(scenario, hyperparameters).name,
    ...{ hyperparameters, seed, agentSteps, updates },
    ...(seen === updates ? {} : { weights: { agentSteps: seenSteps, updates: seen } }),
    minutes: Math.round(minutes * 100) / 100,
    machine: machineSentence(describeMachine()),
    date: new Date(Date.now()).toISOString().slice(0, 10),
    commit: sourceCommit(process.cwd()),
    evaluation: cardEvaluation(evaluation),
    commands: repeatCommands({ manifest, scenario, run, out, episodes }),
    spec,
  };
  await writePolicy(scenario, out, card, weights);
  const { spec: _, ...shown } = card;
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
});
