/**
 * A run as a checkpoint (storage/store.ts) and back: what is in the manifest, which blobs there are,
 * and what is refused. Blobs: every network with its target and optimiser as safetensors, the replay in
 * chunks of about a megabyte, and, in lockstep, each world.
 *
 * The replay is a ring, so most chunks have not changed since the last save: those are marked 'keep'.
 */
import { InputError } from '../core/input-error.ts';
import type { RandomState } from '../core/random.ts';
import { type ObservationSpec, sameSpec } from '../core/spec.ts';
import type { EnvironmentState } from '../env/environment.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import type { OptimiserState } from '../nn/optimiser.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Replay } from '../rl/replay.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import type { Checkpoint } from '../storage/store.ts';
import type { Learning } from './learning.ts';
import type { Rollout, RolloutState } from './rollout.ts';

export const checkpointVersion = 1;

export interface Manifest {
  readonly format: 'heed-checkpoint';
  readonly version: number;
  readonly scenario: string;
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
  /** Whatever the keeper wants to find again (the page's curves). */
  readonly progress: unknown;
}

const chunkBytes = 1 << 20;

export function rowsPerChunk(replay: Replay): number {
  return Math.max(1, Math.floor(chunkBytes / (replay.row.size * 4)));
}

const networkName = (index: number) => (index === 0 ? 'actor' : `critic-${index}`);
const chunkName = (stream: number, chunk: number) => `replay-${stream}-${chunk}`;
const actingName = 'acting';
const parts = ['online', 'target', 'first', 'second'] as const;

export interface CheckpointOptions {
  readonly progress?: unknown;
  /** Lockstep: the worlds go with it, and the weights that act in them until the next handover. */
  readonly acting?: { readonly rollout: Rollout; readonly weights: PolicyWeights };
  /** Leaves the replay out (a policy to share). */
  readonly withoutReplay?: boolean;
  /** Rows added to each stream when the store's present checkpoint was written: chunks untouched since are kept. */
  readonly savedRows?: readonly number[] | undefined;
}

export async function makeCheckpoint(
  learning: Learning,
  options: CheckpointOptions = {},
): Promise<Checkpoint> {
  const { replay, learner, statistics, normaliser, scenario } = learning;
  const blobs = new Map<string, Uint8Array | 'keep'>();
  // Everything that changes is copied before the first wait, or read from one consistent state.
  if (!options.withoutReplay) packReplay(replay, options.savedRows, blobs);
  const rollout = options.acting?.rollout;
  const environments = rollout?.environments.map((environment) => environment.save());
  environments?.forEach(({ world }, i) => {
    blobs.set(`world-${i}`, world);
  });
  if (options.acting) blobs.set(actingName, packActing(options.acting.weights));
  const manifest: Omit<Manifest, 'updates' | 'learnerRandom'> = {
    format: 'heed-checkpoint',
    version: checkpointVersion,
    scenario: scenario.name,
    agents: scenario.agents,
    spec: scenario.observationLayout.spec,
    hyperparameters: learning.hyperparameters,
    seed: learning.seed,
    agentSteps: learning.agentSteps,
    statistics: {
      count: [...statistics.count],
      mean: [...statistics.mean],
      squares: [...statistics.squares],
    },
    normaliser: { shift: [...normaliser.shift], scale: [...normaliser.scale] },
    replay: options.withoutReplay
      ? null
      : {
          added: [...replay.added],
          rowsPerStream: replay.rowsPerStream,
          rowsPerChunk: rowsPerChunk(replay),
        },
    rollout:
      rollout && environments
        ? { state: rollout.state(), environments: environments.map(({ json }) => json) }
        : null,
    progress: options.progress ?? null,
  };
  const { updates, random, networks } = await learner.state();
  networks.forEach((state, i) => {
    const blueprint = i === 0 ? learner.actor.blueprint : learner.critic.blueprint;
    blobs.set(networkName(i), packNetwork(blueprint, state));
  });
  return { manifest: { ...manifest, updates, learnerRandom: random }, blobs };
}

