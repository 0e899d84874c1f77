/** docs/tasks.md says of every scene what the scene says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenarios } from '../scenes/index.ts';
import { hyperparametersFor } from '../src/agents/hyperparameters-for.ts';

const text = readFileSync(join(import.meta.dirname, '../docs/tasks.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '));

it('tasks: agents, worlds, decisions and observations are in the document', () => {
  const expected = scenarios.entries().map(([name, scenario]) => {
    const { agent, world } = scenario.spec;
    const own = agent
      .filter((part) => part.kind === 'vector')
      .reduce((sum, { features }) => sum + features.length, 0);
    const set = agent.find((part) => part.kind === 'set');
    const graph = world.find((part) => part.kind === 'graph');
    return [
      ...[name, scenario.agents, hyperparametersFor(scenario, 'heed').worlds],
      ...[scenario.decisionSeconds, own, `${set?.rows} × ${set?.features.length}`],
      graph ? `${graph.nodes} × ${graph.features.length}` : 'none',
    ].map(String);
  });
  const names: readonly string[] = scenarios.names();
  expect(rows.filter((row) => row.length === 7 && names.includes(row[0] ?? ''))).toEqual(expected);
});

it('tasks: every scene has its reward, and its time', () => {
  const told = rows
    .filter((row) => row.length === 4)
    .flatMap(([scenes = '']) => scenes.split(', '));
  for (const [name, { limitSteps, decisionSeconds, timeLimitFactor }] of scenarios.entries()) {
    expect(told).toContain(name);
    const row = rows.find((each) => each.length === 4 && each[0]?.split(', ').includes(name));
    const limit = limitSteps ? `${limitSteps * decisionSeconds} s` : `${timeLimitFactor} ×`;
    expect(row?.[3]?.startsWith(limit), `${name}: ${row?.[3]} is ${limit}`).toBe(true);
  }
});
