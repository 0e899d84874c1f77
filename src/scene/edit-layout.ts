/**
 * From a layout and an edit to the layout that is changed by it, as if it had been laid out so: landmarks, and the
 * portals that a scene finds by itself between its regions, go with what stands. Pure: the same edits of the same
 * layout give the same one. Refuses what names nothing in the layout, and what must stay, in one sentence.
 */
import { InputError } from '../core/input-error.ts';
import {
  type AddedLook,
  addable,
  type Edit,
  idOf,
  isAdded,
  isFixed,
  listOf,
  mostAdded,
  type Place,
  thingOfStatic,
} from './edit.ts';
import { footprintOf, halfExtents } from './footprint.ts';
import { graphCapacity } from './graph-capacity.ts';
import {
  type Door,
  heightOf,
  type Landmark,
  type Layout,
  type Point,
  type Prop,
  type Static,
} from './layout.ts';
import { openings } from './openings.ts';
import type { Scene } from './scene-schema.ts';

export function editLayout(scene: Scene, layout: Layout, edit: Edit): Layout {
  switch (edit.kind) {
    case 'move':
      return listOf(edit.thing) === 'props'
        ? { ...layout, props: moveProp(layout, edit.thing, edit) }
        : withStatics(scene, layout, moveStatic(layout, edit.thing, edit));
    case 'add':
      return add(scene, layout, edit.thing, edit.look, edit);
    case 'remove':
      return remove(scene, layout, edit.thing);
    case 'hold':
      return { ...layout, doors: holdDoor(layout, edit.thing, edit.as) };
  }
}

export function editLayoutBy(scene: Scene, layout: Layout, edits: readonly Edit[]): Layout {
  return edits.reduce((changed, edit) => editLayout(scene, changed, edit), layout);
}

function unknown(thing: string): InputError {
  return new InputError(`There is no ${idOf(thing)} in this world.`);
}

/** The parts of a thing among the statics, the main one first. */
export function partsOf({ statics }: Pick<Layout, 'statics'>, thing: string): readonly Static[] {
  return statics.filter((body) => thingOfStatic(body) === thing);
}

function takeParts(layout: Layout, thing: string): readonly [Static, ...Static[]] {
  const [main, ...others] = listOf(thing) === 'statics' ? partsOf(layout, thing) : [];
  if (!main) throw unknown(thing);
  if (isFixed(main)) {
    throw new InputError(
      `The ${main.look} stays: walls, ramps, steps and platforms are what this world is built of.`,
    );
  }
  return [main, ...others];
}

/** The parts of an obstacle whose main part is put somewhere: they turn with it. */
export function placeParts(parts: readonly Static[], to: Place): Static[] {
  const [main] = parts as readonly [Static, ...Static[]];
  const turn = to.yaw - main.yaw;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return parts.map((part) => {
    const dx = part.position[0] - main.position[0];
    const dz = part.position[2] - main.position[2];
    const position: Point = [
      to.x + dx * cos + dz * sin,
      part.position[1],
      to.z - dx * sin + dz * cos,
    ];
    // A thing that is not turned keeps its numbers to the last bit.
    return { ...part, position, yaw: part === main ? to.yaw : part.yaw + turn };
  });
}

function moveStatic(layout: Layout, thing: string, to: Place): Static[] {
  const parts = takeParts(layout, thing);
  const placed = new Map(placeParts(parts, to).map((part) => [part.id, part]));
  return layout.statics.map((body) => placed.get(body.id) ?? body);
}

function moveProp(layout: Layout, thing: string, to: Place): Prop[] {
  if (!layout.props.some(({ id }) => id === idOf(thing))) throw unknown(thing);
  return layout.props.map((prop) =>
    prop.id === idOf(thing) ? { ...prop, ...standing(prop.shape, to) } : prop,
  );
}

