/**
 * Tags that stand over heads: cells of an atlas (tag-atlas.ts), placed on whole pixels, so that letters stay sharp.
 * One draw call. Whose tags they are, and which of them are to be seen, it does not know.
 */
import {
  CanvasTexture,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  LinearFilter,
  Mesh,
  PlaneGeometry,
  ShaderMaterial,
  Vector2,
} from 'three';
import type { Frame } from './frame.ts';
import { cellHeight, cells, cellWidth, columns, rows } from './tag-atlas.ts';

const vertexShader = /* glsl */ `
attribute vec4 place; // x, y, z, alpha
attribute vec3 cell;  // column and row of the atlas, drawing buffer pixels that it is raised by
uniform vec2 screen;  // drawing buffer pixels
uniform vec2 size;    // cell in drawing buffer pixels
uniform vec2 cells;   // columns and rows of the atlas
varying vec2 vUv;
varying float vAlpha;
void main() {
  vec4 clip = projectionMatrix * viewMatrix * vec4(place.xyz, 1.0);
  vec2 pixel = (clip.xy / clip.w * 0.5 + 0.5) * screen;
  // Its foot stands over the head, however steeply one looks down.
  pixel = floor(pixel + vec2(0.5, cell.z + 0.5)) + (position.xy + vec2(0.0, 0.42)) * size;
  vUv = (cell.xy + vec2(position.x + 0.5, 0.5 - position.y)) / cells;
  vAlpha = clip.w > 0.0 ? place.w : 0.0;
  gl_Position = vec4(pixel / screen * 2.0 - 1.0, clip.z / clip.w, 1.0);
  if (vAlpha <= 0.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}`;

const fragmentShader = /* glsl */ `
uniform sampler2D atlas;
varying vec2 vUv;
varying float vAlpha;
void main() {
  vec4 texel = texture2D(atlas, vUv);
  gl_FragColor = vec4(texel.rgb, texel.a * vAlpha);
}`;

export interface TagMesh {
  readonly object: Mesh;
  /** Where the atlas is drawn. */
  readonly canvas: HTMLCanvasElement;
  /** Something was drawn there; `resized`: its size may be another. */
  redrawn(resized: boolean): void;
  /** Forgets all tags, for a frame of this size. */
  begin(frame: Pick<Frame, 'width' | 'height' | 'pixelRatio'>): void;
  /** The one in `cell`, its foot at this point, `raised` CSS pixels above it. Far ones first. */
  add(cell: number, x: number, y: number, z: number, alpha: number, raised?: number): void;
  end(): void;
  dispose(): void;
}

export function createTagMesh(): TagMesh {
  const canvas = document.createElement('canvas');
  const atlas = new CanvasTexture(canvas);
  atlas.minFilter = LinearFilter;
  atlas.magFilter = LinearFilter;
  atlas.generateMipmaps = false;
  atlas.flipY = false;
  const uniforms = {
    atlas: { value: atlas },
    screen: { value: new Vector2(1, 1) },
    size: { value: new Vector2(1, 1) },
    cells: { value: new Vector2(columns, rows) },
  };
  const surface = new ShaderMaterial({
    ...{ uniforms, vertexShader, fragmentShader },
    ...{ transparent: true, depthTest: false, depthWrite: false, toneMapped: false },
  });
  const quad = new PlaneGeometry();
  const geometry = new InstancedBufferGeometry();
  geometry.index = quad.index;
  geometry.setAttribute('position', quad.getAttribute('position'));
  const place = new InstancedBufferAttribute(new Float32Array(cells * 4), 4);
  const cell = new InstancedBufferAttribute(new Float32Array(cells * 3), 3);
  place.setUsage(DynamicDrawUsage);
  cell.setUsage(DynamicDrawUsage);
  geometry.setAttribute('place', place);
  geometry.setAttribute('cell', cell);
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  object.renderOrder = 10;
  let count = 0;
  let ratio = 1;

  return {
    object,
    canvas,
    redrawn(resized) {
      // A texture may not change its size.
      if (resized) atlas.dispose();
      atlas.needsUpdate = true;
    },
    begin({ width, height, pixelRatio }) {
      count = 0;
      ratio = pixelRatio;
      uniforms.screen.value.set(width * ratio, height * ratio);
      uniforms.size.value.set(Math.round(cellWidth * ratio), Math.round(cellHeight * ratio));
    },
    add(at, x, y, z, alpha, raised = 0) {
      place.setXYZW(count, x, y, z, alpha);
      cell.setXYZ(count, at % columns, Math.floor(at / columns), Math.round(raised * ratio));
      count++;
    },
    end() {
      geometry.instanceCount = count;
      object.visible = count > 0;
      place.needsUpdate = true;
      cell.needsUpdate = true;
    },
    dispose() {
      geometry.dispose();
      quad.dispose();
      surface.dispose();
      atlas.dispose();
    },
  };
}
