import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { softwareAdapter } from '../../src/bench/gpu.ts';

it('the software adapter, where a Chromium brings one, is added to what the linker searches', () => {
  const found = softwareAdapter({ LD_LIBRARY_PATH: '/opt/lib' });
  if (found === undefined) return;
  expect(existsSync(found.VK_ICD_FILENAMES as string)).toBe(true);
  expect(found.LD_LIBRARY_PATH?.split(':').at(-1)).toBe('/opt/lib');
  expect(softwareAdapter({})?.LD_LIBRARY_PATH).not.toContain(':');
});
