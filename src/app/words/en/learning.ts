/** How learning goes: figures, timeline, settings, the run, and published cases. */
import type { BackendChoice } from '../../../agents/choose-backend.ts';
import type { Collapse } from '../../../agents/watchdog.ts';
import { collapseInWords } from '../../../agents/watchdog.ts';
import type { Adjustable } from '../../../rl/adjustable.ts';
import type { MarkKind } from '../../learning/marks.ts';

interface SettingWords {
  readonly title: string;
  /** One sentence or two. */
  readonly meaning: string;
}

export const learning = {
  title: 'Learning',
  figures: 'Figures of learning',
  noTry: 'no try has ended yet',
  arrived: (tries: number) =>
    tries === 1 ? 'of the one try so far arrived' : `of the last ${tries} tries arrived`,

  tiles: {
    return: { name: 'Return', meaning: 'Discounted rewards of a try, mean of the last 100' },
    spl: {
      name: 'SPL',
      meaning: 'Success weighted by path length: 1 is the shortest way, every time',
    },
    criticLoss: { name: 'Critic loss', meaning: 'How far the critic’s predictions are off' },
    actorLoss: {
      name: 'Actor loss',
      meaning: 'Minus what the critic expects of the actor: lower is better',
    },
    overTime: (name: string) => `${name} over training time`,
  },

  rows: {
    trainedFor: 'Trained for',
    timeToGoal: 'Time to goal',
    agentSteps: 'Agent steps',
    updates: 'Updates',
    worldSpeed: 'World speed',
    ofSpeed: (speed: string) => `of ${speed}`,
    learnsOn: 'Learns on',
    tested: 'Success when tested',
  },
  backend: { starting: 'starting …', none: 'not running' },
  reason: {
    shown: (done: string, episodes: string) =>
      `First it is shown how: ${done} of ${episodes} demonstrations.`,
    starting: 'Testing what this machine learns fastest on.',
    nobody: 'Nobody learns here.',
    chosen: (choice: BackendChoice) => choice.reason,
  },
  /** `file`: where it is from, if not from the page; `cases`: what it was tested on, if it was. */
  trained(file: string | undefined, cases: string | undefined) {
    const origin = file === undefined ? 'Trained before you came' : `From the file “${file}”`;
    const tested =
      cases === undefined
        ? '; it was not tested on cases that training never saw'
        : ` and tested on ${cases} cases that training never saw`;
    return `${origin}${tested}. Nobody explores or learns now.`;
  },

  stop: 'Stop at a collision',
  stopHint: 'Stops the world in view once somebody meets something (C)',
  kept: {
    new: 'Not saved yet; it will be in a moment.',
    justNow: 'Saved in this browser just now.',
    ago: (time: string) => `Saved in this browser ${time} ago.`,
  },
  watch: 'Watch trained robots',

  timeline: {
    title: 'Timeline of the run',
    chart: (rate: string, marks: string) =>
      `Success rate and return over training time, success now ${rate}${marks}`,
    unknown: 'unknown',
    success: 'Success, %',
    return: 'Return',
    marks: 'What happened on the way',
    scrubber: 'Moment whose weights drive the world in view',
    watching: 'Watching them ',
    asNow: 'as they are now',
    asAfter: (time: string) => `as after ${time}`,
    now: 'Now',
    /** Of the slider: "after 2 min 3 s, success 0.43", "now, success 0.91". */
    stop: (time: string | undefined, success: string | undefined) =>
      `${time === undefined ? 'now' : `after ${time}`}${success === undefined ? '' : `, success ${success}`}`,
    markAt: (time: string, text: string) => `${time}: ${text}`,
    /** Of all marks, one after the other: "; rolled back at 3 min 2 s". */
    oneOfMarks: (kind: MarkKind, time: string) => `; ${kinds[kind]} at ${time}`,
  },
  marks: {
    saved: 'saved in this browser; a reload goes on from here',
    best: (share: string, tries: string, update: string) =>
      `the best so far, ${share} of ${tries} tries, at update ${update}; its weights are kept to go back to`,
    rollback: (reason: string) => `collapsed and rolled back. ${reason}`,
    stopped: 'training stopped',
    again: 'training was stopped here and started again',
    toFile: 'saved to a file',
    fromFile: (steps: string) => `went on from a file, at ${steps} steps`,
    world: (changes: number) =>
      changes === 1 ? 'you changed the world' : `you changed the world, ${changes} times`,
    entered: 'you walked in',
    left: 'you left the world',
  },
  collapse: (collapse: Collapse) => collapseInWords(collapse),

  compare: {
    with: 'Compare with',
    none: 'no other run',
    yours: (scene: string) => `your run of ${scene}`,
    before: (scene: string) => `${scene}, before`,
    file: 'a file …',
  },

  settings: {
    title: 'Settings',
    when: 'Each counts from its next update on. The weights, and all that was lived through, stay.',
    fixed: 'What needs a new start',
    fixedReason:
      'Networks, replay or worlds are made by these. The command line sets them: --set name=value.',
    yes: 'yes',
    no: 'no',
    of: {
      noise: {
        title: 'Exploration noise',
        meaning:
          'How far they stray from what they would do, to find something better; 1 is top speed.',
      },
      stepsPerUpdate: {
        title: 'Steps per update',
        meaning:
          'What they live through between two updates: fewer, and more is made of each step.',
      },
      actorRate: {
        title: 'Learning rate of the actor',
        meaning:
          'How far an update changes what they do. Too high, and they unlearn; 0, and they stay.',
      },
      criticRate: {
        title: 'Learning rate of the critic',
        meaning: 'How far an update changes what they expect of an action.',
      },
      batch: {
        title: 'Batch',
        meaning: 'Moments that an update learns from. More make it steadier, and slower.',
      },
      gamma: {
        title: 'Discount γ',
        meaning:
          'What a reward is worth one decision later: 0.9 looks about 10 decisions ahead, 0.99 about 100.',
      },
      nStep: {
        title: 'Steps of the return',
        meaning: 'So many rewards are taken as they came, before the critic’s guess of the rest.',
      },
      tau: {
        title: 'Pace of the targets τ',
        meaning:
          'How closely the networks that act and that are learned from follow the newest ones.',
      },
      reachPenalty: {
        title: 'Penalty on extremes',
        meaning: 'Keeps actions where a small change of mind still changes them.',
      },
    } satisfies Record<Adjustable, SettingWords> as Record<Adjustable, SettingWords>,
    change: (title: string, from: string, to: string) => `${title} ${from} → ${to}`,
    changes: (changes: readonly string[]) => changes.join(', '),
  },

  cases: {
    label: 'Published cases',
    title: (cases: number) => `${cases} published cases`,
    trained: 'trained',
    updates: 'updates',
    interval: (from: string, to: string) => `95 % interval (Wilson): ${from} to ${to}`,
    intervalSpoken: '95 % interval ',
    minutes: (minutes: string) => `${minutes} min`,
    now: 'Now',
    next: 'Next',
    run: 'Cases run',
    of: (done: number, all: number) => `${done} of ${all}`,
    ask: (cases: number) => `Run the ${cases} cases`,
    resumes: 'when training goes on',
    firstMinute: 'after a minute of training',
    later: 'after more training',
    newest: 'Only the newest',
    all: (rows: number) => `All ${rows} rows`,
    published: 'Published',
    honest: 'Whoever chooses weights by test cases reports better than they are.',
    unseen: 'Cases that training never sees, by which no weights are chosen.',
    sources: (sources: readonly { readonly methods: readonly string[]; readonly of: string }[]) =>
      ` ${sources.map(({ methods, of }) => `${methods.join(', ')}: ${of}`).join('; ')}.`,
  },
};

/** In the middle of a sentence. */
const kinds: Readonly<Record<MarkKind, string>> = {
  saved: 'saved',
  best: 'best weights',
  rollback: 'rolled back',
  setting: 'setting changed',
  training: 'training stopped or started',
  file: 'file saved or loaded',
  world: 'world changed',
  visit: 'you walked in or left',
};
