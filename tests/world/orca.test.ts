import { expect, test } from 'vitest';
import { createRandom } from '../../src/core/random.ts';
import type { Ground } from '../../src/scene/layout.ts';
import {
  buildOrcaObstacles,
  type OrcaAgents,
  type OrcaObstacles,
  type OrcaOptions,
  orcaVelocity,
} from '../../src/world/orca.ts';

const options: OrcaOptions = {
  neighbourDistance: 10,
  maxNeighbours: 10,
  timeHorizon: 5,
  timeHorizonObstacles: 2,
  timeStep: 0.1,
};

interface Start {
  readonly at: Ground;
  readonly velocity?: Ground;
  readonly preferred?: Ground;
}

function agentsOf(starts: readonly Start[], radius = 0.3): OrcaAgents {
  return {
    position: Float64Array.from(starts.flatMap((s) => s.at)),
    velocity: Float64Array.from(starts.flatMap((s) => s.velocity ?? [0, 0])),
    preferred: Float64Array.from(starts.flatMap((s) => s.preferred ?? [0, 0])),
    radius: new Float64Array(starts.length).fill(radius),
    maxSpeed: new Float64Array(starts.length).fill(1),
  };
}

function velocityOf(agents: OrcaAgents, self: number, obstacles?: OrcaObstacles, o = options) {
  const out = new Float64Array(2);
  orcaVelocity(agents, agents.radius.length, self, obstacles, o, out);
  return out as unknown as [number, number];
}

/** Moves everyone towards its goal for `steps`; returns the least gap between two surfaces seen. */
function walk(
  agents: OrcaAgents,
  goals: readonly Ground[],
  steps: number,
  obstacles?: OrcaObstacles,
) {
  const { position, velocity, preferred, radius } = agents;
  const n = goals.length;
  const next = new Float64Array(2 * n);
  let gap = Infinity;
  for (let step = 0; step < steps; step++) {
    goals.forEach((goal, i) => {
      const x = goal[0] - (position[2 * i] as number);
      const z = goal[1] - (position[2 * i + 1] as number);
      const scale = 1 / Math.max(1, Math.hypot(x, z));
      preferred.set([x * scale, z * scale], 2 * i);
    });
    for (let i = 0; i < n; i++) next.set(velocityOf(agents, i, obstacles), 2 * i);
    velocity.set(next);
    for (let k = 0; k < 2 * n; k++) {
      position[k] = (position[k] as number) + (velocity[k] as number) * options.timeStep;
    }
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const d = Math.hypot(
          (position[2 * i] as number) - (position[2 * j] as number),
          (position[2 * i + 1] as number) - (position[2 * j + 1] as number),
        );
        gap = Math.min(gap, d - (radius[i] as number) - (radius[j] as number));
      }
    }
  }
  return gap;
}

function distanceToSegment(p: Ground, a: Ground, b: Ground): number {
  const [ex, ez] = [b[0] - a[0], b[1] - a[1]];
  const t = ((p[0] - a[0]) * ex + (p[1] - a[1]) * ez) / (ex * ex + ez * ez);
  const s = Math.min(1, Math.max(0, t));
  return Math.hypot(p[0] - a[0] - s * ex, p[1] - a[1] - s * ez);
}

function distanceToEdges(p: Ground, polygon: readonly Ground[]): number {
  return Math.min(
    ...polygon.map((a, i) => distanceToSegment(p, a, polygon[(i + 1) % polygon.length] as Ground)),
  );
}

