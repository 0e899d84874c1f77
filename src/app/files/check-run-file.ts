/** Whether a run in a file could go on in its scene: asked before anything is closed for it. Fetched when there is one. */
import { scenarios } from '../../../scenes/index.ts';
import { hyperparametersFor } from '../../agents/hyperparameters-for.ts';
import { readRunFile } from '../../agents/run-file.ts';

/** Throws an InputError if it could not. */
export function checkRunFile(bytes: Uint8Array, name: string, scene: string): void {
  const scenario = scenarios.get(scene);
  const hyperparameters = hyperparametersFor(scenario, 'heed');
  readRunFile(bytes, { scenario, hyperparameters }, `The file “${name}”`);
}
