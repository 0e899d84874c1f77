import { expect, it } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import { type OrcaAgents, orcaVelocity } from '../../src/world/orca.ts';
import { orcaVelocityInSingle } from '../../src/world/orca-single.ts';

const random = createRandom(1, 'orca in single precision');
const options = {
  ...{ neighbourDistance: 10, maxNeighbours: 19, timeHorizon: 5, timeHorizonObstacles: 5 },
  timeStep: 0.25,
};

/** People in a square of `side` metres. */
function crowd(count: number, side: number): OrcaAgents {
  const draw = (size: number, most: number) =>
    Float64Array.from({ length: size }, () => random.range(-most, most));
  return {
    position: draw(2 * count, side / 2),
    velocity: draw(2 * count, 0.7),
    preferred: draw(2 * count, 0.7),
    radius: new Float64Array(count).fill(0.46),
    maxSpeed: new Float64Array(count).fill(1),
  };
}

it('orca in single precision: the velocities are those of double precision, but for rounding', () => {
  const [single, double] = [new Float64Array(2), new Float64Array(2)];
  let close = 0;
  const crowds = 300;
  for (let i = 0; i < crowds; i++) {
    // From people who have room to a throng in which many touch.
    const agents = crowd(20, 4 + (i % 10) * 2);
    orcaVelocityInSingle(agents, 20, 0, options, single);
    orcaVelocity(agents, 20, 0, undefined, options, double);
    expect([...single]).toEqual([...single].map(Math.fround));
    expect(Math.hypot(single[0]!, single[1]!)).toBeLessThan(1 + 1e-3);
    if (Math.hypot(single[0]! - double[0]!, single[1]! - double[1]!) < 1e-4) close++;
  }
  // Near-ties may go the other way.
  expect(close).toBeGreaterThan(0.97 * crowds);
});

it('orca in single precision: only those who are listed are avoided, at most so many, within reach', () => {
  const agents = crowd(20, 5);
  const all = new Float64Array(2);
  const some = new Float64Array(2);
  orcaVelocityInSingle(agents, 0, 0, options, all);
  const alone = [agents.preferred[0]!, agents.preferred[1]!].map(Math.fround);
  expect([...all]).toEqual(alone);
  orcaVelocityInSingle(agents, 20, 0, { ...options, maxNeighbours: 0 }, all);
  expect([...all]).toEqual(alone);
  orcaVelocityInSingle(agents, 20, 0, options, all);
  const backwards = Int32Array.from({ length: 20 }, (_, i) => 19 - i);
  orcaVelocityInSingle(agents, 20, 0, options, some, backwards);
  expect([...some]).toEqual([...all]);
  expect([...all]).not.toEqual(alone);
});
