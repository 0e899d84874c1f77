/**
 * Names over the agents nearest to the camera, and over the selected one. Drawn from a canvas at the
 * screen's own resolution and placed on whole pixels, so that letters stay sharp; one draw call.
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
import { agentName } from './names.ts';
import { agentColour, type Theme } from './palette.ts';

/** CSS pixels of a cell of the atlas, and of the pill in it. */
const cellWidth = 112;
const cellHeight = 30;
const pillHeight = 22;
const columns = 4;
/** Names in the atlas; agents beyond it have no tag. */
const most = 64;
/** Metres over the head. */
const gap = 0.34;
const fadeFrom = 42;
const fadeTo = 60;

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
  pixel = floor(pixel + 0.5) + position.xy * size;
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

function drawAtlas(canvas: HTMLCanvasElement, count: number, ratio: number, theme: Theme): void {
  const rows = Math.ceil(count / columns);
  canvas.width = Math.round(cellWidth * columns * ratio);
  canvas.height = Math.round(cellHeight * rows * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  context.font = '600 12px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  context.textBaseline = 'middle';
  for (let i = 0; i < count; i++) {
    const name = agentName(i);
    const width = Math.min(cellWidth - 4, Math.ceil(context.measureText(name).width) + 31);
    const x = (i % columns) * cellWidth + (cellWidth - width) / 2;
    const y = Math.floor(i / columns) * cellHeight + (cellHeight - pillHeight) / 2;
    context.shadowColor = 'rgba(30, 24, 16, 0.28)';
    context.shadowBlur = 3 * ratio;
    context.shadowOffsetY = ratio;
    context.fillStyle = theme.tag.fill;
    context.beginPath();
    context.roundRect(x, y, width, pillHeight, pillHeight / 2);
    context.fill();
    context.shadowColor = 'transparent';
    context.fillStyle = agentColour(i);
    context.beginPath();
    context.arc(x + 12, y + pillHeight / 2, 4.5, 0, 2 * Math.PI);
    context.fill();
    context.fillStyle = theme.tag.text;
    context.fillText(name, x + 21, y + pillHeight / 2 + 0.5);
  }
}

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
  const capacity = limit + 1;
  const place = new InstancedBufferAttribute(new Float32Array(capacity * 4), 4);
  const cell = new InstancedBufferAttribute(new Float32Array(capacity * 2), 2);
  place.setUsage(DynamicDrawUsage);
  cell.setUsage(DynamicDrawUsage);
  geometry.setAttribute('place', place);
  geometry.setAttribute('cell', cell);
  const object = new Mesh(geometry, surface);
  object.frustumCulled = false;
  object.renderOrder = 10;

  let agents = 0;
  let height = 1;
  let drawnAs = '';
  let themeDrawn: Theme | undefined;
  let ratioDrawn = 0;
  let countDrawn = 0;
  // The nearest agents, far to near, by insertion: a handful at most.
  const nearest = new Int32Array(capacity);
  const distances = new Float32Array(capacity);
  const point = new Vector3();

  function redraw(ratio: number, theme: Theme): void {
    if (ratio === ratioDrawn && theme === themeDrawn && agents === countDrawn) return;
    ratioDrawn = ratio;
    themeDrawn = theme;
    countDrawn = agents;
    const count = Math.max(1, Math.min(most, agents));
    drawAtlas(canvas, count, ratio, theme);
    // The atlas may have changed its size, which a texture may not.
    atlas.dispose();
    atlas.needsUpdate = true;
    uniforms.cells.value.set(columns, Math.ceil(count / columns));
  }

  return {
    object,
    fit(layout) {
      agents = layout.agents;
      height = layout.body.height;
      drawnAs = layout.scene;
    },
    update({ track, camera, selected, hidden, width, height: tall, pixelRatio, theme }: Frame) {
      if (drawnAs === '' || track.pushed === 0 || limit === 0) {
        geometry.instanceCount = 0;
        return;
      }
      redraw(pixelRatio, theme);
      uniforms.screen.value.set(width * pixelRatio, tall * pixelRatio);
      uniforms.size.value.set(
        Math.round(cellWidth * pixelRatio),
        Math.round(cellHeight * pixelRatio),
      );
      const { position } = track.drawn;
      let count = 0;
      for (let a = 0; a < Math.min(agents, most); a++) {
        if (a === hidden) continue;
        point.fromArray(position, a * 3);
        // The selected agent counts as near, wherever it is.
        const distance = a === selected ? 0 : point.distanceTo(camera.position);
        if (distance > fadeTo) continue;
        let slot = count < limit ? count++ : limit;
        if (slot === limit && distance >= (distances[limit - 1] as number)) continue;
        if (slot === limit) slot = limit - 1;
        while (slot > 0 && (distances[slot - 1] as number) > distance) {
          distances[slot] = distances[slot - 1] as number;
          nearest[slot] = nearest[slot - 1] as number;
          slot--;
        }
        distances[slot] = distance;
        nearest[slot] = a;
      }
      for (let i = 0; i < count; i++) {
        // Drawn far to near, so that a near name covers a far one.
        const rank = count - 1 - i;
        const a = nearest[rank] as number;
        const distance = distances[rank] as number;
        const fade = Math.min(1, Math.max(0, (fadeTo - distance) / (fadeTo - fadeFrom)));
        const alpha = a === selected ? 1 : 0.94 * fade;
        const y = (position[a * 3 + 1] as number) + height / 2 + gap;
        place.setXYZW(i, position[a * 3] as number, y, position[a * 3 + 2] as number, alpha);
        cell.setXY(i, a % columns, Math.floor(a / columns));
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
