/**
 * A run as a checkpoint (storage/store.ts) and back. Beside the manifest (manifest.ts) stand blobs: every
 * network, of every group of agents, with its target and optimiser as safetensors, the replay in chunks of
 * about a megabyte, and, in lockstep, each world and the weights that act in it. A watched run has the
 * networks of its best look too.
 *
 * The replay is a ring, so most chunks have not changed since the last save: those are marked 'keep'.
 */
import { InputError, quoted } from '../core/input-error.ts';
import type { Blueprint } from '../nn/blueprint.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import type { Normaliser } from '../nn/normaliser.ts';
import type { OptimiserState } from '../nn/optimiser-state.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networksPerGroup } from '../rl/learner.ts';
import type { Replay } from '../rl/replay.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../storage/safetensors.ts';
import type { Checkpoint } from '../storage/store.ts';
import { packActing, unpackActing } from './acting-weights.ts';
import { checkObservations } from './check-observations.ts';
import { packMoments } from './kept-moments.ts';
import type { Learning } from './learning.ts';
import {
  describeWorlds,
  type LockstepWorlds,
  readEnvironments,
  restoreWorlds,
  worldName,
} from './lockstep-worlds.ts';
import { checkpointFormat, checkpointVersion, type Manifest, type Validation } from './manifest.ts';
import type { KeptMoment } from './moments.ts';
import { readTensor } from './read-tensor.ts';
import { type KeptNetworks, Watch } from './watch.ts';
import type { Look } from './watchdog.ts';

const chunkBytes = 1 << 20;

export function rowsPerChunk(replay: Replay): number {
  return Math.max(1, Math.floor(chunkBytes / (replay.row.size * 4)));
}

/** Of network `index` of all groups' [G, networks of a group]. */
export function networkName(hyperparameters: Hyperparameters, index: number): string {
  const each = networksPerGroup(hyperparameters);
  const name = index % each === 0 ? 'actor' : `critic-${index % each}`;
  return hyperparameters.groups === 1 ? name : `group-${Math.floor(index / each)}-${name}`;
}

const chunkName = (stream: number, chunk: number) => `replay-${stream}-${chunk}`;
const actingName = 'acting';
const bestName: typeof networkName = (of, index) => `best-${networkName(of, index)}`;
const parts = ['online', 'target', 'first', 'second'] as const;

export interface CheckpointOptions {
  readonly progress?: unknown;
  /** Lockstep: the worlds go with it, and the weights that act in them until the next handover. */
  readonly acting?: LockstepWorlds & { readonly weights: PolicyWeights };
  /** Goes with it, and the networks that it keeps. */
  readonly watch?: Watch | undefined;
  /** Lockstep: when that watch looks. */
  readonly validation?: Validation | undefined;
  /** Go with it; the weights of those whose updates are `saved` are in the store already. */
  readonly moments?: readonly KeptMoment[];
  readonly savedMoments?: ReadonlySet<number>;
  /** Leaves the replay out (a policy to share). */
  readonly withoutReplay?: boolean;
  /** Rows added to each stream when the store's present checkpoint was written: chunks untouched since are kept. */
  readonly savedRows?: readonly number[] | undefined;
}