function standing(shape: Prop['shape'], { x, z, yaw }: Place): Pick<Prop, 'position' | 'yaw'> {
  return { position: [x, heightOf(shape) / 2, z], yaw };
}

/** What would be added: a prop, or a static. */
export function createAdded(thing: string, look: AddedLook, to: Place): Prop | Static {
  const { shape } = addable[look];
  const body = { id: idOf(thing), look, shape, ...standing(shape, to) };
  const kind = addable[look];
  return (kind.list === 'props' ? { ...body, mass: kind.mass } : body) as Prop | Static;
}

function add(scene: Scene, layout: Layout, thing: string, look: AddedLook, to: Place): Layout {
  const all = [...layout.statics, ...layout.props];
  if (all.filter(({ id }) => isAdded(id)).length >= mostAdded) {
    throw new InputError(
      `At most ${mostAdded} things can be added; remove one of them to make room for another.`,
    );
  }
  if (all.some(({ id }) => id === idOf(thing)) || listOf(thing) !== addable[look].list) {
    throw new InputError(`Expected a new name for what is added, got "${thing}".`);
  }
  const body = createAdded(thing, look, to);
  if (listOf(thing) === 'props') return { ...layout, props: [...layout.props, body as Prop] };
  return withStatics(scene, layout, [...layout.statics, body as Static]);
}

function remove(scene: Scene, layout: Layout, thing: string): Layout {
  if (listOf(thing) === 'props') {
    const props = layout.props.filter(({ id }) => id !== idOf(thing));
    if (props.length === layout.props.length) throw unknown(thing);
    return { ...layout, props };
  }
  const gone = new Set(takeParts(layout, thing).map(({ id }) => id));
  return withStatics(
    scene,
    layout,
    layout.statics.filter(({ id }) => !gone.has(id)),
  );
}

function holdDoor(layout: Layout, thing: string, as: 'open' | 'shut'): Door[] {
  if (listOf(thing) !== 'doors' || !layout.doors.some(({ id }) => id === idOf(thing))) {
    throw unknown(thing);
  }
  return layout.doors.map((door) => (door.id === idOf(thing) ? { ...door, held: as } : door));
}

/** The layout with other statics: landmarks stand where they stand, and what was added may become one. */
function withStatics(scene: Scene, layout: Layout, statics: readonly Static[]): Layout {
  const index = new Map(statics.map(({ id }, body) => [id, body]));
  const kept = layout.landmarks.flatMap((landmark) => {
    const id = layout.statics[landmark.body]?.id ?? '';
    const body = index.get(id);
    index.delete(id);
    return body === undefined ? [] : [landmarkOf(statics[body] as Static, body, landmark)];
  });
  const added = [...index]
    .filter(([id]) => isAdded(id))
    .map(([, body]) => landmarkOf(statics[body] as Static, body));
  const landmarks = [...kept, ...added].slice(0, graphCapacity(scene).landmarks);
  return { ...layout, statics, landmarks, portals: portalsOf(scene, { ...layout, statics }) };
}

function landmarkOf(body: Static, index: number, known?: Landmark): Landmark {
  const { id, position, shape } = body;
  const radius =
    known?.radius ?? Math.hypot(...halfExtents(footprintOf({ position, yaw: 0, shape })));
  return { id: known?.id ?? id, position: [position[0], position[2]], radius, body: index };
}

/** Those of the file and of rooms stay; those that the scene looks for are looked for again. */
function portalsOf(scene: Scene, layout: Layout): Layout['portals'] {
  const search = scene.generate.find(({ kind }) => kind === 'openings');
  if (search?.kind !== 'openings') return layout.portals;
  const draft = {
    ...{ min: layout.min, max: layout.max, statics: [...layout.statics], landmarks: [] },
    ...{ props: [], doors: [], walkers: [], routes: [], regions: [...layout.regions] },
    portals: layout.portals.slice(0, scene.portals.length),
  };
  openings(search, draft);
  return draft.portals;
}