function isInside(p: Ground, polygon: readonly Ground[]): boolean {
  let inside = false;
  polygon.forEach((a, i) => {
    const b = polygon[(i + 1) % polygon.length] as Ground;
    const crosses = a[1] > p[1] !== b[1] > p[1];
    if (crosses && p[0] < a[0] + ((p[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0])) inside = !inside;
  });
  return inside;
}

/** A convex (odd `seed`) or star-shaped polygon of three to eight corners around a random point. */
function randomPolygon(seed: number): Ground[] {
  const random = createRandom(seed, 'polygon');
  const corners = 3 + random.integer(6);
  const [cx, cz] = [random.range(-3, 3), random.range(-3, 3)];
  const round = random.range(0.4, 1.5);
  const polygon = Array.from({ length: corners }, (_, i): Ground => {
    const angle = (2 * Math.PI * (i + random.range(-0.2, 0.2))) / corners;
    const r = seed % 2 ? round : random.range(0.4, 1.5);
    return [cx + r * Math.cos(angle), cz + r * Math.sin(angle)];
  });
  return random.uniform() < 0.5 ? polygon : polygon.reverse();
}

test('orca: alone, an agent takes its preferred velocity, cut to its greatest speed', () => {
  expect([...velocityOf(agentsOf([{ at: [0, 0], preferred: [0.3, 0.4] }]), 0)]).toEqual([0.3, 0.4]);
  const fast = velocityOf(agentsOf([{ at: [0, 0], preferred: [3, 4] }]), 0);
  expect(Math.hypot(...fast)).toBeCloseTo(1, 12);
});

test('orca: an agent takes half of the evasion from the round end of the velocity obstacle', () => {
  // 2 m apart and closing at 0.3 m/s; over 5 s they may close 2 − 0.6 m, that is 0.28 m/s.
  const agents = agentsOf([
    { at: [0, 0], velocity: [0.15, 0], preferred: [0.2, 0] },
    { at: [2, 0], velocity: [-0.15, 0] },
  ]);
  const [x, z] = velocityOf(agents, 0);
  expect(x).toBeCloseTo(0.15 - 0.01, 12);
  expect(z).toBeCloseTo(0, 12);
});

test('orca: two agents head-on pass without touching', () => {
  const agents = agentsOf([{ at: [-4, 0] }, { at: [4, 0.01] }]);
  const goals: Ground[] = [
    [4, 0],
    [-4, 0],
  ];
  expect(walk(agents, goals, 150)).toBeGreaterThan(-1e-6);
  expect(agents.position[0]).toBeGreaterThan(3.8);
  expect(agents.position[2]).toBeLessThan(-3.8);
});

test('orca: ten agents cross a circle without touching and arrive', () => {
  const random = createRandom(1, 'circle');
  const starts = Array.from({ length: 10 }, (_, i): Start => {
    const angle = (2 * Math.PI * i) / 10;
    // An even circle would jam: ORCA has no answer to perfect symmetry.
    const uneven = () => random.range(-0.3, 0.3);
    return { at: [5 * Math.cos(angle) + uneven(), 5 * Math.sin(angle) + uneven()] };
  });
  const agents = agentsOf(starts);
  const goals = starts.map(({ at }): Ground => [-at[0], -at[1]]);
  expect(walk(agents, goals, 400)).toBeGreaterThan(-1e-3);
  goals.forEach((goal, i) => {
    expect(agents.position[2 * i]).toBeCloseTo(goal[0], 1);
    expect(agents.position[2 * i + 1]).toBeCloseTo(goal[1], 1);
  });
});

test('orca: agents that overlap part within one time step', () => {
  const agents = agentsOf([{ at: [0, 0] }, { at: [0.58, 0] }]);
  walk(
    agents,
    [
      [0, 0],
      [0.58, 0],
    ],
    1,
  );
  expect((agents.position[2] as number) - (agents.position[0] as number)).toBeCloseTo(0.6, 9);
});

test('orca: agents in one place part in opposite directions instead of giving NaN', () => {
  const agents = agentsOf([{ at: [1, 2] }, { at: [1, 2] }]);
  const [first, second] = [velocityOf(agents, 0), velocityOf(agents, 1)];
  expect(Math.hypot(...first)).toBeCloseTo(1, 9);
  expect(first[0]).toBeCloseTo(-second[0], 12);
});

test('orca: only the nearest neighbours within the neighbour distance count', () => {
  const agents = agentsOf([
    { at: [0, 0], preferred: [1, 0] },
    { at: [0, 5] },
    { at: [1.5, 0] },
    { at: [9, 0] },
  ]);
  const free = [1, 0];
  expect([...velocityOf(agents, 0)]).not.toEqual(free);
  expect([...velocityOf(agents, 0, undefined, { ...options, maxNeighbours: 0 })]).toEqual(free);
  expect([...velocityOf(agents, 0, undefined, { ...options, neighbourDistance: 1.4 })]).toEqual(
    free,
  );
  const one = velocityOf(agents, 0, undefined, { ...options, maxNeighbours: 1 });
  const near = velocityOf(agents, 0, undefined, { ...options, neighbourDistance: 1.6 });
  expect([...one]).toEqual([...near]);
});

test('orca: a wall ahead may be approached no faster than reaching it in the horizon', () => {
  const wall = buildOrcaObstacles([
    [
      [2, -5],
      [3, -5],
      [3, 5],
      [2, 5],
    ],
  ]);
  const agents = agentsOf([{ at: [0, 0], preferred: [1, 0] }]);
  const [x, z] = velocityOf(agents, 0, wall);
  expect(x).toBeCloseTo((2 - 0.3) / 2, 12); // gap / horizon
  expect(z).toBeCloseTo(0, 12);
});

test('orca: an agent that touches a wall slides along it', () => {
  const wall = buildOrcaObstacles([
    [
      [-5, 0.2],
      [5, 0.2],
    ],
  ]);
  const agents = agentsOf([{ at: [0, 0], preferred: [0.6, 0.8] }]);
  const [x, z] = velocityOf(agents, 0, wall);
  expect(x).toBeCloseTo(0.6, 12);
  expect(z).toBeCloseTo(0, 12);
});

test('orca: an agent that touches a wall exactly beside its end gets a number', () => {
  const wall = buildOrcaObstacles([
    [
      [0, 0.2],
      [5, 0.2],
    ],
  ]);
  const agents = agentsOf([{ at: [0, 0], preferred: [0.6, 0.8] }]);
  expect(velocityOf(agents, 0, wall)[1]).toBeCloseTo(0, 12);
});

test('orca: in 2,000 random places the velocity keeps clear of solid polygons for the horizon', () => {
  let steered = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const random = createRandom(seed, 'place');
    const polygons = [
      randomPolygon(3 * seed),
      randomPolygon(3 * seed + 1),
      randomPolygon(3 * seed + 2),
    ];
    const at: Ground = [random.range(-4, 4), random.range(-4, 4)];
    if (polygons.some((p) => isInside(at, p) || distanceToEdges(at, p) < 0.301)) continue;
    const angles = [random.range(0, 7), random.range(0, 7)] as const;
    const velocity: Ground = [Math.cos(angles[0]), Math.sin(angles[0])];
    const preferred: Ground = [Math.cos(angles[1]), Math.sin(angles[1])];
    const agents = agentsOf([{ at, velocity, preferred }]);
    const [x, z] = velocityOf(agents, 0, buildOrcaObstacles(polygons));
    if (Math.hypot(x - preferred[0], z - preferred[1]) > 1e-3) steered++;
    let clearance = Infinity;
    for (let t = 0; t <= options.timeHorizonObstacles; t += 0.05) {
      const p: Ground = [at[0] + t * x, at[1] + t * z];
      for (const polygon of polygons) clearance = Math.min(clearance, distanceToEdges(p, polygon));
    }
    expect(clearance).toBeGreaterThan(0.3 - 1e-6);
  }
  expect(steered).toBeGreaterThan(300);
});

