/**
 * From a scene and a seed to a layout: the fixed things of the file, then each generator in turn, each
 * on its own random stream, so that changing one does not move what the others make (the crossings of
 * published benchmarks draw from theirs: crossing.ts). Pure: same scene and seed, same layout.
 */
import { createRandom, type Random } from '../core/random.ts';
import { circleCrossing } from './circle-crossing.ts';
import { corridor } from './corridor.ts';
import { type Draft, freeName, routeGround } from './draft.ts';
import { footprintOf, halfExtents } from './footprint.ts';
import type { GeneratorOptions } from './generator-schema.ts';
import {
  categoryOf,
  type Ground,
  heightOf,
  type Landmark,
  type Layout,
  type Point,
  type Portal,
  type Shape,
  type Static,
} from './layout.ts';
import { openings } from './openings.ts';
import { ringCrossing } from './ring-crossing.ts';
import { roomGrid } from './room-grid.ts';
import { scatter } from './scatter.ts';
import type { Scene } from './scene-schema.ts';
import { squareCrossing } from './square-crossing.ts';
import { stream } from './stream.ts';
import { strew } from './strew.ts';

export function layOut(scene: Scene, seed: number): Layout {
  const draft = fixedThings(scene);
  const fixedLandmarks = draft.landmarks.length;
  for (const [index, options] of scene.generate.entries()) {
    const random = createRandom(seed, 'layout', scene.name, index);
    const where = `${scene.name}: generate[${index}]`;
    generate(options, draft, scene, { where, seed }, random);
  }
  // The file's own landmarks come first, then what was generated: objects, then larger things before smaller.
  const plain = ({ body }: Landmark) => (categoryOf({ ...scene, ...draft }, body) < 0 ? 1 : 0);
  const landmarks = [
    ...draft.landmarks.slice(0, fixedLandmarks),
    ...draft.landmarks
      .slice(fixedLandmarks)
      .sort((a, b) => plain(a) - plain(b) || b.radius - a.radius),
  ].slice(0, scene.landmarks);
  return {
    scene: scene.name,
    seed,
    min: draft.min,
    max: draft.max,
    flat: scene.flat,
    motion: scene.motion,
    agents: scene.agents.count,
    body: {
      radius: scene.agents.radius,
      height: scene.agents.height,
      maxSpeed: scene.agents.maxSpeed,
      faces: scene.agents.faces,
      ...(scene.agents.sight === undefined ? {} : { sight: scene.agents.sight }),
    },
    statics: draft.statics,
    props: draft.props,
    doors: draft.doors,
    walkers: draft.walkers,
    ...(draft.crowd ? { crowd: draft.crowd } : {}),
    ...(draft.ring ? { ring: draft.ring } : {}),
    ...(draft.journeys ? { journeys: draft.journeys } : {}),
    regions: draft.regions,
    portals: draft.portals,
    landmarks,
    ...(scene.categories.length > 0 ? { categories: scene.categories } : {}),
  };
}

function generate(
  options: GeneratorOptions,
  draft: Draft,
  scene: Scene,
  from: { readonly where: string; readonly seed: number },
  random: Random,
): void {
  switch (options.kind) {
    case 'scatter':
      scatter(options, draft, random);
      break;
    case 'rooms':
      roomGrid(options, draft, random, from);
      break;
    case 'corridor':
      corridor(options, draft, random);
      break;
    case 'stream':
      stream(options, draft, random);
      break;
    case 'strew':
      strew(options, draft, random);
      break;
    case 'openings':
      openings(options, draft);
      break;
    case 'circle-crossing':
      circleCrossing(options, draft, scene.agents, from.seed);
      break;
    case 'square-crossing':
      squareCrossing(options, draft, scene.agents, from.seed);
      break;
    case 'ring-crossing':
      ringCrossing(options, draft, scene.agents, from.seed);
      break;
  }
}

function fixedThings(scene: Scene): Draft {
  const statics: Static[] = scene.statics.map(({ id, look, position, yaw, shape }) => ({
    id,
    look,
    position: standing(position, heightOf(shape)),
    yaw,
    shape,
  }));
  const landmarks = scene.statics.flatMap(({ landmark }, body) => {
    if (!landmark) return [];
    const { id, position, yaw, shape } = statics[body] as Static;
    const radius = Math.hypot(...halfExtents(footprintOf({ position, yaw, shape })));
    return [{ id, position: [position[0], position[2]] as const, radius, body }];
  });
  const regionIndex = (id: string) => scene.regions.findIndex((region) => region.id === id);
  return {
    min: scene.ground.min,
    max: scene.ground.max,
    statics: [...statics, ...borderWalls(scene)],
    props: scene.props.map((prop) => ({
      ...prop,
      position: standing(prop.position, heightOf(prop.shape)),
    })),
    doors: scene.doors.map((door) => ({
      ...door,
      position: standing(door.position, door.size[1]),
    })),
    walkers: [...scene.walkers],
    routes: scene.walkers.flatMap(routeGround),
    regions: [...scene.regions],
    portals: scene.portals.map(({ id, between, position, width, door }): Portal => {
      const regions = [regionIndex(between[0]), regionIndex(between[1])] as const;
      const hung = door === undefined ? -1 : scene.doors.findIndex((other) => other.id === door);
      return { id, regions, position, width, ...(hung < 0 ? {} : { door: hung }) };
    }),
    landmarks,
  };
}

/** [x, z] stands on the ground; [x, y, z] is already a centre. */
function standing(position: Ground | Point, height: number): Point {
  return position.length === 3 ? position : [position[0], height / 2, position[1]];
}

/** Four walls just outside the ground; those along x close the corners. */
function borderWalls({ border, statics, ground: { min, max } }: Scene): Static[] {
  if (!border) return [];
  const { height, thickness } = border;
  const middle = [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2] as const;
  const width = max[0] - min[0] + 2 * thickness;
  const depth = max[1] - min[1];
  const wall = (id: string, x: number, z: number, sizeX: number, sizeZ: number): Static => {
    const shape: Shape = { type: 'box', size: [sizeX, height, sizeZ] };
    const name = freeName(statics, `border-${id}`);
    return { id: name, look: 'wall', position: [x, height / 2, z], yaw: 0, shape };
  };
  return [
    wall('north', middle[0], min[1] - thickness / 2, width, thickness),
    wall('south', middle[0], max[1] + thickness / 2, width, thickness),
    wall('west', min[0] - thickness / 2, middle[1], thickness, depth),
    wall('east', max[0] + thickness / 2, middle[1], thickness, depth),
  ];
}
