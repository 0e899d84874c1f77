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

function refusal(options: PlaceAtRandom): string {
  try {
    begin(options);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return 'nothing was refused';
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
  const said = refusal({ nearest: 500, from: ['room-1', 'room-2'] });
  expect(said).toMatch(
    /^Expected room for a start in room-1 or room-2 and a goal anywhere 500 m or more apart for agent 0 in scene "rooms" \(layout \d+\), but of 100 starts /,
  );
  const [taken, cutOff, short] = (
    /starts (\d+) were not on free ground, from (\d+) no way led to any of 40 goals, and from (\d+) none of that length: free/.exec(
      said,
    ) ?? []
  )
    .slice(1)
    .map(Number);
  expect(taken).toBeGreaterThan(0);
  expect(short).toBeGreaterThan(0);
  expect(Number(taken) + Number(cutOff) + Number(short)).toBe(100);
  expect(refusal({ nearest: 400, farthest: 500 })).toContain('anywhere 400 m to 500 m apart for');
  expect(refusal({ clearance: 50 })).toContain('of 100 starts 100 were not on free ground');
});

it.each([
  [
    { neerest: 3 },
    /^placeAtRandom: unknown option "neerest"\. Known: from, to, otherRegion, nearest, /,
  ],
  [
    { from: 'west' },
    /^Expected placeAtRandom: from to list at least one region, such as \['west'\], got "west"\.$/,
  ],
  [{ to: [] }, /^Expected placeAtRandom: to to list at least one region, .*, got a list of 0\.$/],
  [{ nearest: Number.NaN }, /^Expected placeAtRandom: nearest to be a number .*, got NaN\.$/],
  [5, /^Expected placeAtRandom to be a record of from, .*, got 5\.$/],
])('placeAtRandom: refuses %j in one sentence', (options, sentence) => {
  expect(refusal(options as PlaceAtRandom)).toMatch(sentence);
});
