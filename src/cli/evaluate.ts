/** `npm run evaluate -- --scene plaza --policy runs/plaza-heed-1`: a policy or baseline on unseen cases. */
import { baselines } from '../agents/baselines.ts';
import { type CaseRecording, type Evaluation, evaluate } from '../agents/evaluate.ts';
import { joinWeights } from '../agents/join-weights.ts';
import type { Policy } from '../agents/policy.ts';
import { rateInterval } from '../agents/rate-interval.ts';
import { Recorder } from '../agents/recorder.ts';
import type { Recording } from '../agents/recording.ts';
import { writeRecordingFile } from '../agents/recording-file.ts';
import { mostRecordingBytes, recordingExtension } from '../agents/recording-format.ts';
import { actingPolicy } from '../agents/trained-policy.ts';
import type { Interval } from '../agents/wilson.ts';
import { InputError } from '../core/input-error.ts';
import { largestSeed } from '../core/random.ts';
import type { Outcome } from '../env/episodes.ts';
import { loadEngines, type Scenario } from '../env/index.ts';
import { defineCommand } from './arguments.ts';
import { findScenario } from './find-scenario.ts';
import { type KeptPolicy, openKeptPolicy } from './open-kept-policy.ts';
import { checkOutputFile, replaceOutput } from './output-path.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';
import { formatTable } from './table.ts';

const command = defineCommand({
  name: 'evaluate',
  summary: 'Measures a trained policy or a baseline on cases that training never saw.',
  flags: {
    scene: { kind: 'string', value: 'NAME', help: 'a scene, such as plaza', required: true },
    set: {
      kind: 'settings',
      help: 'a setting of the scene, such as people=10 (docs/scenarios.md)',
    },
    policy: {
      kind: 'string',
      value: 'DIR|FILE|NAME',
      help: `directory of a run or a policy, a policy’s file (.safetensors), or ${baselines.names().join(', ')}`,
      required: true,
    },
    episodes: { kind: 'integer', help: 'cases', default: 200, minimum: 1, maximum: 100_000 },
    seed: {
      kind: 'integer',
      help: 'of the cases; 0: the published ones where a benchmark has such',
      default: 0,
      minimum: 0,
      maximum: largestSeed,
    },
    validation: { kind: 'switch', help: 'other cases, to choose a policy by' },
    'uniform-attention': { kind: 'switch', help: 'all attention weights made equal' },
    'mask-graph': { kind: 'switch', help: 'nothing of the scene graph reaches the policy' },
    json: {
      kind: 'string',
      value: 'FILE',
      help: 'writes the figures, their intervals and every case there',
    },
    record: {
      kind: 'string',
      value: 'FILE',
      help: `writes a recording of one case there, as x${recordingExtension} (docs/recordings.md)`,
    },
    'record-case': {
      kind: 'integer',
      help: 'which case that is, from 0',
      default: 0,
      minimum: 0,
    },
  },
});

const clock = () => performance.now();

interface Opened {
  readonly policy: Policy;
  /** Of a trained one. */
  readonly kept: KeptPolicy | undefined;
}

async function openPolicy(
  scenario: Scenario,
  name: string,
  intervention: { uniformAttention: boolean; maskGraph: boolean },
): Promise<Opened> {
  const changed = intervention.uniformAttention || intervention.maskGraph;
  if (baselines.has(name)) {
    if (changed) throw new InputError(`The baseline "${name}" has no attention to change.`);
    return { policy: baselines.get(name)({ seed: 0 }), kept: undefined };
  }
  const kept = await openKeptPolicy(scenario, name, ` or one of ${baselines.names().join(', ')}`);
  const { best } = kept;
  if (best) {
    process.stdout.write(
      `The weights are those of update ${best.updates}, the best at ${best.successes} of ${best.episodes} validation episodes.\n`,
    );
  }
  const policy = actingPolicy(scenario, kept.hyperparameters, kept.weights);
  policy.inference.intervention = intervention;
  return { policy, kept };
}

