/** What the selected robot has in mind: why, what it attends to, what it could do, what it senses. */
import type { Influence } from '../../../explain/explainer.ts';
import type { Reason } from '../../../explain/reason.ts';
import { sayReason } from '../../../explain/say-why.ts';
import type { Attending } from '../../mind/head-choice.ts';
import type { MindView } from '../../state.ts';

export const mind = {
  title: (robot: string) => `What ${robot} has in mind`,
  tab: (robot: string) => `${robot}’s mind`,
  letGo: (robot: string) => `Let go of ${robot}`,
  body: 'Reasons, actions and senses',
  choose: 'Choose a robot to see what it has in mind.',
  views: { attends: 'Attends', actions: 'Actions', senses: 'Senses' } satisfies Record<
    MindView,
    string
  >,
  tabs: 'What to look at',
  robots: {
    title: 'Robots',
    previous: 'Previous robot',
    next: 'Next robot',
    place: (at: number, of: number) => `${at} of ${of}`,
  },
  nothing: 'Nothing to be seen yet.',
  inSight: 'nothing in sight',

  why: {
    looking: 'Looking into its mind …',
    wanders: 'Wanders at random: nothing has been learned yet.',
    reason: (reason: Reason, nameOf: (influence: Influence) => string) =>
      sayReason(reason, { nameOf }),
    /** Nobody takes what would be for what is. */
    without: (things: readonly string[], said: string) =>
      `Without ${things.join(' and ')}, it ${said.charAt(0).toLowerCase()}${said.slice(1)}`,
    asImagined: (said: string) => `As imagined, it ${said.charAt(0).toLowerCase()}${said.slice(1)}`,
    /** What a sentence calls a thing. */
    thing: (label: string) => `the ${label}`,
    you: 'you',
  },

  imagined: {
    title: 'Imagined',
    without: 'Without ',
    bringBack: 'Bring back',
    does: 'does',
    would: 'would do',
    /** `change`: against what it expects of what it does. */
    expects: (value: string, change?: string) =>
      change === undefined ? `expects ${value}` : `expects ${value} (${change})`,
    asItIs: 'As it is',
    here: 'where it is',
    elsewhere: (metres: string) => `moved ${metres}`,
    beside: (metres: string) => `${metres} beside it`,
    hands: (thing: string) => `Imagine ${thing} elsewhere`,
    /** As the person looks. */
    moves: {
      left: (thing: string) => `Move ${thing} to the left`,
      right: (thing: string) => `Move ${thing} to the right`,
      ahead: (thing: string) => `Move ${thing} farther off`,
      back: (thing: string) => `Move ${thing} nearer`,
    },
    moveHint: 'Arrow keys, with Shift by less; or drag it in the world',
    copy: 'Copy',
    away: 'Take away',
    putBack: 'Put back',
    takenUp: (thing: string) => `${thing}: move it by the arrow keys, or drag it in the world.`,
    moved: (thing: string, metres: string) => `${thing}: moved ${metres}.`,
    copied: (thing: string) => `${thing} is there, too: move it by the arrow keys.`,
    isBack: (thing: string) => `${thing} is where it is.`,
    isGone: (thing: string) => `${thing} is gone.`,
    enough: (most: number) => `At most ${most} can be imagined elsewhere at a time.`,
    enoughCopies: (most: number) => `At most ${most} copies can be imagined at a time.`,
  },

  attends: {
    things: 'Things nearby',
    places: 'Places',
    order: 'Order',
    by: 'by',
    orders: { influence: 'influence', attention: 'attention' },
    orderBy: { influence: 'Order by influence', attention: 'Order by attention' },
    most: 'attended most',
    matters: 'matters most',
    whatIf: (thing: string) => `What if ${thing} were not there?`,
    whatIfHint: 'What if it were not there?',
    bringBackHint: 'Bring it back',
    whatIfElse: (thing: string) => `What if ${thing} were elsewhere, or there twice?`,
    whatIfElseHint: 'What if it were elsewhere, or there twice?',
    putBackHint: 'Put it back',
    gone: 'imagined not to be there',
    saidAttention: 'Attention ',
    saidLeftOut: 'If it were gone, the action changes by ',
    saidMasked: 'If it were only unseen, by ',
    saidValue: ', value ',
    fewer: 'Fewer',
    all: (count: number) => `All ${count}`,
    explain: 'Does attention explain it?',
  },

  legend: {
    weight: 'attention',
    leftOut: 'if gone',
    masked: 'if unseen',
    weightMeaning:
      'The share of its attention that the thing gets: the mean of its heads, of all things nearby or of all places.',
    leftOutMeaning:
      'How much its action changes, in metres per second, when all that it senses is sensed anew as if the thing were not there: rays, graph and all.',
    maskedMeaning:
      'How much its action changes when it may not attend to the thing, and nothing else is changed. The rest of the second bar comes by other ways, such as rays.',
    judged: 'The second figure is how much its critic then expects more or less of the way ahead.',
    unjudged: 'Its critic is not known, so it is not said what it would expect.',
    oneByOne:
      ' Things are left out one by one: of two that do the same, neither may seem to matter until you imagine the other away.',
  },

  heads: {
    title: 'Head by head, and the last ten seconds',
    thing: 'Thing',
    head: 'Head ',
    seconds: '10 s',
    /** `head`: undefined of the mean. */
    strip: (thing: string, head: number | undefined) =>
      `Attention${head === undefined ? '' : ` of head ${head}`} to ${thing} during the last ten seconds`,
    weights: 'Weights of each head',
    meaning:
      'Percent of each head’s attention, of all things nearby or of all places. The ten seconds are of the head that is marked, or else the mean.',
    shown: {
      by: 'rays of',
      all: 'all heads',
      mean: 'All heads, mean',
      head: (head: number) => `Head ${head}`,
      over: {
        things: 'Rays to things nearby',
        places: 'Rays to places',
      } satisfies Record<Attending, string>,
      hint: 'Whose attention the rays in the world and the last ten seconds show',
    },
  },

  actions: {
    disc: (velocity: string, most: string) => `Chooses ${velocity}, of at most ${most}`,
    chosen: 'Chooses',
    imagined: 'Would choose',
    moving: 'Moves now',
    favourite: 'Critic likes best',
    scale: 'what its critic expects of going there (return)',
    noCritic: (version: number) =>
      `What its critic thinks is not known: this policy was kept without it, in a file of version ${version}. Learn from scratch to see one.`,
    criticComes: 'What its critic thinks is not known yet: it is on its way from the learner.',
    noise: 'While it learns, some noise is added to what it chooses.',
    still: 'stands still',
    velocity: (speed: string, way: string) => `${speed}, ${way}`,
    ahead: 'straight ahead',
    back: 'straight back',
    aside: (degrees: number, side: 'left' | 'right') => `${degrees}° to the ${side}`,
  },

  senses: {
    looking: 'Looking …',
    drawn: 'Drawn in the world',
    rays: (rays: number) => `Free space by ${rays} rays`,
    scan: (reach: string) => `Free space around it, up to ${reach}`,
    feature: 'Feature',
    numbers: (part: string) => `Numbers of ${part}`,
    among: { title: 'What they hear of each other, in percent' },
    graph: {
      title: 'Scene graph',
      size: (nodes: string, edges: string) => `${nodes} places, ${edges} edges between them`,
      nodes: 'Numbers of each place',
      place: 'place',
      kind: 'kind',
      forward: 'ahead of it',
      left: 'to its left',
      edges: 'What places hear of each other',
      between: 'hears ← from',
      hears: (hearer: string, sender: string) => `${hearer} ← ${sender}`,
      length: 'length',
      share: 'share',
      round: 'Round',
      head: 'Head',
      mean: 'mean',
      unread: 'Its policy does not read the graph.',
    },
  },
};
