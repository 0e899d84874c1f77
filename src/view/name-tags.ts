/**
 * Names over the agents nearest to the camera, and over the selected one, none over another. Drawn
 * from a canvas at the screen's own resolution and placed on whole pixels, so that letters stay
 * sharp; one draw call.
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
  Vector3,
} from 'three';
import type { Frame, Part } from './frame.ts';
import type { Theme } from './palette.ts';
import { freeShare } from './support.ts';
import { cellHeight, cellWidth, columns, drawTagAtlas } from './tag-atlas.ts';
import { placeTags } from './tag-placement.ts';

/** Names in the atlas; agents beyond it have no tag. */
const most = 64;
/** Metres over the head. */
const gap = 0.16;
/** A tag fades where its agent is drawn smaller than this, CSS pixels tall. */
const smallest = 9;
const small = 15;
const fadeTime = 0.12;
const wholeHeight = (top: number) => top;

const vertexShader = /* glsl */ `
attribute vec4 place; // x, y, z, alpha
attribute vec2 cell;
uniform vec2 screen;  // drawing buffer pixels
uniform vec2 size;    // cell in drawing buffer pixels
uniform vec2 cells;   // columns and rows of the atlas
varying vec2 vUv;
varying float vAlpha;
void main() {
  vec4 clip = projectionMatrix * viewMatrix * vec4(place.xyz, 1.0);
  vec2 pixel = (clip.xy / clip.w * 0.5 + 0.5) * screen;
  // Its foot stands over the head, however steeply one looks down.
  pixel = floor(pixel + 0.5) + (position.xy + vec2(0.0, 0.42)) * size;
  vUv = (cell + vec2(position.x + 0.5, 0.5 - position.y)) / cells;
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

export function createNameTags(limit: number): Part {
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
    cells: { value: new Vector2(columns, 1) },
  };
  const surface = new ShaderMaterial({
    uniforms,
    vertexShader,
    fragmentShader,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    toneMapped: false,
  });
  const quad = new PlaneGeometry();
  const geometry = new InstancedBufferGeometry();
  geometry.index = quad.index;
  geometry.setAttribute('position', quad.getAttribute('position'));
  const place = new InstancedBufferAttribute(new Float32Array(most * 4), 4);
  const cell = new InstancedBufferAttribute(new Float32Array(most * 2), 2);
  place.setUsage(DynamicDrawUsage);
  cell.setUsage(DynamicDrawUsage);
  geometry.setAttribute('place', place);
  geometry.setAttribute('cell', cell);
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  object.renderOrder = 10;

  let agents = 0;
  let height = 1;
  let themeDrawn: Theme | undefined;
  let ratioDrawn = 0;
  let countDrawn = 0;
  const alpha = new Float32Array(most);
  const sites = {
    distance: new Float32Array(most),
    x: new Float32Array(most),
    y: new Float32Array(most),
    width: new Float32Array(most),
    order: new Int32Array(most),
    shown: new Uint8Array(most),
  };
  const point = new Vector3();
  const sight = { x0: 0, y0: 0, z0: 0, x1: 0, y1: 0, z1: 0 };

  function redraw(ratio: number, theme: Theme): void {
    if (ratio === ratioDrawn && theme === themeDrawn && agents === countDrawn) return;
    ratioDrawn = ratio;
    themeDrawn = theme;
    countDrawn = agents;
    drawTagAtlas(canvas, sites.width, agents, { ratio, theme });
    // The atlas may have changed its size, which a texture may not.
    atlas.dispose();
    atlas.needsUpdate = true;
    uniforms.cells.value.set(columns, Math.max(1, Math.ceil(agents / columns)));
  }

  /** Where each tag would stand, and how near its agent is. */
  function survey(frame: Frame): void {
    const { layout, track, camera, selected, hidden, width, height: tall } = frame;
    const { position } = track.drawn;
    const scale = ((camera.projectionMatrix.elements[5] as number) * tall * height) / 2;
    for (let a = 0; a < agents; a++) {
      point.fromArray(position, a * 3);
      point.y += height / 2 + gap;
      const distance = point.distanceTo(camera.position);
      point.project(camera);
      let seen = a !== hidden && point.z < 1 && scale / distance > smallest;
      // Walls at full height hide names, too; over walls that are cut away all are seen.
      if (seen && hidden >= 0) {
        sight.x0 = camera.position.x;
        sight.y0 = camera.position.y;
        sight.z0 = camera.position.z;
        sight.x1 = position[a * 3] as number;
        sight.y1 = (position[a * 3 + 1] as number) + height / 2;
        sight.z1 = position[a * 3 + 2] as number;
        seen = freeShare(layout.statics, sight, wholeHeight) === 1;
      }
      // The selected agent counts as nearest, wherever it is.
      sites.distance[a] = seen ? (a === selected ? 0 : distance) : Number.POSITIVE_INFINITY;
      sites.x[a] = (point.x * 0.5 + 0.5) * width;
      sites.y[a] = (point.y * 0.5 + 0.5) * tall;
    }
  }

  return {
    object,
    fit(layout) {
      agents = Math.min(most, layout.agents);
      height = layout.body.height;
    },
    update(frame) {
      const { track, camera, selected, width, height: tall, pixelRatio, delta, still } = frame;
      redraw(pixelRatio, frame.theme);
      uniforms.screen.value.set(width * pixelRatio, tall * pixelRatio);
      uniforms.size.value.set(
        Math.round(cellWidth * pixelRatio),
        Math.round(cellHeight * pixelRatio),
      );
      survey(frame);
      const candidates = placeTags(sites, agents, limit);
      const rate = still ? 1 : 1 - Math.exp(-delta / fadeTime);
      const scale = ((camera.projectionMatrix.elements[5] as number) * tall * height) / 2;
      const { position } = track.drawn;
      let count = 0;
      // Drawn far to near, so that a near name covers a far one that is fading.
      for (let i = candidates - 1; i >= 0; i--) {
        const a = sites.order[i] as number;
        const pixels = scale / Math.max(0.1, sites.distance[a] as number);
        const clear = Math.min(1, (pixels - smallest) / (small - smallest));
        const wanted = sites.shown[a] === 0 ? 0 : a === selected ? 1 : 0.95 * clear;
        alpha[a] = (alpha[a] as number) + (wanted - (alpha[a] as number)) * rate;
        if ((alpha[a] as number) < 0.02) continue;
        const y = (position[a * 3 + 1] as number) + height / 2 + gap;
        place.setXYZW(
          count,
          position[a * 3] as number,
          y,
          position[a * 3 + 2] as number,
          alpha[a] as number,
        );
        cell.setXY(count, a % columns, Math.floor(a / columns));
        count++;
      }
      geometry.instanceCount = count;
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
