/** A policy's directory (`assets/policies/plaza`): its card and its weights, as files; or both in one file. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { type PolicyCard, parseCard } from '../agents/policy-card.ts';
import {
  cardFile,
  checkSize,
  policyExtension,
  readCardWithin,
  readPolicyFile,
  sealCard,
  weightsFile,
  writePolicyAlone,
  writePolicyFile,
} from '../agents/policy-file.ts';
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/index.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import { checkOutputFile, makeFolder, replaceOutput } from './output-path.ts';

export function isPolicyDirectory(directory: string): boolean {
  return existsSync(join(directory, cardFile));
}

export function readPolicyDirectory(
  scenario: Scenario,
  directory: string,
): { card: PolicyCard; weights: JudgedWeights } {
  const read = (name: string) => {
    const path = join(directory, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found?.isFile()) {
      const got = found ? 'something else' : 'nothing';
      throw new InputError(`Expected a policy’s ${name} in "${directory}", but got ${got} there.`);
    }
    checkSize(found.size, `"${path}"`);
    return readFileSync(path);
  };
  const card = parseCard(read(cardFile).toString(), `"${directory}"`);
  const weights = readPolicyFile(scenario, card, read(weightsFile), `"${directory}"`);
  return { card, weights };
}

/** Whether a path names a policy in one file. */
export function isPolicyFile(path: string): boolean {
  return extname(path) === policyExtension;
}

/** A policy in one file. */
export function readPolicyAlone(
  scenario: Scenario,
  file: string,
): { card: PolicyCard; weights: JudgedWeights } {
  const where = `"${file}"`;
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new InputError(`Expected a policy in ${where}, but it is no file.`);
  checkSize(found.size, where);
  const bytes = readFileSync(file);
  const card = readCardWithin(bytes, where);
  return { card, weights: readPolicyFile(scenario, card, bytes, where) };
}

/** Into a directory as two files, or into one file if `path` ends as one. */
export async function writePolicy(
  scenario: Scenario,
  path: string,
  card: PolicyCard,
  weights: JudgedWeights,
): Promise<void> {
  if (!isPolicyFile(path)) return writePolicyDirectory(scenario, path, card, weights);
  checkOutputFile(path);
  await replaceOutput(path, writePolicyAlone(scenario, card, weights));
}

async function writePolicyDirectory(
  scenario: Scenario,
  directory: string,
  card: PolicyCard,
  weights: JudgedWeights,
): Promise<void> {
  makeFolder(directory);
  const bytes = writePolicyFile(scenario, card.hyperparameters, weights);
  const sealed = `${JSON.stringify(sealCard(card, weights), null, 2)}\n`;
  // Whoever is killed in between leaves the old card over new weights: its checksum tells.
  await replaceOutput(join(directory, weightsFile), bytes);
  await replaceOutput(join(directory, cardFile), sealed);
}
