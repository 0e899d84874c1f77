/**
 * What glossy things mirror: the sky that is drawn, over warm ground, with two soft lamps as in a studio, blurred
 * once into an environment map. It is what makes an avatar look like a thing of plastic and glass.
 */
import {
  BackSide,
  BoxGeometry,
  Color,
  Mesh,
  MeshBasicMaterial,
  PMREMGenerator,
  Scene,
  SphereGeometry,
  type WebGLRenderer,
  type WebGLRenderTarget,
} from 'three';
import { skyColour } from './sky-colour.ts';
import type { Ambience } from './time-of-day.ts';

export interface StudioLight {
  /** Computes the map: at the start, when the hour has changed, and after the graphics card lost it. */
  refresh(ambience: Ambience): void;
  /** The graphics card lost the map: it must not be freed. */
  forget(): void;
  dispose(): void;
}

/** How brightly the sky is mirrored, which is not graded as the dome is. */
const skyShare = 0.75;

export function createStudioLight(renderer: WebGLRenderer, scene: Scene): StudioLight {
  const room = new Scene();
  // Rows from the zenith to the ground, coloured anew for every hour.
  const dome = new Mesh(
    new SphereGeometry(10, 12, 16),
    new MeshBasicMaterial({ vertexColors: true, side: BackSide }),
  );
  const directions = dome.geometry.getAttribute('position');
  const colours = directions.clone();
  dome.geometry.setAttribute('color', colours);
  const key = new Mesh(new BoxGeometry(4, 0.2, 3), new MeshBasicMaterial());
  const fill = new Mesh(new BoxGeometry(2, 3, 0.2), new MeshBasicMaterial());
  fill.position.set(6, 3, -4);
  fill.lookAt(0, 0, 0);
  const meshes = [dome, key, fill];
  room.add(...meshes);
  const color = new Color();
  let map: WebGLRenderTarget | undefined;

  function paint(ambience: Ambience): void {
    const { horizon, groundLight, skyLight, skyStrength } = ambience;
    for (let i = 0; i < directions.count; i++) {
      const up = directions.getY(i) / 10;
      if (up >= 0) {
        skyColour(color, ambience, directions.getX(i) / 10, up, directions.getZ(i) / 10);
        color.lerp(skyLight, 0.35);
      } else {
        color
          .copy(horizon)
          .lerp(groundLight, Math.min(1, -up * 5))
          .multiplyScalar(0.42);
      }
      color.multiplyScalar(skyShare * (0.35 + 0.33 * skyStrength));
      colours.setXYZ(i, color.r, color.g, color.b);
    }
    colours.needsUpdate = true;
  }

  return {
    refresh(ambience) {
      paint(ambience);
      key.material.color.copy(ambience.sun).multiplyScalar(1 + 2.4 * ambience.sunStrength);
      key.position.copy(ambience.direction).multiplyScalar(8);
      key.lookAt(0, 0, 0);
      fill.material.color.copy(ambience.skyLight).multiplyScalar(1.4 * ambience.skyStrength);
      const generator = new PMREMGenerator(renderer);
      const next = generator.fromScene(room, 0.04);
      generator.dispose();
      map?.dispose();
      map = next;
      scene.environment = next.texture;
      scene.environmentIntensity = 0.6;
    },
    forget() {
      map = undefined;
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
