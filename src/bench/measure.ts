/**
 * Timing of several candidates side by side. Every round measures each of them once, so whatever else
 * the machine does hits all alike; every other round goes through them backwards, so none always
 * follows the same one. Medians are compared, because a shared machine's noise is one-sided.
 */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** How many rounds these are of. */
  readonly rounds: number;
}

export interface Candidate {
  /** One round: works and returns the figure in the unit of its row. */
  round(): Promise<number> | number;
}

/** Does `count` units of work and returns the milliseconds they took. */
export type Timed = (count: number) => Promise<number>;

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] as number;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
    rounds: sorted.length,
  };
}

export interface MeasureOptions {
  readonly rounds: number;
  readonly now: () => number;
  /** A candidate that has taken so many milliseconds is left out of later rounds. Default: never. */
  readonly patience?: number;
  readonly onRound?: (done: number) => void;
}

/** The spread of each candidate over `rounds` rounds, or fewer where patience ends. */
export async function measure(
  candidates: readonly Candidate[],
  { rounds, now, patience = Number.POSITIVE_INFINITY, onRound }: MeasureOptions,
): Promise<Spread[]> {
  const entries = candidates.map((candidate) => ({ candidate, values: [] as number[], took: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const entry of round % 2 === 0 ? entries : entries.toReversed()) {
      if (entry.took > patience) continue;
      const start = now();
      entry.values.push(await entry.candidate.round());
      entry.took += now() - start;
    }
    onRound?.(round + 1);
  }
  return entries.map(({ values }) => spreadOf(values));
}

/** Work of this process against the clock that is handed in. */
export function timed(now: () => number, work: (count: number) => Promise<void> | void): Timed {
  return async (count) => {
    const start = now();
    await work(count);
    return now() - start;
  };
}

export interface Round {
  /** Milliseconds that a round should take at least. */
  readonly milliseconds: number;
  /** 'each': milliseconds of one unit; 'rate': units a second. */
  readonly figure: 'each' | 'rate';
}

/** Work that takes so many rounds' time at first is timed one unit a round, without more warm-up. */
const hopeless = 10;

/**
 * Warms the work up until a round of it takes long enough to be timed (engines compile what runs
 * often, GPUs what runs first), and makes a candidate of it.
 */
export async function candidateOf(work: Timed, round: Round): Promise<Candidate> {
  let count = 1;
  let took = await work(count);
  if (took < hopeless * round.milliseconds) took = await work(count);
  while (took < round.milliseconds) {
    // Early rounds are slower than later ones: a tenfold step at most, so that none gets far too long.
    const factor = Math.min(10, round.milliseconds / Math.max(took, 1e-3));
    count = Math.max(count + 1, Math.ceil(count * factor));
    took = await work(count);
  }
  return {
    async round() {
      const milliseconds = await work(count);
      return round.figure === 'each' ? milliseconds / count : (count / milliseconds) * 1000;
    },
  };
}
