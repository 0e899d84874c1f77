/**
 * A checkpoint's manifest: everything of a run that is not an array of floats, as plain JSON. It comes
 * from files that anyone can hand over, so every field is checked before it is used; what fits which
 * scenario and network is checked where both are known (checkpoint.ts).
 */
import { InputError, quoted } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';
import { largestSeed, type RandomState } from '../core/random.ts';
import type { ObservationSpec } from '../core/spec.ts';
import type { CurriculumState, LayoutRecord } from '../env/curriculum.ts';
import type { EnvironmentState } from '../env/environment.ts';
import { createEpisodes, type SavedEpisodes } from '../env/episodes.ts';
import type { SettingValue } from '../env/settings.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { type Hyperparameters, readHyperparameters } from '../rl/hyperparameters.ts';
import { type Moment, mostMoments } from './moments.ts';
import { anything, createRecordReader } from './record-reader.ts';
import type { RolloutState } from './rollout.ts';
import type { Look, WatchdogState } from './watchdog.ts';

export const checkpointVersion = 9;
/** Those that are read: before 8 without moments, before 9 with the largest return, which nobody asks for now. */
const versions: readonly unknown[] = [7, 8, checkpointVersion];
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
  /** [G] groups of agents that have parameters of their own. */
  readonly learnerRandom: readonly RandomState[];
  /** [G, agentSize], as the normalisers. */
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
    /** null: every layout is fresh. */
    readonly curriculum: CurriculumState | null;
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
  /** Whose weights stand beside it, rising. */
  readonly moments: readonly Moment[];
  /** Whatever the keeper wants to find again (the page's curves); unchecked. */
  readonly progress: unknown;
}

/** Looks of a watchdog by an evaluation of the target actor on validation cases. */
export interface Validation {
  readonly episodes: number;
  /** Updates between two looks. */
  readonly every: number;
}

/** What an Int32Array holds. */
const mostRows = 2 ** 31 - 1;
const lookCounts = ['updates', 'agentSteps', 'successes', 'episodes'] as const;
const lookMeans = ['returnMean', 'qMean'] as const;
const episodeFields = Object.keys(createEpisodes(0)) as (keyof SavedEpisodes)[];

/** Reads a manifest of anyone's making. `where` names the file or store in errors. */
export function readManifest(value: unknown, where: string): Manifest {
  if (!isRecord(value) || value.format !== checkpointFormat) {
    throw new InputError(`${where}: expected a checkpoint of Heed, but this is none.`);
  }
  if (!versions.includes(value.version)) {
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
    seed: read.count('seed', value.seed, { high: largestSeed }),
    agentSteps: read.count('agentSteps', value.agentSteps),
    updates: read.count('updates', value.updates),
    learnerRandom: read
      .list('learnerRandom', value.learnerRandom)
      .map((each, group) => read.random(`learnerRandom[${group}]`, each)),
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
    moments: value.version === versions[0] ? [] : read.moments(value.moments),
    progress: value.progress ?? null,
  };
}

function createReader(where: string) {
  const fields = createRecordReader(where);
  const { refuse, record, list, count, number, numbers } = fields;

  /** The generator's four words (core/random.ts). */
  function random(path: string, value: unknown): RandomState {
    const words = list(path, value);
    if (words.length === 4 && words.every((word) => Number.isInteger(word))) {
      return words as RandomState;
    }
    throw refuse(path, 'the four words of a random stream', value);
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
    const { state, curriculum: layouts, environments } = record('rollout', value);
    const { agentSteps, random: words } = record('rollout.state', state);
    return {
      state: {
        agentSteps: count('rollout.state.agentSteps', agentSteps),
        random: random('rollout.state.random', words),
        ...numbers('rollout.state', state, ['noise', 'warmupNoise']),
      },
      curriculum: layouts === null ? null : curriculum('rollout.curriculum', layouts),
      environments: list('rollout.environments', environments).map((each, world) =>
        environment(`rollout.environments[${world}]`, each),
      ),
    };
  }

  function curriculum(path: string, value: unknown): CurriculumState {
    const { random: words, buffer } = record(path, value);
    return {
      random: random(`${path}.random`, words),
      buffer: list(`${path}.buffer`, buffer).map((each, i) => layout(`${path}.buffer[${i}]`, each)),
    };
  }

  /** Counts of earlier stays are halved, so they need not be whole. */
  function layout(path: string, value: unknown): LayoutRecord {
    const { seed, episodes, successes } = record(path, value);
    const high = number(`${path}.episodes`, episodes);
    return {
      seed: count(`${path}.seed`, seed),
      episodes: high,
      successes: number(`${path}.successes`, successes, { high }),
    };
  }

  function watchdog(value: unknown): NonNullable<Manifest['watchdog']> {
    const { state, normaliser, closing } = record('watchdog', value);
    const { best, falls } = record('watchdog.state', state);
    return {
      closing: closing === null ? null : look('watchdog.closing', closing),
      state: {
        best: look('watchdog.state.best', best),
        falls: count('watchdog.state.falls', falls),
      },
      normaliser: numbers('watchdog.normaliser', normaliser, ['shift', 'scale']),
    };
  }

  function look(path: string, value: unknown): Look {
    const given = record(path, value);
    const counts = lookCounts.map((name) => [name, count(`${path}.${name}`, given[name])]);
    const means = lookMeans.map((name) => [name, number(`${path}.${name}`, given[name], anything)]);
    return Object.fromEntries([...counts, ...means]) as Look;
  }

  function validation(value: unknown): Validation {
    const { episodes, every } = record('validation', value);
    return {
      episodes: count('validation.episodes', episodes, { low: 1 }),
      every: count('validation.every', every, { low: 1 }),
    };
  }

  function moments(value: unknown): readonly Moment[] {
    const given = list('moments', value);
    if (given.length > mostMoments) {
      throw refuse('moments', `at most ${mostMoments} moments`, `${given.length}`);
    }
    let before = -1;
    return given.map((each, i) => {
      const path = `moments[${i}]`;
      const { updates, agentSteps, seconds, success } = record(path, each);
      const moment = {
        updates: count(`${path}.updates`, updates, { low: before + 1 }),
        agentSteps: count(`${path}.agentSteps`, agentSteps),
        seconds: number(`${path}.seconds`, seconds),
        success: success === null ? null : number(`${path}.success`, success, { high: 1 }),
      };
      before = moment.updates;
      return moment;
    });
  }

  function environment(path: string, value: unknown): EnvironmentState['json'] {
    const fields = record(path, value);
    return {
      version: count(`${path}.version`, fields.version, { low: 2, high: 2 }) as 2,
      seed: count(`${path}.seed`, fields.seed),
      layoutIndex: count(`${path}.layoutIndex`, fields.layoutIndex),
      layout: layout(`${path}.layout`, fields.layout),
      layoutStep: count(`${path}.layoutStep`, fields.layoutStep),
      random: random(`${path}.random`, fields.random),
      episodes: numbers(`${path}.episodes`, fields.episodes, episodeFields),
    };
  }

  return { ...fields, random, replay, rollout, watchdog, validation, moments };
}
