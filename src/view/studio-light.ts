/**
 * What glossy things mirror: a few soft lamps in a pale room, blurred once into an environment map.
 * It is what makes an avatar look like a thing of plastic and glass under an open sky.
 */
import {
  BackSide,
  BoxGeometry,
  Mesh,
  MeshBasicMaterial,
  PMREMGenerator,
  Scene,
  SphereGeometry,
  type WebGLRenderer,
  type WebGLRenderTarget,
} from 'three';

export interface StudioLight {
  /** Computes the map: at the start, and again after the graphics card lost it. */
  refresh(): void;
  dispose(): void;
}

export function createStudioLight(renderer: WebGLRenderer, scene: Scene): StudioLight {
  const room = new Scene();
  const dome = new Mesh(
    new SphereGeometry(10, 16, 12),
    new MeshBasicMaterial({ color: 0xb9c4cf, side: BackSide }),
  );
  const floor = new Mesh(new BoxGeometry(20, 0.1, 20), new MeshBasicMaterial({ color: 0x9a8a72 }));
  floor.position.y = -3;
  const key = new Mesh(new BoxGeometry(4, 0.2, 3), new MeshBasicMaterial({ color: 0xffffff }));
  key.material.color.multiplyScalar(9);
  key.position.set(-4, 6, 3);
  key.lookAt(0, 0, 0);
  const fill = new Mesh(new BoxGeometry(2, 3, 0.2), new MeshBasicMaterial({ color: 0xdfe9ff }));
  fill.material.color.multiplyScalar(3);
  fill.position.set(6, 3, -4);
  fill.lookAt(0, 0, 0);
  const meshes = [dome, floor, key, fill];
  room.add(...meshes);
  let map: WebGLRenderTarget | undefined;
  return {
    refresh() {
      const generator = new PMREMGenerator(renderer);
      const next = generator.fromScene(room, 0.04);
      generator.dispose();
      // Not the last one's dispose(): it is gone with the context that it belonged to.
      map = next;
      scene.environment = next.texture;
      scene.environmentIntensity = 0.55;
    },
    dispose() {
      map?.dispose();
      for (const mesh of meshes) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
    },
  };
}
