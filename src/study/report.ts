/** A study's results as Markdown for docs/results.md: what was run, a table, how to read it, its commands. */
import type { Estimate } from '../core/bootstrap.ts';
import { excludesZero } from './compare-arms.ts';
import type { Result } from './result.ts';
import { flagsOf, type Study } from './study.ts';
import {
  type ArmSummary,
  type Comparison,
  type ContrastSummary,
  type Difference,
  summarise,
  summariseContrasts,
} from './summarise.ts';

/** From fewer an interval says nothing: of one run it is a point. */
const fewestSeeds = 3;

const number = (value: number) => value.toFixed(3);
const orNone = (value: number | null) => (value === null ? '–' : number(value));
const signed = (value: number) => `${value < 0 ? '' : '+'}${number(value)}`;
const span = ({ low, high }: Estimate, form: (value: number) => string) =>
  `(${form(low)} to ${form(high)})`;
const distinct = (values: readonly string[]) => [...new Set(values)].join('; ');

/** The command of one arm's runs. */
export function commandOf(name: string, arm: string): string {
  return `npm run study -- ${name} --arms ${arm}`;
}

/** Bold where the interval excludes zero; without an interval where there are too few seeds. */
function differenceCell(difference: Difference | null): string {
  if (!difference) return '–';
  if (difference.seeds < fewestSeeds) return signed(difference.value);
  const text = `${signed(difference.value)} ${span(difference, signed)}`;
  return excludesZero(difference) ? `**${text}**` : text;
}

/** A figure, and how far it is from the baseline's. */
function comparisonCells({ estimate, runs, difference }: Comparison): string[] {
  const own = number(estimate.value);
  return [
    runs >= fewestSeeds ? `${own} ${span(estimate, number)}` : own,
    differenceCell(difference),
  ];
}

const tableRow = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

function tableOf(columns: readonly string[], rows: readonly (readonly (string | number)[])[]) {
  return [columns, columns.map(() => '---'), ...rows].map(tableRow).join('\n');
}

const rowOf = (summary: ArmSummary) => [
  ...[`\`${summary.arm.name}\``, summary.arm.differs, summary.results.length],
  ...comparisonCells(summary.success),
  ...comparisonCells(summary.return),
  ...[summary.collision, summary.time, ...Object.values(summary.figures)].map(orNone),
  Math.round(summary.updates).toLocaleString('en-US'),
];

const fartherRowOf = ({ arm, learning, spl }: ArmSummary) => [
  `\`${arm.name}\``,
  ...comparisonCells(learning),
  ...comparisonCells(spl),
];

/** Nothing where no case is harder than the rest. */
function hardSection(summaries: readonly ArmSummary[], columns: readonly string[]): string {
  const rows = summaries.flatMap(({ arm, hard }) =>
    hard ? [[`\`${arm.name}\``, ...comparisonCells(hard)]] : [],
  );
  if (rows.length === 0) return '';
  const found = summaries.flatMap(({ results }) => results.flatMap(({ hard }) => hard ?? []));
  const [detours, counts] = [
    distinct(found.map(({ detour }) => detour.toFixed(2))),
    distinct(found.map(({ episodes }) => `${episodes}`)),
  ];
  return `
The same on the hard cases alone, the quarter whose shortest way is the longest against the straight line (above ${detours}
times as long; ${counts} cases of each run, told by the layout and not by any policy):

${tableOf(['arm', ...columns], rows)}
`;
}

/** Nothing where the study compares with its baseline alone. */
function contrastSection(summaries: readonly ContrastSummary[]): string {
  if (summaries.length === 0) return '';
  const withHard = summaries.some(({ differences }) => differences.hard);
  const columns = [
    'success',
    'return',
    'while learning',
    'SPL',
    ...(withHard ? ['hard cases'] : []),
  ];
  const rows = summaries.map(({ contrast, differences }) => [
    ...[contrast.isolates, `\`${contrast.arm}\` less \`${contrast.against}\``],
    ...[differences.success, differences.return, differences.learning, differences.spl].map(
      differenceCell,
    ),
    ...(withHard ? [differenceCell(differences.hard)] : []),
  ]);
  return `
Two arms that differ in one thing, where the baseline differs in two:

${tableOf(['what it is worth', 'difference (95 %)', ...columns], rows)}
`;
}

