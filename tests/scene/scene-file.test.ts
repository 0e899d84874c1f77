import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { parseScene, parseSceneText } from '../../src/scene/scene-file.ts';
import { limits } from '../../src/scene/scene-quantities.ts';
import { readScene, sceneNames } from './scenes.ts';

type Json = Record<string, unknown>;

const wall = {
  id: 'wall',
  look: 'wall',
  position: [1, 2],
  shape: { type: 'box', size: [1, 1, 1] },
};
const west = { id: 'west', label: 'West', min: [0, 0], max: [5, 10] };
const east = { id: 'east', label: 'East', min: [5, 0], max: [10, 10] };

const ring = {
  ...{ kind: 'ring-crossing', people: 3, circle: 8, noise: 2 },
  ...{ half: 6, leastWay: 8, speed: 1 },
};
const passage = {
  ...{ kind: 'corridor', width: [1, 1.2], length: [2, 3] },
  ...{ beside: 1, height: 1.6 },
};
const found = {
  ...{ kind: 'rooms', columns: 2, rows: 1, thickness: 0.2, height: 1.6 },
  ...{ doorway: 1.2, extraDoorways: 0, doors: { count: 0, period: [9, 12], openShare: 0.5 } },
  furniture: {
    ...{ perRoom: 0, gap: 1, attempts: 10 },
    ...{ length: [1, 1], thickness: 0.5, height: 1 },
  },
  objects: {
    ...{ gap: 1, attempts: 10 },
    kinds: [{ look: 'chair', copies: [1, 4], radius: 0.3, height: 1 }],
  },
};
const crossing = { kind: 'circle-crossing', people: 3, circle: 4, speed: 1 };

const smallest: Json & { agents: object } = {
  version: 1,
  name: 'yard',
  title: 'Yard',
  scenario: 'yard',
  ground: { min: [0, 0], max: [10, 10] },
  flat: true,
  agents: { count: 2, radius: 0.3, height: 1.2, maxSpeed: 1.5 },
};

function refusal(json: unknown): string {
  try {
    parseScene(json, 'scenes/yard.json');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).message;
  }
  throw new Error('Expected a refusal, but the scene was accepted.');
}

