/**
 * `npm run explain -- --moments`: the faithfulness report of everything that a run keeps of its past and present, one
 * after the other, as a table with a row for each, as JSON, and as curves over training.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { type KeptWeights, noCheckpoint } from '../agents/trained-policy.ts';
import { InputError } from '../core/input-error.ts';
import {
  examineFaithfulness,
  type Faithfulness,
  type FaithfulnessOptions,
} from '../explain/faithfulness.ts';
import { inWords } from '../explain/in-words.ts';
import { type FigureOf, figuresOfParts, successOf } from '../explain/moment-reports.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import {
  checkpointExtension,
  mostFileBytes,
  readCheckpointFile,
  type WholeCheckpoint,
} from '../storage/checkpoint-file.ts';
import { openDirectoryStore } from '../storage/directory-store.ts';
import { type Curve, drawCurves, type Panel } from './draw-curves.ts';
import { isPolicyDirectory } from './policy-directory.ts';
import { runName } from './run-directory.ts';
import { type Column, formatTable } from './table.ts';

export interface Reported extends Omit<KeptWeights, 'weights'> {
  readonly report: Faithfulness;
}

/** From a directory of a run, or from a file that the page saved. */
export async function readRun(name: string): Promise<WholeCheckpoint> {
  const expected = `Expected a directory of a run, or a run that the page saved (${checkpointExtension})`;
  if (!existsSync(name)) throw new InputError(`${expected}, but got "${name}".`);
  const entry = statSync(name);
  if (entry.isFile()) {
    if (entry.size > mostFileBytes) {
      throw new InputError(
        `A run has ${mostFileBytes} bytes at most, but "${name}" has ${entry.size}.`,
      );
    }
    if (extname(name) === checkpointExtension) {
      return readCheckpointFile(readFileSync(name), `"${name}"`);
    }
    throw new InputError(`${expected}, but "${name}" is another file.`);
  }
  if (isPolicyDirectory(name)) {
    throw new InputError(
      `${expected}, but "${name}" is a policy alone, which has no past: leave --moments out.`,
    );
  }
  const kept = await (await openDirectoryStore(name)).read(runName);
  if (!kept) throw new InputError(noCheckpoint(`"${name}"`));
  return kept;
}

export interface ReportMomentsOptions
  extends Pick<FaithfulnessOptions, 'scenario' | 'episodes' | 'seed' | 'every'> {
  readonly hyperparameters: Hyperparameters;
  readonly kept: readonly KeptWeights[];
  /** Of all reports together: episodes done, and of which report, from 0. */
  readonly onProgress: (done: number, report: number) => void;
}

export async function reportMoments(options: ReportMomentsOptions): Promise<Reported[]> {
  const { hyperparameters, kept, onProgress, ...asked } = options;
  const reported: Reported[] = [];
  for (const [i, { weights, ...of }] of kept.entries()) {
    const report = await examineFaithfulness({
      ...{ ...asked, policies: [{ hyperparameters, weights }] },
      onProgress: (done, all) => onProgress(i * all + done, i),
    });
    reported.push({ ...of, report });
  }
  return reported;
}

/** As JSON has it, and so the page's file (app/run/reporting.ts). */
export function momentsInJson(reported: readonly Reported[]) {
  return reported.map(({ report, ...of }) => ({ ...of, ...report, words: inWords(report) }));
}

const minutes = ({ seconds }: Reported) => (seconds === null ? null : seconds / 60);

export function tableOfMoments(reported: readonly Reported[]): string {
  const parts = figuresOfParts(reported.map(({ report }) => report));
  const figures: { readonly column: Column; readonly of: FigureOf }[] = [
    ...parts.flatMap(({ part, leftOut, masked, gradient, top, entropy }) => [
      { column: { title: `${part}: τ left out`, digits: 2 }, of: leftOut },
      { column: { title: 'masked', digits: 2 }, of: masked },
      { column: { title: 'gradient', digits: 2 }, of: gradient },
      { column: { title: 'top', digits: 2 }, of: top },
      { column: { title: 'entropy', digits: 2 }, of: entropy },
    ]),
    { column: { title: 'success', digits: 3 }, of: successOf('as trained') },
    { column: { title: 'permuted', digits: 3 }, of: successOf('permuted') },
    { column: { title: 'uniform', digits: 3 }, of: successOf('uniform') },
  ];
  return formatTable(
    [
      ...[{ title: 'weights' }, { title: 'updates' }, { title: 'minutes', digits: 1 }],
      ...figures.map(({ column }) => column),
    ],
    reported.map((each) => [
      ...[each.is, each.updates, minutes(each)],
      ...figures.map(({ of }) => of(each.report)),
    ]),
  );
}

/** Four panels of each part, and what spoilt attention costs. */
export function drawMoments(reported: readonly Reported[]): string {
  const curve = (name: string, of: FigureOf): Curve => ({
    name,
    points: reported.flatMap(({ updates, report }) => {
      const value = of(report);
      return value === null ? [] : [{ x: updates / 1000, y: value }];
    }),
  });
  const panel = (title: string, of: FigureOf, reference?: FigureOf): Panel => ({
    ...{ title, curves: [curve(title, of)] },
    ...(reference ? { reference: [curve('reference', reference)] } : {}),
  });
  const trained = successOf('as trained');
  const panels = [
    ...figuresOfParts(reported.map(({ report }) => report)).flatMap((of) => [
      panel(`${of.part}: τ, left out`, of.leftOut, of.between),
      panel('τ, gradient', of.gradient, of.between),
      panel('top is most influential', of.top, of.chance),
      panel('entropy', of.entropy),
    ]),
    panel('success, permuted', successOf('permuted'), trained),
    panel('success, uniform', successOf('uniform'), trained),
  ];
  return drawCurves({
    ...{ panels, columns: 4, yStart: startOf(panels) },
    xTitle: 'thousand updates',
    yTitle: 'dashed: gradient with left out; chance; success as trained',
  });
}

/** A quarter at or below the lowest value, so that no point leaves its panel. */
function startOf(panels: readonly Panel[]): number {
  const curves = panels.flatMap(({ curves, reference = [] }) => [...curves, ...reference]);
  const lowest = Math.min(0, ...curves.flatMap(({ points }) => points.map(({ y }) => y)));
  return Math.floor(4 * lowest) / 4;
}
