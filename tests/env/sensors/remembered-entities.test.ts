import { beforeAll, expect, it } from 'vitest';
import { crowdnavPlusplus } from '../../../scenes/crowdnav-plusplus.ts';
import { createEnvironment, loadEngines, rememberedEntities } from '../../../src/env/index.ts';
import { rememberedFeatures } from '../../../src/env/sensors/remembered-entities.ts';
import { senseWorld } from './sensed-world.ts';

beforeAll(loadEngines);

const F = rememberedFeatures.length;

it('rememberedEntities: nearest first, seen or not, and only who was ever seen', () => {
  const environment = createEnvironment(crowdnavPlusplus, { seed: 1427, renewLayout: false });
  const { observationLayout, agentRows } = environment;
  const { offset } = observationLayout.agent[1]!;
  const back = Float32Array.of(-1, 0);
  let unseen = 0;
  for (let step = 0; step < 30; step++) {
    environment.step(back);
    const { memory } = environment.world;
    const row = agentRows.subarray(offset);
    const known = [...memory.age].filter(Number.isFinite).length;
    const mask = [...row.subarray(20 * F, 20 * F + 20)];
    expect(mask).toEqual(Array.from({ length: 20 }, (_, k) => (k < known ? 1 : 0)));
    const people = Array.from({ length: known }, (_, k) =>
      Object.fromEntries(rememberedFeatures.map((name, f) => [name, row[k * F + f] as number])),
    );
    people.forEach(({ gap, seen, age, forward, left, radius }, k) => {
      if (k > 0) expect(gap).toBeGreaterThanOrEqual(people[k - 1]?.gap as number);
      expect(seen === 1).toBe(age === 0);
      expect(Math.hypot(forward!, left!) - 0.6).toBeCloseTo(gap!, 4);
      expect(radius).toBe(Math.fround(0.3));
      if (gap! > 5) expect(seen).toBe(0);
    });
    unseen += people.filter(({ seen }) => seen === 0).length;
    // The goal is straight ahead: what lies there has no left.
    const agent = environment.readings[0]!;
    const body = [...memory.age.keys()].find((n) => memory.age[n] === 0);
    if (body === undefined) continue;
    const dx = (memory.position[2 * body] as number) - agent.x;
    const dz = (memory.position[2 * body + 1] as number) - agent.z;
    const far = Math.hypot(agent.goalX - agent.x, agent.goalZ - agent.z);
    const forward = (dx * (agent.goalX - agent.x) + dz * (agent.goalZ - agent.z)) / far;
    expect(people.some((one) => Math.abs(one.forward! - forward) < 1e-4)).toBe(true);
  }
  expect(unseen).toBeGreaterThan(0);
  environment.dispose();
});

it('rememberedEntities: without memory only those in sight are known', () => {
  const scenario = crowdnavPlusplus.vary(new Map([['memory', 'false']]));
  const environment = createEnvironment(scenario, { seed: 1427, renewLayout: false });
  const { offset } = environment.observationLayout.agent[1]!;
  const back = Float32Array.of(-1, 0);
  let forgotten = 0;
  for (let step = 0; step < 30; step++) {
    environment.step(back);
    const ages = [...environment.world.memory.age].filter(Number.isFinite);
    const inSight = ages.filter((age) => age === 0).length;
    const mask = environment.agentRows.subarray(offset + 20 * F, offset + 20 * F + 20);
    expect(mask.reduce((sum, one) => sum + one, 0)).toBe(inSight);
    forgotten += ages.length - inSight;
  }
  expect(forgotten).toBeGreaterThan(0);
  environment.dispose();
});

it('rememberedEntities: a scene whose agents have no sight is refused', () => {
  const sensed = senseWorld({ poses: [{ at: [0, 0], heading: 0 }] });
  expect(() => sensed.sense(rememberedEntities(), 0)).toThrow('to say how far agents see');
});
