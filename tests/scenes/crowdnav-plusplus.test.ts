/** The scenario `crowdnav-plusplus` is the benchmark of its public code, held against recorded runs of that code. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crowdnavPlusplus } from '../../scenes/crowdnav-plusplus.ts';
import { baselines } from '../../src/agents/baselines.ts';
import { createEnvironment, type Environment, loadEngines } from '../../src/env/index.ts';
import fixture from './crowdnav-plusplus/orca.json' with { type: 'json' };
import { traces } from './crowdnav-plusplus/traces.json' with { type: 'json' };

const outcomes = { g: 'success', c: 'collision', t: 'timeout' } as const;
/** What the public code says of a state that is the last. */
const ends = { ReachGoal: 'success', Collision: 'collision', Timeout: 'timeout' };
/** Seed of case 0. */
const firstSeed = 1425;
const pathMetric = crowdnavPlusplus.metrics.path!.of;
const gathered = Object.entries(crowdnavPlusplus.metrics);

let environment: Environment;
beforeAll(async () => {
  await loadEngines();
  environment = createEnvironment(crowdnavPlusplus, { seed: 0, renewLayout: false });
});
afterAll(() => environment.dispose());

const policy = baselines.get('orca')({ seed: 0 });
const actions = new Float32Array(2);

function decide(): void {
  policy.act([environment], [actions]);
  environment.step(actions);
}

/** x, z of the robot, then of each person. */
function places(): number[] {
  const { bodies } = environment.world;
  return Array.from({ length: bodies.count }, (_, n) => n).flatMap((n) => [
    bodies.position[3 * n] as number,
    bodies.position[3 * n + 2] as number,
  ]);
}

/** The metrics of the present state, by name. */
const read = () =>
  Object.fromEntries(gathered.map(([name, { of }]) => [name, of(environment.readings[0]!)]));

const worst = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, k) => Math.abs(value - (other[k] as number))));

describe('crowdnav-plusplus, the first 125 cases of the test', () => {
  interface Run {
    readonly outcome: string;
    readonly time: number;
    readonly path: number;
  }
  const runs: Run[] = [];
  const starts: number[][] = [];
  beforeAll(() => {
    for (const index of fixture.time.keys()) {
      environment.reset(crowdnavPlusplus.seeds.evaluation(0, index, 'test'));
      const { goalX, goalZ } = environment.readings[0]!;
      const [x, z, ...others] = places() as [number, number, ...number[]];
      starts.push([x, z, goalX, goalZ, ...others]);
      let path = 0;
      while (environment.finished.length === 0) {
        decide();
        path += pathMetric(environment.readings[0]!);
      }
      const { outcome, time } = environment.finished[0] as Environment['finished'][number];
      runs.push({ outcome, time, path });
    }
  });

  it('begin where numpy’s draws put robot, goal and people', () => {
    fixture.starts.forEach((expected, index) => {
      // Single precision of a coordinate, which the world shows its bodies in.
      expect(worst(expected.map(Math.fround), starts[index] as number[])).toBeLessThan(5e-7);
    });
  });

  it('end as in the public code, all of them, at the same time and after the same way', () => {
    expect(runs.map(({ outcome }) => outcome)).toEqual(
      [...fixture.outcome].map((letter) => outcomes[letter as 'g' | 'c' | 't']),
    );
    expect(runs.map(({ time }) => time)).toEqual(fixture.time);
    // The robot's heading is kept in single precision: seldom, a near-tie sends it another way round.
    const off = runs.map(({ path }, i) => Math.abs(path - (fixture.path[i] as number)));
    expect(off.filter((metres) => metres < 1e-3).length).toBeGreaterThan(0.9 * runs.length);
    expect(Math.max(...off)).toBeLessThan(0.2);
  });

  it('show danger in as many states, the first among them', () => {
    fixture.dangerSteps.slice(0, 20).forEach((expected, index) => {
      environment.reset(crowdnavPlusplus.seeds.evaluation(0, index, 'test'));
      let danger = (read().intrusion as number) / 100;
      while (environment.finished.length === 0) {
        decide();
        danger += (read().intrusion as number) / 100;
      }
      expect(danger).toBe(expected);
    });
  });
});

describe.each(traces)('crowdnav-plusplus, case $case decision by decision', (trace) => {
  it('verdicts, places, sight and newcomers are those of the public code', () => {
    environment.reset(firstSeed + trace.case);
    expect(worst(trace.people, places().slice(2))).toBeLessThan(1e-6);
    trace.steps.forEach((step, k) => {
      // The state that the public code judges in this step, before anybody moves.
      const agent = environment.readings[0]!;
      const { outcome } = environment.finished[0] ?? {};
      const { intrusion, socialDistance } = read();
      expect(outcome).toBe(ends[step.verdict as keyof typeof ends]);
      expect(intrusion).toBe(step.verdict === 'Danger' ? 100 : 0);
      if (step.danger !== undefined) {
        expect(Math.abs((socialDistance as number) - step.danger)).toBeLessThan(2e-5);
      }
      expect(agent.time).toBe(k * 0.25);
      if (outcome) return;

      decide();
      const now = places();
      expect(worst(step.robot, now)).toBeLessThan(2e-5);
      const renewed = step.renewed ?? [];
      for (const [person, x, z, goalX, goalZ] of renewed as [
        number,
        number,
        number,
        number,
        number,
      ][]) {
        expect(worst([x, z], now.slice(2 + 2 * person))).toBeLessThan(1e-5);
        expect(worst([goalX, goalZ], [-x, -z])).toBe(0);
      }
      expect(worst(step.people, now.slice(2))).toBeLessThan(2e-5);
      const seen = Array.from({ length: 20 }, (_, p) =>
        environment.world.memory.age[1 + p] === 0 ? 1 : 0,
      );
      expect(seen.join('')).toBe(step.seen);
    });
    expect(environment.finished).toHaveLength(1);
  });
});

