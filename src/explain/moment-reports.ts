/**
 * Faithfulness reports of the weights of several moments of one run: what is kept of them, which one is to be made
 * next, and how the figures went as the run was trained. Plain data; who makes them it does not know.
 */
import { type Moment, onScale, thinned } from '../agents/moments.ts';
import type { Faithfulness, PartFaithfulness } from './faithfulness.ts';
import type { Surgery } from './surgeries.ts';

/** A policy that a report compares with the one that it is of. */
export interface ComparedPolicy {
  /** Where it came from: a file, the page, or the run that the browser keeps. */
  readonly from: 'file' | 'shipped' | 'own';
  /** The file's name; empty where it is of none. */
  readonly file: string;
  /** Of its training. */
  readonly seed: number;
  /** That it has seen. */
  readonly updates: number;
}

/** More would take longer than a person waits. */
export const mostCompared = 4;

export interface MomentReport {
  readonly moment: Moment;
  readonly report: Faithfulness;
  /** Policies 2, 3, … of the report's `agreement`, at most `mostCompared`; absent where there are none. */
  readonly compared?: readonly ComparedPolicy[];
}

/** One more than moments are kept, so that those and the newest fit. */
export const mostReports = 25;

/** By their moments; one of the same weights is replaced. Of too many, one that is near others goes, not the new one. */
export function addReport(
  reports: readonly MomentReport[],
  added: MomentReport,
): readonly MomentReport[] {
  const others = reports.filter(({ moment }) => moment.updates !== added.moment.updates);
  const all = [...others, added].sort((a, b) => a.moment.updates - b.moment.updates);
  return thinned(all, { most: mostReports, spared: added });
}

/** Of which report tells most beside those that are there: the last, the first, then whatever is farthest from all. */
export function nextToReport(
  moments: readonly Moment[],
  reports: readonly MomentReport[],
): Moment | undefined {
  const made = new Set(reports.map(({ moment }) => moment.updates));
  const missing = moments.filter(({ updates }) => !made.has(updates));
  const [first, last] = [missing[0], missing.at(-1)];
  if (!first || !last || made.size === 0) return last;
  const places = reports.map(({ moment }) => onScale(moment.seconds));
  const far = ({ seconds }: Moment) =>
    Math.min(...places.map((place) => Math.abs(place - onScale(seconds))));
  return missing.reduce((a, b) => (far(b) > far(a) ? b : a), first);
}

/** A figure of one report; null where it has none. */
export type FigureOf = (report: Faithfulness) => number | null;

export interface PartFigures {
  readonly part: string;
  /** τ of attention, mean of heads, with what leaving out changes, and with the gradient. */
  readonly leftOut: FigureOf;
  readonly masked: FigureOf;
  readonly gradient: FigureOf;
  /** τ of the gradient with what leaving out changes. */
  readonly between: FigureOf;
  /** How often the most attended is the most influential, and how often by chance. */
  readonly top: FigureOf;
  readonly chance: FigureOf;
  readonly entropy: FigureOf;
}

/** Of every part that any of the reports knows of. */
export function figuresOfParts(reports: readonly Faithfulness[]): PartFigures[] {
  const known = reports.flatMap(({ parts }) => parts.filter(({ decisions }) => decisions > 0));
  return [...new Set(known.map(({ part }) => part))].map((part) => {
    const of =
      (read: (part: PartFaithfulness) => number | null | undefined): FigureOf =>
      ({ parts }) => {
        const found = parts.find((each) => each.part === part);
        return (found && read(found)) ?? null;
      };
    return {
      part,
      leftOut: of(({ heads }) => heads[0]?.tau.leftOut?.value),
      masked: of(({ heads }) => heads[0]?.tau.masked?.value),
      gradient: of(({ heads }) => heads[0]?.tau.gradient?.value),
      between: of(({ between }) => between.gradient?.value),
      top: of(({ top }) => top?.value),
      chance: of(({ chance }) => chance),
      entropy: of(({ heads }) => heads[0]?.entropy?.value),
    };
  });
}

/** Success on the cases with attention as it is, or spoilt. */
export const successOf =
  (surgery: Surgery): FigureOf =>
  (report) =>
    report.surgery.find((each) => each.surgery === surgery)?.success.rate ?? null;