export async function makeCheckpoint(
  learning: Learning,
  options: CheckpointOptions = {},
): Promise<Checkpoint> {
  const { replay, learner, statistics, normaliser, scenario, hyperparameters } = learning;
  const blobs = new Map<string, Uint8Array | 'keep'>();
  // Everything that changes is copied before the first wait, or read from one consistent state.
  if (!options.withoutReplay) packReplay(replay, options.savedRows, blobs);
  const { acting } = options;
  const environments = acting?.rollout.environments.map((environment) => environment.save());
  environments?.forEach(({ world }, i) => {
    blobs.set(worldName(i), world);
  });
  if (acting) blobs.set(actingName, packActing(acting.weights));
  const moments = options.moments ?? [];
  packMoments(learning, moments, options.savedMoments, blobs);
  const manifest: Omit<Manifest, 'updates' | 'learnerRandom'> = {
    format: checkpointFormat,
    version: checkpointVersion,
    scenario: scenario.name,
    settings: scenario.chosen,
    agents: scenario.agents,
    spec: scenario.observationLayout.spec,
    hyperparameters,
    seed: learning.seed,
    agentSteps: learning.agentSteps,
    statistics: {
      count: [...statistics.count],
      mean: [...statistics.mean],
      squares: [...statistics.squares],
    },
    normaliser: listsOf(normaliser),
    replay: options.withoutReplay
      ? null
      : {
          added: [...replay.added],
          rowsPerStream: replay.rowsPerStream,
          rowsPerChunk: rowsPerChunk(replay),
        },
    rollout: acting && environments ? describeWorlds(acting, environments) : null,
    watchdog: options.watch
      ? {
          state: options.watch.state,
          normaliser: listsOf(options.watch.best.normaliser),
          closing: options.watch.closing ?? null,
        }
      : null,
    validation: options.validation ?? null,
    moments: moments.map(({ moment }) => moment),
    progress: options.progress ?? null,
  };
  const best = options.watch?.best.networks ?? [];
  const { updates, random, networks } = await learner.state();
  networks.forEach((state, i) => {
    blobs.set(networkName(hyperparameters, i), packNetwork(blueprintOf(learning, i), state));
  });
  best.forEach((state, i) => {
    blobs.set(bestName(hyperparameters, i), packNetwork(blueprintOf(learning, i), state));
  });
  return { manifest: { ...manifest, updates, learnerRandom: random }, blobs };
}

function blueprintOf({ learner, hyperparameters }: Learning, network: number): Blueprint {
  const { actor, critic } = learner;
  return (network % networksPerGroup(hyperparameters) === 0 ? actor : critic).blueprint;
}

const listsOf = ({ shift, scale }: Normaliser) => ({ shift: [...shift], scale: [...scale] });

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
  if (!/^\d{1,15}$/.test(metadata.step ?? '')) {
    throw new InputError(
      `${where}: expected a count of optimiser steps, but got ${quoted(metadata.step)}.`,
    );
  }
  const state = {
    step: Number(metadata.step),
    online: new Float32Array(blueprint.size),
    target: new Float32Array(blueprint.size),
    first: new Float32Array(blueprint.size),
    second: new Float32Array(blueprint.size),
  };
  for (const part of parts) {
    for (const slot of blueprint.slots) {
      const name = `${part}/${slot.name}`;
      const values = readTensor(tensors, name, slot.shape, where);
      state[part].set(values, slot.offset);
    }
  }
  return state;
}

/** Refuses a checkpoint that was made for other observations, with both specs, or another learner. */
export function checkFits(manifest: Manifest, learning: Learning, where: string): void {
  const { scenario, hyperparameters } = learning;
  const { size } = learning.statistics;
  checkObservations('checkpoint', manifest, scenario, where);
  if (manifest.hyperparameters.twin !== hyperparameters.twin) {
    throw new InputError(
      `${where}: expected a learner with ${hyperparameters.twin ? 'two critics' : 'one critic'}, but got another.`,
    );
  }
  const { statistics, normaliser, learnerRandom } = manifest;
  if (learnerRandom.length !== hyperparameters.groups) {
    throw new InputError(
      `${where}: expected a random stream of each of ${hyperparameters.groups} groups, but got ${learnerRandom.length}.`,
    );
  }
  for (const [name, { length }] of Object.entries({ ...statistics, ...normaliser })) {
    if (length === size) continue;
    throw new InputError(`${where}: expected ${size} values of ${name}, but got ${length}.`);
  }
}

/**
 * Puts a checkpoint's state into a fresh `learning` made with the same hyperparameters, and into
 * `worlds` if the checkpoint has some. Returns the weights that were acting, if they are in it.
 */
