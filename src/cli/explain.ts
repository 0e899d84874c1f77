/**
 * `npm run explain -- --scene plaza --policy runs/plaza-heed-1`: whether a policy's attention explains what it
 * does. docs/explanations.md says how to read it.
 */
import { baselines } from '../agents/baselines.ts';
import { openKeptWeights } from '../agents/trained-policy.ts';
import type { Estimate } from '../core/bootstrap.ts';
import { InputError } from '../core/input-error.ts';
import { largestSeed } from '../core/random.ts';
import { loadEngines } from '../env/index.ts';
import {
  examineFaithfulness,
  type Faithfulness,
  type PartFaithfulness,
} from '../explain/faithfulness.ts';
import { inWords } from '../explain/in-words.ts';
import type { Measure } from '../explain/measure-decision.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { defineCommand } from './arguments.ts';
import {
  drawMoments,
  momentsInJson,
  readRun,
  reportMoments,
  tableOfMoments,
} from './explain-moments.ts';
import { findScenario } from './find-scenario.ts';
import { type KeptPolicy, openKeptPolicy } from './open-kept-policy.ts';
import { checkOutputFile, replaceOutput } from './output-path.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';
import { type Cell, formatTable } from './table.ts';

const command = defineCommand({
  name: 'explain',
  summary:
    'Tests whether a policy’s attention explains what it does, on cases that training never saw.',
  flags: {
    scene: { kind: 'string', value: 'NAME', help: 'a scene, such as plaza', required: true },
    set: {
      kind: 'settings',
      help: 'a setting of the scene, such as people=10 (docs/scenarios.md)',
    },
    policy: {
      kind: 'strings',
      value: 'DIR',
      help: 'directory of a run or a policy; given more than once, the others are compared with the first',
      required: true,
    },
    episodes: { kind: 'integer', help: 'cases', default: 200, minimum: 1, maximum: 10_000 },
    seed: {
      kind: 'integer',
      help: 'of the cases, as for evaluate',
      default: 0,
      minimum: 0,
      maximum: largestSeed,
    },
    every: {
      kind: 'integer',
      help: 'decisions of an episode of which one is asked about',
      default: 5,
      minimum: 1,
      maximum: 1000,
    },
    moments: {
      kind: 'switch',
      help: 'reports on all weights that the run keeps of its past, one after the other',
    },
    json: { kind: 'string', value: 'FILE', help: 'writes the report there' },
    plot: {
      kind: 'string',
      value: 'FILE',
      help: 'with --moments: draws them over training (.svg)',
    },
  },
});

await runCommand(command, async (values) => {
  const scenario = findScenario(values.scene).vary(values.set);
  for (const file of [values.json, values.plot]) if (file !== undefined) checkOutputFile(file);
  if (values.plot !== undefined && !values.moments) {
    throw new InputError('--plot draws how figures change over training: add --moments.');
  }
  if (values.moments && values.policy.length > 1) {
    throw new InputError(
      `Expected one --policy with --moments, but got ${values.policy.length}: ask about each run by itself.`,
    );
  }
  for (const name of values.policy) refuseBaseline(name);
  const [first, ...others] = values.policy;
  const past = values.moments ? await readRun(first) : undefined;
  await loadEngines();
  const onTerminal = {
    ...{ unit: 'episodes', now: () => performance.now() },
    write: (text: string) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  };
  const passes = ({ attention }: Hyperparameters) => (attention === 'max' ? 3 : 4);
  const { episodes, seed, every } = values;
  const asked = { scene: scenario.name, settings: scenario.chosen, policies: values.policy };
  const writeJson = async (report: object) => {
    if (values.json === undefined) return;
    await replaceOutput(values.json, `${JSON.stringify({ ...asked, ...report }, null, 2)}\n`);
  };
  if (past) {
    const { hyperparameters, kept } = await openKeptWeights(scenario, past, `"${first}"`);
    const total = kept.length * episodes * passes(hyperparameters);
    const bar = createProgressBar({ ...onTerminal, total });
    const reported = await reportMoments({
      ...{ scenario, hyperparameters, kept, episodes, seed, every },
      onProgress: (done, i) => bar.update(done, `weights ${i + 1} of ${kept.length}`),
    });
    bar.finish();
    process.stdout.write(tableOfMoments(reported));
    await writeJson({ moments: momentsInJson(reported) });
    if (values.plot !== undefined) await replaceOutput(values.plot, drawMoments(reported));
    return;
  }
  const policies: [KeptPolicy, ...KeptPolicy[]] = [await openKeptPolicy(scenario, first)];
  for (const name of others) policies.push(await openKeptPolicy(scenario, name));
  const total = episodes * passes(policies[0].hyperparameters);
  const bar = createProgressBar({ ...onTerminal, total });
  const report = await examineFaithfulness({
    ...{ scenario, policies, episodes, seed, every },
    onProgress: (done) => bar.update(done),
  });
  bar.finish();
  const words = inWords(report);
  const examples = report.examples.map(
    ({ episode, time, why }) => `Case ${episode} after ${time.toFixed(1)} s: ${why}`,
  );
  process.stdout.write(`${[textOf(report), ...words, '', ...examples].join('\n')}\n`);
  await writeJson({ ...report, words });
});

