/**
 * One shape at many places: an InstancedMesh whose list of places is written anew when something has
 * changed. One draw call (and one for its shadow) whatever its number, none when it is empty.
 */
import {
  type BufferGeometry,
  type Color,
  DynamicDrawUsage,
  InstancedBufferAttribute,
  InstancedMesh,
  type Material,
  type Matrix4,
} from 'three';

export interface InstancesOptions {
  readonly geometry: BufferGeometry;
  readonly material: Material;
  /** At most so many. */
  readonly capacity: number;
  /** Whether each has a colour of its own. */
  readonly coloured: boolean;
  /** Casts and receives shadows. */
  readonly shadows: boolean;
}

export interface Instances {
  readonly mesh: InstancedMesh;
  /** Forgets all places. */
  begin(): void;
  add(matrix: Matrix4, color?: Color): void;
  /** Hands the places over for drawing. */
  end(): void;
  /** The geometry is the caller's. */
  dispose(): void;
}

export function createInstances(options: InstancesOptions): Instances {
  const { geometry, material, capacity, coloured, shadows } = options;
  const mesh = new InstancedMesh(geometry, material, capacity);
  const places = mesh.instanceMatrix;
  places.setUsage(DynamicDrawUsage);
  const colors = coloured
    ? new InstancedBufferAttribute(new Float32Array(capacity * 3), 3)
    : undefined;
  if (colors) {
    colors.setUsage(DynamicDrawUsage);
    mesh.instanceColor = colors;
  }
  mesh.castShadow = shadows;
  mesh.receiveShadow = shadows;
  // Those that are out of sight are never added.
  mesh.frustumCulled = false;
  let count = 0;

  // The ranges are kept: `addUpdateRange` would make a new one every frame.
  const placesUsed = { start: 0, count: 0 };
  const colorsUsed = { start: 0, count: 0 };
  function send(attribute: InstancedBufferAttribute, used: typeof placesUsed): void {
    used.count = count * attribute.itemSize;
    attribute.clearUpdateRanges();
    attribute.updateRanges.push(used);
    attribute.needsUpdate = true;
  }

  return {
    mesh,
    begin() {
      count = 0;
    },
    add(matrix, color) {
      matrix.toArray(places.array, count * 16);
      if (color) colors?.setXYZ(count, color.r, color.g, color.b);
      count++;
    },
    end() {
      mesh.count = count;
      mesh.visible = count > 0;
      if (count === 0) return;
      send(places, placesUsed);
      if (colors) send(colors, colorsUsed);
    },
    dispose() {
      mesh.dispose();
    },
  };
}
