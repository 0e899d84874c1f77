/** docs/hyperparameters.md says what the presets and the scenes have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenarios } from '../scenes/index.ts';
import { algorithms } from '../src/rl/algorithms/index.ts';
import { type Hyperparameters, setHyperparameter } from '../src/rl/hyperparameters.ts';

const text = readFileSync(join(import.meta.dirname, '../docs/hyperparameters.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));

const names = ['heed', 'ddpg', 'td3', 'distributional'];

it('hyperparameters: every one of every preset is in the document, as it is', () => {
  expect([...algorithms.names()].sort()).toEqual([...names].sort());
  const [first] = names.map((name) => algorithms.get(name)) as [Hyperparameters];
  const expected = Object.keys(first).map((key) => [
    `\`${key}\``,
    ...names.map((name) => String(algorithms.get(name)[key as keyof Hyperparameters])),
  ]);
  const shown = rows.filter(([name = '', ...cells]) => name.startsWith('`') && cells.length === 6);
  expect(shown.map((cells) => cells.slice(0, 5))).toEqual(expected);
});

it('hyperparameters: the ranges in the document are those that are asked for', () => {
  const record = algorithms.get('heed');
  for (const [name = '', , , , , range = ''] of rows) {
    const ends = /^(\S+) to (\S+)$/.exec(range)?.slice(1).map(Number);
    if (!name.startsWith('`') || !ends) continue;
    const set = (value: number) => setHyperparameter(record, name.slice(1, -1), String(value), []);
    const [low, high] = ends as [number, number];
    for (const value of [low, high]) expect(() => set(value), `${name}=${value}`).not.toThrow();
    for (const value of [low - 1, high * 1.01 + 1]) {
      expect(() => set(value), `${name}=${value}`).toThrow('Expected');
    }
  }
});

it('hyperparameters: what suits a scene is in the document', () => {
  const expected = scenarios.entries().map(([name, { learning = {} }]) => {
    const settings = Object.entries(learning).map(([key, value]) => `\`${key}=${value}\``);
    return [name, settings.join(', ') || 'nothing'];
  });
  const shown = rows.filter(([name = '', ...cells]) => cells.length === 1 && name !== 'scene');
  expect(shown.filter(([name]) => name !== '---')).toEqual(expected);
});
