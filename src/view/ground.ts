/** The paved floor of a layout, one quad: paving that repeats, times a map that does not. */
import {
  DataTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  Mesh,
  MeshLambertMaterial,
  PlaneGeometry,
  RepeatWrapping,
  RGBAFormat,
  SRGBColorSpace,
  Vector4,
} from 'three';
import type { Layout } from '../scene/layout.ts';
import type { Part } from './frame.ts';
import { groundMap, pavingPixels, pavingSpan } from './paving.ts';

const pavingSize = 512;
/** Pixels of the ground map per metre, and along its longer side at most. */
const mapDensity = 20;
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

export function createGround(anisotropy: number): Part {
  const paving = dataTexture(pavingPixels(pavingSize), { width: pavingSize, height: pavingSize });
  paving.wrapS = RepeatWrapping;
  paving.wrapT = RepeatWrapping;
  paving.colorSpace = SRGBColorSpace;
  paving.anisotropy = anisotropy;
  const shade = {
    value: dataTexture(new Uint8Array([255, 255, 255, 255]), { width: 1, height: 1 }),
  };
  /** min x, min z, 1 / width, 1 / depth. */
  const frame = { value: new Vector4(0, 0, 1, 1) };
  const surface = new MeshLambertMaterial({ map: paving });
  surface.onBeforeCompile = (shader) => {
    shader.uniforms['shade'] = shade;
    shader.uniforms['shadeFrame'] = frame;
    shader.vertexShader = shader.vertexShader
      .replace(
        '#include <common>',
        '#include <common>\nvarying vec2 vShade;\nuniform vec4 shadeFrame;',
      )
      .replace(
        '#include <project_vertex>',
        '#include <project_vertex>\nvShade = ((modelMatrix * vec4(transformed, 1.0)).xz - shadeFrame.xy) * shadeFrame.zw;',
      );
    shader.fragmentShader = shader.fragmentShader
      .replace(
        '#include <common>',
        '#include <common>\nvarying vec2 vShade;\nuniform sampler2D shade;',
      )
      .replace(
        '#include <map_fragment>',
        '#include <map_fragment>\ndiffuseColor.rgb *= texture2D(shade, vShade).rgb;',
      );
  };
  const object = new Mesh(new PlaneGeometry(), surface);
  object.receiveShadow = true;
  return {
    object,
    fit(layout: Layout) {
      const width = layout.max[0] - layout.min[0];
      const depth = layout.max[1] - layout.min[1];
      const plane = new PlaneGeometry(width, depth);
      plane.rotateX(-Math.PI / 2);
      plane.translate((layout.min[0] + layout.max[0]) / 2, 0, (layout.min[1] + layout.max[1]) / 2);
      const position = plane.getAttribute('position');
      const uv = plane.getAttribute('uv');
      for (let i = 0; i < position.count; i++) {
        uv.setXY(i, position.getX(i) / pavingSpan, position.getZ(i) / pavingSpan);
      }
      object.geometry.dispose();
      object.geometry = plane;
      const map = groundMap(layout, Math.min(mapDensity, mapLimit / Math.max(width, depth)));
      shade.value.dispose();
      shade.value = dataTexture(map.pixels, map);
      frame.value.set(layout.min[0], layout.min[1], 1 / width, 1 / depth);
    },
    update() {},
    dispose() {
      object.geometry.dispose();
      surface.dispose();
      paving.dispose();
      shade.value.dispose();
    },
  };
}
