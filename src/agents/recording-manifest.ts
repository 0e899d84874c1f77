/**
 * The manifest of a recording's file: all of it that is no long array, as plain JSON. It comes from anyone, so every
 * field is checked before it is used.
 */
import { InputError, quoted } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';
import type { RandomState } from '../core/random.ts';
import type { Registry } from '../core/registry.ts';
import type { EnvironmentState } from '../env/environment.ts';
import type { SavedEpisodes } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { attentionKinds } from '../nn/attention/index.ts';
import { checkGroups, type Hyperparameters, readHyperparameters } from '../rl/hyperparameters.ts';
import { type Edit, readEdits } from '../scene/edit.ts';
import { editLayoutBy } from '../scene/edit-layout.ts';
import { layOut } from '../scene/lay-out.ts';
import type { Layout } from '../scene/layout.ts';
import { checkObservations } from './check-observations.ts';
import { checkpointFormat } from './manifest.ts';
import { createRecordReader } from './record-reader.ts';
import { recordingFormat, recordingVersion } from './recording-format.ts';

/** About a day. */
export const mostRecordedDecisions = 1_000_000;
const mostSegments = 5000;
const mostInSegment = 1000;
const mostSeconds = 1e9;

/** What of a door a person's edits have changed. */
interface DescribedDoor {
  readonly held?: 'open' | 'shut' | undefined;
  readonly swing?: { readonly from: number; readonly since: number } | undefined;
}

/** An environment's state, but for its open episodes and its world. */
export type DescribedState = Omit<EnvironmentState['json'], 'episodes' | 'version' | 'doors'> & {
  readonly edits: readonly Edit[];
  /** null: as the layout has them. */
  readonly doors: readonly DescribedDoor[] | null;
};

export interface DescribedSegment {
  readonly count: number;
  readonly hash: string;
  readonly follows: boolean;
  readonly state: DescribedState;
}

export interface RecordingManifest {
  /** With the settings that it had. */
  readonly scenario: Scenario;
  readonly decisionSeconds: number;
  readonly renewsLayout: boolean;
  readonly hyperparameters: Hyperparameters | undefined;
  readonly policy: string;
  readonly acting: readonly { readonly updates: number }[];
  readonly segments: readonly DescribedSegment[];
  readonly endHash: string;
}

export function describeState(json: EnvironmentState['json']): DescribedState {
  const { seed, layoutIndex, layout, layoutStep, random, edits, doors } = json;
  return {
    ...{ seed, layoutIndex, layout, layoutStep, random, edits: edits ?? [] },
    doors: doors?.map(({ held, swing }) => ({ held, swing })) ?? null,
  };
}

/**
 * Reads described states, each with the episodes that stand elsewhere and the doors of the layout that it names. Of
 * neighbours that name the same one, as most do, it is laid out once.
 */
export function createStateReader({ scene }: Scenario, where: string) {
  let named = '';
  let known: Layout['doors'] = [];

  function doorsOf(seed: number, edits: readonly Edit[]): Layout['doors'] {
    const name = JSON.stringify([seed, edits]);
    if (name !== named) {
      known = within(where, () => editLayoutBy(scene, layOut(scene, seed), edits).doors);
      named = name;
    }
    return known;
  }

  return (
    { doors, edits, ...others }: DescribedState,
    episodes: SavedEpisodes,
  ): EnvironmentState['json'] => {
    if (!doors) return { version: 2, ...others, episodes };
    const { seed } = others.layout;
    const laidOut = doorsOf(seed, edits);
    if (laidOut.length !== doors.length) {
      throw new InputError(
        `${where}: expected ${laidOut.length} doors in layout ${seed}, but got ${doors.length}.`,
      );
    }
    return {
      ...{ version: 3, ...others, episodes, edits },
      doors: laidOut.map(({ held: _, swing: __, ...door }, i) => {
        const { held, swing } = doors[i] as DescribedDoor;
        return { ...door, ...(held ? { held } : {}), ...(swing ? { swing } : {}) };
      }),
    };
  };
}