describe('scene file', () => {
  test.each(sceneNames)('scenes/%s.json is accepted', (name) => {
    expect(readScene(name).name).toBe(name);
  });

  test('the smallest scene is accepted, with its defaults filled in', () => {
    const scene = parseScene({ ...smallest, statics: [wall] }, 'scenes/yard.json');
    expect(scene).toMatchObject({ doors: [], generate: [], landmarks: 12 });
    expect(scene.statics[0]).toMatchObject({ yaw: 0, landmark: false });
  });

  test.each([
    ['a wrong type', { title: 7 }, 'title: expected a text, got 7.'],
    ['a missing field', { flat: undefined }, 'flat: expected true or false, got nothing.'],
    ['another version', { version: 2 }, 'version: expected 1, got 2.'],
    [
      'a bad name',
      { name: 'My Yard' },
      'name: expected a name of lower-case letters, digits and hyphens, got "My Yard".',
    ],
    [
      'an unknown key',
      { colour: 'red' },
      'unknown key "colour"; see docs/scenes.md for the known ones.',
    ],
    [
      'an unknown key deep inside',
      { statics: [wall, { ...wall, id: 'b', shape: { ...wall.shape, colour: 1 } }] },
      'statics[1].shape: unknown key "colour"; see docs/scenes.md for the known ones.',
    ],
    [
      'a mistyped key, which is missing too,',
      { ground: undefined, gruond: smallest.ground },
      'unknown key "gruond" (did you mean "ground"?); see docs/scenes.md for the known ones (and 1 more).',
    ],
    [
      'a mistyped key deep inside',
      { statics: [{ ...wall, position: undefined, postion: [1, 2] }] },
      'statics[0]: unknown key "postion" (did you mean "position"?); see docs/scenes.md for the known ones (and 1 more).',
    ],
    [
      'a mistyped key of one of several shapes',
      { statics: [{ ...wall, shape: { type: 'cylinder', raduis: 1, height: 2, sise: 3 } }] },
      'statics[0].shape: unknown keys "raduis" (did you mean "radius"?), "sise"; see docs/scenes.md for the known ones (and 1 more).',
    ],
    [
      'a mistyped key of a generator',
      { generate: [{ ...passage, besides: 2 }] },
      'generate[0]: unknown key "besides" (did you mean "beside"?); see docs/scenes.md for the known ones.',
    ],
    [
      'a size of nothing',
      { statics: [{ ...wall, shape: { type: 'box', size: [0, 1, 1] } }] },
      'statics[0].shape.size[0]: expected at least 0.01, got 0.',
    ],
    [
      'a size that is not finite',
      { statics: [{ ...wall, shape: { type: 'box', size: [1, Number.POSITIVE_INFINITY, 1] } }] },
      'statics[0].shape.size[1]: expected a number, got Infinity.',
    ],
    [
      'a coordinate off the map',
      { statics: [{ ...wall, position: [0, 1e9] }] },
      'statics[0].position[1]: expected at most 500, got 1000000000.',
    ],
    [
      'a coordinate that is no number',
      { statics: [{ ...wall, position: [1, 2, '3'] }] },
      'statics[0].position[2]: expected a number, got "3".',
    ],
    [
      'a position of four numbers',
      { statics: [{ ...wall, position: [1, 2, 3, 4] }] },
      'statics[0].position: expected [x, z] or [x, y, z] in metres, got [1,2,3,4].',
    ],
    [
      'an unknown shape',
      { statics: [{ ...wall, shape: { type: 'ball' } }] },
      'statics[0].shape.type: expected "box", "cylinder", "ramp", got "ball".',
    ],
    [
      'an unknown generator',
      { generate: [{ kind: 'maze' }] },
      'generate[0].kind: expected "scatter", "rooms", "corridor", "stream", "strew", "openings", "circle-crossing", "square-crossing", "ring-crossing", got "maze".',
    ],
    [
      'too many agents',
      { agents: { count: 1000, radius: 0.3, height: 1.2, maxSpeed: 1.5 } },
      'agents.count: expected at most 512, got 1000.',
    ],
    [
      'half an agent',
      { agents: { count: 1.5, radius: 0.3, height: 1.2, maxSpeed: 1.5 } },
      'agents.count: expected a whole number, got 1.5.',
    ],
    [
      'too many statics',
      { statics: Array.from({ length: 3000 }, (_, i) => ({ ...wall, id: `wall-${i}` })) },
      'statics: expected at most 2000 entries, got 3000.',
    ],
    [
      'the same id twice',
      { statics: [wall, wall] },
      'statics[1].id: expected a name of its own, got "wall" as in statics[0].',
    ],
    [
      'a ground turned inside out',
      { ground: { min: [5, 0], max: [0, 10] } },
      'ground: expected 1 to 200 m from min[0] to max[0], got -5.',
    ],
    [
      'a region turned inside out',
      { regions: [{ ...west, max: [-1, 10] }] },
      'regions[0].max[0]: expected more than min[0] = 0, got -1.',
    ],
    [
      'a portal to nowhere',
      {
        regions: [west],
        portals: [{ id: 'gate', between: ['west', 'east'], position: [5, 5], width: 1 }],
      },
      'portals[0].between[1]: expected the id of a region (west), got "east".',
    ],
    [
      'a portal without its door',
      {
        regions: [west, east],
        portals: [
          { id: 'gate', between: ['west', 'east'], position: [5, 5], width: 1, door: 'leaf' },
        ],
      },
      'portals[0].door: expected the id of a door (there is none), got "leaf".',
    ],
    [
      'a wall among points',
      { motion: 'points', statics: [wall] },
      'motion: expected "bodies": points go through whatever stands, so it must be flat and empty.',
    ],
    [
      'two agents in a crossing',
      { generate: [crossing] },
      'agents.count: expected 1 with a crossing, got 2.',
    ],
    [
      'two crowds',
      { agents: { ...smallest.agents, count: 1 }, generate: [crossing, crossing] },
      'generate: expected one crossing and no other walkers: all walkers are one crowd.',
    ],
    [
      'a way that is longer than there is room',
      {
        ...{ motion: 'points', agents: { ...smallest.agents, count: 1 } },
        generate: [{ ...ring, leastWay: 13 }],
      },
      'generate[0].leastWay: expected at most twice half = 12, got 13.',
    ],
    [
      'an object of no category',
      { categories: ['lamp'], generate: [found] },
      'generate[0].objects.kinds[0].look: expected one of the categories (lamp), got "chair".',
    ],
    [
      'a category twice',
      { categories: ['lamp', 'chair', 'lamp'] },
      'categories[2]: expected each look once, got "lamp" again.',
    ],
    [
      'more objects than nodes',
      { categories: ['chair'], landmarks: 3, generate: [found] },
      'landmarks: expected room for all objects, at least 4, got 3.',
    ],
    [
      'two plans of the ground',
      { generate: [passage, passage] },
      'generate: expected "corridor" once and in a file without regions of its own.',
    ],
    [
      'a plan besides regions',
      { regions: [west], generate: [passage] },
      'generate: expected "corridor" once and in a file without regions of its own.',
    ],
    [
      'a plan and a search for openings',
      { generate: [passage, { kind: 'openings', width: 1 }] },
      'generate: expected "corridor" or "openings", not both: a corridor brings its portals.',
    ],
    [
      'a passage that leaves no halls',
      { generate: [{ ...passage, length: [2, 7] }] },
      'generate[0].length[1]: expected at most 6, so that either hall is 2 m long, got 7.',
    ],
    [
      'a passage as wide as the ground',
      { generate: [{ ...passage, width: [1, 10] }] },
      'generate[0].width[1]: expected at most 8, so that there is room beside the passage, got 10.',
    ],
    [
      'more than one fault',
      { title: 7, flat: 'yes' },
      'title: expected a text, got 7 (and 1 more).',
    ],
  ])('%s is refused with its path', (_fault, change, sentence) => {
    expect(refusal({ ...smallest, ...(change as Json) })).toBe(`scenes/yard.json: ${sentence}`);
  });

  test('generators may not promise more bodies than the limit', () => {
    const round = { form: 'round', look: 'pillar', count: 500, radius: [0.3, 0.3], height: 1 };
    const generate = [
      { kind: 'scatter', gap: 1, attempts: 1, obstacles: [round, round, round, round, round] },
    ];
    expect(refusal({ ...smallest, generate })).toBe(
      'scenes/yard.json: expected at most 2000 bodies, generated ones included, got 2500.',
    );
  });

  test('a range must go from low to high', () => {
    const round = { form: 'round', look: 'pillar', count: 5, radius: [0.5, 0.3], height: 1 };
    const generate = [{ kind: 'scatter', gap: 1, attempts: 1, obstacles: [round] }];
    expect(refusal({ ...smallest, generate })).toBe(
      'scenes/yard.json: generate[0].obstacles[0].radius: expected [low, high] with low ≤ high.',
    );
  });

  test('a scene graph beyond 64 nodes is refused', () => {
    const regions = Array.from({ length: 64 }, (_, i) => ({ ...west, id: `region-${i}` }));
    const statics = [{ ...wall, landmark: true }];
    expect(refusal({ ...smallest, regions, statics })).toContain('at most 64 nodes, got 65');
  });

  test.each([3, null, [], 'text'])('%j is no scene', (json) => {
    expect(refusal(json)).toMatch(/^scenes\/yard\.json: expected an object, got /);
  });

  test('text that is no JSON is refused with the place', () => {
    expect(() => parseSceneText('{"version": 1,', 'scenes/yard.json')).toThrow(
      /^scenes\/yard\.json: expected JSON, but .+\.$/,
    );
  });

  test('a file of any size is not read', () => {
    expect(() => parseSceneText(' '.repeat(limits.characters + 1), 'scenes/yard.json')).toThrow(
      'scenes/yard.json: expected at most 1000000 characters, got 1000001.',
    );
  });

  test('a long wrong value is quoted short', () => {
    expect(refusal({ ...smallest, flat: 'x'.repeat(1000) }).length).toBeLessThan(120);
  });
});
