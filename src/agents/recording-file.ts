/**
 * A recording as a file, `.heedrec`: the container of checkpoints (storage/checkpoint-file.ts) with a manifest of
 * its own and these blobs, little endian (docs/recordings.md):
 *
 *     actions     f32 [D, 2A]   drive  f64 [D, 2]   met  i32 [D]   hashes  u32 [D]
 *     acting      i32 [D]: which weights made the decision, −1: none                            D: all decisions
 *     keyframe-I  of segment I: the open episodes' numbers as f64, then the world's own bytes (world/saved-world.ts)
 *     acting-J    weights that acted, as safetensors: actor, shift, scale and, where one was known, critic
 *
 * It comes from anyone, so everything is checked before it is used; what it says of the scene (which layout, which
 * edits) is looked up in the scene of that name that is known here.
 */
import { InputError } from '../core/input-error.ts';
import type { Registry } from '../core/registry.ts';
import { createEpisodes, type Episodes, type SavedEpisodes } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { readCheckpointFile, writeCheckpointFile } from '../storage/checkpoint-file.ts';
import { packActingWeights, unpackActingWeights } from './recorded-weights.ts';
import { type ActingWeights, decisionsIn, type Recording, type Segment } from './recording.ts';
import { mostRecordingBytes, recordingFormat, recordingVersion } from './recording-format.ts';
import {
  createStateReader,
  type DescribedSegment,
  describeState,
  mostRecordedDecisions,
  readRecordingManifest,
} from './recording-manifest.ts';

const keyframeName = (segment: number) => `keyframe-${segment}`;
const actingName = (index: number) => `acting-${index}`;
const episodeFields = Object.keys(createEpisodes(0)) as (keyof SavedEpisodes)[];

const bytesOf = (values: Float32Array | Float64Array | Int32Array | Uint32Array) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Throws an InputError for one that is too large. Copies all of it. */
export function writeRecordingFile(
  scenario: Scenario,
  recording: Recording,
): Uint8Array<ArrayBuffer> {
  const { segments, agents } = recording;
  const decisions = decisionsIn(segments);
  const actions = new Float32Array(decisions * 2 * agents);
  const drive = new Float64Array(decisions * 2);
  const met = new Int32Array(decisions);
  const hashes = new Uint32Array(decisions);
  const indices = new Int32Array(decisions).fill(-1);
  const blobs = new Map<string, Uint8Array>([
    ['actions', bytesOf(actions)],
    ['drive', bytesOf(drive)],
    ['met', bytesOf(met)],
    ['hashes', bytesOf(hashes)],
    ['acting', bytesOf(indices)],
  ]);
  const acted: ActingWeights[] = [];
  let at = 0;
  const described = segments.map((segment, i): DescribedSegment => {
    const { count, state, hash, follows } = segment;
    actions.set(segment.actions.subarray(0, count * 2 * agents), at * 2 * agents);
    drive.set(segment.drive.subarray(0, count * 2), at * 2);
    hashes.set(segment.hashes.subarray(0, count), at);
    for (let d = 0; d < count; d++) {
      const acting = segment.acting[d];
      if (!acting) continue;
      if (acted.at(-1) !== acting) acted.push(acting);
      indices[at + d] = acted.length - 1;
    }
    met.set(segment.met.subarray(0, count), at);
    at += count;
    blobs.set(keyframeName(i), packKeyframe(state.json.episodes, state.world));
    return { count, hash, follows, state: describeState(state.json) };
  });
  acted.forEach((acting, j) => {
    blobs.set(actingName(j), packActingWeights(scenario, recording, acting));
  });
  const bytes = writeCheckpointFile({
    manifest: {
      ...{ format: recordingFormat, version: recordingVersion },
      ...{ scenario: recording.scenario, settings: recording.settings, agents },
      spec: scenario.observationLayout.spec,
      decisionSeconds: recording.decisionSeconds,
      renewsLayout: recording.renewsLayout,
      hyperparameters: recording.hyperparameters ?? null,
      policy: recording.policy,
      acting: acted.map(({ updates }) => ({ updates })),
      segments: described,
      endHash: recording.endHash,
    },
    blobs,
  });
  if (bytes.length > mostRecordingBytes) {
    throw new InputError(
      `A recording may have ${mostRecordingBytes} bytes at most, but this one has ${bytes.length}: record fewer seconds.`,
    );
  }
  return bytes;
}