test('orca: ten agents among posts reach the other side, touching neither each other nor a post', () => {
  const posts = [-2.4, -0.8, 0.8, 2.4].map((z): Ground[] => [
    [-0.3, z - 0.3],
    [0.3, z - 0.3],
    [0.3, z + 0.3],
    [-0.3, z + 0.3],
  ]);
  const starts = Array.from({ length: 10 }, (_, i): Start => {
    const side = i < 5 ? -4 : 4;
    return { at: [side, 1.6 * ((i % 5) - 2) + 0.1 * (i % 3)] };
  });
  const agents = agentsOf(starts, 0.25);
  const goals = starts.map(({ at }): Ground => [-at[0], at[1]]);
  const obstacles = buildOrcaObstacles(posts);
  let clearance = Infinity;
  for (let second = 0; second < 40; second++) {
    expect(walk(agents, goals, 10, obstacles)).toBeGreaterThan(-1e-3);
    for (let i = 0; i < 10; i++) {
      const p = [agents.position[2 * i], agents.position[2 * i + 1]] as unknown as Ground;
      for (const post of posts) clearance = Math.min(clearance, distanceToEdges(p, post));
    }
  }
  expect(clearance).toBeGreaterThan(0.25 - 1e-3);
  goals.forEach((goal, i) => {
    const x = agents.position[2 * i] as number;
    const z = agents.position[2 * i + 1] as number;
    expect(Math.hypot(x - goal[0], z - goal[1])).toBeLessThan(0.3);
  });
});

test('orca: looking only at what is near, in any order, changes nothing', () => {
  const random = createRandom(1, 'crowd');
  const draw = (most: number): Ground => [random.range(-most, most), random.range(-most, most)];
  const starts = Array.from({ length: 120 }, () => ({
    ...{ at: draw(15), velocity: draw(0.7), preferred: draw(0.7) },
  }));
  // Two at the same distance from the first: the lower number comes first, as without a list.
  starts[7] = { at: [1, 2], velocity: [0, 0], preferred: [0, 0] };
  starts[5] = { at: [3, 2], velocity: [0, 1], preferred: [0, 0] };
  starts[0] = { at: [2, 2], velocity: [0, 0.2], preferred: [0, 1] };
  const agents = agentsOf(starts);
  const polygons = Array.from({ length: 40 }, (_, i) =>
    randomPolygon(i).map(([x, z], _corner, [first]): Ground => {
      const [middleX, middleZ] = [(i % 8) * 4 - 14, Math.floor(i / 8) * 6 - 12];
      return [middleX + 0.4 * (x - (first?.[0] ?? 0)), middleZ + 0.4 * (z - (first?.[1] ?? 0))];
    }),
  );
  const all = buildOrcaObstacles(polygons);
  const near = buildOrcaObstacles(polygons, { min: [-15, -15], max: [15, 15], reach: 2.3 });
  const few = { ...options, neighbourDistance: 5, maxNeighbours: 4 };
  for (let self = 0; self < starts.length; self++) {
    const [x, z] = (starts[self] as { at: Ground }).at;
    const among = starts.flatMap(({ at }, other) =>
      Math.hypot(at[0] - x, at[1] - z) < 5.1 ? [other] : [],
    );
    const out = new Float64Array(2);
    const listed = Int32Array.from(among.toReversed());
    orcaVelocity(agents, among.length, self, near, few, out, listed);
    expect([...out]).toEqual([...velocityOf(agents, self, all, few)]);
  }
});
