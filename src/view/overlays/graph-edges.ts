/**
 * What goes along the edges of the scene graph: a wedge from each node to one that hears it, wider at the one that
 * hears, wide and dark by the share that this one gives to the other.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  Mesh,
  ShaderMaterial,
} from 'three';
import { signal } from '../palette.ts';
import type { Message } from '../stage.ts';
import type { Overlay, OverlayKind } from './overlay.ts';

/** Wedges that are drawn at most. */
const most = 512;
/** Metres above the ground, of the width at the end of a share of 1, and between the two ways of an edge. */
const height = 0.5;
const widest = 0.5;
const apart = 0.07;

const vertexShader = /* glsl */ `
attribute float weight;
varying float vWeight;
void main() {
  vWeight = weight;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;
const fragmentShader = /* glsl */ `
uniform vec3 tone;
varying float vWeight;
void main() {
  gl_FragColor = vec4(tone, 0.12 + 0.78 * sqrt(vWeight));
  #include <colorspace_fragment>
}`;

function create(): Overlay {
  const object = new Group();
  const position = new BufferAttribute(new Float32Array(most * 9), 3);
  const weight = new BufferAttribute(new Float32Array(most * 3), 1);
  for (const attribute of [position, weight]) attribute.setUsage(DynamicDrawUsage);
  const wedges = new BufferGeometry().setAttribute('position', position);
  wedges.setAttribute('weight', weight);
  const surface = new ShaderMaterial({
    uniforms: { tone: { value: new Color(signal.attentionNode) } },
    ...{ vertexShader, fragmentShader, side: DoubleSide },
    ...{ transparent: true, depthWrite: false, toneMapped: false },
  });
  const mesh = new Mesh(wedges, surface);
  mesh.frustumCulled = false;
  mesh.renderOrder = 3;
  // Until there is a frame there is nothing.
  mesh.visible = false;
  object.add(mesh);
  let taken: readonly Message[] | undefined;

  function put(i: number, { fromX, fromZ, toX, toZ, weight: share }: Message): void {
    const dx = toX - fromX;
    const dz = toZ - fromZ;
    const length = Math.max(1e-3, Math.hypot(dx, dz));
    const sideX = -dz / length;
    const sideZ = dx / length;
    const half = 0.01 + (widest * share) / 2;
    position.setXYZ(3 * i, fromX + apart * sideX, height, fromZ + apart * sideZ);
    const x = toX + apart * sideX;
    const z = toZ + apart * sideZ;
    position.setXYZ(3 * i + 1, x + half * sideX, height, z + half * sideZ);
    position.setXYZ(3 * i + 2, x - half * sideX, height, z - half * sideZ);
    for (let corner = 0; corner < 3; corner++) weight.setX(3 * i + corner, share);
  }

  return {
    object,
    fit() {
      taken = undefined;
    },
    update({ messages, selected, track }) {
      const count = Math.min(most, messages?.length ?? 0);
      mesh.visible = count > 0 && selected >= 0 && selected < track.agents;
      if (!mesh.visible || !messages || messages === taken) return;
      taken = messages;
      for (let i = 0; i < count; i++) put(i, messages[i] as Message);
      wedges.setDrawRange(0, 3 * count);
      position.needsUpdate = true;
      weight.needsUpdate = true;
    },
    lines() {
      const count = mesh.visible ? wedges.drawRange.count / 3 : 0;
      const ends = new Float32Array(4 * count);
      for (let i = 0; i < count; i++) {
        // Between its two corners.
        for (let axis = 0; axis < 3; axis++) {
          const [one, other] = [9 * i + 3 + axis, 9 * i + 6 + axis];
          ends[4 * i + axis] =
            ((position.array[one] as number) + (position.array[other] as number)) / 2;
        }
        ends[4 * i + 3] = weight.getX(3 * i);
      }
      return ends;
    },
    dispose() {
      wedges.dispose();
      surface.dispose();
    },
  };
}

export const graphEdges: OverlayKind = {
  label: 'Messages between places',
  visible: false,
  of: 'selected',
  create,
};
