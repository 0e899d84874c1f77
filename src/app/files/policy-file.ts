/** A policy in one file (agents/policy-file.ts), of the page or of `npm run policy`. */
import { scenarios } from '../../../scenes/index.ts';
import { InputError } from '../../core/input-error.ts';
import type { FileKind, PolicyFromFile } from './file-kind.ts';
import { readFile } from './read-file.ts';

/** As agents/policy-file.ts has it, which is fetched when there is something to read. */
const mostBytes = 64 * 2 ** 20;
/** Of a safetensors header; its length, then a brace. */
const mostHeader = 4 * 2 ** 20;

export const policyFile: FileKind = {
  name: 'policy',
  ending: '.safetensors',
  mostBytes,
  isOne({ head }) {
    if (head.length < 9) return false;
    const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
    return length <= BigInt(mostHeader) && head[8] === '{'.charCodeAt(0);
  },
  async open(file, taker, { scenes }) {
    await taker.takePolicy(await readPolicy(file, scenes));
  },
};

/** Throws an InputError if it cannot be read, or is of none of the scenes. */
export async function readPolicy(file: File, scenes: readonly string[]): Promise<PolicyFromFile> {
  const where = `The file “${file.name}”`;
  const [{ seenBy }, { readCardWithin, readPolicyFile }, { joinWeights }, bytes] =
    await Promise.all([
      import('../../agents/policy-card.ts'),
      import('../../agents/policy-file.ts'),
      import('../../agents/join-weights.ts'),
      readFile(file),
    ]);
  const card = readCardWithin(bytes, where);
  if (!scenes.includes(card.scenario)) {
    throw new InputError(
      `${where} is a policy for the scene “${card.scenario}”, which is not here; the page has ${scenes.join(', ')}.`,
    );
  }
  const parts = readPolicyFile(scenarios.get(card.scenario), card, bytes, where);
  const { hyperparameters } = card;
  const { updates: version } = seenBy(card);
  return {
    ...{ card, file: file.name },
    acting: { hyperparameters, weights: joinWeights(parts), critic: parts.critic, version },
  };
}