/** `where` names the file in errors, `scenarios` are those that are known here. The bytes may be dropped. */
export function readRecordingFile(
  bytes: Uint8Array,
  where: string,
  scenarios: Pick<Registry<Scenario>, 'get'>,
): { readonly scenario: Scenario; readonly recording: Recording } {
  const kind = { noun: 'recording', mostBytes: mostRecordingBytes };
  const { manifest, blobs } = readCheckpointFile(bytes, where, kind);
  const read = readRecordingManifest(manifest, where, scenarios);
  const { scenario, segments, hyperparameters } = read;
  const { agents } = scenario;
  const decisions = decisionsIn(segments);
  if (decisions > mostRecordedDecisions) {
    throw new InputError(
      `${where}: expected at most ${mostRecordedDecisions} decisions, but got ${decisions}.`,
    );
  }
  const blob = (name: string, size?: number) => {
    const found = blobs.get(name);
    if (!found || (size !== undefined && found.length !== size)) {
      throw new InputError(
        `${where}: expected ${size ?? 'some'} bytes of "${name}", but got ${found?.length ?? 'none'}.`,
      );
    }
    return found.slice().buffer;
  };
  const actions = new Float32Array(blob('actions', decisions * 2 * agents * 4));
  const drive = new Float64Array(blob('drive', decisions * 2 * 8));
  const met = new Int32Array(blob('met', decisions * 4));
  const hashes = new Uint32Array(blob('hashes', decisions * 4));
  const indices = new Int32Array(blob('acting', decisions * 4));
  checkNumbers('actions', actions, where);
  checkNumbers('drive', drive, where);
  checkIndices('met', met, agents, where);
  checkIndices('acting', indices, read.acting.length, where);
  const acted = read.acting.map(
    ({ updates }, j): ActingWeights => ({
      ...unpackActingWeights(
        new Uint8Array(blob(actingName(j))),
        { scenario, hyperparameters },
        where,
      ),
      updates,
    }),
  );
  const readState = createStateReader(scenario, where);
  let at = 0;
  const whole = segments.map(({ count, hash, follows, state }, i): Segment => {
    const first = at;
    at += count;
    const { episodes, world } = unpackKeyframe(
      new Uint8Array(blob(keyframeName(i))),
      agents,
      `${where}: keyframe ${i}`,
    );
    return {
      ...{ first, count, hash, follows },
      state: { json: readState(state, episodes), world },
      actions: actions.subarray(first * 2 * agents, at * 2 * agents),
      drive: drive.subarray(first * 2, at * 2),
      acting: Array.from(indices.subarray(first, at), (index) => acted[index]),
      hashes: hashes.subarray(first, at),
      met: met.subarray(first, at),
    };
  });
  const { decisionSeconds, renewsLayout, policy, endHash } = read;
  return {
    scenario,
    recording: {
      ...{ scenario: scenario.name, settings: scenario.chosen, agents },
      ...{ decisionSeconds, renewsLayout, hyperparameters, policy, segments: whole, endHash },
    },
  };
}

/** Each −1, or below `count`. */
function checkIndices(name: string, values: Int32Array, count: number, where: string): void {
  const wrong = values.find((value) => value < -1 || value >= count);
  if (wrong === undefined) return;
  throw new InputError(
    `${where}: expected ${name} to be numbers from -1 to ${count - 1}, but got ${wrong}.`,
  );
}

function packKeyframe(episodes: SavedEpisodes, world: Uint8Array): Uint8Array {
  const numbers = Float64Array.from(episodeFields.flatMap((field) => [...episodes[field]]));
  const bytes = new Uint8Array(numbers.byteLength + world.length);
  bytes.set(bytesOf(numbers));
  bytes.set(world, numbers.byteLength);
  return bytes;
}

function unpackKeyframe(bytes: Uint8Array, agents: number, where: string) {
  const fields = Object.entries(createEpisodes(agents));
  const numbers = fields.reduce((sum, [, { length }]) => sum + length, 0);
  if (bytes.length <= numbers * 8) {
    throw new InputError(
      `${where}: expected more than ${numbers * 8} bytes, but got ${bytes.length}.`,
    );
  }
  const values = new Float64Array(bytes.slice(0, numbers * 8).buffer);
  let at = 0;
  const episodes = Object.fromEntries(
    fields.map(([field, kept]) => {
      const given = values.subarray(at, at + kept.length);
      at += kept.length;
      checkNumbers(`the open episodes’ ${field}`, given, where);
      checkKept(field, given, kept, where);
      return [field, [...given]];
    }),
  ) as unknown as SavedEpisodes;
  return { episodes, world: bytes.slice(numbers * 8) };
}

function checkNumbers(name: string, values: Float32Array | Float64Array, where: string): void {
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return;
  throw new InputError(
    `${where}: expected ${name} to be finite numbers, but number ${wrong} is ${values[wrong]}.`,
  );
}

/** Whole numbers where an environment has such: `kept` is the array that it would have them in. */
function checkKept(
  field: string,
  values: Float64Array,
  kept: Episodes[keyof Episodes],
  where: string,
): void {
  kept.set(values);
  const wrong = values.findIndex((value, i) => value !== kept[i]);
  if (wrong < 0) return;
  throw new InputError(
    `${where}: expected the open episodes’ ${field} to be numbers of a ${kept.constructor.name}, but number ${wrong} is ${values[wrong]}.`,
  );
}
