/**
 * The settings of learning as the page offers them: the stops of their sliders. What each is called
 * and what it means, the catalogs say (words); what may be set at all, and in which range, rl/hyperparameters.ts and rl/adjustable.ts say.
 */
import { type Adjustable, adjustable } from '../../rl/adjustable.ts';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
import { figure } from '../format.ts';
import { words } from '../words/index.ts';
import { hyperparameterName } from '../words/name-known.ts';
import type { SettingChange } from './marks.ts';

export interface Setting {
  readonly name: Adjustable;
  /** Rising. */
  readonly stops: readonly number[];
}

export const settings: readonly Setting[] = [
  {
    name: 'noise',
    stops: [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1],
  },
  {
    name: 'stepsPerUpdate',
    stops: [4, 8, 12, 16, 24, 32, 48, 64, 96, 128],
  },
  {
    name: 'actorRate',
    stops: [0, 1e-5, 3e-5, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 5e-3],
  },
  {
    name: 'criticRate',
    stops: [0, 1e-5, 1e-4, 2e-4, 3e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2],
  },
  {
    name: 'batch',
    stops: [16, 32, 64, 96, 128, 192, 256, 384, 512],
  },
  {
    name: 'gamma',
    stops: [0.8, 0.9, 0.93, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.999],
  },
  {
    name: 'nStep',
    stops: [1, 2, 3, 4, 5, 6, 8, 10],
  },
  {
    name: 'tau',
    stops: [5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1],
  },
  {
    name: 'reachPenalty',
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

/** What differs. */
export function changesOf(before: Hyperparameters, after: Hyperparameters): SettingChange[] {
  return settings
    .filter(({ name }) => before[name] !== after[name])
    .map(({ name }) => ({ name, from: before[name], to: after[name] }));
}

/** In words: `Exploration noise 0.2 → 0.3`. */
export function changesText(changes: readonly SettingChange[]): string {
  const { change, changes: all, of } = words.value.learning.settings;
  return all(
    changes.map(({ name, from, to }) =>
      change(of[name as Adjustable]?.title ?? name, settingText(from), settingText(to)),
    ),
  );
}

/** All that needs a new start, as names and values in words. */
export function fixedSettings(of: Hyperparameters): readonly (readonly [string, string])[] {
  const { yes, no } = words.value.learning.settings;
  return Object.entries(of)
    .filter(([name]) => !adjustable.some((known) => known === name))
    .map(([name, value]) => [
      hyperparameterName(name),
      typeof value === 'boolean' ? (value ? yes : no) : `${value}`,
    ]);
}
