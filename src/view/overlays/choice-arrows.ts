/**
 * What the selected agent chooses, dark, and what it would choose if something were not there, ochre: arrows on the
 * ground in the direction of the action, as long as the way that it makes in a second.
 */
import {
  BufferAttribute,
  BufferGeometry,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
} from 'three';
import type { Part } from '../frame.ts';
import { signal } from '../palette.ts';
import type { OverlayKind } from './overlay.ts';

/** Metres. */
const head = 0.34;
const halfHead = 0.2;
const halfShaft = 0.06;
/** From the middle of the agent, and above its feet. */
const begins = 0.4;
const lift = 0.06;

/** A triangle that points along −z from the origin, or a strip of length 1 that way. */
function flat(vertices: readonly (readonly [x: number, z: number])[]): BufferGeometry {
  const position = Float32Array.from(vertices.flatMap(([x, z]) => [x, 0, z]));
  return new BufferGeometry().setAttribute('position', new BufferAttribute(position, 3));
}

interface Arrow {
  readonly object: Group;
  readonly shaft: Object3D;
  readonly tip: Object3D;
}

function create(): Part {
  const object = new Group();
  const triangle = flat([
    [-halfHead, 0],
    [halfHead, 0],
    [0, -head],
  ]);
  const strip = flat([
    [-halfShaft, 0],
    [halfShaft, 0],
    [-halfShaft, -1],
    [halfShaft, 0],
    [halfShaft, -1],
    [-halfShaft, -1],
  ]);
  const paints = [signal.chosen, signal.imagined].map(
    (color) =>
      new MeshBasicMaterial({
        ...{ color, transparent: true, opacity: 0.92, side: DoubleSide },
        ...{ depthWrite: false, toneMapped: false },
      }),
  );
  const arrows = paints.map((paint, i): Arrow => {
    const arrow = new Group();
    const [shaft, tip] = [new Mesh(strip, paint), new Mesh(triangle, paint)];
    for (const mesh of [shaft, tip]) {
      mesh.frustumCulled = false;
      mesh.renderOrder = 3 + i;
    }
    arrow.add(shaft, tip);
    object.add(arrow);
    return { object: arrow, shaft, tip };
  });

  function turn(
    { object: arrow, shaft, tip }: Arrow,
    heading: number,
    { forward, left }: { readonly forward: number; readonly left: number },
  ): void {
    const length = Math.hypot(forward, left);
    arrow.rotation.y = heading + Math.atan2(left, forward);
    shaft.position.z = -begins;
    shaft.scale.z = Math.max(1e-3, length);
    tip.position.z = -begins - length;
  }

  return {
    object,
    fit() {},
    update({ intention, selected, track, layout }) {
      const shown = intention !== undefined && selected >= 0 && selected < track.agents;
      for (let i = 0; i < arrows.length; i++) {
        const arrow = arrows[i] as Arrow;
        arrow.object.visible = shown;
        if (!shown) continue;
        const at = 3 * selected;
        arrow.object.position.set(
          track.drawn.position[at] as number,
          (track.drawn.position[at + 1] as number) - layout.body.height / 2 + lift,
          track.drawn.position[at + 2] as number,
        );
        const heading = track.drawn.heading[selected] as number;
        turn(arrow, heading, i === 0 ? intention.chosen : intention.imagined);
      }
    },
    dispose() {
      for (const geometry of [triangle, strip]) geometry.dispose();
      for (const paint of paints) paint.dispose();
    },
  };
}

export const choiceArrows: OverlayKind = {
  label: 'Choices',
  visible: true,
  of: 'selected',
  create,
};
