/**
 * Who is imagined elsewhere, or twice: a translucent figure in the colour of what is imagined where it would be, with a
 * ring around its feet and a line to the one who is there. Robots and people are figures (self-figures.ts), a prop is
 * the box or the cylinder around it, with its edges drawn, as what is carried by hand is (ghost.ts). It goes as the one
 * who is there goes.
 */
import {
  BoxGeometry,
  BufferAttribute,
  BufferGeometry,
  Color,
  CylinderGeometry,
  DynamicDrawUsage,
  EdgesGeometry,
  Group,
  LineBasicMaterial,
  LineSegments,
  Matrix4,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
} from 'three';
import type { Layout, Point, Shape } from '../scene/layout.ts';
import { figureWidth, standingFigure } from './figures.ts';
import type { Frame, Part } from './frame.ts';
import { createInstances } from './instances.ts';
import { material, signal } from './palette.ts';
import { createSelfFigures } from './self-figures.ts';
import type { DisplacedFigure } from './stage.ts';
import { supportHeight } from './support.ts';

export interface DisplacedPart extends Part {
  /** Kept, not copied. */
  show(figures: readonly DisplacedFigure[]): void;
}

/** Figures drawn at most. */
const most = 24;
/** Above the ground, over its marks. */
const lift = 0.045;
/** More than of those who were (self-figures.ts): these are among others. */
const strength = 1.25;
/** Metres from the one who is there within which nothing is drawn of a figure but its ring. */
const apart = 0.04;

const person = {
  coat: material.walkerCoat,
  legs: material.walkerLegs,
  head: material.walkerHead,
};

interface Solid {
  readonly object: Group;
  readonly body: number;
}

export function createDisplaced(): DisplacedPart {
  const object = new Group();
  const colour = new Color(signal.imagined);
  const paint = { color: colour, transparent: true, depthWrite: false, toneMapped: false };
  const robots = createSelfFigures(most);
  const people = createSelfFigures(most, () => standingFigure(person));
  const solids = new Group();
  const box = new BoxGeometry(1, 1, 1);
  const round = new CylinderGeometry(0.5, 0.5, 1, 32);
  const edges = { box: new EdgesGeometry(box), round: new EdgesGeometry(round) };
  const fill = new MeshBasicMaterial({ ...paint, opacity: 0.42 });
  const line = new LineBasicMaterial({ ...paint, opacity: 0.95, depthTest: false });
  const ring = createInstances({
    geometry: new RingGeometry(1.18, 1.42, 40).rotateX(-Math.PI / 2),
    material: new MeshBasicMaterial({ ...paint, color: 0xffffff, opacity: 0.95 }),
    ...{ capacity: most, coloured: true, shadows: false },
  });
  ring.mesh.renderOrder = 3;
  const ends = new BufferAttribute(new Float32Array(6 * most), 3);
  ends.setUsage(DynamicDrawUsage);
  const ties = new LineSegments(new BufferGeometry().setAttribute('position', ends), line);
  ties.frustumCulled = false;
  ties.renderOrder = 3;
  object.add(robots.object, people.object, solids, ring.mesh, ties);
  object.visible = false;
  const others = colour.clone().lerp(new Color(0xffffff), 0.5);
  /** Of figures, which are paler than it. */
  const tone = colour.clone().multiplyScalar(0.75);
  const flat = new Matrix4();

  let layout: Layout | undefined;
  let figures: readonly DisplacedFigure[] = [];
  /** Of the props among them, in their order. */
  let built: readonly Solid[] = [];
  let shapes = '';

  function propOf(body: number): Layout['props'][number] | undefined {
    return layout?.props[body - layout.agents];
  }

  function build(): void {
    const props = figures.slice(0, most).filter(({ body }) => propOf(body));
    const wanted = props.map(({ body }) => body).join();
    if (wanted === shapes) return;
    shapes = wanted;
    solids.clear();
    built = props.map(({ body }) => {
      const shape = propOf(body)?.shape as Shape;
      const isRound = shape.type === 'cylinder';
      const solid = new Group();
      solid.scale.set(...sizeOf(shape));
      const mesh = new Mesh(isRound ? round : box, fill);
      const lines = new LineSegments<BufferGeometry>(isRound ? edges.round : edges.box, line);
      mesh.renderOrder = 4;
      lines.renderOrder = 5;
      solid.add(mesh, lines);
      solids.add(solid);
      return { object: solid, body };
    });
  }

  return {
    object,
    show(next) {
      figures = next;
      object.visible = next.length > 0;
      build();
    },
    fit(next) {
      layout = next;
      robots.fit(next.body);
      people.fit(next.body);
      shapes = '';
      build();
    },
    update({ layout: of, track, hidden }: Frame) {
      if (!object.visible) return;
      const { position, rotation } = track.drawn;
      const firstWalker = of.agents + of.props.length + of.doors.length;
      robots.begin();
      people.begin();
      ring.begin();
      let tied = 0;
      let prop = 0;
      for (let i = 0; i < Math.min(most, figures.length); i++) {
        const { body, x: dx, z: dz, held: isHeld } = figures[i] as DisplacedFigure;
        const isVisitor = body === track.bodies - 1;
        if (body >= track.bodies || body === hidden || (isVisitor && !track.visited)) continue;
        const fromX = position[3 * body] as number;
        const y = position[3 * body + 1] as number;
        const fromZ = position[3 * body + 2] as number;
        const x = fromX + dx;
        const z = fromZ + dz;
        const ground = supportHeight(of, x, z);
        const radius = track.radius[body] as number;
        const isApart = Math.hypot(dx, dz) > apart;
        flat.makeScale(radius, 1, radius).setPosition(x, ground + lift, z);
        ring.add(flat, isHeld ? colour : others);
        const solid = built[prop];
        if (body >= of.agents && body < of.agents + of.props.length) {
          prop++;
          if (!solid) continue;
          solid.object.visible = isApart;
          solid.object.position.set(x, y + ground - supportHeight(of, fromX, fromZ), z);
          solid.object.quaternion.fromArray(rotation, 4 * body);
        } else if (isApart) {
          const yaw =
            2 * Math.atan2(rotation[4 * body + 1] as number, rotation[4 * body + 3] as number);
          if (body < of.agents) robots.add(x, ground, z, yaw, tone, strength);
          else {
            const walker = of.walkers[body - firstWalker];
            const tall = walker?.height ?? of.body.height;
            people.setScale(figureWidth(radius, tall), tall);
            people.add(x, ground, z, yaw, tone, strength);
          }
        }
        if (!isApart) continue;
        ends.setXYZ(2 * tied, fromX, supportHeight(of, fromX, fromZ) + lift, fromZ);
        ends.setXYZ(2 * tied + 1, x, ground + lift, z);
        tied++;
      }
      robots.end();
      people.end();
      ring.end();
      ends.needsUpdate = true;
      ties.geometry.setDrawRange(0, 2 * tied);
    },
    dispose() {
      robots.dispose();
      people.dispose();
      ring.mesh.geometry.dispose();
      (ring.mesh.material as MeshBasicMaterial).dispose();
      ring.dispose();
      ties.geometry.dispose();
      for (const shape of [box, round, edges.box, edges.round]) shape.dispose();
      fill.dispose();
      line.dispose();
    },
  };
}

function sizeOf(shape: Shape): Point {
  if (shape.type === 'cylinder') return [shape.radius * 2, shape.height, shape.radius * 2];
  return shape.size;
}
