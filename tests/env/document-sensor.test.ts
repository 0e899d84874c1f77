/** The sensor that docs/scenarios.md shows: it is this file, and does what is said of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import plaza from '../../scenes/plaza.json';
import {
  createEnvironment,
  defineScenario,
  ego,
  loadEngines,
  placeAtRandom,
} from '../../src/env/index.ts';
import { nearestPerson } from './nearest-person.ts';

beforeAll(loadEngines);

it('docs/scenarios.md: the sensor is the one that is tried here', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8');
  const file = read('nearest-person.ts');
  const code = file.slice(file.indexOf('/** How far'));
  expect(read('../../docs/scenarios.md')).toContain(`\`\`\`ts\n${code}\`\`\``);
});

it('docs/scenarios.md: the sensor tells where the nearest person is, and 0, 0, 1 where there is none', () => {
  const walker = (id: string, x: number) => ({
    ...{ id, radius: 0.3, height: 1.7, speed: 1 },
    route: [
      [x, 0],
      [x, 0.5],
    ],
  });
  const scenario = (walkers: readonly object[]) =>
    defineScenario({
      ...{ name: 'plaza', title: 'Plaza', description: 'Try it.' },
      scene: { ...plaza, generate: [], walkers },
      sensors: [nearestPerson(), ego()],
      begin: (agent) => placeAtRandom(agent, { nearest: 4 }),
      reward: () => 0,
    });
  for (const walkers of [[], [walker('near', 1), walker('far', 6)]]) {
    const environment = createEnvironment(scenario(walkers), { seed: 1 });
    const { agentSize } = environment.scenario.observationLayout;
    const { bodies } = environment.world;
    for (const agent of environment.readings) {
      const [forward = 0, left = 0, away] = environment.agentRows.subarray(agent.index * agentSize);
      const found = [bodies.walkers, bodies.walkers + 1].slice(0, walkers.length).map((body) => {
        const dx = (bodies.position[3 * body] as number) - agent.x;
        const dz = (bodies.position[3 * body + 2] as number) - agent.z;
        return { dx, dz, distance: Math.hypot(dx, dz) };
      });
      const nearest = found.sort((a, b) => a.distance - b.distance)[0];
      if (!nearest || nearest.distance >= 6) {
        expect([forward, left, away]).toEqual([-0, -0, 1].map((n) => expect.closeTo(n, 6)));
        continue;
      }
      expect(away).toBeCloseTo(nearest.distance / 6, 5);
      const [sin, cos] = [Math.sin(agent.heading), Math.cos(agent.heading)];
      // Back into the world's frame.
      expect(6 * (-sin * forward - cos * left)).toBeCloseTo(nearest.dx, 4);
      expect(6 * (-cos * forward + sin * left)).toBeCloseTo(nearest.dz, 4);
    }
    environment.dispose();
  }
});
