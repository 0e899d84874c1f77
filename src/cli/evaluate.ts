/** `npm run evaluate -- --scene plaza --policy runs/plaza-heed-1`: a policy or baseline on unseen cases. */
import { writeFileSync } from 'node:fs';
import { scenarios } from '../../scenes/index.ts';
import { baselines } from '../agents/baselines.ts';
import { evaluate } from '../agents/evaluate.ts';
import type { Policy } from '../agents/policy.ts';
import { actingPolicy } from '../agents/trained-policy.ts';
import { wilsonInterval } from '../agents/wilson.ts';
import { InputError } from '../core/input-error.ts';
import { loadEngines, type Scenario } from '../env/index.ts';
import { defineCommand } from './arguments.ts';
import { openKeptPolicy } from './open-kept-policy.ts';
import { checkOutputFile } from './output-path.ts';
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
      value: 'DIR|NAME',
      help: `directory of a run or a policy, or ${baselines.names().join(', ')}`,
      required: true,
    },
    episodes: { kind: 'integer', help: 'cases', default: 200, minimum: 1, maximum: 100_000 },
    seed: {
      kind: 'integer',
      help: 'of the cases; 0: the published ones where a benchmark has such',
      default: 0,
      minimum: 0,
    },
    validation: { kind: 'switch', help: 'other cases, to choose a policy by' },
    'uniform-attention': { kind: 'switch', help: 'all attention weights made equal' },
    'mask-graph': { kind: 'switch', help: 'nothing of the scene graph reaches the policy' },
    json: { kind: 'string', value: 'FILE', help: 'writes every case there' },
  },
});

const clock = () => performance.now();

async function openPolicy(
  scenario: Scenario,
  name: string,
  intervention: { uniformAttention: boolean; maskGraph: boolean },
): Promise<Policy> {
  const changed = intervention.uniformAttention || intervention.maskGraph;
  if (baselines.has(name)) {
    if (changed) throw new InputError(`The baseline "${name}" has no attention to change.`);
    return baselines.get(name)({ seed: 0 });
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
  return policy;
}

await runCommand(command, async (values) => {
  const scenario = scenarios.get(values.scene).vary(values.set);
  if (values.json !== undefined) checkOutputFile(values.json);
  await loadEngines();
  const policy = await openPolicy(scenario, values.policy, {
    uniformAttention: values['uniform-attention'],
    maskGraph: values['mask-graph'],
  });
  const bar = createProgressBar({
    unit: 'episodes',
    total: values.episodes,
    now: clock,
    write: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  });
  const evaluation = await evaluate({
    ...{ scenario, policy, episodes: values.episodes, seed: values.seed },
    purpose: values.validation ? 'validation' : 'test',
    onProgress: (done) => bar.update(done),
  });
  bar.finish();
  const { figures, hard, cases, ...common } = evaluation;
  const result = { ...common, policy: values.policy, ...figures, hard, cases };
  const interval = (rate: number, episodes = values.episodes) => {
    const { low, high } = wilsonInterval(Math.round(rate * episodes), episodes);
    return `${low.toFixed(3)} to ${high.toFixed(3)}`;
  };
  process.stdout.write(
    `${formatTable(
      [{ title: 'figure' }, { title: 'value', digits: 3 }, { title: '95 % interval (Wilson)' }],
      [
        ['success', result.success, interval(result.success)],
        ['collision', result.collision, interval(result.collision)],
        ['timeout', result.timeout, interval(result.timeout)],
        ['SPL', result.spl, null],
        ['time to goal, s', result.time, null],
        ['return', result.returnMean, null],
        ...Object.entries(scenario.metrics).map(([name, { title }]) => [
          title,
          figures[name] ?? null,
          null,
        ]),
        ...(hard
          ? [
              [
                `success, detour above ${hard.detour.toFixed(2)}`,
                hard.success,
                interval(hard.success, hard.episodes),
              ],
            ]
          : []),
      ],
    )}\n`,
  );
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  }
});
