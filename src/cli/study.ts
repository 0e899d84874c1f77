/** `npm run study -- ablation-rooms`: trains what is not finished of a study, then reports all of it. */
import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarios } from '../../scenes/index.ts';
import { describeMachine, machineSentence } from '../bench/machine.ts';
import { InputError } from '../core/input-error.ts';
import { studies } from '../study/index.ts';
import { learningPanels } from '../study/learning-panels.ts';
import { checkResults, type PlannedRun, planRuns, selectArms } from '../study/plan-runs.ts';
import { reportOf } from '../study/report.ts';
import { type Result, resultVersion } from '../study/result.ts';
import { appendResult, mendResults, readResults } from '../study/results-file.ts';
import { runInProcess } from '../study/run-process.ts';
import { runSideBySide } from '../study/run-side-by-side.ts';
import type { Study } from '../study/study.ts';
import { drawCurves } from './draw-curves.ts';
import { makeFolder, replaceOutput } from './output-path.ts';
import { createProgressBar } from './progress-bar.ts';
import { runCommand } from './run-command.ts';
import { sourceCommit } from './source-commit.ts';
import { studyCommand } from './study-command.ts';

/** A bundle runs from build/cli/KEY/ of the repository (launch.mjs). */
const bundle = fileURLToPath(new URL('.', import.meta.url));
const program = { command: process.execPath, given: [join(bundle, 'study-worker.js')] };

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

interface Where {
  readonly name: string;
  readonly study: Study;
  readonly file: string;
  /** What is asked for, of all that is finished; the baseline with it. */
  readonly reported: (result: Result) => boolean;
}

/** Returns how many runs failed. */
async function runAll(
  { name, study, file }: Where,
  runs: readonly PlannedRun[],
  { jobs, signal }: { jobs: number; signal: AbortSignal },
): Promise<number> {
  const { scene, minutes, episodes } = study;
  const commit = sourceCommit(join(bundle, '..', '..', '..'));
  const machine = machineSentence(describeMachine());
  const bar = createProgressBar({
    unit: 'runs',
    total: runs.length,
    now: () => performance.now(),
    write: (text) => process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  });
  // Whatever ends this ends the runs that are still open.
  const end = new AbortController();
  const ended = AbortSignal.any([signal, end.signal]);
  try {
    return await runSideBySide(runs, {
      ...{ jobs, signal: ended },
      start: ({ arm: _, ...run }, onShare) =>
        runInProcess(program, { scene, ...run, minutes, episodes }, { signal: ended, onShare }),
      onFinished(run, outcome) {
        const { arm, seed } = run;
        appendResult(file, {
          ...{ version: resultVersion, study: name, ...run, scene, minutes, episodes },
          ...{ commit, machine, date: new Date(Date.now()).toISOString(), ...outcome },
        });
        const { success, updates } = outcome;
        bar.line(`${arm}, seed ${seed}: success ${success.toFixed(3)} after ${updates} updates.`);
      },
      onFailed: ({ arm, seed }, sentence) => bar.line(`${arm}, seed ${seed} failed: ${sentence}`),
      onProgress: (share, done, open) =>
        bar.updateShare(share, done, open.map(({ arm, seed }) => `${arm} ${seed}`).join(', ')),
    });
  } finally {
    end.abort();
    bar.finish();
  }
}

/** Draws the curves of all that is finished, and prints the table of what of it is asked for. */
async function report({ name, study, file, reported }: Where, out: string): Promise<void> {
  const results = readResults(file).map(({ result }) => result);
  if (results.length === 0) return;
  await replaceOutput(
    join(out, `${name}.svg`),
    drawCurves({
      panels: learningPanels(study, results),
      xTitle: 'minutes of one core',
      yTitle: 'success rate of training episodes (with exploration noise)',
      ...{ columns: 4, spread: 'band' },
    }),
  );
  const told = results.filter(reported);
  if (told.length === 0) {
    process.stdout.write('None of the runs that are asked for is finished.\n');
    return;
  }
  process.stdout.write(reportOf(name, study, told, posix.join('results', `${name}.svg`)));
}

await runCommand(studyCommand, async (values, { catchInterrupt }) => {
  const { operand: name, out } = values;
  const registered = studies.get(name);
  const study: Study = {
    ...registered,
    learning: scenarios.get(registered.scene).learning,
    seeds: values.seeds ?? registered.seeds,
    minutes: values.minutes ?? registered.minutes,
    episodes: values.episodes ?? registered.episodes,
  };
  const arms = selectArms(study, values.arms?.split(','));
  const file = join(out, `${name}.jsonl`);
  const shown = new Set([study.arms[0].name, ...arms.map((arm) => arm.name)]);
  const reported = ({ arm, seed }: Result) => shown.has(arm) && seed <= study.seeds;
  const where = { name, study, file, reported };
  const kept = readResults(file);
  checkResults(name, study, kept);
  if (values.report) {
    if (kept.length === 0) {
      const found = existsSync(file) ? 'holds none' : 'does not exist';
      throw new InputError(`Expected finished runs in "${file}", but it ${found}.`);
    }
    return report(where, out);
  }
  makeFolder(out);
  mendResults(file);
  const runs = planRuns(study, arms, kept);
  process.stderr.write(
    `${study.title}: ${count(kept.length, 'run')} finished, ${count(runs.length, 'run')} to go.\n`,
  );
  const signal = catchInterrupt();
  const failed = runs.length === 0 ? 0 : await runAll(where, runs, { jobs: values.jobs, signal });
  if (signal.aborted) return;
  await report(where, out);
  if (failed === 0) return;
  process.stderr.write(
    `${count(failed, 'run')} failed, as said above: the same command tries again.\n`,
  );
  process.exitCode = 1;
});