/** How many differences are told with an interval. */
function countIntervals(
  arms: readonly ArmSummary[],
  contrasts: readonly ContrastSummary[],
): number {
  const told = [
    ...arms.flatMap(({ success, return: gained, learning, spl, hard }) =>
      [success, gained, learning, spl, hard].map((comparison) => comparison?.difference ?? null),
    ),
    ...contrasts.flatMap(({ differences }) => Object.values(differences)),
  ];
  return told.filter((difference) => difference && difference.seeds >= fewestSeeds).length;
}

/** Which runs were made where, if not all on one: a faster machine makes more updates of the same minutes. */
function machinesOf(results: readonly Result[]): string {
  const machines = [...new Set(results.map(({ machine }) => machine))];
  if (machines.length === 1) return `${machines[0]}.`;
  const runs = machines.map((machine) => {
    const made = results.filter((result) => result.machine === machine);
    const arms = [...new Set(made.map(({ arm }) => arm))].map((name) => {
      const seeds = made.flatMap(({ arm, seed }) => (arm === name ? [seed] : []));
      return `\`${name}\` ${seeds.toSorted((a, b) => a - b).join(', ')}`;
    });
    return `- ${machine}: ${arms.join('; ')}`;
  });
  return `On ${machines.length} machines, of which a faster one makes more updates of the same minutes (arms, seeds):

${runs.join('\n')}
`;
}

function minutesOf(results: readonly Result[]): string {
  const minutes = results.map(({ wallSeconds }) => wallSeconds / 60);
  return `${Math.min(...minutes).toFixed(1)} to ${Math.max(...minutes).toFixed(1)} minutes`;
}

function daysOf(results: readonly Result[]): string {
  const days = results.map(({ date }) => date.slice(0, 10)).sort();
  return days[0] === days.at(-1) ? `${days[0]}` : `${days[0]} to ${days.at(-1)}`;
}

/** `picture` is the address of the curves, as the Markdown shall link to it. */
export function reportOf(
  name: string,
  study: Study,
  results: readonly Result[],
  picture: string,
): string {
  const summaries = summarise(study, results);
  const contrasts = summariseContrasts(study, results);
  const intervals = countIntervals(summaries, contrasts);
  const [baseline] = study.arms;
  const against = `against \`${baseline.name}\``;
  const compared = ['success (95 %)', against];
  const columns = [
    ...['arm', 'what differs', 'seeds', ...compared, 'return (95 %)', against],
    ...['collision', 'time, s', ...(study.figures ?? []), 'updates'],
  ];
  const commands = summaries.map(({ arm }) => [commandOf(name, arm.name), flagsOf(study, arm)]);
  const width = Math.max(...commands.map(([command = '']) => command.length));
  return `### ${study.title}
\`npm run study -- ${name}\`: scene ${study.scene}, ${study.minutes} ${study.minutes === 1 ? 'minute' : 'minutes'} of one core's time for each run (CPU time
of training alone, which took ${minutesOf(results)}), then ${study.episodes} unseen cases, the same for all.
${daysOf(results)}, commit ${distinct(results.map(({ commit }) => commit ?? 'unknown'))}. ${machinesOf(results)}

${tableOf(columns, summaries.map(rowOf))}

How soon it is learned, as the success of training episodes over the whole of the training, and how short the ways are at its end:

${tableOf(['arm', 'while learning (95 %)', against, 'SPL (95 %)', against], summaries.map(fartherRowOf))}
${hardSection(summaries, compared)}${contrastSection(contrasts)}
Figures are interquartile means over the seeds, differences over those that both arms have on one machine, as pairs. Intervals are percentile bootstraps (10,000
resamples; Agarwal et al. 2021), made wider by what so few seeds ask for (Student's t), and given from three seeds on, where they still leave out what is
true in some 6 % of comparisons, not 5. They are of these cases, the same for all runs: others are not drawn. Differences whose interval
excludes zero are bold: of ${intervals} differences with an interval, ${chanceOf(intervals)} by chance alone if none were real.

\`\`\`
${commands.map(([command = '', flags]) => `${command.padEnd(width)}  # ${flags}`).join('\n')}
\`\`\`

![Success rate of training episodes against minutes, a panel per arm](${picture})

Success of *training* episodes, exploration noise included: the lines are means over the seeds, the bands reach from the
lowest to the highest of them, and the dashed line is \`${baseline.name}\`.
`;
}

/** How many of so many intervals of 95 % leave out what is true. */
function chanceOf(intervals: number): string {
  const expected = Math.round(intervals / 20);
  return expected < 1 ? 'less than one would' : `about ${expected} would`;
}
