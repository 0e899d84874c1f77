/**
 * What a faithfulness report comes to, good or bad, as data that can be said in any language: one finding for each
 * figure that a person should not have to know the statistics of. in-words.ts says them in English. Deterministic;
 * it knows nothing but the report.
 */
import type { Estimate } from '../core/bootstrap.ts';
import type { Agreement } from './agreement.ts';
import type { Faithfulness, PartFaithfulness } from './faithfulness.ts';
import type { Surgery } from './surgeries.ts';
import type { Operated } from './surgery.ts';

/** How alike two orders are, in steps of |τ| as is usual for rank correlations. */
export type Likeness = 'unknown' | 'none' | 'opposite' | 'nearly' | 'much' | 'weakly';

export type Finding =
  /** How attention over a part ranks things, against what leaving them out changes. */
  | {
      readonly is: 'ranks';
      readonly part: string;
      readonly like: Likeness;
      readonly tau: Estimate | null;
    }
  /** How the gradient ranks them, and whether attention tells less or more of what matters. */
  | {
      readonly is: 'gradient';
      readonly like: Likeness;
      readonly tau: Estimate;
      readonly tells: 'less' | 'more' | 'as-much';
    }
  /** A head that says more alone than all together. */
  | { readonly is: 'best-head'; readonly head: string | number; readonly tau: Estimate }
  /** How often what is most attended to is what matters most, 0 to 1. */
  | {
      readonly is: 'top';
      readonly share: number;
      readonly chance: number;
      readonly than: 'more' | 'less' | 'no-more';
    }
  | {
      readonly is: 'spread';
      readonly over: 'all' | 'most' | 'few' | 'one';
      readonly entropy: Estimate;
    }
  /** m/s by which what matters most changes the action. */
  | { readonly is: 'strongest'; readonly change: number }
  /** What spoilt attention costs: success, and its difference. */
  | {
      readonly is: 'surgery';
      readonly surgery: Surgery;
      readonly rate: number;
      readonly difference: Estimate;
      readonly means: 'needs' | 'better' | 'longer' | 'not-needed';
    }
  /** How alike two policies attend, and how far apart they act, m/s. */
  | {
      readonly is: 'agreement';
      readonly policies: readonly [number, number];
      readonly attention: readonly {
        readonly part: string;
        readonly like: Likeness;
        readonly tau: Estimate | null;
      }[];
      readonly action: Estimate | null;
      /** Whether they look at the same; `unknown` where nothing could be compared. */
      readonly means: 'same' | 'partly' | 'apart' | 'unknown';
    }
  /** No critic was kept, so nothing is known of what it expected. */
  | { readonly is: 'no-critic' };

export function findingsOf(report: Faithfulness): Finding[] {
  return [
    ...report.parts.flatMap((part) => (part.decisions === 0 ? [] : ofPart(part))),
    ...report.surgery.flatMap(ofSurgery),
    ...report.agreement.map(ofPair),
    ...(report.judged ? [] : [{ is: 'no-critic' } as const]),
  ];
}

function ofPart(of: PartFaithfulness): Finding[] {
  const { part, heads, between, top, chance, strongest } = of;
  const [mean, ...single] = heads;
  const tau = mean?.tau;
  if (!mean || !tau) return [];
  const findings: Finding[] = [
    { is: 'ranks', part, like: likenessOf(tau.leftOut), tau: tau.leftOut },
  ];
  const ceiling = between.gradient;
  if (ceiling && tau.leftOut) {
    const tells =
      ceiling.low > tau.leftOut.high ? 'less' : ceiling.high < tau.leftOut.low ? 'more' : 'as-much';
    findings.push({ is: 'gradient', like: likenessOf(ceiling), tau: ceiling, tells });
  }
  const best = single.toSorted(
    (a, b) => (b.tau.leftOut?.value ?? -1) - (a.tau.leftOut?.value ?? -1),
  )[0];
  if (best?.tau.leftOut && tau.leftOut && best.tau.leftOut.low > tau.leftOut.high) {
    findings.push({ is: 'best-head', head: best.head, tau: best.tau.leftOut });
  }
  if (top && chance !== null) {
    const than = top.low > chance ? 'more' : top.high < chance ? 'less' : 'no-more';
    findings.push({ is: 'top', share: top.value, chance, than });
  }
  if (mean.entropy) {
    findings.push({ is: 'spread', over: spreadOf(mean.entropy.value), entropy: mean.entropy });
  }
  if (strongest) findings.push({ is: 'strongest', change: strongest.value });
  return findings;
}

function ofSurgery({ surgery, success, difference }: Operated): Finding[] {
  if (!difference) return [];
  const { low, high } = difference.success;
  const means =
    high < 0
      ? 'needs'
      : low > 0
        ? 'better'
        : difference.spl.high < 0
          ? 'longer'
          : ('not-needed' as const);
  return [{ is: 'surgery', surgery, rate: success.rate, difference: difference.success, means }];
}

function ofPair({ policies: [a, b], attention, action }: Agreement): Finding {
  const parts = Object.entries(attention).map(([part, tau]) => ({
    ...{ part, like: likenessOf(tau), tau },
  }));
  const known = parts.filter(({ like }) => like !== 'unknown');
  const alike = known.filter(({ like }) => like === 'nearly' || like === 'much').length;
  const means =
    known.length === 0
      ? 'unknown'
      : alike === known.length
        ? 'same'
        : alike > 0
          ? 'partly'
          : ('apart' as const);
  return { is: 'agreement', policies: [a + 1, b + 1], attention: parts, action, means };
}

function likenessOf(tau: Estimate | null): Likeness {
  if (!tau) return 'unknown';
  if (tau.low <= 0 && tau.high >= 0) return 'none';
  if (tau.value < 0) return 'opposite';
  return tau.value >= 0.7 ? 'nearly' : tau.value >= 0.4 ? 'much' : 'weakly';
}

function spreadOf(entropy: number): 'all' | 'most' | 'few' | 'one' {
  if (entropy >= 0.95) return 'all';
  if (entropy >= 0.75) return 'most';
  return entropy >= 0.4 ? 'few' : 'one';
}
