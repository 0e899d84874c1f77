/**
 * A run in one file, as far as it can be told from the file and from what learns here whether it could go on: before
 * anything is opened for it. What the parts themselves hold is checked where they are taken (checkpoint.ts).
 */
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { networkOptions } from '../rl/learner.ts';
import { readCheckpointFile } from '../storage/checkpoint-file.ts';
import { checkObservations } from './check-observations.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** `where` names the file in errors, `hyperparameters` are those of the session that it is to go on in. */
export function readRunFile(
  bytes: Uint8Array,
  { scenario, hyperparameters }: { scenario: Scenario; hyperparameters: Hyperparameters },
  where: string,
): { readonly manifest: Manifest; readonly blobs: ReadonlyMap<string, Uint8Array> } {
  const { manifest: value, blobs } = readCheckpointFile(bytes, where);
  const manifest = readManifest(value, where);
  if (manifest.scenario !== scenario.name) {
    throw new InputError(
      `${where} is a run of the scene "${manifest.scenario}", and this is "${scenario.name}": open that scene first.`,
    );
  }
  checkObservations('checkpoint', manifest, scenario, where);
  checkNetwork(manifest, hyperparameters, where);
  return { manifest, blobs };
}

/** The acting side has the session's network: a run with another one cannot act in it. */
export function checkNetwork(
  manifest: Manifest,
  hyperparameters: Hyperparameters,
  where: string,
): void {
  const kept = networkOptions(manifest.hyperparameters);
  const here = networkOptions(hyperparameters);
  if (JSON.stringify(kept) === JSON.stringify(here)) return;
  throw new InputError(
    `${where} has another network than this page: ${JSON.stringify(kept)} there, ${JSON.stringify(here)} here.`,
  );
}
