/**
 * The settings of learning as the page offers them: what each is called, what it means, and the stops of its
 * slider. What may be set at all, and in which range, rl/hyperparameters.ts and rl/adjustable.ts say.
 */
import { type Adjustable, adjustable } from '../rl/adjustable.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { figure, words } from './format.ts';

export interface Setting {
  readonly name: Adjustable;
  readonly title: string;
  /** One sentence or two. */
  readonly meaning: string;
  /** Rising. */
  readonly stops: readonly number[];
}

export const settings: readonly Setting[] = [
  {
    name: 'noise',
    title: 'Exploration noise',
    meaning:
      'How far they stray from what they would do, to find something better; 1 is top speed.',
    stops: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1],
  },
  {
    name: 'stepsPerUpdate',
    title: 'Steps per update',
    meaning: 'What they live through between two updates: fewer, and more is made of each step.',
    stops: [4, 8, 12, 16, 24, 32, 48, 64, 96, 128],
  },
  {
    name: 'actorRate',
    title: 'Learning rate of the actor',
    meaning:
      'How far an update changes what they do. Too high, and they unlearn; 0, and they stay.',
    stops: [0, 1e-5, 3e-5, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 5e-3],
  },
  {
    name: 'criticRate',
    title: 'Learning rate of the critic',
    meaning: 'How far an update changes what they expect of an action.',
    stops: [0, 1e-5, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2],
  },
  {
    name: 'batch',
    title: 'Batch',
    meaning: 'Moments that an update learns from. More make it steadier, and slower.',
    stops: [16, 32, 64, 96, 128, 192, 256, 384, 512],
  },
  {
    name: 'gamma',
    title: 'Discount γ',
    meaning:
      'What a reward is worth one decision later: 0.9 looks about 10 decisions ahead, 0.99 about 100.',
    stops: [0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.999],
  },
  {
    name: 'nStep',
    title: 'Steps of the return',
    meaning: 'So many rewards are taken as they came, before the critic’s guess of the rest.',
    stops: [1, 2, 3, 4, 5, 6, 8, 10],
  },
  {
    name: 'tau',
    title: 'Pace of the targets τ',
    meaning: 'How closely the networks that act and that are learned from follow the newest ones.',
    stops: [5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1],
  },
  {
    name: 'reachPenalty',
    title: 'Penalty on extremes',
    meaning: 'Keeps actions where a small change of mind still changes them.',
    stops: [0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1],
  },
];

/** The stops with the present value among them, wherever it came from. */
export function stopsWith({ stops }: Setting, value: number): readonly number[] {
  if (stops.includes(value)) return stops;
  return [...stops, value].sort((a, b) => a - b);
}

/** 0.0005, 0.985: as it was set, not rounded to three digits as figures are. */
export function settingText(value: number): string {
  return Math.abs(value) >= 1000 ? figure(value) : `${Number(value.toPrecision(4))}`;
}

/** What differs, in words: `Exploration noise 0.2 → 0.3`. */
export function changesText(before: Hyperparameters, after: Hyperparameters): string {
  return settings
    .filter(({ name }) => before[name] !== after[name])
    .map(({ name, title }) => `${title} ${settingText(before[name])} → ${settingText(after[name])}`)
    .join(', ');
}

/** All that needs a new start, as names and values in words. */
export function fixedSettings(of: Hyperparameters): readonly (readonly [string, string])[] {
  return Object.entries(of)
    .filter(([name]) => !adjustable.some((known) => known === name))
    .map(([name, value]) => [
      words(name),
      typeof value === 'boolean' ? (value ? 'yes' : 'no') : `${value}`,
    ]);
}
