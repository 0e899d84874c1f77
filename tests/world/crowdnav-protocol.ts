/**
 * The CrowdNav test of Chen et al., "Crowd-Robot Interaction" (ICRA 2019), written plainly over our
 * ORCA and random stream: a robot crosses a circle of people who steer by ORCA. Only to compare with
 * runs of the public code (github.com/vita-epfl/CrowdNav, MIT): its order of work, its constants and
 * its odd time limit are kept.
 *
 * Metres, seconds, in the plane [x, y] of that code. Agent 0 is the robot, then the people. N agents.
 */
import { createMersenneTwister } from '../../src/core/mersenne-twister.ts';
import { type OrcaAgents, orcaVelocity } from '../../src/world/orca.ts';

export const timeStep = 0.25;
const timeLimit = 25;
const radius = 0.3;
const circle = 4;
const discomfort = 0.2;
const gamma = 0.9;

export interface CrowdNavCase {
  readonly case: number;
  readonly people: number;
  readonly robotVisible: boolean;
  /** Added to every radius in the robot's own ORCA. */
  readonly margin: number;
}

export interface CrowdNavRun {
  readonly outcome: 'goal' | 'collision' | 'timeout';
  readonly time: number;
  readonly steps: number;
  readonly return: number;
  /** Of the people: x, y, x, y, … */
  readonly starts: readonly number[];
  /** A row per step, after the move: x, y of the robot, then of each person. */
  readonly trajectory: readonly (readonly number[])[];
}

interface Crowd {
  readonly position: Float64Array;
  readonly velocity: Float64Array;
  readonly goal: Float64Array;
}

/** People on the circle, placed one after another, clear of all starts and goals so far. */
function circleCrossing(seed: number, people: number): Crowd {
  const random = createMersenneTwister(seed);
  const n = people + 1;
  const position = new Float64Array(2 * n);
  const goal = new Float64Array(2 * n);
  position.set([0, -circle]);
  goal.set([0, circle]);
  for (let i = 1; i < n; i++) {
    let x: number;
    let y: number;
    let clear: boolean;
    do {
      const angle = random.uniform() * Math.PI * 2;
      x = circle * Math.cos(angle) + (random.uniform() - 0.5);
      y = circle * Math.sin(angle) + (random.uniform() - 0.5);
      clear = true;
      for (let j = 0; j < i; j++) {
        for (const at of [position, goal]) {
          const d = Math.hypot(x - (at[2 * j] as number), y - (at[2 * j + 1] as number));
          if (d < 2 * radius + discomfort) clear = false;
        }
      }
    } while (!clear);
    position.set([x, y], 2 * i);
    goal.set([-x, -y], 2 * i);
  }
  return { position, velocity: new Float64Array(2 * n), goal };
}

/** What `self` decides in a private simulation that holds itself and all it sees. */
function decide(crowd: Crowd, self: number, seesRobot: boolean, margin: number): Float64Array {
  const n = crowd.position.length / 2;
  const seen = [self];
  for (let i = seesRobot ? 0 : 1; i < n; i++) if (i !== self) seen.push(i);
  const agents: OrcaAgents = {
    position: new Float64Array(2 * seen.length),
    velocity: new Float64Array(2 * seen.length),
    preferred: new Float64Array(2 * seen.length),
    radius: new Float64Array(seen.length).fill(radius + 0.01 + margin),
    maxSpeed: new Float64Array(seen.length).fill(1),
  };
  seen.forEach((i, k) => {
    agents.position.set(crowd.position.subarray(2 * i, 2 * i + 2), 2 * k);
    agents.velocity.set(crowd.velocity.subarray(2 * i, 2 * i + 2), 2 * k);
  });
  const x = (crowd.goal[2 * self] as number) - (crowd.position[2 * self] as number);
  const y = (crowd.goal[2 * self + 1] as number) - (crowd.position[2 * self + 1] as number);
  const distance = Math.hypot(x, y);
  const scale = distance > 1 ? 1 / distance : 1;
  agents.preferred.set([x * scale, y * scale]);
  const options = {
    neighbourDistance: 10,
    maxNeighbours: 10,
    timeHorizon: 5,
    timeHorizonObstacles: 5,
    timeStep,
  };
  const out = new Float64Array(2);
  orcaVelocity(agents, seen.length, 0, undefined, options, out);
  return out;
}

/** The least distance to the origin on the segment from (x, y) to (x, y) + (dx, dy). */
function closest(x: number, y: number, dx: number, dy: number): number {
  const length2 = dx * dx + dy * dy;
  const t = length2 > 0 ? Math.min(1, Math.max(0, -(x * dx + y * dy) / length2)) : 0;
  return Math.hypot(x + t * dx, y + t * dy);
}

export function runCrowdNav(test: CrowdNavCase): CrowdNavRun {
  const crowd = circleCrossing(1000 + test.case, test.people);
  const { position, velocity, goal } = crowd;
  const n = test.people + 1;
  const starts = [...position.subarray(2)];
  const trajectory: number[][] = [];
  let sum = 0;
  for (let time = 0; ; time += timeStep) {
    const decided = new Float64Array(2 * n);
    for (let i = 0; i < n; i++) {
      const seesRobot = i === 0 || test.robotVisible;
      decided.set(decide(crowd, i, seesRobot, i === 0 ? test.margin : 0), 2 * i);
    }
    const [vx = 0, vy = 0] = decided;

    // The robot's new velocity against each person's previous one, as in the public code.
    let gap = Infinity;
    for (let i = 1; i < n; i++) {
      const d = closest(
        (position[2 * i] as number) - (position[0] as number),
        (position[2 * i + 1] as number) - (position[1] as number),
        ((velocity[2 * i] as number) - vx) * timeStep,
        ((velocity[2 * i + 1] as number) - vy) * timeStep,
      );
      gap = Math.min(gap, d - 2 * radius);
    }
    for (let k = 0; k < 2 * n; k++) {
      position[k] = (position[k] as number) + (decided[k] as number) * timeStep;
    }
    velocity.set(decided);
    const toGoal = Math.hypot(
      (position[0] as number) - (goal[0] as number),
      (position[1] as number) - (goal[1] as number),
    );

    const collided = gap < 0;
    const arrived = toGoal < radius;
    const late = time >= timeLimit - 1;
    let reward = 0;
    if (late) reward = 0;
    else if (collided) reward = -0.25;
    else if (arrived) reward = 1;
    else if (gap < discomfort) reward = (gap - discomfort) * 0.5 * timeStep;
    sum += gamma ** time * reward;

    trajectory.push([...position]);
    if (!late && !collided && !arrived) continue;
    const outcome = late ? 'timeout' : collided ? 'collision' : 'goal';
    return {
      outcome,
      time: time + timeStep,
      steps: trajectory.length,
      return: sum,
      starts,
      trajectory,
    };
  }
}
