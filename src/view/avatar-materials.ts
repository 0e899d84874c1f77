/**
 * Materials of avatars: glossy, lit per pixel. Made once per stage: a new layout brings new
 * geometry, never a new shader to compile.
 */
import { MeshBasicMaterial, MeshStandardMaterial } from 'three';

export interface AvatarMaterials {
  /** `tint` says how far a vertex takes the instance's colour. */
  readonly shell: MeshStandardMaterial;
  readonly eye: MeshStandardMaterial;
  readonly lamp: MeshBasicMaterial;
  dispose(): void;
}

export function createAvatarMaterials(): AvatarMaterials {
  const shell = new MeshStandardMaterial({ vertexColors: true, roughness: 0.42 });
  shell.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', '#include <common>\nattribute float tint;')
      .replace(
        '#include <color_vertex>',
        'vColor = vec4(color * mix(vec3(1.0), instanceColor, tint), 1.0);',
      );
  };
  const eye = new MeshStandardMaterial({ vertexColors: true, roughness: 0.12 });
  const lamp = new MeshBasicMaterial({ toneMapped: false });
  return {
    shell,
    eye,
    lamp,
    dispose() {
      for (const material of [shell, eye, lamp]) material.dispose();
    },
  };
}
