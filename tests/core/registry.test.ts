import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { createRegistry } from '../../src/core/registry.ts';

const registry = createRegistry('sensor', { ego: 1, scan: 2 });

describe('registry', () => {
  test('gives parts by name, in the order in which they were registered', () => {
    expect(registry.get('scan')).toBe(2);
    expect(registry.names()).toEqual(['ego', 'scan']);
    expect(registry.entries()).toEqual([
      ['ego', 1],
      ['scan', 2],
    ]);
  });

  test('an unknown name is refused with the known ones', () => {
    expect(() => registry.get('sonar')).toThrow(InputError);
    expect(() => registry.get('sonar')).toThrow('Unknown sensor "sonar". Known: ego, scan.');
    expect(registry.has('sonar')).toBe(false);
  });

  test('names that every object has are not parts', () => {
    for (const name of ['constructor', '__proto__', 'toString']) {
      expect(registry.has(name)).toBe(false);
      expect(() => registry.get(name)).toThrow(InputError);
    }
  });
});
