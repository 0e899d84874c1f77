/** An environment's world as a mirror shows it, left and right exchanged: (x, z) → (−x, z). */
import { createRandom } from '../../src/core/random.ts';
import { type Agent, createAgent } from '../../src/env/agent.ts';
import type { Environment } from '../../src/env/environment.ts';
import { createEpisodes } from '../../src/env/episodes.ts';
import type { Ground, Layout, Placed } from '../../src/scene/layout.ts';
import { World } from '../../src/world/world.ts';

const mirrored = ([x, z]: Ground): Ground => [-x, z];

function placed<P extends Placed>(thing: P): P {
  const [x, y, z] = thing.position;
  return { ...thing, position: [-x, y, z], yaw: -thing.yaw };
}

function mirroredLayout(layout: Layout): Layout {
  return {
    ...layout,
    min: [-layout.max[0], layout.min[1]],
    max: [-layout.min[0], layout.max[1]],
    statics: layout.statics.map(placed),
    props: layout.props.map(placed),
    doors: layout.doors.map((door) => ({ ...placed(door), slide: -door.slide })),
    walkers: layout.walkers.map((walker) => ({ ...walker, route: walker.route.map(mirrored) })),
    regions: layout.regions.map((region) => ({
      ...region,
      min: [-region.max[0], region.min[1]],
      max: [-region.min[0], region.max[1]],
    })),
    portals: layout.portals.map((portal) => ({ ...portal, position: mirrored(portal.position) })),
    landmarks: layout.landmarks.map((landmark) => ({
      ...landmark,
      position: mirrored(landmark.position),
    })),
  };
}

export interface MirroredWorld {
  readonly world: World;
  readonly agents: readonly Agent[];
  /** (forward, left), m/s on the disc, as the original world's agents were given them. */
  step(actions: Float32Array): void;
}

/** Of an environment that was just reset. */
export function mirroredWorld({ world: original, readings, scenario }: Environment): MirroredWorld {
  const layout = mirroredLayout(original.layout);
  const world = new World(layout, { seed: 1, substeps: scenario.substeps });
  const episodes = createEpisodes(layout.agents);
  episodes.limitSteps.set(readings.map(({ limitSteps }) => limitSteps));
  const source = { world, random: createRandom(1), episodes, scenario };
  // Twice, so that all look round where all have been put.
  for (const { index, x, z, heading } of [...readings, ...readings]) {
    original.place(index, x, z, heading);
    world.place(index, -x, z, -heading);
  }
  const agents = readings.map(({ index, goalX, goalZ }) => {
    world.setGoal(index, -goalX, goalZ);
    return createAgent(index, source);
  });
  return {
    world,
    agents,
    step(actions) {
      const turned = actions.map((value, i) => (i % 2 === 1 ? -value : value));
      world.step(turned);
      episodes.action.set(turned);
      for (const { index } of agents) episodes.steps[index] = (episodes.steps[index] as number) + 1;
    },
  };
}
