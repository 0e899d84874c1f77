/** The README says what is true: its scenario is the one that a test runs, its files are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenarios } from '../scenes/index.ts';
import { readPolicyDirectory } from '../src/cli/policy-directory.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

it('readme: the scenario in it is the one that is tested, and has at most 30 lines', () => {
  const [, shown = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const tested = readFileSync(join(root, 'tests/env/readme-scenario.ts'), 'utf8');
  const body = (text: string) => text.slice(text.indexOf('export const'));
  expect(body(shown)).toBe(body(tested));
  expect(shown.trim().split('\n').length).toBeLessThanOrEqual(30);
});

it('readme: every file it links to exists', () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link = '']) => link);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

it('readme: every npm script it names exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?(\w+)/g)].map(([, name = '']) => name);
  const known = new Set([...Object.keys(scripts), 'ci', 'run']);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

it('readme: what it says of each scene’s trained robots is on the card of the policy that ships', () => {
  const [, table = ''] = /## Nine scenes\n([\s\S]*?)\n## /.exec(readme) ?? [];
  const rows = [...table.matchAll(/^\| ([^|]+) \| [^|]+ \| (\d\.\d{3}) \|$/gm)];
  const said = Object.fromEntries(rows.map(([, title, rate]) => [title, rate]));
  expect(rows).toHaveLength(9);
  const onCards = readdirSync(join(root, 'assets/policies')).map((name) => {
    const scenario = scenarios.get(name);
    const { card } = readPolicyDirectory(scenario, join(root, 'assets/policies', name));
    return [scenario.title, card.evaluation?.success.rate.toFixed(3)];
  });
  expect(said).toEqual(Object.fromEntries(onCards));
});