describe('crowdnav-plusplus among people', () => {
  const vary = (...chosen: (readonly [string, string])[]) => crowdnavPlusplus.vary(new Map(chosen));
  const randomised = vary(['randomised', 'true']);
  const inBodies = vary(['bodies', 'true']);
  const randomisedInBodies = vary(['randomised', 'true'], ['bodies', 'true']);
  const still = new Float32Array(2);

  it.each([
    { scenario: crowdnavPlusplus, people: 'as published', varied: false },
    { scenario: randomised, people: 'randomised', varied: true },
    { scenario: inBodies, people: 'with bodies', varied: false },
    { scenario: randomisedInBodies, people: 'randomised, with bodies', varied: true },
  ])(
    '$people: goes on after restore as if never interrupted, newcomers and memory included',
    ({ scenario, varied }) => {
      const make = () => createEnvironment(scenario, { seed: 1_000_001, renewLayout: false });
      const [one, two, three] = [make(), make(), make()];
      const [{ world }, { world: other }, { world: fresh }] = [one, two, three];
      const radii = world.bodies.radius.slice();
      // Beyond the environment, for which the episode would be over.
      for (let step = 0; step < 90; step++) world.step(still);
      other.restore(world.save());
      fresh.restore(world.save());
      let jumps = 0;
      for (let step = 0; step < 100; step++) {
        const before = world.bodies.position.slice();
        for (const each of [world, other, fresh]) each.step(still);
        for (const each of [other, fresh]) {
          expect(each.bodies).toEqual(world.bodies);
          expect(each.memory).toEqual(world.memory);
          expect(each.touching).toEqual(world.touching);
        }
        if (world.bodies.position.some((at, i) => Math.abs(at - (before[i] as number)) > 1)) {
          jumps++;
          // Somebody has just been put down, and no step has been made since.
          fresh.restore(world.save());
        }
      }
      expect(jumps).toBeGreaterThan(3);
      for (const each of [other, fresh]) expect(each.save()).toEqual(world.save());
      const isVaried = world.bodies.radius.some((radius, n) => radius !== radii[n]);
      expect(isVaried).toBe(varied);
      for (const environment of [one, two, three]) environment.dispose();
    },
  );

  it('with bodies: people and newcomers are those of points, where they are and in size', () => {
    const [bodies, points] = [randomisedInBodies, randomised].map((scenario) =>
      createEnvironment(scenario, { seed: 1425, renewLayout: false }),
    ) as [Environment, Environment];
    const [{ world }, { world: other }] = [bodies, points];
    let newcomers = 0;
    for (let step = 0; step < 196; step++) {
      const radii = world.bodies.radius.slice();
      for (const each of [world, other]) each.step(still);
      expect(world.bodies.radius).toEqual(other.bodies.radius);
      const off = worst([...world.bodies.position.slice(3)], [...other.bodies.position.slice(3)]);
      expect(off).toBeLessThan(1e-4);
      // Nobody walks faster than 1.5 m/s, and a newcomer stands, however far it is from whom it replaces.
      expect(Math.max(...world.bodies.velocity.map(Math.abs))).toBeLessThan(1.51);
      newcomers += world.bodies.radius.filter((radius, n) => radius !== radii[n]).length;
    }
    expect(newcomers).toBeGreaterThan(10);
    for (const environment of [bodies, points]) environment.dispose();
  });

  it('with bodies: what touches has collided, before anything could overlap', () => {
    const environment = createEnvironment(randomisedInBodies, { seed: 0, renewLayout: false });
    const ahead = Float32Array.of(1, 0);
    const ends = [0, 1, 2, 3, 4, 5].map((index) => {
      environment.reset(randomisedInBodies.seeds.evaluation(0, index, 'test'));
      const agent = environment.readings[0]!;
      while (environment.finished.length === 0) {
        environment.step(ahead);
        expect(agent.clearance).toBeGreaterThan(-0.02);
        const hasTouched = environment.finished[0]?.outcome === 'collision';
        if (hasTouched) expect(agent.touching).not.toBe(0);
      }
      return environment.finished[0]?.outcome;
    });
    environment.dispose();
    expect(ends).toContain('collision');
  });

  it('randomised: people differ in size, speed and reach, and take other goals every five seconds', () => {
    const { world, ...rest } = createEnvironment(randomised, { seed: 1425, renewLayout: false });
    for (const { radius, speed, neighbourDistance } of world.layout.walkers) {
      expect(radius).toBeGreaterThanOrEqual(0.3);
      expect(radius).toBeLessThanOrEqual(0.5);
      expect(speed).toBeGreaterThanOrEqual(0.5);
      expect(speed).toBeLessThanOrEqual(1.5);
      expect(neighbourDistance).toBeGreaterThanOrEqual(5);
      expect(neighbourDistance).toBeLessThanOrEqual(10);
    }
    expect(new Set(world.layout.walkers.map(({ speed }) => speed)).size).toBe(20);
    rest.dispose();
  });
});
