/** The faithfulness report: whether attention explains what the policy does. */
import type { Finding } from '../../../explain/findings.ts';
import { sayFinding } from '../../../explain/in-words.ts';

export const report = {
  title: 'Does attention explain what they do?',
  closes: 'the report',
  intro:
    'Rays and shares show where a policy looks. That may be a picture and no reason. So things are left out one by one, to see what the robots would do otherwise, and their attention is spoilt, to see what they lose.',
  /** "Measuring the weights after 2 min (2 of 9): about 3 min left"; without a time nobody knows yet. */
  measuring: (
    { when, number, of }: { readonly when: string | undefined; number: number; of: number },
    left: string | undefined,
  ) =>
    `Measuring${when === undefined ? '' : ` the weights after ${when}`}${
      of === 1 ? '' : ` (${number} of ${of})`
    }${left === undefined ? ' …' : `: about ${left} left`}`,
  measured: 'Measured',
  stop: 'Stop',
  save: 'Save as JSON',
  measure: 'Measure',
  again: 'Measure again',
  /** The weights of a moment of the past are in view. */
  measurePast: (when: string) => `Measure those after ${when}`,
  /** Kept moments that have no report. */
  all: (count: number) => `Measure ${count} kept moments`,
  nothingLearned: 'Nothing is learned yet',
  ready: 'The faithfulness report is ready',
  notKept: 'The weights of that moment are not kept any more.',

  of: ({
    when,
    updates,
    now,
    decisions,
    tries,
  }: {
    readonly when: string;
    readonly updates: string;
    readonly now: string | undefined;
    readonly decisions: string;
    readonly tries: number;
  }) =>
    `After ${when} of training, ${updates} updates${
      now === undefined ? '' : ` (now ${now})`
    }: ${decisions} decisions of ${tries} tries that training never saw. Lines are 95\u00a0% intervals.`,

  over: 'Over training',
  weights: 'after',
  reports: 'Reports, by training time; choose one to read it',
  tauOf: (part: string) => `τ, ${part}`,
  plots: {
    tau: 'τ with leaving out',
    top: 'Most attended is most influential',
    entropy: 'Entropy: 1 is even',
    success: 'Success',
  },
  chance: 'by chance',
  /** What a picture shows, for those who do not see it. */
  changed: (what: string, from: string, to: string) => `${what}: from ${from} to ${to}`,
  finding: (finding: Finding) => sayFinding(finding),

  part: (part: string) => `Attention over ${part}`,
  ranks:
    'Does it rank things as their influence does? Rank correlation τ: 1 the same order, 0 none',
  leftOut: 'left out of the world',
  leftOutMeaning: 'How the action changes when the thing is left out of everything that is sensed',
  masked: 'its row masked',
  maskedMeaning: 'How the action changes when it may not be attended to, and nothing else changes',
  gradient: 'gradient',
  gradientMeaning: 'Gradient of the action with respect to what is read of it, times that',
  between: 'gradient with left out',
  betweenMeaning: 'How far two measures of what matters agree with each other',
  top: (share: string, chance: string) =>
    `What is most attended to is what matters most in ${share} of decisions; by chance it would be ${chance}.`,
  interval: (low: string, high: string) => `${low} to ${high}`,

  heads: 'Head by head',
  head: 'head',
  mean: 'mean',
  columns: {
    leftOut: 'τ, left out',
    masked: 'τ, masked',
    gradient: 'τ, gradient',
    entropy: 'entropy',
  },

  /** Of a report that compares policies: which they are, and figures of each two. */
  seeds: {
    title: 'Do other training seeds look at the same?',
    who: 'The policies',
    first: 'the policy of this report',
    attention:
      'Rank correlation τ of their attention, asked about the same decisions: 1 the same order, 0 none',
    pair: (a: number, b: number, part: string) => `${a} and ${b}: ${part}`,
    pairMeaning: (a: number, b: number) =>
      `How policies ${a} and ${b} rank what is there, by the mean of their heads`,
    action: 'How far apart what they do is on average, m/s',
    actionPair: (a: number, b: number) => `${a} and ${b}`,
    actionMeaning: 'Length of the difference of their actions, asked about the same decisions',
  },

  /** Policies that the next report compares with. */
  others: {
    title: 'Other training seeds',
    line: 'Is where they look an accident of one training? Add policies of this scene from other trainings: the next report asks them about the same decisions.',
    fromFile: 'Add from a file …',
    shipped: 'Add the trained policy',
    own: 'Add your own run',
    names: { shipped: 'the trained policy of this page', own: 'your own run' },
    named: (name: string, seed: number, updates: string) =>
      `${name} (seed ${seed}, ${updates} updates)`,
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    added: (name: string) => `Added ${name}`,
    removed: (name: string) => `Removed ${name}`,
  },

  needs: 'Does the policy need to look where it looks?',
  success: 'Success with its own attention, and with attention spoilt',
  surgery: {
    'as trained': 'as trained',
    permuted: 'permuted',
    uniform: 'uniform',
  },
  surgeryMeaning: {
    'as trained': 'Nothing is changed',
    permuted: 'Every head’s weights are exchanged at random among what is present',
    uniform: 'Every head attends to all that is present alike',
  },
};
