import { afterEach, beforeAll, expect, it } from 'vitest';
import roomsScene from '../../scenes/rooms.json';
import { InputError } from '../../src/core/input-error.ts';
import {
  createEnvironment,
  defineScenario,
  type Environment,
  ego,
  loadEngines,
  type PlaceAtRandom,
  placeAtRandom,
} from '../../src/env/index.ts';

beforeAll(loadEngines);

let environment: Environment | undefined;
afterEach(() => {
  environment?.dispose();
  environment = undefined;
});

function begin(options: PlaceAtRandom): Environment {
  const scenario = defineScenario({
    name: 'test',
    title: 'Test',
    description: 'A scenario for a test.',
    scene: roomsScene,
    sensors: [ego()],
    begin: (agent) => placeAtRandom(agent, options),
    reward: () => 0,
  });
  environment = createEnvironment(scenario, { seed: 4 });
  return environment;
}

it('placeAtRandom: starts and goals are free ground, as far apart on foot as asked', () => {
  const { world, readings } = begin({ nearest: 5, farthest: 9 });
  for (const { x, z, goalX, goalZ, index, body } of readings) {
    expect(world.isFree(x, z, body.radius + 0.2, { ignoreAgent: index })).toBe(true);
    const way = world.navigation.pathLength(x, z, goalX, goalZ);
    expect(way).toBeGreaterThanOrEqual(5);
    expect(way).toBeLessThanOrEqual(9);
  }
});

it('placeAtRandom: keeps to the regions named, or to another one than the start’s', () => {
  const named = begin({ from: ['room-1', 'room-2'], to: ['room-6'] });
  for (const { x, z, goalX, goalZ } of named.readings) {
    expect([0, 1]).toContain(named.world.regionAt(x, z));
    expect(named.world.regionAt(goalX, goalZ)).toBe(5);
  }
  named.dispose();
  const other = begin({ otherRegion: true, nearest: 0 });
  for (const { x, z, goalX, goalZ } of other.readings) {
    expect(other.world.regionAt(goalX, goalZ)).not.toBe(other.world.regionAt(x, z));
  }
});

it('placeAtRandom: says which regions there are, and that a scene is too small', () => {
  expect(() => begin({ from: ['attic'] })).toThrow(InputError);
  expect(() => begin({ from: ['attic'] })).toThrow(
    'Unknown region "attic" in scene "rooms". Known: room-1, room-2,',
  );
  expect(() => begin({ nearest: 500 })).toThrow('a goal 500 to Infinity m apart in scene "rooms"');
});
