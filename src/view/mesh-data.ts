/**
 * A mesh under construction: many shapes painted and merged into one geometry, so that a whole
 * layout is one draw call. Colours are linear RGB per vertex. Each vertex carries one more number
 * whose meaning the material gives it (see materials.ts): metres by which it sinks when walls are
 * cut away, or how far it takes its instance's colour.
 */
import { BufferAttribute, BufferGeometry, Color, Matrix3, Matrix4, Vector3 } from 'three';

export interface MeshData {
  readonly position: number[];
  readonly normal: number[];
  readonly color: number[];
  readonly extra: number[];
  readonly index: number[];
}

/** Sets `color` for a vertex; `local` before and `placed` after the shape's own transform. */
export type Paint = (color: Color, local: Vector3, placed: Vector3) => void;

export interface Piece {
  readonly paint: Paint | number;
  readonly at?: Matrix4;
  readonly extra?: number | ((placed: Vector3) => number);
}

export function createMeshData(): MeshData {
  return { position: [], normal: [], color: [], extra: [], index: [] };
}

const identity = new Matrix4();
const normalMatrix = new Matrix3();
const local = new Vector3();
const placed = new Vector3();
const normal = new Vector3();
const color = new Color();

/** Appends the shape and disposes it. */
export function append(mesh: MeshData, shape: BufferGeometry, piece: Piece): void {
  const at = piece.at ?? identity;
  const { paint, extra = 0 } = piece;
  normalMatrix.getNormalMatrix(at);
  const first = mesh.position.length / 3;
  const positions = shape.getAttribute('position');
  const normals = shape.getAttribute('normal');
  for (let i = 0; i < positions.count; i++) {
    local.fromBufferAttribute(positions, i);
    placed.copy(local).applyMatrix4(at);
    normal.fromBufferAttribute(normals, i).applyMatrix3(normalMatrix).normalize();
    if (typeof paint === 'number') color.setHex(paint);
    else paint(color, local, placed);
    mesh.position.push(placed.x, placed.y, placed.z);
    mesh.normal.push(normal.x, normal.y, normal.z);
    mesh.color.push(color.r, color.g, color.b);
    mesh.extra.push(typeof extra === 'number' ? extra : extra(placed));
  }
  if (shape.index) for (const i of shape.index.array) mesh.index.push(first + i);
  else for (let i = 0; i < positions.count; i++) mesh.index.push(first + i);
  shape.dispose();
}

export function toGeometry(mesh: MeshData, extraName: 'drop' | 'tint'): BufferGeometry {
  const geometry = new BufferGeometry();
  const attribute = (numbers: readonly number[], size: number) =>
    new BufferAttribute(new Float32Array(numbers), size);
  geometry.setAttribute('position', attribute(mesh.position, 3));
  geometry.setAttribute('normal', attribute(mesh.normal, 3));
  geometry.setAttribute('color', attribute(mesh.color, 3));
  geometry.setAttribute(extraName, attribute(mesh.extra, 1));
  geometry.setIndex(new BufferAttribute(new Uint32Array(mesh.index), 1));
  return geometry;
}
