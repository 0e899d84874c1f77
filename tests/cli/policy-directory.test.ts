import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { cardFile, mostPolicyBytes } from '../../src/agents/policy-file.ts';
import { readPolicyDirectory } from '../../src/cli/policy-directory.ts';

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