/** The recorder that a case is recorded by, where that was asked for, and what writes its file afterwards. */
function recordTo(
  scenario: Scenario,
  { policy, kept }: Opened,
  values: { readonly record: string | undefined; readonly 'record-case': number },
): { readonly record?: CaseRecording; readonly write: () => Promise<void> } {
  const { record: file, 'record-case': index } = values;
  if (file === undefined) return { write: async () => {} };
  const recorder = new Recorder({
    ...{ scenario, hyperparameters: kept?.hyperparameters, policy: policy.name },
    ...{ seconds: Number.POSITIVE_INFINITY, bytes: mostRecordingBytes },
  });
  if (kept) {
    const { weights, updates } = kept;
    recorder.setActing({ weights: joinWeights(weights), critic: weights.critic, updates });
  }
  let recorded: Recording | undefined;
  const done = (recording: Recording) => {
    recorded = recording;
  };
  return {
    record: { index, recorder, done },
    async write() {
      if (recorded) await replaceOutput(file, writeRecordingFile(scenario, recorded));
    },
  };
}

function checkRecord(values: {
  readonly record: string | undefined;
  readonly 'record-case': number;
  readonly episodes: number;
  readonly 'uniform-attention': boolean;
  readonly 'mask-graph': boolean;
}): void {
  if (values.record === undefined) return;
  checkOutputFile(values.record);
  if (values['record-case'] >= values.episodes) {
    throw new InputError(
      `Expected --record-case to be below --episodes, which is ${values.episodes}, but got ${values['record-case']}.`,
    );
  }
  if (values['uniform-attention'] || values['mask-graph']) {
    throw new InputError(
      'A recording explains its robots by their own attention: leave --uniform-attention and --mask-graph away.',
    );
  }
}

await runCommand(command, async (values) => {
  const scenario = findScenario(values.scene).vary(values.set);
  if (values.json !== undefined) checkOutputFile(values.json);
  checkRecord(values);
  await loadEngines();
  const intervention = {
    uniformAttention: values['uniform-attention'],
    maskGraph: values['mask-graph'],
  };
  const opened = await openPolicy(scenario, values.policy, intervention);
  const bar = createProgressBar({
    unit: 'episodes',
    total: values.episodes,
    now: clock,
    write: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  });
  const { record, write } = recordTo(scenario, opened, values);
  const evaluation = await evaluate({
    ...{ scenario, policy: opened.policy, episodes: values.episodes, seed: values.seed },
    ...(record ? { record } : {}),
    purpose: values.validation ? 'validation' : 'test',
    onProgress: (done) => bar.update(done),
  });
  bar.finish();
  await write();
  const { figures, hard, cases, ...common } = evaluation;
  const intervals = intervalsOf(evaluation);
  const say = ({ low, high }: Interval) => `${low.toFixed(3)} to ${high.toFixed(3)}`;
  const result = {
    ...{ ...common, policy: values.policy, intervention, ...figures, hard, intervals, cases },
  };
  const { episodes, worlds } = result;
  process.stdout.write(
    `${formatTable(
      [{ title: 'figure' }, { title: 'value', digits: 3 }, { title: '95 % interval (Wilson)' }],
      [
        ['success', result.success, say(intervals.success)],
        ['collision', result.collision, say(intervals.collision)],
        ['timeout', result.timeout, say(intervals.timeout)],
        ['SPL', result.spl, null],
        ['time to goal, s', result.time, null],
        ['return', result.returnMean, null],
        ...Object.entries(scenario.metrics).map(([name, { title }]) => [
          title,
          figures[name] ?? null,
          null,
        ]),
        ...(hard && intervals.hard
          ? [[`success, detour above ${hard.detour.toFixed(2)}`, hard.success, say(intervals.hard)]]
          : []),
      ],
    )}${worlds < episodes ? sayShared(episodes, worlds) : ''}\n`,
  );
  if (values.json !== undefined) {
    await replaceOutput(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
});

/** Of 95 %, as the table shows them; `hard`: of the success of hard cases, null where there are none. */
function intervalsOf({ cases, hard }: Evaluation) {
  const of = (outcome: Outcome) => rateInterval(cases, outcome);
  return {
    ...{ success: of('success'), collision: of('collision'), timeout: of('timeout') },
    hard: hard && rateInterval(cases.filter(({ detour }) => detour > hard.detour)),
  };
}

function sayShared(cases: number, worlds: number): string {
  return worlds === 1
    ? `All ${cases} cases are in one world, which tells nothing of others: ask for more --episodes.\n`
    : `${cases} cases in ${worlds} worlds: the intervals are as wide as the worlds differ.\n`;
}
