/**
 * `npm run plot -- --out docs/learning.svg "plaza=runs/a,runs/b;rooms=runs/c"`: learning curves of
 * runs as a picture, one panel per group, one thin line per run and a thick one for their mean.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainingReport } from '../agents/train.ts';
import { InputError } from '../core/input-error.ts';
import { defineCommand } from './arguments.ts';
import { type Curve, drawCurves } from './draw-curves.ts';
import { checkOutputFile } from './output-path.ts';
import { runCommand } from './run-command.ts';

const command = defineCommand({
  name: 'plot',
  summary: 'Draws the learning curves of runs.',
  operand: {
    value: 'GROUPS',
    help: 'title=DIR,DIR;title=DIR,…: one panel per title',
    required: true,
  },
  flags: {
    out: { kind: 'string', value: 'FILE', help: 'an .svg file', required: true },
  },
});

/** Episodes of several reports are taken together, so that a point rests on about this many. */
const episodesPerPoint = 80;

function readCurve(directory: string): Curve {
  const file = join(directory, 'metrics.jsonl');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new InputError(`Expected the metrics of a run in "${file}", but there is no such file.`);
  }
  const points: { x: number; y: number }[] = [];
  let episodes = 0;
  let successes = 0;
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const report = readReport(line, `${file}, line ${index + 1}`);
    episodes += report.episodes;
    successes += (report.success ?? 0) * report.episodes;
    if (episodes < episodesPerPoint) continue;
    points.push({ x: report.wallSeconds / 60, y: successes / episodes });
    episodes = 0;
    successes = 0;
  }
  return { name: directory, points: [{ x: 0, y: 0 }, ...points] };
}

type Point = Pick<TrainingReport, 'wallSeconds' | 'episodes' | 'success'>;

function readReport(line: string, where: string): Point {
  let report: Partial<Point> | null = null;
  try {
    report = JSON.parse(line) as Partial<Point> | null;
  } catch {
    // Refused below, as is JSON of something else.
  }
  const { wallSeconds, episodes, success } = report ?? {};
  if (
    !Number.isFinite(wallSeconds) ||
    !Number.isFinite(episodes) ||
    (success !== null && !Number.isFinite(success))
  ) {
    throw new InputError(`${where}: expected a report of a training, but this is none.`);
  }
  return report as Point;
}

await runCommand(command, ({ operand, out }) => {
  const panels = operand.split(';').map((group) => {
    const equals = group.indexOf('=');
    const directories = group.slice(equals + 1).split(',');
    if (equals < 1 || directories.includes('')) {
      throw new InputError(`Expected title=DIR,DIR, but got "${group}".`);
    }
    return { title: group.slice(0, equals), curves: directories.map(readCurve) };
  });
  checkOutputFile(out);
  writeFileSync(
    out,
    drawCurves({
      panels,
      xTitle: 'minutes of training',
      yTitle: 'success rate of training episodes (with exploration noise)',
    }),
  );
  process.stdout.write(`Drew ${out}.\n`);
});
