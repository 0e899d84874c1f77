/**
 * `npm run plot -- --out docs/learning.svg "plaza=runs/a,runs/b;rooms=runs/c"`: curves of runs as a
 * picture, one panel per group, one thin line per run and a thick one for their mean. By default their
 * success; `--figure memory` draws the memory that training held.
 */
import { join } from 'node:path';
import { InputError } from '../core/input-error.ts';
import { successLine } from '../study/learning-curve.ts';
import { defineCommand } from './arguments.ts';
import { type Curve, drawCurves } from './draw-curves.ts';
import { checkOutputFile, replaceOutput } from './output-path.ts';
import { metricsFile, readMetrics } from './read-metrics.ts';
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
    figure: {
      kind: 'choice',
      of: ['success', 'memory'],
      help: 'what is drawn',
      default: 'success',
    },
  },
});

const readReports = (directory: string) => readMetrics(join(directory, metricsFile));

function successCurve(directory: string): Curve {
  const reports = readReports(directory).map(({ wallSeconds: seconds, episodes, success }) => ({
    ...{ seconds, episodes, success },
  }));
  return { name: directory, points: successLine(reports) };
}

function memoryCurve(directory: string): Curve {
  const points = readReports(directory).map(({ wallSeconds, residentBytes }) => {
    if (typeof residentBytes === 'number')
      return { x: wallSeconds / 60, y: residentBytes / 2 ** 20 };
    throw new InputError(`The run in "${directory}" did not report its memory: train it anew.`);
  });
  return { name: directory, points };
}

const figures = {
  success: {
    curve: successCurve,
    yTitle: 'success rate of training episodes (with exploration noise)',
    yEnd: () => 1,
  },
  memory: {
    curve: memoryCurve,
    yTitle: 'memory of the process, MiB',
    yEnd: (highest: number) => 100 * Math.ceil(highest / 100),
  },
} as const;

await runCommand(command, async ({ operand, out, figure: name }) => {
  const figure = figures[name];
  const panels = operand.split(';').map((group) => {
    const equals = group.indexOf('=');
    const directories = group.slice(equals + 1).split(',');
    if (equals < 1 || directories.includes('')) {
      throw new InputError(`Expected title=DIR,DIR, but got "${group}".`);
    }
    return { title: group.slice(0, equals), curves: directories.map(figure.curve) };
  });
  checkOutputFile(out);
  await replaceOutput(
    out,
    drawCurves({
      panels,
      xTitle: 'minutes of training',
      yTitle: figure.yTitle,
      yEnd: figure.yEnd(
        Math.max(
          ...panels.flatMap(({ curves }) =>
            curves.flatMap(({ points }) => points.map(({ y }) => y)),
          ),
        ),
      ),
    }),
  );
  process.stdout.write(`Drew ${out}.\n`);
});
