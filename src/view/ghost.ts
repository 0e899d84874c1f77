/**
 * What the hand is about to do: a glow around the thing that would be taken, and a ghost of what is carried where
 * it would stand, in another colour where it does not fit. Both are plain solids with their edges drawn, since
 * they are to be read and not to be looked at.
 */
import {
  BoxGeometry,
  type BufferGeometry,
  type ColorRepresentation,
  CylinderGeometry,
  EdgesGeometry,
  Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  Quaternion,
  Vector3,
} from 'three';
import { idOf, listOf } from '../scene/edit.ts';
import { partsOf } from '../scene/edit-layout.ts';
import type { Layout, Point, Shape } from '../scene/layout.ts';
import type { Frame, Part } from './frame.ts';
import { goalRadius } from './ground-marks.ts';
import { signal } from './palette.ts';
import type { Ghost, Solid } from './stage.ts';

export interface GhostPart extends Part {
  /** A thing of the layout, or a goal as `goals/3`; undefined: nothing glows. */
  mark(thing: string | undefined): void;
  show(ghost: Ghost | undefined): void;
}

/** Metres by which the glow stands out around its thing. */
const halo = 0.05;
const up = new Vector3(0, 1, 0);
const turn = new Quaternion();

interface Look {
  readonly fill: MeshBasicMaterial;
  readonly line: LineBasicMaterial;
}

function createLook(color: ColorRepresentation, opacity: number): Look {
  const shared = { color, transparent: true, depthWrite: false, toneMapped: false };
  return {
    fill: new MeshBasicMaterial({ ...shared, opacity }),
    // Seen through what stands before it: nobody loses what they hold.
    line: new LineBasicMaterial({ ...shared, opacity: 0.95, depthTest: false }),
  };
}

/** Of a goal, a low pillar over its ring. */
export function goalSolid(x: number, z: number): Solid {
  const shape = { type: 'cylinder', radius: goalRadius, height: 0.7 } as const;
  return { position: [x, 0.35, z], yaw: 0, shape };
}

function sizeOf(shape: Shape): Point {
  if (shape.type === 'cylinder') return [shape.radius * 2, shape.height, shape.radius * 2];
  return shape.size;
}

export function createGhost(): GhostPart {
  const object = new Group();
  const box = new BoxGeometry(1, 1, 1);
  const round = new CylinderGeometry(0.5, 0.5, 1, 32);
  const edges = { box: new EdgesGeometry(box), round: new EdgesGeometry(round) };
  const glow = createLook(signal.attention, 0.22);
  const fits = createLook(signal.attention, 0.42);
  const bars = createLook(signal.refused, 0.45);
  const marked = new Group();
  const ghostly = new Group();
  object.add(marked, ghostly);
  let layout: Layout | undefined;
  let thing: string | undefined;
  /** Row of the snapshot that the mark goes with; −1: it stands. */
  let row = -1;
  let goal = -1;

  /** What `ghostly` is made of: while that is the same, it is only moved. */
  let shapes = '';
  const shapesOf = ({ solids, fits: isFree }: Ghost) =>
    JSON.stringify([isFree, solids.map(({ shape }) => shape)]);

  function build(group: Group, solids: readonly Solid[], { fill, line }: Look, more: number): void {
    group.clear();
    for (const { position, yaw, shape } of solids) {
      const isRound = shape.type === 'cylinder';
      const solid = new Group();
      solid.position.set(...position);
      solid.quaternion.setFromAxisAngle(up, yaw);
      const [w, h, d] = sizeOf(shape);
      solid.scale.set(w + more, h + more, d + more);
      const mesh = new Mesh(isRound ? round : box, fill);
      const lines = new LineSegments<BufferGeometry>(isRound ? edges.round : edges.box, line);
      mesh.renderOrder = 4;
      lines.renderOrder = 5;
      solid.add(mesh, lines);
      group.add(solid);
    }
  }

  function remark(): void {
    row = -1;
    goal = -1;
    marked.clear();
    if (!layout || thing === undefined) return;
    const { agents, props, doors } = layout;
    const id = idOf(thing);
    if (thing.startsWith('goals/')) {
      goal = Number(id);
      build(marked, [goalSolid(0, 0)], glow, halo);
      return;
    }
    if (listOf(thing) === 'statics') {
      build(marked, partsOf(layout, thing), glow, halo);
      return;
    }
    const isProp = listOf(thing) === 'props';
    const at = (isProp ? props : doors).findIndex((body) => body.id === id);
    if (at < 0) return;
    row = agents + (isProp ? at : props.length + at);
    const door = doors[at];
    const body = isProp
      ? props[at]
      : door && { ...door, shape: { type: 'box' as const, size: door.size } };
    if (body) build(marked, [body], glow, halo);
  }

  return {
    object,
    mark(next) {
      if (next === thing) return;
      thing = next;
      remark();
    },
    show(ghost) {
      const wanted = ghost ? shapesOf(ghost) : '';
      if (!ghost) ghostly.clear();
      else if (wanted !== shapes) build(ghostly, ghost.solids, ghost.fits ? fits : bars, 0);
      else {
        ghost.solids.forEach(({ position, yaw }, i) => {
          ghostly.children[i]?.position.set(...position);
          ghostly.children[i]?.quaternion.setFromAxisAngle(up, yaw);
        });
      }
      shapes = wanted;
    },
    fit(next) {
      layout = next;
      remark();
    },
    update({ track: { drawn } }: Frame) {
      const [solid] = marked.children;
      if (!solid) return;
      if (goal >= 0) {
        solid.position.x = drawn.goal[2 * goal] as number;
        solid.position.z = drawn.goal[2 * goal + 1] as number;
      } else if (row >= 0) {
        solid.position.fromArray(drawn.position, 3 * row);
        solid.quaternion.copy(turn.fromArray(drawn.rotation, 4 * row));
      }
    },
    dispose() {
      for (const shape of [box, round, edges.box, edges.round]) shape.dispose();
      for (const { fill, line } of [glow, fits, bars]) {
        fill.dispose();
        line.dispose();
      }
    },
  };
}
