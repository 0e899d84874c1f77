/** The reports of a training, as `train` writes them line by line (metrics.jsonl); every field is checked. */
import { readFileSync, statSync } from 'node:fs';
import { anything, createRecordReader } from '../agents/record-reader.ts';
import type { TrainingReport } from '../agents/train.ts';
import { InputError } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';

/** What of a report is always there; the rest may be missing where another release wrote it. */
export type KeptReport = Pick<TrainingReport, 'wallSeconds' | 'episodes' | 'success'> &
  Partial<TrainingReport>;

export const metricsFile = 'metrics.jsonl';
/** A week of training has a fortieth of it. */
const mostBytes = 2 ** 28;
/** Letters. */
const longestReason = 1000;

export function readMetrics(file: string): KeptReport[] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) {
    throw new InputError(`Expected the metrics of a run in "${file}", but there is no such file.`);
  }
  if (found.size > mostBytes) {
    throw new InputError(
      `Expected metrics of at most ${mostBytes} bytes in "${file}", but it has ${found.size}.`,
    );
  }
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      line === '' ? [] : [readReport(line, `${file}, line ${index + 1}`)],
    );
}

const amounts = [
  ...(['agentSteps', 'updates', 'agentStepsPerSecond', 'updatesPerSecond'] as const),
] as const;
const figures = [
  ...(['success', 'collision', 'spl', 'return', 'validation'] as const),
  ...(['criticLoss', 'actorLoss', 'qMean'] as const),
] as const;

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readReport(line: string, where: string): KeptReport {
  const report = parse(line);
  if (!isRecord(report) || ['wallSeconds', 'episodes', 'success'].some((of) => !(of in report))) {
    throw new InputError(`${where}: expected a report of a training, but this is none.`);
  }
  const read = createRecordReader(where);
  read.number('wallSeconds', report.wallSeconds);
  read.number('episodes', report.episodes);
  // What is no number any more is null in JSON.
  const given = (name: string) => report[name] !== undefined && report[name] !== null;
  for (const name of amounts.filter(given)) read.number(name, report[name]);
  for (const name of figures.filter(given)) read.number(name, report[name], anything);
  const { rolledBack = [] } = report;
  for (const [i, each] of read.list('rolledBack', rolledBack).entries()) {
    const path = `rolledBack[${i}]`;
    const { updates, to, reason } = read.record(path, each);
    read.count(`${path}.updates`, updates);
    read.count(`${path}.to`, to);
    read.text(`${path}.reason`, reason, longestReason);
  }
  return report as unknown as KeptReport;
}
