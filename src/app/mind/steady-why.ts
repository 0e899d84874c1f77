/**
 * Sentences that come several times a second, made readable: each stands for a while, and who hears the page
 * instead of seeing it is told only when the reason is another, and not too often. Times are milliseconds of one
 * clock, handed in.
 */

export interface SteadyWhy {
  /** What stands on the page, since when. */
  readonly sentence: string;
  readonly since: number;
  /** What is read out, since when. */
  readonly spoken: string;
  readonly spokenSince: number;
}

/** Time to read one, and between two that are read out: a page that never stops talking says nothing. */
const readingTime = 1800;
const hearingTime = 12_000;

export function steadyWhy(before: SteadyWhy | undefined, sentence: string, now: number): SteadyWhy {
  if (!before) return { sentence, since: now, spoken: sentence, spokenSince: now };
  const isDue = now - before.since >= readingTime && sentence !== before.sentence;
  const shown = isDue ? { sentence, since: now } : before;
  const isNews = gistOf(shown.sentence) !== gistOf(before.spoken);
  const spoken =
    isNews && now - before.spokenSince >= hearingTime
      ? { spoken: shown.sentence, spokenSince: now }
      : before;
  return {
    ...{ sentence: shown.sentence, since: shown.since },
    ...{ spoken: spoken.spoken, spokenSince: spoken.spokenSince },
  };
}

/** A sentence without its figures: the same reason, seconds later. */
function gistOf(sentence: string): string {
  return sentence.replaceAll(/\d+(\.\d+)?/g, '');
}
