/** `UPDATE=1 npx vitest run tests/scene/scene-schema.test.ts` writes the schema anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sceneJsonSchema } from '../../src/scene/scene-file.ts';

const file = new URL('../../scenes/scene.schema.json', import.meta.url);

test('scene schema: scenes/scene.schema.json is what the parser accepts (UPDATE=1 writes it anew)', () => {
  const current = `${JSON.stringify(sceneJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE === '1') writeFileSync(file, current);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(current));
});