function refuseBaseline(name: string): void {
  if (!baselines.has(name)) return;
  throw new InputError(`The baseline "${name}" has no attention to explain.`);
}

function textOf(report: Faithfulness): string {
  const { decisions, episodes, every, judged, parts, surgery, agreement } = report;
  return [
    `${decisions} decisions of ${episodes} episodes, one in ${every}; 95 % intervals.`,
    '',
    ...parts.filter((part) => part.decisions > 0).map((part) => tableOf(part, judged)),
    formatTable(
      [
        ...['attention', 'success', 'difference', 'SPL', 'difference'].map((title) => ({ title })),
        { title: 'collision', digits: 3 },
        { title: 'time to goal, s', digits: 2 },
      ],
      surgery.map(({ surgery: name, success, collision, spl, time, difference }) => [
        name,
        interval({ ...success, value: success.rate }, 3),
        difference && interval(difference.success, 3),
        spl.toFixed(3),
        difference && interval(difference.spl, 3),
        collision,
        time,
      ]),
    ),
    ...(agreement.length > 0
      ? [
          formatTable(
            [
              { title: 'policies' },
              ...parts.map(({ part }) => ({ title: `τ of attention over ${part}` })),
              { title: 'actions differ by, m/s' },
            ],
            agreement.map(({ policies: [a, b], attention, action }) => [
              `${a + 1} and ${b + 1}`,
              ...parts.map(({ part }) => interval(attention[part] ?? null)),
              interval(action),
            ]),
          ),
        ]
      : []),
  ].join('\n');
}

/** Kendall's τ-b of attention with each measure, head by head. */
function tableOf(
  { part, rows, decisions, heads, between, top, chance }: PartFaithfulness,
  judged: boolean,
): string {
  const columns: readonly (readonly [Measure, string])[] = [
    ['leftOut', 'left out'],
    ['masked', 'row masked'],
    ['gradient', 'gradient'],
    ...(judged
      ? ([
          ['valueLeftOut', 'value, left out'],
          ['valueMasked', 'value, row masked'],
          ['valueGradient', 'value, gradient'],
        ] as const)
      : []),
  ];
  const measured: Cell[][] = heads.map(({ head, entropy, tau }) => [
    head === 'mean' ? 'mean of heads' : `head ${head}`,
    interval(entropy),
    ...columns.map(([measure]) => interval(tau[measure])),
  ]);
  const others = [null, interval(between.masked), interval(between.gradient)];
  return [
    `${part}: ${rows.toFixed(1)} rows in ${decisions} decisions; most attended is most influential: ${interval(top) ?? '–'}, by chance ${chance?.toFixed(2) ?? '–'}`,
    formatTable(
      ['τ of attention with', 'entropy', ...columns.map(([, title]) => title)].map((title) => ({
        title,
      })),
      [...measured, ['(left out, with)', ...others]],
    ),
  ].join('\n');
}

function interval(estimate: Estimate | null, digits = 2): string | null {
  if (!estimate) return null;
  const { value, low, high } = estimate;
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
