/**
 * A checkpoint's manifest: everything of a run that is not an array of floats, as plain JSON. It comes
 * from files that anyone can hand over, so every field is checked before it is used; what fits which
 * scenario and network is checked where both are known (checkpoint.ts).
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { RandomState } from '../core/random.ts';
import type { ObservationSpec } from '../core/spec.ts';
import type { EnvironmentState } from '../env/environment.ts';
import { createEpisodes, type SavedEpisodes } from '../env/episodes.ts';
import type { SettingValue } from '../env/settings.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { type Hyperparameters, readHyperparameters } from '../rl/hyperparameters.ts';
import type { RolloutState } from './rollout.ts';
import type { Look, WatchdogState } from './watchdog.ts';

export const checkpointVersion = 4;
export const checkpointFormat = 'heed-checkpoint';

export interface Manifest {
  readonly format: typeof checkpointFormat;
  readonly version: number;
  readonly scenario: string;
  /** What was set of the scenario; nothing in runs of a scenario without settings. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly agents: number;
  readonly spec: ObservationSpec;
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly agentSteps: number;
  readonly updates: number;
  readonly learnerRandom: RandomState;
  readonly statistics: {
    readonly count: readonly number[];
    readonly mean: readonly number[];
    readonly squares: readonly number[];
  };
  readonly normaliser: { readonly shift: readonly number[]; readonly scale: readonly number[] };
  /** Rows ever added to each stream, and how many a stream and a chunk hold; null: kept without replay. */
  readonly replay: {
    readonly added: readonly number[];
    readonly rowsPerStream: number;
    readonly rowsPerChunk: number;
  } | null;
  /** Lockstep only: the acting side, as it stood. */
  readonly rollout: {
    readonly state: RolloutState;
    readonly environments: readonly EnvironmentState['json'][];
  } | null;
  /** The watchdog, and the normaliser of its best look, whose networks stand beside the run's own; null: unwatched. */
  readonly watchdog: {
    readonly state: WatchdogState;
    readonly normaliser: Manifest['normaliser'];
    /** Of the run's own networks, where a look at its end found them better than the best; else null. */
    readonly closing: Look | null;
  } | null;
  /** Lockstep: when and how the watchdog looks; null: it does not. */
  readonly validation: Validation | null;
  /** Whatever the keeper wants to find again (the page's curves); unchecked. */
  readonly progress: unknown;
}

/** Looks of a watchdog by an evaluation of the target actor on validation cases. */
export interface Validation {
  readonly episodes: number;
  /** Updates between two looks. */
  readonly every: number;
}

const longestName = 100;
/** What an Int32Array holds. */
const mostRows = 2 ** 31 - 1;
const lookCounts = ['updates', 'agentSteps', 'successes', 'episodes'] as const;
const lookMeans = ['returnMean', 'qMean'] as const;
const episodeFields = Object.keys(createEpisodes(0)) as (keyof SavedEpisodes)[];

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** Reads a manifest of anyone's making. `where` names the file or store in errors. */
export function readManifest(value: unknown, where: string): Manifest {
  if (!isRecord(value) || value.format !== checkpointFormat) {
    throw new InputError(`${where}: expected a checkpoint of Heed, but this is none.`);
  }
  if (value.version !== checkpointVersion) {
    throw new InputError(
      `${where}: expected a checkpoint of version ${checkpointVersion}, but got version ${quoted(value.version)}: it was written by another release.`,
    );
  }
  const read = createReader(where);
  const { statistics, normaliser } = value;
  return {
    format: checkpointFormat,
    version: checkpointVersion,
    scenario: read.name('scenario', value.scenario),
    settings: value.settings === undefined ? {} : read.settings(value.settings),
    agents: read.count('agents', value.agents),
    spec: read.spec(value.spec),
    hyperparameters: readHyperparameters(value.hyperparameters, where, attentionKinds.names()),
    seed: read.count('seed', value.seed),
    agentSteps: read.count('agentSteps', value.agentSteps),
    updates: read.count('updates', value.updates),
    learnerRandom: read.random('learnerRandom', value.learnerRandom),
    statistics: {
      ...read.numbers('statistics', statistics, ['count'], { low: 0 }),
      ...read.numbers('statistics', statistics, ['mean']),
      ...read.numbers('statistics', statistics, ['squares'], { low: 0 }),
    },
    normaliser: read.numbers('normaliser', normaliser, ['shift', 'scale']),
    replay: value.replay === null ? null : read.replay(value.replay),
    rollout: value.rollout === null ? null : read.rollout(value.rollout),
    watchdog: value.watchdog === null ? null : read.watchdog(value.watchdog),
    validation: value.validation === null ? null : read.validation(value.validation),
    progress: value.progress ?? null,
  };
}

