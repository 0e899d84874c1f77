import { afterAll, beforeAll, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';

let environment: Environment;
beforeAll(async () => {
  await loadEngines();
  environment = createEnvironment(plaza, { seed: 2, renewLayout: false });
});
afterAll(() => environment.dispose());

function actionsOf(name: string, seed = 1): Float32Array {
  const out = new Float32Array(environment.agents * 2);
  baselines.get(name)({ seed }).act([environment], [out]);
  return out;
}

it('baselines: keep to the speed limit', () => {
  for (const name of baselines.names()) {
    environment.reset(2);
    for (let step = 0; step < 20; step++) {
      const actions = actionsOf(name);
      for (let a = 0; a < environment.agents; a++) {
        const speed = Math.hypot(actions[a * 2] as number, actions[a * 2 + 1] as number);
        expect(speed).toBeLessThanOrEqual(1.5 + 1e-5);
      }
      environment.step(actions);
    }
  }
});

it('baselines: straight points at the goal in the agent’s own frame', () => {
  environment.reset(2);
  const actions = actionsOf('straight');
  for (const { index, x, z, goalX, goalZ, heading } of environment.readings) {
    // The world direction is the heading turned left by the action's own angle.
    const angle =
      heading + Math.atan2(actions[index * 2 + 1] as number, actions[index * 2] as number);
    const distance = Math.hypot(goalX - x, goalZ - z);
    expect(-Math.sin(angle)).toBeCloseTo((goalX - x) / distance, 4);
    expect(-Math.cos(angle)).toBeCloseTo((goalZ - z) / distance, 4);
  }
});

it('baselines: random is repeatable by its seed, spreads over the disc, and starts over on reset', () => {
  const one = baselines.get('random')({ seed: 4 });
  const out = new Float32Array(environment.agents * 2);
  const draws: number[] = [];
  for (let i = 0; i < 200; i++) {
    one.act([environment], [out]);
    draws.push(...out);
  }
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  // E|v|² of the uniform disc of radius R is R²/2, half of it along each axis.
  const square = draws.reduce((sum, value) => sum + value * value, 0) / draws.length;
  expect(Math.abs(mean)).toBeLessThan(0.06);
  expect(square).toBeCloseTo((1.5 * 1.5) / 4, 1);
  one.reset?.();
  one.act([environment], [out]);
  expect([...out]).toEqual(draws.slice(0, out.length));
  expect(actionsOf('random', 5)).not.toEqual(out);
});

it('baselines: navmesh walks round an obstacle that straight runs into', () => {
  // Of some layout’s agents, at least one has something in its way.
  const reached = (name: string) => {
    environment.reset(2);
    const policy = baselines.get(name)({ seed: 1 });
    const out = new Float32Array(environment.agents * 2);
    const done = new Set<number>();
    for (let step = 0; step < 300; step++) {
      policy.act([environment], [out]);
      environment.step(out);
      for (const { agent, outcome, episodeIndex } of environment.finished) {
        if (outcome === 'success' && episodeIndex === 0) done.add(agent);
      }
    }
    return done.size;
  };
  expect(reached('navmesh')).toBe(environment.agents);
  expect(reached('straight')).toBeLessThan(environment.agents);
});
