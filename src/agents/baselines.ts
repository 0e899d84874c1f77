/**
 * Policies that learn nothing, to measure the others by:
 * `random` draws every action anew from the disc; `straight` walks towards the goal at full speed and
 * sees nothing; `orca` does the same but avoids what is near (world/orca.ts), as the scenario's benchmark has
 * it if it is one; `navmesh` follows the
 * shortest way on foot and avoids what is near on it; `turns` does the same, and enters a passage that is too
 * narrow for two only when it is the turn of its end (taking-turns.ts). The last two know the map, which no
 * learned policy is told.
 */
import { createRandom, type Random } from '../core/random.ts';
import { createRegistry } from '../core/registry.ts';
import type { Agent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import type { Ground, Layout } from '../scene/layout.ts';
import type { World } from '../world/world.ts';
import type { Policy } from './policy.ts';
import { createSteering, look, type Steering, steer, writeAction } from './steering.ts';
import { type Passage, passagesOf, waitingPlace } from './taking-turns.ts';

export interface BaselineOptions {
  /** Seed of `random`; the others draw nothing. */
  readonly seed: number;
}

function perEnvironment(
  name: string,
  act: (environment: Environment, out: Float32Array) => void,
): Policy {
  return {
    name,
    act(environments, actions) {
      for (const [i, environment] of environments.entries()) {
        act(environment, actions[i] as Float32Array);
      }
    },
  };
}

function random({ seed }: BaselineOptions): Policy {
  let stream: Random = createRandom(seed, 'random policy');
  const policy = perEnvironment('random', ({ action, agents }, out) => {
    for (let a = 0; a < agents; a++) {
      // The square root makes the draw uniform over the disc's area.
      const speed = action.maxSpeed * Math.sqrt(stream.uniform());
      const angle = 2 * Math.PI * stream.uniform();
      out[a * 2] = speed * Math.cos(angle);
      out[a * 2 + 1] = speed * Math.sin(angle);
    }
  });
  return {
    ...policy,
    reset() {
      stream = createRandom(seed, 'random policy');
    },
  };
}

function straight(): Policy {
  return perEnvironment('straight', ({ readings, world, action }, out) => {
    for (const agent of readings) {
      const dx = agent.goalX - agent.x;
      const dz = agent.goalZ - agent.z;
      const scale = action.maxSpeed / Math.max(1e-6, Math.sqrt(dx * dx + dz * dz));
      writeAction(world, agent.index, dx * scale, dz * scale, out);
    }
  });
}

function orca(): Policy {
  const steerings = new WeakMap<World, Steering>();
  return perEnvironment('orca', (environment, out) => {
    const steering = steeringOf(steerings, environment);
    look(steering);
    for (const { index, goalX, goalZ } of environment.readings) {
      steer(steering, index, goalX, goalZ, out);
    }
  });
}

/** One agent's way: the corners that are left of it, and for which goal and until when it holds. */
interface Way {
  corners: readonly Ground[];
  next: number;
  goalX: number;
  goalZ: number;
  /** Decision of the world at which the way is planned anew. */
  expires: number;
  /** Decisions for which the agent has hardly moved, and those for which it still steps aside. */
  stuck: number;
  aside: number;
  /** How often it stepped aside: each time in another direction. */
  asides: number;
}

const noWay: Way = {
  corners: [],
  next: 0,
  goalX: Number.NaN,
  goalZ: Number.NaN,
  expires: 0,
  stuck: 0,
  aside: 0,
  asides: 0,
};

/** Decisions after which a way is planned anew: others may have pushed the agent off it. */
const planFor = 5;
/** Metres from a corner at which it counts as passed. */
const passed = 0.25;
/**
 * ORCA agents can block one another for ever, say in a doorway. One that has been slower than this
 * (m/s) for so many decisions steps aside for so many, in a direction that differs from agent to agent
 * and from time to time.
 */
const slow = 0.3;
const stuckAfter = 15;
const asideFor = 8;

function navmesh(): Policy {
  return onFoot('navmesh', () => []);
}

function turns(): Policy {
  return onFoot('turns', passagesOf);
}

/** Along the shortest way; at the ends of `passages`, in turns. */
function onFoot(name: string, passagesIn: (layout: Layout) => readonly Passage[]): Policy {
  const steerings = new WeakMap<World, Steering>();
  const waysOf = new WeakMap<World, Way[]>();
  const passagesOfWorld = new WeakMap<World, readonly Passage[]>();
  return perEnvironment(name, (environment, out) => {
    const { world, readings } = environment;
    const steering = steeringOf(steerings, environment);
    let ways = waysOf.get(world);
    if (!ways) {
      ways = readings.map(() => ({ ...noWay }));
      waysOf.set(world, ways);
    }
    const passages = passagesOfWorld.get(world) ?? passagesIn(world.layout);
    passagesOfWorld.set(world, passages);
    look(steering);
    for (const agent of readings) {
      const way = ways[agent.index] as Way;
      follow(world, agent, way);
      const waits =
        passages.length > 0 && waitingPlace(passages, world.time, readings, agent.index, way);
      if (waits) {
        steer(steering, agent.index, waits[0], waits[1], out);
        continue;
      }
      if (stepsAside(agent, way)) {
        const angle = 2.4 * way.asides + 1.7 * agent.index;
        steer(steering, agent.index, agent.x + Math.sin(angle), agent.z + Math.cos(angle), out);
        continue;
      }
      const [x, z] = way.corners[way.next] ?? [agent.goalX, agent.goalZ];
      steer(steering, agent.index, x, z, out);
    }
  });
}

/** Moves on along the way, planning it anew when the goal is another or the plan is old. */
function follow(world: World, agent: Agent, way: Way): void {
  const { x, z, goalX, goalZ } = agent;
  if (world.steps >= way.expires || way.goalX !== goalX || way.goalZ !== goalZ) {
    way.corners = agent.navigation.path(x, z, goalX, goalZ);
    // The first corner is where the agent stands.
    way.next = Math.min(1, way.corners.length - 1);
    way.goalX = goalX;
    way.goalZ = goalZ;
    way.expires = world.steps + planFor;
  }
  while (way.next < way.corners.length - 1) {
    const [cornerX, cornerZ] = way.corners[way.next] as Ground;
    if (Math.hypot(cornerX - x, cornerZ - z) > passed) break;
    way.next++;
  }
}

function stepsAside(agent: Agent, way: Way): boolean {
  if (way.aside > 0) {
    way.aside--;
    return true;
  }
  way.stuck = agent.speed < slow ? way.stuck + 1 : 0;
  if (way.stuck < stuckAfter) return false;
  way.stuck = 0;
  way.aside = asideFor;
  way.asides++;
  return true;
}

function steeringOf(
  steerings: WeakMap<World, Steering>,
  { world, scenario }: Environment,
): Steering {
  const known = steerings.get(world);
  if (known) return known;
  const made = createSteering(world, scenario.decisionSeconds, scenario.orca);
  steerings.set(world, made);
  return made;
}

export const baselines = createRegistry<(options: BaselineOptions) => Policy>('baseline', {
  random,
  straight,
  orca,
  navmesh,
  turns,
});
