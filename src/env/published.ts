/**
 * What others have published on a benchmark's own cases, to stand beside results on the same cases. A figure is
 * as its source has it; one that the source does not give is absent. Knows nothing of how it was come by.
 */
import { InputError } from '../core/input-error.ts';
import { checkNames, checkNumber, checkText } from './check-option.ts';

export interface PublishedResult {
  /** What acted: "ORCA". */
  readonly method: string;
  /** Where the figures stand, and what is to be known with it: "Chen et al. (2019), with look-ahead". */
  readonly source: string;
  /** Shares of the cases, 0 to 1. */
  readonly success: number;
  readonly collision: number;
  /** Mean seconds of the successful cases. */
  readonly time?: number;
  /** Mean discounted return of all cases. */
  readonly return?: number;
  /** The scenario's own, by the names of its metrics. */
  readonly figures?: Readonly<Record<string, number>>;
}

const share = { min: 0, max: 1 };
const anySize = { min: -1e6, max: 1e6 };
const fields = ['method', 'source', 'success', 'collision', 'time', 'return', 'figures'];

/** `where` names the scenario, `metrics` its own figures, `cases` how many cases it has published. */
export function checkPublished(
  where: string,
  results: readonly PublishedResult[],
  { metrics, cases }: { readonly metrics: readonly string[]; readonly cases: number },
): void {
  if (!Array.isArray(results)) {
    throw new InputError(`Expected ${where}: published to be a list of results, got ${results}.`);
  }
  if (results.length > 0 && cases === 0) {
    throw new InputError(
      `Expected ${where}: published to stand with published cases, got seeds by hash: give its spans by publishedSeeds.`,
    );
  }
  for (const result of results) {
    checkText(`${where}: published: method`, result.method);
    const name = `${where}: published: ${result.method}`;
    checkNames(name, result, fields);
    checkText(`${name}: source`, result.source);
    checkNumber(`${name}: success`, result.success, share);
    checkNumber(`${name}: collision`, result.collision, share);
    if (result.time !== undefined) checkNumber(`${name}: time`, result.time, { min: 0, max: 1e6 });
    if (result.return !== undefined) checkNumber(`${name}: return`, result.return, anySize);
    checkNames(`${name}: figures`, result.figures ?? {}, metrics);
    for (const [metric, value] of Object.entries(result.figures ?? {})) {
      checkNumber(`${name}: ${metric}`, value, anySize);
    }
  }
}
