/** The paved floor of a layout, one quad: paving that repeats, times a map that does not. */
import {
  BufferAttribute,
  Color,
  DataTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  Mesh,
  PlaneGeometry,
  RepeatWrapping,
  RGBAFormat,
  Vector4,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Daylight } from './daylight.ts';
import type { Part } from './frame.ts';
import { material } from './palette.ts';
import { groundMap, pavingPixels, pavingSpan } from './paving.ts';

const pavingSize = 512;
/** Pixels of the ground map per metre, and along its longer side at most. */
const mapDensity = 28;
const mapLimit = 1024;

function dataTexture(
  pixels: Uint8Array<ArrayBuffer>,
  size: { readonly width: number; readonly height: number },
): DataTexture {
  const texture = new DataTexture(pixels, size.width, size.height, RGBAFormat);
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}

function quad(layout: Layout): PlaneGeometry {
  const plane = new PlaneGeometry(
    layout.max[0] - layout.min[0],
    layout.max[1] - layout.min[1],
    // Cells, because haze is computed per vertex.
    8,
    8,
  );
  plane.rotateX(-Math.PI / 2);
  plane.translate((layout.min[0] + layout.max[0]) / 2, 0, (layout.min[1] + layout.max[1]) / 2);
  const { count } = plane.getAttribute('position');
  const { r, g, b } = new Color(material.paving);
  const color = new BufferAttribute(new Float32Array(count * 3), 3);
  for (let i = 0; i < count; i++) color.setXYZ(i, r, g, b);
  plane.setAttribute('color', color);
  return plane;
}

export function createGround(daylight: Daylight, anisotropy: number): Part {
  const paving = {
    value: dataTexture(pavingPixels(pavingSize), { width: pavingSize, height: pavingSize }),
  };
  paving.value.wrapS = RepeatWrapping;
  paving.value.wrapT = RepeatWrapping;
  paving.value.anisotropy = anisotropy;
  const shade = {
    value: dataTexture(new Uint8Array([255, 255, 255, 255]), { width: 1, height: 1 }),
  };
  const frame = { value: new Vector4(0, 0, 1, 1) };
  const object = new Mesh(
    new PlaneGeometry(),
    daylight.ground({ paving, shade, frame, span: pavingSpan }),
  );
  object.receiveShadow = true;
  let fitted = '';
  return {
    object,
    fit(layout) {
      // All that is drawn on it; the map is dear.
      const { min, max, statics, regions, portals } = layout;
      const wanted = JSON.stringify([min, max, statics, regions, portals.length > 0]);
      if (wanted === fitted) return;
      fitted = wanted;
      object.geometry.dispose();
      object.geometry = quad(layout);
      const width = layout.max[0] - layout.min[0];
      const depth = layout.max[1] - layout.min[1];
      const map = groundMap(layout, Math.min(mapDensity, mapLimit / Math.max(width, depth)));
      shade.value.dispose();
      shade.value = dataTexture(map.pixels, map);
      frame.value.set(layout.min[0], layout.min[1], 1 / width, 1 / depth);
    },
    update() {},
    dispose() {
      object.geometry.dispose();
      paving.value.dispose();
      shade.value.dispose();
    },
  };
}