export function restoreCheckpoint(
  learning: Learning,
  manifest: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
  where: string,
  worlds?: LockstepWorlds,
): PolicyWeights | undefined {
  checkFits(manifest, learning, where);
  const { learner, replay, statistics, normaliser } = learning;
  const blob = blobsOf(blobs, where);
  // Everything is read before anything is changed: a broken file leaves the run as it was.
  const networks = unpackNetworks(learning, blob, networkName, where);
  const kept = manifest.replay;
  const chunks = kept ? readReplay(replay, kept, blob, where) : [];
  const acted = worlds && manifest.rollout;
  const acting = acted ? unpackActing(blob(actingName), learning, where) : undefined;
  const environments = acted ? readEnvironments(worlds, acted, blob, where) : [];

  learner.restore({ updates: manifest.updates, random: manifest.learnerRandom, networks });
  statistics.count.set(manifest.statistics.count);
  statistics.mean.set(manifest.statistics.mean);
  statistics.squares.set(manifest.statistics.squares);
  normaliser.shift.set(manifest.normaliser.shift);
  normaliser.scale.set(manifest.normaliser.scale);
  learning.agentSteps = manifest.agentSteps;
  for (const { stream, at, rows } of chunks) (replay.data[stream] as Float32Array).set(rows, at);
  replay.added.set(kept?.added ?? new Int32Array(replay.streams));
  if (!acted) {
    replay.closeStreams();
    return undefined;
  }
  restoreWorlds(worlds, acted, environments);
  return acting;
}

export type ReadBlob = (name: string) => Uint8Array;

export function blobsOf(blobs: ReadonlyMap<string, Uint8Array>, where: string): ReadBlob {
  return (name) => {
    const bytes = blobs.get(name);
    if (bytes) return bytes;
    throw new InputError(`${where}: expected a part called "${name}", but it is missing.`);
  };
}

function unpackNetworks(
  learning: Learning,
  blob: ReadBlob,
  nameOf: typeof networkName,
  where: string,
): OptimiserState[] {
  const { hyperparameters } = learning;
  return Array.from({ length: networkCount(hyperparameters) }, (_, i) =>
    unpackNetwork(blueprintOf(learning, i), blob(nameOf(hyperparameters, i)), where),
  );
}

const networkCount = (hyperparameters: Hyperparameters) =>
  hyperparameters.groups * networksPerGroup(hyperparameters);

/** The look whose networks are for use, if there was any. */
export function bestLookOf({ watchdog }: Manifest): Look | undefined {
  if (!watchdog) return undefined;
  const { best } = watchdog.state;
  return watchdog.closing ?? (best.episodes > 0 ? best : undefined);
}

/** The checkpoint's watchdog for `learning`, which stays as it is; undefined if the run is unwatched. */
export function readWatch(
  learning: Learning,
  { watchdog }: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
  where: string,
): Watch | undefined {
  if (!watchdog) return undefined;
  const { size } = learning.statistics;
  const { shift, scale } = watchdog.normaliser;
  for (const [name, { length }] of Object.entries({ shift, scale })) {
    if (length === size) continue;
    throw new InputError(
      `${where}: expected ${size} values of the best look's ${name}, but got ${length}.`,
    );
  }
  const best: KeptNetworks = {
    networks: unpackNetworks(learning, blobsOf(blobs, where), bestName, where),
    normaliser: { shift: Float32Array.from(shift), scale: Float32Array.from(scale) },
  };
  return new Watch(learning, watchdog.state, best);
}

/**
 * What of a run is for use: its networks alone, as they were at the watchdog's best look, or, where none was,
 * as they are. A checkpoint itself, without replay, worlds and watchdog.
 */
export function deployable(
  manifest: Manifest,
  blobs: ReadonlyMap<string, Uint8Array>,
): { readonly manifest: Manifest; readonly blobs: Map<string, Uint8Array> } {
  const { watchdog, hyperparameters } = manifest;
  const looked = watchdog && watchdog.state.best.episodes > 0;
  const best = looked && !watchdog.closing ? watchdog : undefined;
  const networks = Array.from({ length: networkCount(hyperparameters) }, (_, i) => i);
  const found = networks.flatMap((i): [string, Uint8Array][] => {
    const bytes = blobs.get((best ? bestName : networkName)(hyperparameters, i));
    return bytes ? [[networkName(hyperparameters, i), bytes]] : [];
  });
  const nothing = { replay: null, rollout: null, watchdog: null, validation: null, moments: [] };
  const light = { ...manifest, ...nothing };
  if (!best) return { manifest: light, blobs: new Map(found) };
  const { updates, agentSteps } = best.state.best;
  return {
    manifest: { ...light, updates, agentSteps, normaliser: best.normaliser },
    blobs: new Map(found),
  };
}

function readReplay(
  replay: Replay,
  kept: NonNullable<Manifest['replay']>,
  blob: ReadBlob,
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
