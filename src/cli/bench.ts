/** `npm run bench -- learner`: how fast Heed is, against what a user would take instead. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suites } from '../bench/index.ts';
import { describeMachine, machineSentence } from '../bench/machine.ts';
import { reportOf, type SuiteReport } from '../bench/report.ts';
import { type BenchRow, type Suite, selectGroups } from '../bench/suite.ts';
import { defineCommand } from './arguments.ts';
import { checkOutputFile, replaceOutput } from './output-path.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';
import { formatTable } from './table.ts';

const command = defineCommand({
  name: 'bench',
  summary: 'Measures how fast Heed is, against what a user would take instead.',
  operand: { value: 'SUITE', help: `${suites.names().join(', ')}; all of them without it` },
  flags: {
    rounds: { kind: 'integer', help: 'of each candidate', default: 7, minimum: 1, maximum: 1000 },
    only: { kind: 'string', value: 'TEXT', help: 'groups whose name contains it, such as wasm' },
    json: { kind: 'string', value: 'FILE', help: 'writes every row there' },
  },
});

const clock = () => performance.now();

/** A bundle runs from build/cli/KEY/ of the repository (launch.mjs). */
const bundle = fileURLToPath(new URL('.', import.meta.url));
const root = join(bundle, '..', '..', '..');

function showRows(rows: readonly BenchRow[]): string {
  const columns = [
    ...[{ title: 'what' }, { title: 'unit' }, { title: 'median', digits: 2 }],
    ...[
      { title: 'min', digits: 2 },
      { title: 'max', digits: 2 },
    ],
    ...[{ title: 'ours ÷ it', digits: 3 }, { title: 'note' }],
  ];
  return formatTable(
    columns,
    rows.map(({ name, unit, median, min, max, ratio, note }) => [
      ...[name, unit, median, min, max],
      ...[ratio ?? null, note ?? ''],
    ]),
  );
}

async function runSuite(
  { name, suite, groups }: { name: string; suite: Suite; groups: readonly string[] },
  rounds: number,
): Promise<SuiteReport> {
  const machine = describeMachine();
  process.stdout.write(`${suite.title}\n${machineSentence(machine)}\n`);
  const notes: string[] = [];
  const bar = createProgressBar({
    unit: 'groups',
    now: clock,
    write: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  });
  const rows = await suite.run({
    ...{ rounds, groups, now: clock, root, worker: join(bundle, 'bench-worker.js') },
    progress: (share, doing) => bar.updateShare(share, share * groups.length, doing),
    say(sentence) {
      notes.push(sentence);
      bar.line(sentence);
    },
  });
  bar.finish();
  process.stdout.write(`${showRows(rows)}\n`);
  return reportOf(name, machine, rows, notes);
}

await runCommand(command, async ({ operand, rounds, only, json }) => {
  const wanted = (operand === undefined ? suites.names() : [operand]).map(
    (name) => [name, suites.get(name)] as const,
  );
  const selected = selectGroups(wanted, only);
  if (json !== undefined) checkOutputFile(json);
  const reports: SuiteReport[] = [];
  for (const one of selected) reports.push(await runSuite(one, rounds));
  if (json === undefined) return;
  // One suite is a record, all of them are a list of such records.
  const written = operand === undefined ? reports : reports[0];
  await replaceOutput(json, `${JSON.stringify(written, null, 2)}\n`);
});
