/**
 * A small world built by hand, for the tests of sensors: agents, a crate, a door, walkers and walls,
 * as a whole turned by `turn` about the origin and then moved by `shift`.
 */

import sceneJson from '../../../scenes/plaza.json';
import { createRandom } from '../../../src/core/random.ts';
import { sizeOf } from '../../../src/core/spec.ts';
import { type Agent, createAgent } from '../../../src/env/agent.ts';
import { createEpisodes } from '../../../src/env/episodes.ts';
import type { Sensor } from '../../../src/env/index.ts';
import type { Ground, Layout } from '../../../src/scene/layout.ts';
import { parseScene } from '../../../src/scene/scene-file.ts';
import { World } from '../../../src/world/world.ts';

export interface Pose {
  readonly at: Ground;
  readonly heading: number;
}

export interface SensedWorld {
  readonly world: World;
  readonly agents: readonly Agent[];
  step(actions?: Float32Array): void;
  /** The sensor's part of one agent's row. */
  sense(sensor: Sensor, agent: number): Float32Array;
}

export interface Wanted {
  readonly poses: readonly Pose[];
  readonly goal?: Ground;
  readonly walls?: readonly { readonly at: Ground; readonly size: Ground; readonly yaw: number }[];
  readonly pillars?: readonly { readonly at: Ground; readonly radius: number }[];
  readonly doors?: readonly { readonly at: Ground; readonly width: number; readonly yaw: number }[];
  readonly crates?: readonly Ground[];
  readonly walkers?: readonly { readonly at: Ground; readonly to: Ground }[];
  readonly turn?: number;
  readonly shift?: Ground;
}

// Only sensors that ask for the scene need one, and the tests of those use real scenes.
const scene = parseScene(sceneJson, 'plaza');

export function senseWorld(wanted: Wanted): SensedWorld {
  const { turn = 0, shift = [0, 0] } = wanted;
  // A turn to the left, seen from above, takes −z to −x.
  const move = ([x, z]: Ground): Ground => [
    x * Math.cos(turn) + z * Math.sin(turn) + shift[0],
    -x * Math.sin(turn) + z * Math.cos(turn) + shift[1],
  ];
  const layout: Layout = {
    scene: 'test',
    seed: 0,
    min: [-200, -200],
    max: [200, 200],
    flat: true,
    motion: 'bodies',
    agents: wanted.poses.length,
    body: { radius: 0.3, height: 1.2, maxSpeed: 1.5, faces: 'way' },
    statics: [
      ...(wanted.walls ?? []).map(({ at, size, yaw }, i) => ({
        id: `wall-${i}`,
        look: 'wall' as const,
        position: [move(at)[0], 1, move(at)[1]] as const,
        yaw: yaw + turn,
        shape: { type: 'box' as const, size: [size[0], 2, size[1]] as const },
      })),
      ...(wanted.pillars ?? []).map(({ at, radius }, i) => ({
        id: `pillar-${i}`,
        look: 'pillar' as const,
        position: [move(at)[0], 1, move(at)[1]] as const,
        yaw: turn,
        shape: { type: 'cylinder' as const, radius, height: 2 },
      })),
    ],
    props: (wanted.crates ?? []).map((at, i) => ({
      id: `crate-${i}`,
      look: 'crate',
      position: [move(at)[0], 0.3, move(at)[1]],
      yaw: turn,
      shape: { type: 'box', size: [0.6, 0.6, 0.6] },
      mass: 15,
    })),
    doors: (wanted.doors ?? []).map(({ at, width, yaw }, i) => ({
      id: `door-${i}`,
      position: [move(at)[0], 1, move(at)[1]],
      yaw: yaw + turn,
      size: [width, 2, 0.1],
      slide: width,
      period: 10,
      openShare: 0,
      phase: 0.5,
    })),
    walkers: (wanted.walkers ?? []).map(({ at, to }, i) => ({
      id: `walker-${i}`,
      radius: 0.35,
      height: 1.7,
      speed: 1,
      yields: true,
      route: [move(at), move(to)],
    })),
    regions: [],
    portals: [],
    landmarks: [],
  };
  const world = new World(layout, { seed: 1 });
  const episodes = createEpisodes(layout.agents);
  episodes.limitSteps.fill(100);
  const source = {
    world,
    random: createRandom(1),
    episodes,
    scenario: { goalRadius: 0.4, decisionSeconds: 0.1 },
  };
  const agents = wanted.poses.map((_, index) => createAgent(index, source));
  for (const [index, { at, heading }] of wanted.poses.entries()) {
    world.place(index, ...move(at), heading + turn);
    world.setGoal(index, ...move(wanted.goal ?? [0, 0]));
  }
  return {
    world,
    agents,
    step: (actions = new Float32Array(2 * layout.agents)) => world.step(actions),
    sense(sensor, agent) {
      const part = sensor.parts(scene).agent!;
      const row = new Float32Array(sizeOf(part));
      sensor.bind(world, scene).writeAgent!(agents[agent] as Agent, row, 0);
      return row;
    },
  };
}

/** The greatest difference between two rows. */
export function difference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}
