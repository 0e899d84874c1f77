/** What a faithfulness report says, in plain English sentences: its findings (findings.ts), one each. */
import type { Estimate } from '../core/bootstrap.ts';
import type { Faithfulness } from './faithfulness.ts';
import { type Finding, findingsOf, type Likeness } from './findings.ts';

export function inWords(report: Faithfulness): string[] {
  return findingsOf(report).map(sayFinding);
}

export function sayFinding(finding: Finding): string {
  switch (finding.is) {
    case 'ranks':
      return `Over ${spelled(finding.part)}, attention ranks things ${likes[finding.like]} what leaving them out of the world changes (τ ${figure(finding.tau)}).`;
    case 'gradient':
      return `The gradient ranks them ${likes[finding.like]} leaving out does (τ ${figure(finding.tau)}): ${tells[finding.tells]}.`;
    case 'best-head':
      return `Head ${finding.head} alone says more than all together (τ ${figure(finding.tau)}).`;
    case 'top':
      return `What is most attended to is what matters most in ${percent(finding.share)} of decisions, ${thans[finding.than]} by chance (${percent(finding.chance)}).`;
    case 'spread':
      return `Attention is spread ${spreads[finding.over]} (entropy ${figure(finding.entropy)} of 1).`;
    case 'strongest':
      return `The thing that matters most changes the action by ${finding.change.toFixed(2)} m/s on average.`;
    case 'surgery': {
      const { low, high, value } = finding.difference;
      const how = finding.surgery === 'permuted' ? 'permuted among what is there' : 'made uniform';
      const points = `${percentPoints(value)} points, ${percentPoints(low)} to ${percentPoints(high)}`;
      return `With attention ${how} it succeeds in ${percent(finding.rate)} (${points}): ${meanings[finding.means]}.`;
    }
    case 'agreement': {
      const [a, b] = finding.policies;
      const parts = finding.attention.map(
        ({ part, like, tau }) => `over ${spelled(part)} ${orders[like]} (τ ${figure(tau)})`,
      );
      return `Policies ${a} and ${b} attend ${parts.join(', ')}; what they do differs by ${figure(finding.action)} m/s on average${agreements[finding.means]}.`;
    }
    case 'no-critic':
      return 'No critic was kept with this policy, so nothing is known of what it expected.';
  }
}

const likes: Readonly<Record<Likeness, string>> = {
  unknown: 'in no way that can be compared with',
  none: 'in no relation to',
  opposite: 'rather opposite to',
  nearly: 'nearly like',
  much: 'much like',
  weakly: 'only weakly like',
};

const orders: Readonly<Record<Likeness, string>> = {
  unknown: 'to what cannot be compared',
  none: 'in orders that have nothing to do with each other',
  opposite: 'in rather opposite orders',
  nearly: 'in nearly the same order',
  much: 'in much the same order',
  weakly: 'in weakly related orders',
};

const tells = {
  less: 'attention tells less of what matters than the gradient does',
  more: 'attention tells more of what matters than the gradient does',
  'as-much': 'attention tells about as much of what matters',
} as const;

const thans = {
  more: 'more often than',
  less: 'less often than',
  'no-more': 'no more often than',
} as const;

const spreads = {
  all: 'almost evenly over all that is there',
  most: 'over most of what is there',
  few: 'over a few things',
  one: 'over hardly more than one thing',
} as const;

const meanings = {
  needs: 'the policy needs to look where it looks',
  better: 'the policy does better without looking where it looks',
  longer:
    'no loss of arrivals is shown, but success weighted by the length of the way (SPL) is lower',
  'not-needed': 'no loss is shown: these cases do not need it to look where it looks',
} as const;

const agreements = {
  same: ': they look at the same, so where they look comes of the task more than of one training’s chance',
  partly: ': over some of it they look at the same, over the rest at other things',
  apart:
    ': they look at different things, so if both do well, where one looks is not the only way to do this',
  unknown: '',
} as const;

const figure = (estimate: Estimate | null) =>
  estimate
    ? `${estimate.value.toFixed(2)}, ${estimate.low.toFixed(2)} to ${estimate.high.toFixed(2)}`
    : '–';

/** A part's name as words: "nearbyEntities" → "nearby entities". */
const spelled = (part: string) => part.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** With a true minus sign. */
const percentPoints = (rate: number) => (100 * rate).toFixed(1).replace('-', '−');

const percent = (rate: number) => `${(100 * rate).toFixed(1)} %`;
