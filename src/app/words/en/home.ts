/** The page itself: its preferences, and what the browser keeps of it. */
import type { QualityStep, QualityWish } from '../../../view/quality.ts';
import type { MotionWish, ThemeWish } from '../../home/appearance.ts';
import type { TourStep } from '../../home/tour-steps.ts';

interface StepWords {
  readonly title: string;
  readonly text: string;
  /** What there is to do. */
  readonly task: string;
}

export const home = {
  title: 'Preferences',
  hint: 'Preferences (P)',
  closes: 'preferences',
  language: 'Language',

  theme: {
    title: 'Colours',
    names: { system: 'As the system', light: 'Light', dark: 'Dark' } satisfies Record<
      ThemeWish,
      string
    >,
  },
  motion: {
    title: 'Motion',
    names: { system: 'As the system', reduced: 'Reduced' } satisfies Record<MotionWish, string>,
  },
  quality: {
    title: 'Quality',
    names: { auto: 'Automatic', low: 'Low', medium: 'Medium', high: 'High' } satisfies Record<
      QualityWish,
      string
    >,
    level: {
      low: 'drawn coarsely now',
      medium: 'drawn at medium quality now',
      high: 'drawn finely now',
    } satisfies Record<QualityStep['name'], string>,
  },

  tour: {
    name: 'Tour',
    start: 'A tour of one minute',
    decline: 'No, thanks',
    at: (step: number, of: number) => `Step ${step} of ${of}`,
    back: 'Back',
    next: 'Next',
    end: 'Finish',
    skip: 'End the tour (Esc)',
    done: 'Done!',
    ended: 'That was the tour. It is in the help, too.',
    walking: 'You are in: go and stand in somebody’s way. V leaves, and the tour goes on.',
    hurry: 'It learns already. Try turbo: press U, or pull the speed all the way up.',
    steps: {
      watch: {
        title: 'Watch',
        text: 'Every robot has a goal of its own: the ring of light in its colour. Drag to look about, scroll or pinch to come nearer.',
        task: 'Try it: pause the world, or change its speed.',
      },
      ask: {
        title: 'Ask one why',
        text: 'Rays will show what it attends to, and a sentence says why it does what it does.',
        task: 'Click a robot.',
      },
      imagine: {
        title: 'Imagine something away',
        text: 'Beside each thing that it attends to is an eye. Without that thing, what would it do?',
        task: 'Click an eye in the list, and see what changes.',
      },
      walk: {
        title: 'Walk among them',
        text: 'They sense you, and some go round you. W A S D or the round pad walks, V leaves again.',
        task: 'Press “Walk in”.',
      },
      edit: {
        title: 'Change their world',
        text: 'Hedges, benches, goals: all can be dragged, and they sense it at once. Ctrl+Z takes it back.',
        task: 'Press “Edit”, then drag a hedge.',
      },
      learn: {
        title: 'Let a new brain learn',
        text: 'It knows nothing: it strays about and bumps, and after a minute it walks. Turbo (U) trains faster, without drawing.',
        task: 'Press “Learn from scratch”.',
      },
      share: {
        title: 'Show others',
        text: 'A link to what you see, a picture, a video, or all that was learned.',
        task: 'Open “Share”.',
      },
    } satisfies Record<TourStep, StepWords>,
  },

  gallery: {
    closes: 'scenes',
    line: 'Each is a task of its own. What you let learn is kept for each of them.',
    badges: {
      here: 'You are here',
      trained: 'Trained robots',
      ownRun: 'Your run',
      ownRunAt: (rate: string) => `Your run: ${rate}`,
      benchmark: 'Benchmark',
    },
  },

  kept: {
    title: 'Kept in this browser',
    looking: 'Looking …',
    usage: (used: string, quota: string) => `${used} of ${quota}`,
    share: 'Share of the room that is taken',
    nothing: 'No run yet. What you let learn is kept here by itself; nothing leaves your machine.',
    promised: 'The browser has promised to clear nothing of it by itself.',
    mayClear: 'If the disk gets full, the browser may clear all of it by itself.',
    ask: 'Keep it for good',
    noPromise:
      'The browser made no promise. Browsers tend to, once a page is installed or bookmarked; a run can also be saved to a file (Share).',
    justNow: 'saved just now',
    ago: (time: string) => `saved ${time} ago`,
    arrives: (rate: string) => `${rate} arrive`,
    changes: (n: number) => (n === 1 ? 'one change of its world' : `${n} changes of its world`),
    inView: 'in view',
    remove: 'Delete',
    removeRun: (scene: string) => `Delete the run of “${scene}”`,
    removeAvatar: (file: string) => `Delete your avatar “${file}”`,
    deleted: 'The run is deleted',
  },

  doomed: {
    title: 'Delete this run?',
    question: (scene: string, time: string) =>
      `All that the robots in “${scene}” have learned in ${time} of training is lost: their network, its curves, and what they remember. This cannot be undone. To have it in a file first, open the scene and save it.`,
    open: 'Open the scene',
    keep: 'Keep it',
    confirm: 'Delete',
  },
};