function createReader(where: string) {
  const refuse = (path: string, expected: string, got: unknown) =>
    new InputError(`${where}: expected ${path} to be ${expected}, but got ${quoted(got)}.`);

  function record(path: string, value: unknown): Fields {
    if (!isRecord(value)) throw refuse(path, 'a record', value);
    return value;
  }

  function list(path: string, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw refuse(path, 'a list', value);
    return value;
  }

  function name(path: string, value: unknown): string {
    if (isText(value) && value.length > 0 && value.length <= longestName) return value;
    throw refuse(path, `a name of at most ${longestName} letters`, value);
  }

  /** Only what kind they are of: the scenario knows what is allowed. */
  function settings(value: unknown): Manifest['settings'] {
    const given = Object.entries(record('settings', value));
    const wrong = given.find(([, of]) => !['string', 'number', 'boolean'].includes(typeof of));
    if (wrong) throw refuse(`settings.${wrong[0]}`, 'a text, a number, true or false', wrong[1]);
    return Object.fromEntries(given) as Manifest['settings'];
  }

  /** A whole number from `low` (0) to `high`. */
  function count(
    path: string,
    value: unknown,
    { low = 0, high = Number.MAX_SAFE_INTEGER } = {},
  ): number {
    if (Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high) {
      return value as number;
    }
    throw refuse(path, `a whole number from ${low} to ${high}`, value);
  }

  function number(path: string, value: unknown): number {
    if (Number.isFinite(value)) return value as number;
    throw refuse(path, 'a number', value);
  }

  function numbersIn(path: string, value: unknown, low: number): readonly number[] {
    const wrong = list(path, value).findIndex(
      (item) => !Number.isFinite(item) || (item as number) < low,
    );
    if (wrong < 0) return value as readonly number[];
    const expected = low === 0 ? 'a number of at least 0' : 'a number';
    throw refuse(`${path}[${wrong}]`, expected, (value as unknown[])[wrong]);
  }

  /** Lists of finite numbers, by name. */
  function numbers<Name extends string>(
    path: string,
    value: unknown,
    names: readonly Name[],
    { low = Number.NEGATIVE_INFINITY } = {},
  ): Record<Name, readonly number[]> {
    const fields = record(path, value);
    return Object.fromEntries(
      names.map((field) => [field, numbersIn(`${path}.${field}`, fields[field], low)]),
    ) as Record<Name, readonly number[]>;
  }

  /** The generator's four words (core/random.ts). */
  function random(path: string, value: unknown): RandomState {
    const words = list(path, value);
    if (words.length === 4 && words.every((word) => Number.isInteger(word))) {
      return words as RandomState;
    }
    throw refuse(path, 'the four words of a random stream', value);
  }

  /** Only so far that it can be compared and shown: what it must be is known elsewhere. */
  function spec(value: unknown): ObservationSpec {
    const { version, agent, world } = record('spec', value);
    const isScalar = (item: unknown) => isText(item) || Number.isFinite(item);
    for (const [path, parts] of Object.entries({ 'spec.agent': agent, 'spec.world': world })) {
      const wrong = list(path, parts).findIndex(
        (part) =>
          !isRecord(part) ||
          !Object.values(part).every(
            (field) => isScalar(field) || (Array.isArray(field) && field.every(isText)),
          ),
      );
      if (wrong >= 0) {
        throw refuse(`${path}[${wrong}]`, 'a part of an observation', (parts as unknown[])[wrong]);
      }
    }
    return { version: count('spec.version', version), agent, world } as ObservationSpec;
  }

  function replay(value: unknown): NonNullable<Manifest['replay']> {
    const { added, rowsPerStream, rowsPerChunk } = record('replay', value);
    const rows = { low: 1, high: mostRows };
    return {
      added: list('replay.added', added).map((each, stream) =>
        count(`replay.added[${stream}]`, each, { high: mostRows }),
      ),
      rowsPerStream: count('replay.rowsPerStream', rowsPerStream, rows),
      rowsPerChunk: count('replay.rowsPerChunk', rowsPerChunk, rows),
    };
  }

  function rollout(value: unknown): NonNullable<Manifest['rollout']> {
    const { state, environments } = record('rollout', value);
    const { agentSteps, random: words } = record('rollout.state', state);
    return {
      state: {
        agentSteps: count('rollout.state.agentSteps', agentSteps),
        random: random('rollout.state.random', words),
        ...numbers('rollout.state', state, ['noise', 'warmupNoise']),
      },
      environments: list('rollout.environments', environments).map((each, world) =>
        environment(`rollout.environments[${world}]`, each),
      ),
    };
  }

  function watchdog(value: unknown): NonNullable<Manifest['watchdog']> {
    const { state, normaliser, closing } = record('watchdog', value);
    const { best, falls, largestReturn } = record('watchdog.state', state);
    return {
      closing: closing === null ? null : look('watchdog.closing', closing),
      state: {
        best: look('watchdog.state.best', best),
        falls: count('watchdog.state.falls', falls),
        largestReturn: number('watchdog.state.largestReturn', largestReturn),
      },
      normaliser: numbers('watchdog.normaliser', normaliser, ['shift', 'scale']),
    };
  }

  function look(path: string, value: unknown): Look {
    const given = record(path, value);
    const counts = lookCounts.map((name) => [name, count(`${path}.${name}`, given[name])]);
    const means = lookMeans.map((name) => [name, number(`${path}.${name}`, given[name])]);
    return Object.fromEntries([...counts, ...means]) as Look;
  }

  function validation(value: unknown): Validation {
    const { episodes, every } = record('validation', value);
    return {
      episodes: count('validation.episodes', episodes, { low: 1 }),
      every: count('validation.every', every, { low: 1 }),
    };
  }

  function environment(path: string, value: unknown): EnvironmentState['json'] {
    const fields = record(path, value);
    return {
      version: count(`${path}.version`, fields.version, { low: 1, high: 1 }) as 1,
      seed: count(`${path}.seed`, fields.seed),
      layoutIndex: count(`${path}.layoutIndex`, fields.layoutIndex),
      layoutStep: count(`${path}.layoutStep`, fields.layoutStep),
      random: random(`${path}.random`, fields.random),
      episodes: numbers(`${path}.episodes`, fields.episodes, episodeFields),
    };
  }

  return { name, settings, count, numbers, random, spec, replay, rollout, watchdog, validation };
}
