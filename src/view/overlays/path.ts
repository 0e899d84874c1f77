/**
 * The way that the selected agent is going to take, as a ribbon on the ground from where it is drawn now: brighter
 * the sooner, with a ring where it ends, in the colour of how its episode ends there. What it has walked of the
 * way already is left out. A way that it does not go is not drawn: it was put elsewhere, or chance stepped in.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  DynamicDrawUsage,
  Group,
  Mesh,
  MeshBasicMaterial,
  RingGeometry,
  ShaderMaterial,
} from 'three';
import type { Layout } from '../../scene/layout.ts';
import type { Frame, Part } from '../frame.ts';
import { agentColour, signal } from '../palette.ts';
import type { Way } from '../stage.ts';
import { supportHeight } from '../support.ts';
import type { OverlayKind } from './overlay.ts';

/** Points of a way that are drawn at most. */
const most = 64;
const halfWidth = 0.09;
/** Above the ground, over its marks. */
const lift = 0.04;
/** Metres from where it is to where the way says it is, beyond which it is another way. */
const astray = 1.2;

const vertexShader = /* glsl */ `
attribute float along; // 0 now, 1 at the end
attribute float metres;
attribute float side;
varying float vAlong;
varying float vMetres;
varying float vSide;
void main() {
  vAlong = along;
  vMetres = metres;
  vSide = side;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

const fragmentShader = /* glsl */ `
uniform vec3 tone;
uniform float seconds;
varying float vAlong;
varying float vMetres;
varying float vSide;
void main() {
  // White along its edges, so that it is seen on ground of its own colour.
  float edge = smoothstep(0.62, 0.72, abs(vSide));
  float dash = smoothstep(0.3, 0.5, abs(fract(vMetres * 1.6 - seconds * 0.7) - 0.5) * 2.0);
  float alpha = (0.95 - 0.55 * vAlong) * (0.45 + 0.55 * dash);
  alpha *= smoothstep(0.3, 0.5, vMetres) * smoothstep(1.0, 0.86, abs(vSide));
  gl_FragColor = vec4(mix(tone, vec3(1.0), 0.85 * edge), alpha);
  #include <colorspace_fragment>
}`;

function create(): Part {
  const object = new Group();
  const position = new BufferAttribute(new Float32Array(most * 6), 3);
  const along = new BufferAttribute(new Float32Array(most * 2), 1);
  const metres = new BufferAttribute(new Float32Array(most * 2), 1);
  const side = new BufferAttribute(new Float32Array(most * 2), 1);
  const attributes = [position, along, metres];
  for (const attribute of attributes) attribute.setUsage(DynamicDrawUsage);
  const index = new Uint16Array((most - 1) * 6);
  for (let i = 0; i < most; i++) {
    side.setX(2 * i, -1);
    side.setX(2 * i + 1, 1);
    if (i < most - 1) {
      index.set([2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 1, 2 * i + 3, 2 * i + 2], 6 * i);
    }
  }
  const strip = new BufferGeometry();
  strip.setIndex(new BufferAttribute(index, 1));
  strip.setAttribute('position', position);
  strip.setAttribute('along', along);
  strip.setAttribute('metres', metres);
  strip.setAttribute('side', side);
  const tone = { value: new Color() };
  const seconds = { value: 0 };
  const surface = new ShaderMaterial({
    ...{ uniforms: { tone, seconds }, vertexShader, fragmentShader },
    ...{ transparent: true, depthWrite: false, toneMapped: false, side: DoubleSide },
  });
  const ribbon = new Mesh(strip, surface);
  ribbon.frustumCulled = false;
  ribbon.renderOrder = 2;
  const circle = new RingGeometry(0.16, 0.26, 28).rotateX(-Math.PI / 2);
  const paint = new MeshBasicMaterial({
    ...{ transparent: true, opacity: 0.9, depthWrite: false, toneMapped: false },
  });
  const ring = new Mesh(circle, paint);
  ring.renderOrder = 2;
  object.add(ribbon, ring);

  let layout: Layout | undefined;
  let taken: Way | undefined;
  /** [most] ground under each point of the way that is taken. */
  const height = new Float32Array(most);

  function take(way: Way, { selected }: Frame): void {
    taken = way;
    for (let i = 0; i < Math.min(most, way.points.length / 2); i++) {
      const x = way.points[2 * i] as number;
      const z = way.points[2 * i + 1] as number;
      height[i] = (layout ? supportHeight(layout, x, z) : 0) + lift;
    }
    tone.value.set(agentColour(selected));
    if (way.outcome) paint.color.setHex(signal[way.outcome]);
    else paint.color.copy(tone.value);
  }

  /** Point `i` of the ribbon, coming from (fromX, fromZ); returns the metres so far. */
  function put(
    i: number,
    x: number,
    y: number,
    z: number,
    fromX: number,
    fromZ: number,
    before: number,
  ): number {
    const dx = x - fromX;
    const dz = z - fromZ;
    const length = Math.hypot(dx, dz);
    // Standing still it has no direction: any will do.
    const sideX = halfWidth * (length > 1e-4 ? -dz / length : 1);
    const sideZ = halfWidth * (length > 1e-4 ? dx / length : 0);
    position.setXYZ(2 * i, x + sideX, y, z + sideZ);
    position.setXYZ(2 * i + 1, x - sideX, y, z - sideZ);
    metres.setX(2 * i, before + length);
    metres.setX(2 * i + 1, before + length);
    return before + length;
  }

  /** The first point, which turns as the second does. */
  function begin(x: number, y: number, z: number): void {
    const sideX = (position.getX(2) - position.getX(3)) / 2;
    const sideZ = (position.getZ(2) - position.getZ(3)) / 2;
    position.setXYZ(0, x + sideX, y, z + sideZ);
    position.setXYZ(1, x - sideX, y, z - sideZ);
  }

  return {
    object,
    fit(next) {
      layout = next;
      taken = undefined;
    },
    update(frame) {
      const { way, selected, track, still, now, step } = frame;
      ribbon.visible = false;
      ring.visible = false;
      if (!way || selected < 0 || selected >= track.agents) return;
      if (way !== taken) take(way, frame);
      const { points } = way;
      const count = Math.min(most, points.length / 2);
      const first = Math.max(1, step - way.step + 1);
      const x = track.drawn.position[3 * selected] as number;
      const z = track.drawn.position[3 * selected + 2] as number;
      if (first >= count) return;
      const here = 2 * (first - 1);
      if (Math.hypot((points[here] as number) - x, (points[here + 1] as number) - z) > astray) {
        return;
      }
      let length = 0;
      let fromX = x;
      let fromZ = z;
      let drawn = 1;
      for (let i = first; i < count; i++) {
        const toX = points[2 * i] as number;
        const toZ = points[2 * i + 1] as number;
        length = put(drawn, toX, height[i] as number, toZ, fromX, fromZ, length);
        along.setX(2 * drawn, (i - first) / count);
        along.setX(2 * drawn + 1, (i - first) / count);
        fromX = toX;
        fromZ = toZ;
        drawn++;
      }
      begin(x, height[first - 1] as number, z);
      strip.setDrawRange(0, (drawn - 1) * 6);
      for (const attribute of attributes) attribute.needsUpdate = true;
      seconds.value = still ? 0 : (now / 1000) % 1000;
      ring.position.set(fromX, height[count - 1] as number, fromZ);
      ribbon.visible = true;
      ring.visible = true;
    },
    dispose() {
      for (const geometry of [strip, circle]) geometry.dispose();
      for (const skin of [surface, paint]) skin.dispose();
    },
  };
}

export const path: OverlayKind = { label: 'Way ahead', visible: true, of: 'selected', create };
