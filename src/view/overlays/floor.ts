/**
 * A number for every place of the floor, painted on it in viridis: light is much. Where nothing is known the ground is
 * seen; what is counted is seen through where there is little of it. One draw call, one small texture, which is sent
 * anew only when there are other numbers.
 */
import {
  type BufferAttribute,
  DataTexture,
  Group,
  LinearFilter,
  Mesh,
  PlaneGeometry,
  RGBAFormat,
  RGFormat,
  ShaderMaterial,
  SRGBColorSpace,
  Vector4,
} from 'three';
import type { FloorGrid } from '../../scene/floor-grid.ts';
import { isSameGrid } from '../../scene/floor-grid.ts';
import type { Layout } from '../../scene/layout.ts';
import { writeColour } from '../colour-scale.ts';
import type { Part } from '../frame.ts';
import type { Floor } from '../stage.ts';
import { supportHeight } from '../support.ts';
import type { OverlayKind } from './overlay.ts';

/** Above the ground, under its marks. */
const lift = 0.012;
/** Metres between points of ground that is not flat. */
const fineness = 0.25;
/** Of the colour scale. */
const shades = 256;

const vertexShader = /* glsl */ `
uniform vec4 frame; // x, z of the corner, and one by width and depth
varying vec2 vUv;
void main() {
  vUv = (position.xz - frame.xy) * frame.zw;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
}`;

const fragmentShader = /* glsl */ `
uniform sampler2D cells; // share times presence, presence
uniform sampler2D scale;
uniform float sparse;
uniform float light;
varying vec2 vUv;
void main() {
  vec2 here = texture2D(cells, vUv).rg;
  // Between a place that has a number and one that has none, it is the number of the first.
  float share = here.r / max(here.g, 1e-3);
  float alpha = smoothstep(0.25, 0.75, here.g);
  alpha *= mix(0.84, 0.88 * smoothstep(0.015, 0.3, share), sparse);
  if (alpha < 0.004) discard;
  vec3 tone = texture2D(scale, vec2(0.002 + 0.996 * share, 0.5)).rgb;
  gl_FragColor = vec4(tone * light, alpha);
  #include <colorspace_fragment>
}`;

function colourScale(): DataTexture {
  const pixels = new Uint8ClampedArray(4 * shades);
  for (let i = 0; i < shades; i++) writeColour(i / (shades - 1), pixels, 4 * i);
  const texture = new DataTexture(new Uint8Array(pixels.buffer), shades, 1, RGBAFormat);
  texture.colorSpace = SRGBColorSpace;
  texture.magFilter = LinearFilter;
  texture.needsUpdate = true;
  return texture;
}

/** The ground of a layout, as high as it is. */
function groundOf(layout: Layout): PlaneGeometry {
  const { min, max, flat } = layout;
  const [width, depth] = [max[0] - min[0], max[1] - min[1]];
  const parts = (length: number) => (flat ? 1 : Math.ceil(length / fineness));
  const plane = new PlaneGeometry(width, depth, parts(width), parts(depth));
  plane.rotateX(-Math.PI / 2);
  plane.translate((min[0] + max[0]) / 2, lift, (min[1] + max[1]) / 2);
  const position = plane.getAttribute('position') as BufferAttribute;
  for (let i = 0; i < position.count && !flat; i++) {
    position.setY(i, lift + supportHeight(layout, position.getX(i), position.getZ(i)));
  }
  return plane;
}

function create(): Part {
  const object = new Group();
  const scale = colourScale();
  const cells = { value: new DataTexture(new Uint8Array(2), 1, 1, RGFormat) };
  const frame = { value: new Vector4(0, 0, 1, 1) };
  const sparse = { value: 0 };
  const light = { value: 1 };
  const surface = new ShaderMaterial({
    uniforms: { cells, scale: { value: scale }, frame, sparse, light },
    ...{ vertexShader, fragmentShader, transparent: true, depthWrite: false, toneMapped: false },
    ...{ polygonOffset: true, polygonOffsetFactor: -1, polygonOffsetUnits: -2 },
  });
  const mesh = new Mesh(new PlaneGeometry(), surface);
  mesh.renderOrder = 0;
  mesh.frustumCulled = false;
  mesh.visible = false;
  object.add(mesh);
  let grid: FloorGrid | undefined;
  let pixels = new Uint8Array(2);
  let taken: Floor | undefined;

  function fitTexture(next: FloorGrid): void {
    if (grid && isSameGrid(grid, next)) return;
    grid = next;
    const { x, z, cell, columns, rows } = next;
    pixels = new Uint8Array(2 * columns * rows);
    cells.value.dispose();
    cells.value = new DataTexture(pixels, columns, rows, RGFormat);
    cells.value.unpackAlignment = 1;
    cells.value.magFilter = LinearFilter;
    cells.value.minFilter = LinearFilter;
    frame.value.set(x, z, 1 / (columns * cell), 1 / (rows * cell));
  }

  function take({ grid: next, values, least, most, sparse: isSparse }: Floor): void {
    fitTexture(next);
    const span = Math.max(1e-9, most - least);
    for (let c = 0; c < values.length; c++) {
      const value = values[c] as number;
      const isKnown = !Number.isNaN(value);
      pixels[2 * c] = isKnown ? 255 * Math.min(1, Math.max(0, (value - least) / span)) : 0;
      pixels[2 * c + 1] = isKnown ? 255 : 0;
    }
    cells.value.needsUpdate = true;
    sparse.value = Number(isSparse);
  }

  return {
    object,
    fit(layout) {
      mesh.geometry.dispose();
      mesh.geometry = groundOf(layout);
      taken = undefined;
    },
    update({ floor, theme }) {
      mesh.visible = floor !== undefined && floor.values.length > 0;
      if (!floor || !mesh.visible) return;
      light.value = theme.floorLight;
      if (floor === taken) return;
      taken = floor;
      take(floor);
    },
    dispose() {
      mesh.geometry.dispose();
      surface.dispose();
      cells.value.dispose();
      scale.dispose();
    },
  };
}

export const floor: OverlayKind = { label: 'Floor', visible: true, of: 'all', create };