/** What is refused by who does not know the file is refused with its name. */
function within<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${where}: ${error.message}`) : error;
  }
}

/** `where` names the file in errors. */
export function readRecordingManifest(
  value: unknown,
  where: string,
  scenarios: Pick<Registry<Scenario>, 'get'>,
): RecordingManifest {
  if (isRecord(value) && value.format === checkpointFormat) {
    throw new InputError(
      `${where}: expected a recording, but this is the checkpoint of a run: load it as a run.`,
    );
  }
  if (!isRecord(value) || value.format !== recordingFormat) {
    throw new InputError(`${where}: expected a recording of Heed, but this is none.`);
  }
  if (value.version !== recordingVersion) {
    throw new InputError(
      `${where}: expected a recording of version ${recordingVersion}, but got version ${quoted(value.version)}: it was written by another release.`,
    );
  }
  const read = createRecordReader(where);
  const settings = value.settings === undefined ? {} : read.settings(value.settings);
  const name = read.name('scenario', value.scenario);
  const given = new Map(Object.entries(settings).map(([key, of]) => [key, `${of}`]));
  const scenario = within(where, () => scenarios.get(name).vary(given));
  const agents = read.count('agents', value.agents);
  const made = { scenario: name, agents, spec: read.spec(value.spec) };
  checkObservations('recording', made, scenario, where);
  const { decisionSeconds } = scenario;
  if (value.decisionSeconds !== decisionSeconds) {
    throw read.refuse('decisionSeconds', `${decisionSeconds}`, value.decisionSeconds);
  }
  const { renewsLayout } = value;
  if (typeof renewsLayout !== 'boolean') {
    throw read.refuse('renewsLayout', 'true or false', renewsLayout);
  }
  const hyperparameters =
    value.hyperparameters === null
      ? undefined
      : readHyperparameters(value.hyperparameters, where, attentionKinds.names());
  if (hyperparameters) checkGroups(hyperparameters, agents, where);
  const acting = read.list('acting', value.acting).map((each, j) => ({
    updates: read.count(`acting[${j}].updates`, read.record(`acting[${j}]`, each).updates),
  }));
  const described = read.list('segments', value.segments);
  if (described.length === 0 || described.length > mostSegments) {
    throw read.refuse('segments', `a list of 1 to ${mostSegments}`, described);
  }
  // First of all: a replay would end at one that is empty, and only the last may be.
  const counts = described.map((each, i) =>
    read.count(`segments[${i}].count`, read.record(`segments[${i}]`, each).count, {
      ...{ low: Number(i < described.length - 1), high: mostInSegment },
    }),
  );
  return {
    ...{ scenario, decisionSeconds, renewsLayout, hyperparameters, acting },
    policy: read.name('policy', value.policy),
    segments: counts.map((count, i) =>
      readSegment(read, `segments[${i}]`, count, described[i], where),
    ),
    endHash: readHash(read, 'endHash', value.endHash),
  };
}

type Read = ReturnType<typeof createRecordReader>;

function readSegment(
  read: Read,
  path: string,
  count: number,
  value: unknown,
  where: string,
): DescribedSegment {
  const { hash, follows, state } = read.record(path, value);
  if (typeof follows !== 'boolean') throw read.refuse(`${path}.follows`, 'true or false', follows);
  return {
    count,
    hash: readHash(read, `${path}.hash`, hash),
    follows,
    state: readDescribed(read, `${path}.state`, state, where),
  };
}

function readDescribed(read: Read, path: string, value: unknown, where: string): DescribedState {
  const { seed, layoutIndex, layout, layoutStep, random, edits, doors } = read.record(path, value);
  const { seed: layoutSeed, episodes, successes } = read.record(`${path}.layout`, layout);
  const words = read.list(`${path}.random`, random);
  if (words.length !== 4 || !words.every((word) => Number.isInteger(word))) {
    throw read.refuse(`${path}.random`, 'the four words of a random stream', random);
  }
  const given = read.list(`${path}.edits`, edits);
  return {
    seed: read.count(`${path}.seed`, seed),
    layoutIndex: read.count(`${path}.layoutIndex`, layoutIndex),
    layout: {
      seed: read.count(`${path}.layout.seed`, layoutSeed),
      episodes: read.number(`${path}.layout.episodes`, episodes),
      successes: read.number(`${path}.layout.successes`, successes),
    },
    layoutStep: read.count(`${path}.layoutStep`, layoutStep),
    random: words as RandomState,
    edits: given.length > 0 ? within(`${where}, ${path}.edits`, () => readEdits(given)) : [],
    doors:
      doors === null
        ? null
        : read
            .list(`${path}.doors`, doors)
            .map((each, i) => readDoor(read, `${path}.doors[${i}]`, each)),
  };
}

function readDoor(read: Read, path: string, value: unknown): DescribedDoor {
  const { held, swing } = read.record(path, value);
  if (held !== undefined && held !== 'open' && held !== 'shut') {
    throw read.refuse(`${path}.held`, '"open" or "shut"', held);
  }
  if (swing === undefined) return { held };
  const { from, since } = read.record(`${path}.swing`, swing);
  return {
    held,
    swing: {
      from: read.number(`${path}.swing.from`, from, { high: 1 }),
      since: read.number(`${path}.swing.since`, since, { high: mostSeconds }),
    },
  };
}

function readHash(read: Read, path: string, value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{16}$/.test(value)) return value;
  throw read.refuse(path, '16 hexadecimal digits', value);
}
