/**
 * What a faithfulness report says, in plain sentences, good or bad: one for each figure that a person should not
 * have to know the statistics of. Deterministic; it knows nothing but the report.
 */
import type { Estimate } from '../core/bootstrap.ts';
import type { Faithfulness, PartFaithfulness } from './faithfulness.ts';
import type { Operated } from './surgery.ts';

export function inWords(report: Faithfulness): string[] {
  return [
    ...report.parts.flatMap((part) => (part.decisions === 0 ? [] : wordsOfPart(part))),
    ...report.surgery.flatMap((operated) => wordsOfSurgery(operated)),
    ...report.agreement.map(({ policies: [a, b], attention, action }) => {
      const parts = Object.entries(attention).map(
        ([part, tau]) => `over ${spelled(part)} ${orderOf(tau)} (τ ${figure(tau)})`,
      );
      return `Policies ${a + 1} and ${b + 1} attend ${parts.join(', ')}; what they do differs by ${figure(action)} m/s on average.`;
    }),
    ...(report.judged
      ? []
      : ['No critic was kept with this policy, so nothing is known of what it expected.']),
  ];
}

function wordsOfPart({ part, heads, between, top, chance, strongest }: PartFaithfulness): string[] {
  const [mean, ...single] = heads;
  const tau = mean?.tau;
  if (!mean || !tau) return [];
  const words = [
    `Over ${spelled(part)}, attention ranks things ${likeOf(tau.leftOut)} what leaving them out of the world changes (τ ${figure(tau.leftOut)}).`,
  ];
  const ceiling = between.gradient;
  if (ceiling && tau.leftOut) {
    words.push(
      `The gradient ranks them ${likeOf(ceiling)} leaving out does (τ ${figure(ceiling)}): ${
        ceiling.low > tau.leftOut.high
          ? 'attention tells less of what matters than the gradient does'
          : ceiling.high < tau.leftOut.low
            ? 'attention tells more of what matters than the gradient does'
            : 'attention tells about as much of what matters'
      }.`,
    );
  }
  const best = single.toSorted(
    (a, b) => (b.tau.leftOut?.value ?? -1) - (a.tau.leftOut?.value ?? -1),
  )[0];
  if (best?.tau.leftOut && tau.leftOut && best.tau.leftOut.low > tau.leftOut.high) {
    words.push(
      `Head ${best.head} alone says more than all together (τ ${figure(best.tau.leftOut)}).`,
    );
  }
  if (top && chance !== null) {
    const better =
      top.low > chance
        ? 'more often than'
        : top.high < chance
          ? 'less often than'
          : 'no more often than';
    words.push(
      `What is most attended to is what matters most in ${percent(top.value)} of decisions, ${better} by chance (${percent(chance)}).`,
    );
  }
  if (mean.entropy) {
    words.push(
      `Attention is spread ${spreadOf(mean.entropy.value)} (entropy ${figure(mean.entropy)} of 1).`,
    );
  }
  if (strongest) {
    words.push(
      `The thing that matters most changes the action by ${strongest.value.toFixed(2)} m/s on average.`,
    );
  }
  return words;
}

function wordsOfSurgery({ surgery, success, difference }: Operated): string[] {
  if (!difference) return [];
  const { low, high, value } = difference.success;
  const rate = percent(success.rate);
  const how = surgery === 'permuted' ? 'permuted among what is there' : 'made uniform';
  const points = `${percentPoints(value)} points, ${percentPoints(low)} to ${percentPoints(high)}`;
  const meaning =
    high < 0
      ? 'the policy needs to look where it looks'
      : low > 0
        ? 'the policy does better without looking where it looks'
        : difference.spl.high < 0
          ? 'it arrives as often, but by longer ways'
          : 'no loss is shown: these cases do not need it to look where it looks';
  return [`With attention ${how} it succeeds in ${rate} (${points}): ${meaning}.`];
}

const figure = (estimate: Estimate | null) =>
  estimate
    ? `${estimate.value.toFixed(2)}, ${estimate.low.toFixed(2)} to ${estimate.high.toFixed(2)}`
    : '–';

/** A part's name as words: "nearbyEntities" → "nearby entities". */
const spelled = (part: string) => part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** With a true minus sign. */
const percentPoints = (rate: number) => (100 * rate).toFixed(1).replace('-', '−');

const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;

/** Steps of |τ|, as is usual for rank correlations. */
function orderOf(tau: Estimate | null): string {
  if (!tau) return 'to what cannot be compared';
  if (tau.low <= 0 && tau.high >= 0) return 'in orders that have nothing to do with each other';
  if (tau.value < 0) return 'in rather opposite orders';
  return tau.value >= 0.7
    ? 'in nearly the same order'
    : tau.value >= 0.4
      ? 'in much the same order'
      : 'in weakly related orders';
}

function likeOf(tau: Estimate | null): string {
  if (!tau) return 'in no way that can be compared with';
  if (tau.low <= 0 && tau.high >= 0) return 'in no relation to';
  if (tau.value < 0) return 'rather opposite to';
  return tau.value >= 0.7 ? 'nearly like' : tau.value >= 0.4 ? 'much like' : 'only weakly like';
}

function spreadOf(entropy: number): string {
  if (entropy >= 0.95) return 'almost evenly over all that is there';
  if (entropy >= 0.75) return 'over most of what is there';
  return entropy >= 0.4 ? 'over a few things' : 'over hardly more than one thing';
}
