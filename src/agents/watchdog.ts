/**
 * Whether learning still goes well, by looks at it now and then: the best look is remembered, and a
 * collapse is told from bad luck. Plain numbers in and out, no clock, no randomness; the state is JSON. It does
 * not know where a look comes from (validation episodes in Node, training episodes in the page), nor
 * what becomes of its verdict (watch.ts).
 *
 * A collapse is either of two:
 * - Q is no number, or, on average, further from 0 than `farthest` times what the rewards that are learned from can
 *   come to, whatever is done (rl/largest-value.ts): no error that is still shrinking. (Fujimoto et al. 2018 show how Q
 *   overestimates.) Returns of episodes are no measure of it: they have another discount and no shaping, and end with
 *   the time, through which a learner bootstraps; one who stands still for ever is worth less than any of them.
 *   It counts only where going back helps: where there is a best look, and Q was not as far off then. The price: with
 *   a discount near 1 rewards can come to much (in the plaza ±9 at 0.99, ±760 at 0.9999), and below three times that
 *   only a fall of success tells.
 * - Two looks in a row have a success whose Wilson interval lies wholly below that of the best look.
 *   The best of many looks was lucky, so intervals of 95 % would cry wolf: from 100 episodes of an
 *   unchanging success rate, z = 1.96 or 2.5 is certain to do so within 10,000 looks. With z = 3.5 the exact
 *   probability over 10,000 looks is at most 0.03 (at a rate of 0.5), over 100 looks 6e-6. The price: after a
 *   best look of 0.95 a fall is one to 0.67 or less, after 0.7 to 0.35, after 0.5 to 0.16, after 0.3 to
 *   0.03; below that success is too rare for its loss to be proven, and only Q can tell.
 */
import { wilsonInterval } from './wilson.ts';

export interface Look {
  readonly updates: number;
  readonly agentSteps: number;
  /** Of `episodes`. */
  readonly successes: number;
  readonly episodes: number;
  readonly returnMean: number;
  readonly qMean: number;
}

export interface WatchdogState {
  /** Without episodes: where watching began, before any look. */
  readonly best: Look;
  /** Looks in a row, up to the latest, whose success was below the best. */
  readonly falls: number;
}

/** Of what learning collapsed. */
export type Collapse =
  /** Values, or the actor's weights, are no numbers any more. */
  | { readonly is: 'no-number'; readonly of: 'q' | 'actor' }
  /** Q on average, where rewards add up to ± `largest` at most. */
  | { readonly is: 'far'; readonly qMean: number; readonly largest: number }
  /** Success, now and at the best look, which was at update `updates`. */
  | {
      readonly is: 'fell';
      readonly success: number;
      readonly best: number;
      readonly updates: number;
    };

/** In one English sentence. */
export function collapseInWords(collapse: Collapse): string {
  switch (collapse.is) {
    case 'no-number':
      return collapse.of === 'q'
        ? 'Q is no number any more.'
        : 'The actor’s weights are no numbers any more.';
    case 'far':
      return `Q is ${collapse.qMean.toPrecision(3)} on average, but rewards add up to ±${collapse.largest.toPrecision(3)} at most.`;
    case 'fell':
      return `${fallInWords(collapse)}, and so at the look before.`;
  }
}

const fallInWords = ({ success, best, updates }: Omit<Extract<Collapse, { is: 'fell' }>, 'is'>) =>
  `Success was ${success.toFixed(2)}, after ${best.toFixed(2)} at update ${updates}`;

export interface Judgement {
  readonly verdict: 'best' | 'fine' | 'collapsed';
  /** Of what, if it has. */
  readonly collapse?: Collapse;
  /** One sentence. */
  readonly reason: string;
  readonly state: WatchdogState;
}

/** Normal quantile of the intervals that must not meet. */
const z = 3.5;
const fallsToCollapse = 2;
/** Of what rewards can come to. */
const farthest = 3;

export function beginWatchdog({ updates, agentSteps }: Pick<Look, 'updates' | 'agentSteps'>) {
  const best: Look = { updates, agentSteps, successes: 0, episodes: 0, returnMean: 0, qMean: 0 };
  const state: WatchdogState = { best, falls: 0 };
  return state;
}

/** `largest`: how far from 0 any value can be now. */
export function judge(state: WatchdogState, look: Look, largest: number): Judgement {
  const { best } = state;
  const calm: WatchdogState = { ...state, falls: 0 };
  const isFar = ({ qMean }: Look) => Math.abs(qMean) > farthest * largest;
  if (!Number.isFinite(look.qMean)) {
    return collapsed({ is: 'no-number', of: 'q' }, calm);
  }
  if (best.episodes > 0 && isFar(look) && !isFar(best)) {
    return collapsed({ is: 'far', qMean: look.qMean, largest }, calm);
  }
  const [now, then] = [look, best].map((of) => wilsonInterval(of.successes, of.episodes, z));
  const [success, bestSuccess] = [look, best].map((of) => of.successes / of.episodes) as [
    number,
    number,
  ];
  const [share, bestShare] = [success.toFixed(2), bestSuccess.toFixed(2)];
  if ((now?.high ?? 1) < (then?.low ?? 0)) {
    const falls = state.falls + 1;
    const fall = { success, best: bestSuccess, updates: best.updates };
    if (falls < fallsToCollapse) {
      return {
        verdict: 'fine',
        reason: `${fallInWords(fall)}; one look is no proof.`,
        state: { ...state, falls },
      };
    }
    return collapsed({ is: 'fell', ...fall }, calm);
  }
  if (isBetter(look, best)) {
    const reason = `Success is ${share}, the best so far.`;
    return { verdict: 'best', reason, state: { ...calm, best: look } };
  }
  const reason = `Success is ${share}, the best was ${bestShare} at update ${best.updates}.`;
  return { verdict: 'fine', reason, state: calm };
}

function collapsed(collapse: Collapse, state: WatchdogState): Judgement {
  return { verdict: 'collapsed', collapse, reason: collapseInWords(collapse), state };
}

/**
 * By success; of equal ones, the later. The highest of many returns of 100 episodes is luck, and lucky are those who
 * take risks.
 */
function isBetter(look: Look, best: Look): boolean {
  if (best.episodes === 0) return true;
  const more = look.successes / look.episodes - best.successes / best.episodes;
  return more >= 0;
}