function packReplay(
  replay: Replay,
  savedRows: readonly number[] | undefined,
  blobs: Map<string, Uint8Array | 'keep'>,
): void {
  const perChunk = rowsPerChunk(replay);
  const { size } = replay.row;
  for (let s = 0; s < replay.streams; s++) {
    const added = replay.added[s] as number;
    const saved = savedRows?.[s] ?? 0;
    const held = Math.min(added, replay.rowsPerStream);
    const data = replay.data[s] as Float32Array;
    // One row back: closeStreams rewrites the flags of the newest row.
    const fresh = Math.min(added, added - saved + 1);
    for (let chunk = 0; chunk * perChunk < held; chunk++) {
      const first = chunk * perChunk;
      const last = Math.min(first + perChunk, replay.rowsPerStream);
      const touched =
        saved === 0 ||
        fresh >= replay.rowsPerStream ||
        overlaps(first, last, added - fresh, added, replay.rowsPerStream);
      if (!touched) {
        blobs.set(chunkName(s, chunk), 'keep');
        continue;
      }
      const rows = data.slice(first * size, Math.min(last, held) * size);
      blobs.set(chunkName(s, chunk), new Uint8Array(rows.buffer));
    }
  }
}

/** Whether ring places [first, last) hold any of the running row numbers [from, to). */
function overlaps(first: number, last: number, from: number, to: number, ring: number): boolean {
  for (let row = from; row < to; row++) {
    const place = row % ring;
    if (place >= first && place < last) return true;
  }
  return false;
}

function packNetwork(blueprint: Blueprint, state: OptimiserState): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const part of parts) {
    for (const { name, shape, offset, size } of blueprint.slots) {
      tensors.set(`${part}/${name}`, { shape, values: state[part].slice(offset, offset + size) });
    }
  }
  return writeSafetensors(tensors, { step: String(state.step) });
}

function unpackNetwork(blueprint: Blueprint, bytes: Uint8Array, where: string): OptimiserState {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const state = {
    step: Number(metadata.step),
    online: new Float32Array(blueprint.size),
    target: new Float32Array(blueprint.size),
    first: new Float32Array(blueprint.size),
    second: new Float32Array(blueprint.size),
  };
  if (!Number.isInteger(state.step) || state.step < 0) {
    throw new InputError(
      `${where}: expected a count of optimiser steps, but got "${metadata.step}".`,
    );
  }
  for (const part of parts) {
    for (const slot of blueprint.slots) {
      const name = `${part}/${slot.name}`;
      const values = tensors.get(name)?.values;
      if (!values || values.length !== slot.size) {
        throw new InputError(
          `${where}: expected ${slot.size} values called "${name}", but got ${values?.length ?? 'none'}: ` +
            'the file is of another network.',
        );
      }
      state[part].set(values, slot.offset);
    }
  }
  return state;
}

function packActing({ actor, shift, scale }: PolicyWeights): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const [name, values] of Object.entries({ actor, shift, scale })) {
    tensors.set(name, { shape: [values.length], values });
  }
  return writeSafetensors(tensors);
}

function unpackActing(bytes: Uint8Array, where: string): PolicyWeights {
  const { tensors } = readSafetensors(bytes, where);
  const read = (name: string) => tensors.get(name)?.values ?? new Float32Array();
  return { actor: read('actor'), shift: read('shift'), scale: read('scale') };
}

/** Reads and checks a manifest of anyone's making. `where` names the file or store in errors. */
export function readManifest(value: unknown, where: string): Manifest {
  const manifest = value as Manifest;
  if (typeof value !== 'object' || value === null || manifest.format !== 'heed-checkpoint') {
    throw new InputError(`${where}: expected a checkpoint of Heed, but this is none.`);
  }
  if (manifest.version !== checkpointVersion) {
    throw new InputError(
      `${where}: expected a checkpoint of version ${checkpointVersion}, but got version ${manifest.version}: it was written by another release.`,
    );
  }
  const numbers = ['agents', 'seed', 'agentSteps', 'updates'] as const;
  for (const name of numbers) {
    if (!Number.isSafeInteger(manifest[name]) || manifest[name] < 0) {
      throw new InputError(`${where}: expected ${name} to be a count, but got ${manifest[name]}.`);
    }
  }
  return manifest;
}

