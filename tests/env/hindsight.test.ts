import { beforeAll, expect, it } from 'vitest';
import { plaza } from '../../scenes/plaza.ts';
import { anchorFeatures, layoutOf } from '../../src/core/spec.ts';
import { createHindsight } from '../../src/env/hindsight.ts';
import { createEnvironment, loadEngines } from '../../src/env/index.ts';
import { egoFeatures } from '../../src/env/sensors/ego.ts';

beforeAll(loadEngines);

const layout = layoutOf({
  version: 1,
  agent: [
    { kind: 'vector', name: 'rangeScan', features: ['ray0', 'ray1'] },
    { kind: 'vector', name: 'ego', features: egoFeatures },
    { kind: 'anchor', name: 'anchor', features: anchorFeatures },
  ],
  world: [],
});
const ego = 2;
const anchor = 12;

/** Two agents' rows, the second one at x = 3, z = −2, looking along −x (a quarter turn left). */
function rows(): Float32Array {
  const made = new Float32Array(2 * layout.agentSize).fill(0.5);
  made.set([3, -2, Math.cos(Math.PI / 2), Math.sin(Math.PI / 2), 4, 7], layout.agentSize + anchor);
  return made;
}

const hindsight = createHindsight(layout, { goalRadius: 0.4 });

it('hindsight: a later place becomes the goal, in the frame of the earlier row', () => {
  const made = rows();
  // 4 m along −x is straight ahead; 3 m along +z is to the left.
  hindsight.relabel(made, layout.agentSize, { x: -1, z: 1, region: 2 });
  const row = made.subarray(layout.agentSize);
  expect(row[ego + 2]).toBeCloseTo(0.8, 6);
  expect(row[ego + 3]).toBeCloseTo(0.6, 6);
  expect(row[ego + 4]).toBeCloseTo(5 / 20, 6);
  expect(row[ego + 5]).toBeCloseTo(5 / 7, 6);
  expect(row[anchor + 5]).toBe(2);
});

it('hindsight: everything but the goal stays as it was, in every row', () => {
  const before = rows();
  const after = rows();
  hindsight.relabel(after, layout.agentSize, { x: -1, z: 1, region: 2 });
  const changed = [...after.keys()].filter((i) => after[i] !== before[i]);
  const at = layout.agentSize;
  expect(changed).toEqual([
    at + ego + 2,
    at + ego + 3,
    at + ego + 4,
    at + ego + 5,
    at + anchor + 5,
  ]);
});

it('hindsight: the goal read from a row is reached by that row and not from half a metre off', () => {
  const made = rows();
  const goal = { x: 0, z: 0, region: -1 };
  hindsight.readGoal(made, layout.agentSize, goal);
  expect(goal).toEqual({ x: 3, z: -2, region: 4 });
  expect(hindsight.reached(made, layout.agentSize, goal)).toBe(true);
  expect(hindsight.reached(made, layout.agentSize, { ...goal, x: 3.5 })).toBe(false);
  expect(hindsight.reached(made, layout.agentSize, { ...goal, z: -1.65 })).toBe(true);
});

it('hindsight: the true goal gives back the row that the sensors wrote', () => {
  const environment = createEnvironment(plaza, { seed: 6 });
  const { observationLayout, agentRows, readings, world } = environment;
  for (let step = 0; step < 12; step++) environment.step(new Float32Array(16).fill(0.9));
  const relabelled = agentRows.slice();
  const own = createHindsight(observationLayout, plaza);
  for (const { index, goalX, goalZ } of readings) {
    const goal = { x: goalX, z: goalZ, region: world.regionAt(goalX, goalZ) };
    own.relabel(relabelled, index * observationLayout.agentSize, goal);
  }
  environment.dispose();
  const apart = relabelled.map((value, i) => Math.abs(value - (agentRows[i] as number)));
  expect(Math.max(...apart)).toBeLessThan(1e-5);
});
