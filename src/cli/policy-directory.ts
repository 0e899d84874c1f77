/** A policy's directory (`assets/policies/plaza`): its card and its weights, as files. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PolicyCard, parseCard } from '../agents/policy-card.ts';
import { cardFile, readPolicyFile, weightsFile, writePolicyFile } from '../agents/policy-file.ts';
import { InputError } from '../core/input-error.ts';
import type { Scenario } from '../env/index.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import { replaceFile } from '../storage/write-file.ts';
import { makeFolder } from './output-path.ts';

/** More is no policy of ours: it is not even read. */
const mostBytes = 2 ** 28;

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
    if (found?.isFile() && found.size <= mostBytes) return readFileSync(path);
    const got = found ? `${found.size} bytes, or no file,` : 'nothing';
    throw new InputError(`Expected a policy’s ${name} in "${directory}", but got ${got} there.`);
  };
  const card = parseCard(read(cardFile).toString(), `"${directory}"`);
  const weights = readPolicyFile(scenario, card, read(weightsFile), `"${directory}"`);
  return { card, weights };
}

export async function writePolicyDirectory(
  scenario: Scenario,
  directory: string,
  card: PolicyCard,
  weights: JudgedWeights,
): Promise<void> {
  makeFolder(directory);
  const bytes = writePolicyFile(scenario, card.hyperparameters, weights);
  await replaceFile(join(directory, weightsFile), bytes);
  await replaceFile(join(directory, cardFile), `${JSON.stringify(card, null, 2)}\n`);
}
