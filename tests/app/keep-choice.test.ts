import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepChoice } from '../../src/app/keep-choice.ts';

const all = ['auto', 'high', 'low'] as const;
type Choice = (typeof all)[number];
let kept: Map<string, string>;

beforeEach(() => {
  kept = new Map();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = (asked?: Choice) => {
  const choice = signal<Choice>('auto');
  keepChoice(choice, { key: 'fineness', all, asked });
  return choice;
};

it('what was chosen is there again, and going back to the default is a choice', () => {
  open().value = 'low';
  const again = open();
  expect(again.value).toBe('low');
  again.value = 'auto';
  expect(kept.get('fineness')).toBe('auto');
});

it('nothing is kept before anything was chosen, nor what an address asks for', () => {
  expect(open().value).toBe('auto');
  expect(open('high').value).toBe('high');
  expect([...kept]).toEqual([]);
  expect(open().value).toBe('auto');
});

it('what an address asks for counts before what was kept, which stays', () => {
  open().value = 'low';
  expect(open('high').value).toBe('high');
  expect(open().value).toBe('low');
});

it('what is none of them is left', () => {
  kept.set('fineness', 'medium');
  expect(open().value).toBe('auto');
});
