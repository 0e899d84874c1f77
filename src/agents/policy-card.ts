/**
 * The card of a policy: what it was trained on, how long, by whose code, how good it is on cases that training never
 * saw, and the commands that repeat both. JSON beside the weights, or in their file (policy-file.ts). One that was
 * saved from the page was not evaluated, and no command makes it again. It comes from outside, so every field is
 * checked before it is used.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';
import { largestSeed } from '../core/random.ts';
import type { ObservationSpec } from '../core/spec.ts';
import type { SettingValue } from '../env/settings.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { type Hyperparameters, readHyperparameters } from '../rl/hyperparameters.ts';
import type { Evaluation } from './evaluate.ts';
import { rateInterval } from './rate-interval.ts';
import { createRecordReader } from './record-reader.ts';

export const policyFormat = 'heed-policy';
export const policyVersion = 5;
/** Of version 3 is a policy without a critic; before 5 every card had an evaluation and commands. */
const readableVersions: readonly unknown[] = [3, 4, policyVersion];

/** Rates in [0, 1]; null where there is no figure. */
export interface CardEvaluation {
  readonly episodes: number;
  /** Of the cases; 0: those that `evaluate` takes by default. */
  readonly seed: number;
  /** The rate, and the ends of its 95 % interval (rate-interval.ts). */
  readonly success: { readonly rate: number; readonly low: number; readonly high: number };
  readonly collision: number;
  readonly timeout: number;
  readonly spl: number;
  /** Mean seconds of the successful cases. */
  readonly time: number | null;
  /** The scenario's own. */
  readonly figures: Readonly<Record<string, number | null>>;
}

export interface PolicyCard {
  readonly format: typeof policyFormat;
  readonly version: number;
  readonly scenario: string;
  /** What was set of the scenario. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly agents: number;
  /** The preset that the hyperparameters are of, or next to. */
  readonly algorithm: string;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  /** At the end of the run, as `commands` have it. */
  readonly agentSteps: number;
  readonly updates: number;
  /** What the weights had seen, where the run was watched and its best look was before its end. */
  readonly weights?: { readonly agentSteps: number; readonly updates: number };
  /** Wall time of training. */
  readonly minutes: number;
  readonly machine: string;
  /** Year-month-day. */
  readonly date: string;
  /** Of the sources; null where there was no git. */
  readonly commit: string | null;
  /** null: it was not evaluated. */
  readonly evaluation: CardEvaluation | null;
  /** null: no command repeats it. */
  readonly commands: {
    /** Trains it again and writes it. */
    readonly make: string;
    readonly evaluate: string;
  } | null;
  /** What its agents observe. */
  readonly spec: ObservationSpec;
  /** Of the weights (policy-file.ts); older cards have none. */
  readonly checksum?: number;
}

/** What the weights beside it had seen. */
export const seenBy = ({ weights, agentSteps, updates }: PolicyCard) =>
  weights ?? { agentSteps, updates };

const mostLetters = 2 ** 20;
const longestText = 2000;
const largestChecksum = 2 ** 32 - 1;

export function cardEvaluation(evaluation: Evaluation): CardEvaluation {
  const { episodes, seed, success, collision, timeout, spl, time, figures } = evaluation;
  const interval = rateInterval(evaluation.cases);
  return {
    ...{ episodes, seed, success: { rate: success, ...interval } },
    ...{ collision, timeout, spl, time, figures },
  };
}

/** A card from the text of its file. `where` names the file in errors. */
export function parseCard(text: string, where: string): PolicyCard {
  if (text.length > mostLetters) {
    throw new InputError(
      `${where}: expected a card of at most ${mostLetters} letters, but got ${text.length}.`,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${where}: expected the card of a policy, but this is no JSON.`);
  }
  return readCard(value, where);
}

export function readCard(value: unknown, where: string): PolicyCard {
  if (!isRecord(value) || value.format !== policyFormat) {
    throw new InputError(`${where}: expected the card of a policy of Heed, but this is none.`);
  }
  if (!readableVersions.includes(value.version)) {
    throw new InputError(
      `${where}: expected a policy of version ${readableVersions.join(' or ')}, but got version ${quoted(value.version)}: it was written by another release.`,
    );
  }
  const read = createRecordReader(where);
  const text = (path: string, given: unknown) => read.text(path, given, longestText);
  const readCommands = (given: unknown) => {
    const { make, evaluate } = read.record('commands', given);
    return { make: text('commands.make', make), evaluate: text('commands.evaluate', evaluate) };
  };
  const readSeen = (given: unknown) => {
    const { agentSteps, updates } = read.record('weights', given);
    return {
      agentSteps: read.count('weights.agentSteps', agentSteps),
      updates: read.count('weights.updates', updates, { low: 1 }),
    };
  };
  const { weights, checksum } = value;
  return {
    format: policyFormat,
    version: value.version as number,
    scenario: read.name('scenario', value.scenario),
    settings: read.settings(value.settings),
    agents: read.count('agents', value.agents, { low: 1 }),
    algorithm: read.name('algorithm', value.algorithm),
    hyperparameters: readHyperparameters(value.hyperparameters, where, attentionKinds.names()),
    seed: read.count('seed', value.seed, { high: largestSeed }),
    agentSteps: read.count('agentSteps', value.agentSteps),
    updates: read.count('updates', value.updates, { low: 1 }),
    ...(weights === undefined ? {} : { weights: readSeen(weights) }),
    minutes: read.number('minutes', value.minutes),
    machine: text('machine', value.machine),
    date: text('date', value.date),
    commit: value.commit === null ? null : read.name('commit', value.commit),
    evaluation: value.evaluation === null ? null : readEvaluation(value.evaluation, read),
    commands: value.commands === null ? null : readCommands(value.commands),
    spec: read.spec(value.spec),
    ...(checksum === undefined
      ? {}
      : { checksum: read.count('checksum', checksum, { high: largestChecksum }) }),
  };
}

function readEvaluation(
  value: unknown,
  read: ReturnType<typeof createRecordReader>,
): CardEvaluation {
  const fields = read.record('evaluation', value);
  const success = read.record('evaluation.success', fields.success);
  const share = (path: string, given: unknown) =>
    read.number(`evaluation.${path}`, given, { low: 0, high: 1 });
  const figures = read.record('evaluation.figures', fields.figures);
  return {
    episodes: read.count('evaluation.episodes', fields.episodes, { low: 1 }),
    seed: read.count('evaluation.seed', fields.seed, { high: largestSeed }),
    success: {
      rate: share('success.rate', success.rate),
      low: share('success.low', success.low),
      high: share('success.high', success.high),
    },
    collision: share('collision', fields.collision),
    timeout: share('timeout', fields.timeout),
    spl: share('spl', fields.spl),
    time: fields.time === null ? null : read.number('evaluation.time', fields.time),
    figures: Object.fromEntries(
      Object.entries(figures).map(([name, figure]) => [
        name,
        figure === null
          ? null
          : read.number(`evaluation.figures.${name}`, figure, { low: -Number.MAX_VALUE }),
      ]),
    ),
  };
}
