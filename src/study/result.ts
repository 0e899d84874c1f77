/**
 * A finished run as one line of JSON, in docs/results/STUDY.jsonl. It says all that a reader needs to
 * judge it or to do it again: what was run, with which settings, at which commit, on what machine.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { isCount, isNumber, isRecord, isShare, isText } from '../core/is.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Outcome } from './perform-run.ts';
import type { SceneSettings } from './study.ts';

export const resultVersion = 1;

/** What is known before a run. */
export interface RunRecord {
  readonly version: number;
  readonly study: string;
  readonly arm: string;
  readonly seed: number;
  readonly scene: string;
  readonly settings: Hyperparameters;
  /** What was set of the scene. */
  readonly sceneSettings: SceneSettings;
  /** The budget: training minutes of one core. */
  readonly minutes: number;
  /** Evaluation cases. */
  readonly episodes: number;
  /** Of the sources, with '-dirty' if they were changed since; null where there is no git. */
  readonly commit: string | null;
  readonly machine: string;
}

export interface Result extends RunRecord, Outcome {
  /** When it was finished, in ISO 8601. */
  readonly date: string;
}

const isPositive = (value: unknown) => isNumber(value) && value >= 0;
const isPoint = (value: unknown) =>
  isRecord(value) &&
  isPositive(value.seconds) &&
  [value.agentSteps, value.updates, value.episodes].every(isCount) &&
  (value.success === null || isShare(value.success));

const isFigures = (value: unknown) =>
  isRecord(value) && Object.values(value).every((figure) => figure === null || isNumber(figure));
const isHard = (value: unknown) =>
  isRecord(value) && isPositive(value.detour) && isCount(value.episodes) && isShare(value.success);

type Rule = readonly [expected: string, right: (value: unknown) => boolean];
const text: Rule = ['a text', (value) => isText(value) && value !== ''];
const positive: Rule = ['a number of at least 0', isPositive];
const count: Rule = ['a whole number of at least 0', isCount];
const rate: Rule = ['a number from 0 to 1', isShare];

const rules: Readonly<Record<keyof Result, Rule>> = {
  version: [`${resultVersion}`, (value) => value === resultVersion],
  study: text,
  arm: text,
  seed: count,
  scene: text,
  // Compared with the study's own, field by field, in plan-runs.ts.
  settings: ['a record', isRecord],
  sceneSettings: ['a record', isRecord],
  minutes: positive,
  episodes: count,
  commit: ['a text or null', (value) => value === null || text[1](value)],
  machine: text,
  date: ['a date', (value) => isText(value) && !Number.isNaN(Date.parse(value))],
  cpuSeconds: positive,
  wallSeconds: positive,
  agentSteps: count,
  updates: count,
  success: rate,
  collision: rate,
  timeout: rate,
  spl: rate,
  time: ['a number of at least 0 or null', (value) => value === null || isPositive(value)],
  returnMean: ['a number', isNumber],
  figures: ['a record of numbers', isFigures],
  hard: ['a record of hard cases or null', (value) => value === null || isHard(value)],
  curve: ['a list of points', (value) => Array.isArray(value) && value.every(isPoint)],
};

export function writeResult(result: Result): string {
  return `${JSON.stringify(result)}\n`;
}

/** A line of anyone's making; `where` names it in errors. */
export function readResult(line: string, where: string): Result {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new InputError(`${where}: expected a finished run as JSON, but this is none.`);
  }
  if (!isRecord(value)) {
    throw new InputError(`${where}: expected a finished run, but got ${quoted(value)}.`);
  }
  for (const [name, [expected, right]] of Object.entries(rules)) {
    const is = Object.hasOwn(value, name) ? value[name] : undefined;
    if (right(is)) continue;
    throw new InputError(`${where}: expected ${name} to be ${expected}, but got ${quoted(is)}.`);
  }
  return value as unknown as Result;
}