/** Refuses a checkpoint that was made for other observations, with both specs. */
export function checkFits(manifest: Manifest, learning: Learning, where: string): void {
  const { scenario } = learning;
  if (
    sameSpec(manifest.spec, scenario.observationLayout.spec) &&
    manifest.agents === scenario.agents
  ) {
    return;
  }
  const outline = (spec: ObservationSpec, agents: number) =>
    `${agents} agents, ${JSON.stringify([...(spec?.agent ?? []), ...(spec?.world ?? [])])}`;
  throw new InputError(
    `${where}: the checkpoint of "${manifest.scenario}" does not fit scenario "${scenario.name}". ` +
      `The checkpoint observes: ${outline(manifest.spec, manifest.agents)}. ` +
      `The scenario: ${outline(scenario.observationLayout.spec, scenario.agents)}.`,
  );
}

/**
 * Puts a checkpoint's state into a fresh `learning` made with the same hyperparameters, and into
 * `rollout` if the checkpoint has one. Returns the weights that were acting, if they are in it.
 */
export function restoreCheckpoint(
  learning: Learning,
  manifest: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
  where: string,
  rollout?: Rollout,
): PolicyWeights | undefined {
  checkFits(manifest, learning, where);
  const { learner, replay, statistics, normaliser } = learning;
  const blob = (name: string): Uint8Array => {
    const bytes = blobs.get(name);
    if (!bytes)
      throw new InputError(`${where}: expected a part called "${name}", but it is missing.`);
    return bytes;
  };
  // Everything is read before anything is changed: a broken file leaves the run as it was.
  const count = 1 + (manifest.hyperparameters.twin ? 2 : 1);
  const networks = Array.from({ length: count }, (_, i) =>
    unpackNetwork(
      i === 0 ? learner.actor.blueprint : learner.critic.blueprint,
      blob(networkName(i)),
      where,
    ),
  );
  const kept = manifest.replay;
  const chunks = kept ? readReplay(replay, kept, blob, where) : [];

  learner.restore({ updates: manifest.updates, random: manifest.learnerRandom, networks });
  statistics.count.set(manifest.statistics.count);
  statistics.mean.set(manifest.statistics.mean);
  statistics.squares.set(manifest.statistics.squares);
  normaliser.shift.set(manifest.normaliser.shift);
  normaliser.scale.set(manifest.normaliser.scale);
  learning.agentSteps = manifest.agentSteps;
  for (const { stream, at, rows } of chunks) (replay.data[stream] as Float32Array).set(rows, at);
  replay.added.set(kept?.added ?? new Int32Array(replay.streams));
  if (rollout && manifest.rollout) {
    rollout.restore(manifest.rollout.state);
    manifest.rollout.environments.forEach((json, i) => {
      rollout.environments[i]?.restore({ json, world: blob(`world-${i}`) });
    });
    return unpackActing(blob(actingName), where);
  }
  replay.closeStreams();
  return undefined;
}

function readReplay(
  replay: Replay,
  kept: NonNullable<Manifest['replay']>,
  blob: (name: string) => Uint8Array,
  where: string,
) {
  if (kept.added.length !== replay.streams || kept.rowsPerStream !== replay.rowsPerStream) {
    throw new InputError(
      `${where}: expected a replay of ${replay.streams} × ${replay.rowsPerStream} rows, but got ${kept.added.length} × ${kept.rowsPerStream}.`,
    );
  }
  const { size } = replay.row;
  const chunks: { stream: number; at: number; rows: Float32Array }[] = [];
  kept.added.forEach((added, stream) => {
    const held = Math.min(added, kept.rowsPerStream);
    for (let chunk = 0; chunk * kept.rowsPerChunk < held; chunk++) {
      const bytes = blob(chunkName(stream, chunk));
      const first = chunk * kept.rowsPerChunk;
      const rows = Math.min(kept.rowsPerChunk, held - first);
      if (bytes.byteLength !== rows * size * 4) {
        throw new InputError(
          `${where}: expected ${rows * size * 4} bytes in "${chunkName(stream, chunk)}", but got ${bytes.byteLength}.`,
        );
      }
      const copy = bytes.slice();
      chunks.push({ stream, at: first * size, rows: new Float32Array(copy.buffer) });
    }
  });
  return chunks;
}
