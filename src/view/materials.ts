/**
 * Materials shared by several parts, made once per stage: a new layout brings new geometry, never a
 * new shader to compile.
 */
import {
  type Material,
  MeshBasicMaterial,
  MeshDepthMaterial,
  MeshLambertMaterial,
  MeshStandardMaterial,
  RGBADepthPacking,
} from 'three';

export interface Materials {
  /** Everything that stands still. Vertices with `drop` sink by `drop · cut.value` metres. */
  readonly scenery: Material;
  readonly sceneryShadow: Material;
  /** 0 walls at full height, 1 walls cut away. */
  readonly cut: { value: number };
  /** Avatars: `tint` says how far a vertex takes the instance's colour. */
  readonly avatar: Material;
  readonly eye: Material;
  readonly lamp: Material;
  /** Props and doors and figures: vertex colour times instance colour. */
  readonly plain: Material;
  dispose(): void;
}

type Shader = Parameters<Material['onBeforeCompile']>[0];

function sink(cut: { value: number }) {
  return (shader: Shader) => {
    shader.uniforms['cut'] = cut;
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nattribute float drop;\nuniform float cut;')
      .replace('#include <begin_vertex>', '#include <begin_vertex>\ntransformed.y -= drop * cut;');
  };
}

function takeTint(shader: Shader): void {
  shader.vertexShader = shader.vertexShader
    .replace('#include <common>', '#include <common>\nattribute float tint;')
    .replace(
      '#include <color_vertex>',
      'vColor = vec4(color * mix(vec3(1.0), instanceColor, tint), 1.0);',
    );
}

export function createMaterials(): Materials {
  const cut = { value: 1 };
  const scenery = new MeshLambertMaterial({ vertexColors: true });
  scenery.onBeforeCompile = sink(cut);
  scenery.customProgramCacheKey = () => 'scenery';
  const sceneryShadow = new MeshDepthMaterial({ depthPacking: RGBADepthPacking });
  sceneryShadow.onBeforeCompile = sink(cut);
  sceneryShadow.customProgramCacheKey = () => 'scenery-shadow';
  const avatar = new MeshStandardMaterial({
    vertexColors: true,
    roughness: 0.42,
    envMapIntensity: 0.7,
  });
  avatar.onBeforeCompile = takeTint;
  avatar.customProgramCacheKey = () => 'avatar';
  const eye = new MeshStandardMaterial({
    vertexColors: true,
    roughness: 0.12,
    envMapIntensity: 0.9,
  });
  const lamp = new MeshBasicMaterial({ toneMapped: false });
  const plain = new MeshLambertMaterial({ vertexColors: true });
  const all = [scenery, sceneryShadow, avatar, eye, lamp, plain];
  return {
    scenery,
    sceneryShadow,
    cut,
    avatar,
    eye,
    lamp,
    plain,
    dispose() {
      for (const material of all) material.dispose();
    },
  };
}
