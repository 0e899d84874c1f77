import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { cardFile, mostPolicyBytes, weightsFile } from '../../src/agents/policy-file.ts';
import { readPolicyDirectory, writePolicy } from '../../src/cli/policy-directory.ts';
import { createNetworks } from '../../src/rl/learner.ts';
import { madeUpCard } from '../agents/made-up-card.ts';
import { tiny } from '../agents/tiny-run.ts';

const directory = mkdtempSync(join(tmpdir(), 'heed-policy-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('a policy’s directory: what is missing or larger than a policy may be is not read', () => {
  const read = () => readPolicyDirectory(plaza, directory);
  expect(read).toThrow(`Expected a policy’s ${cardFile} in "${directory}", but got nothing there.`);
  const file = join(directory, cardFile);
  writeFileSync(file, '');
  truncateSync(file, mostPolicyBytes + 1);
  expect(read).toThrow(
    `"${file}": expected a policy of at most ${mostPolicyBytes} bytes, but got ${mostPolicyBytes + 1}.`,
  );
});

it('a policy’s directory: a card beside weights that it is not of is refused', async () => {
  const [path, other] = ['whole', 'other'].map((name) => join(directory, name)) as [string, string];
  const { actor } = createNetworks(plaza.observationLayout, tiny);
  const { agentSize } = plaza.observationLayout;
  const weightsOf = (value: number) => ({
    ...{ actor: new Float32Array(actor.blueprint.size).fill(value) },
    ...{ shift: new Float32Array(agentSize), scale: new Float32Array(agentSize).fill(1) },
  });
  await writePolicy(plaza, path, madeUpCard, weightsOf(0.5));
  await writePolicy(plaza, other, madeUpCard, weightsOf(0.25));
  expect(readPolicyDirectory(plaza, path).weights).toEqual(weightsOf(0.5));
  // As whoever is killed between the two files leaves them.
  copyFileSync(join(other, weightsFile), join(path, weightsFile));
  expect(() => readPolicyDirectory(plaza, path)).toThrow(
    `"${path}": expected the weights that its card is of, but these are others, or damaged: write the policy anew.`,
  );
});
