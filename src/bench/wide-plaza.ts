/**
 * The plaza made wider, for any number of agents: as many obstacles and agents per square metre, the
 * same sensors with K = 16 entities, and goals as far away as in the plaza itself, so that an agent's
 * work is the same and only the world grows.
 */
import { scenarios } from '../../scenes/index.ts';
import { nearbyEntities, placeAtRandom } from '../env/index.ts';
import { defineScenario, type Scenario } from '../env/scenario.ts';
import type { Scene } from '../scene/scene-file.ts';

const entities = 16;
/** Metres on foot to a goal: what the plaza's own size leaves. */
const nearest = 6;
const farthest = 16;

function widen(scene: Scene, agents: number): Scene {
  const times = agents / scene.agents.count;
  const factor = Math.sqrt(times);
  const scaled = ([x, z]: readonly [number, number]): [number, number] => [x * factor, z * factor];
  const { ground } = scene;
  return {
    ...scene,
    ground: { min: scaled(ground.min), max: scaled(ground.max) },
    agents: { ...scene.agents, count: agents },
    regions: scene.regions.map((region) => ({
      ...region,
      min: scaled(region.min),
      max: scaled(region.max),
    })),
    generate: scene.generate.map((options) =>
      options.kind === 'scatter'
        ? {
            ...options,
            obstacles: options.obstacles.map((kind) => ({
              ...kind,
              count: Math.round(kind.count * times),
            })),
          }
        : options,
    ),
  };
}

export function widePlaza(agents: number): Scenario {
  const plaza = scenarios.get('plaza');
  return defineScenario({
    name: 'plaza',
    title: plaza.title,
    description: plaza.description,
    scene: widen(plaza.scene, agents),
    sensors: plaza.sensors.map((sensor) =>
      sensor.name === 'nearbyEntities' ? nearbyEntities({ rows: entities }) : sensor,
    ),
    begin: (agent) => placeAtRandom(agent, { nearest, farthest }),
    reward: plaza.reward,
    outcome: plaza.outcome,
  });
}
