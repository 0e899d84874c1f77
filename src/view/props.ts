/** Crates, barrels and sliding doors: unit solids, instanced by look, scaled to each body. */
import {
  type BufferGeometry,
  Color,
  DynamicDrawUsage,
  Group,
  InstancedMesh,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import type { Layout, Point } from '../scene/layout.ts';
import { dropOf } from './cut-away.ts';
import type { Daylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { append, createMeshData, toGeometry } from './mesh-data.ts';
import { material } from './palette.ts';
import { roundedBox, turned } from './shapes.ts';

const at = new Matrix4();

function crate(): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, roundedBox([0.94, 0.94, 0.94], { radius: 0.01, segments: 1 }), {
    paint: material.wood,
  });
  const plank = material.woodPale;
  const beam = (size: Point, x: number, y: number, z: number) =>
    append(mesh, roundedBox(size, { radius: 0.014, segments: 1 }), {
      paint: plank,
      at: at.makeTranslation(x, y, z),
    });
  const rim = 0.44;
  for (const a of [-rim, rim]) {
    for (const b of [-rim, rim]) {
      beam([1, 0.12, 0.12], 0, a, b);
      beam([0.12, 1, 0.12], a, 0, b);
      beam([0.12, 0.12, 1], a, b, 0);
    }
  }
  // One brace across each upright face and the joints of the lid.
  const turnBy = new Matrix4();
  for (let side = 0; side < 4; side++) {
    at.makeRotationY((side * Math.PI) / 2)
      .multiply(turnBy.makeTranslation(0, 0, 0.47))
      .multiply(turnBy.makeRotationZ(Math.PI / 4));
    append(mesh, roundedBox([1.1, 0.11, 0.035], { radius: 0.01, segments: 1 }), {
      paint: material.woodPale,
      at,
    });
  }
  for (const x of [-0.2, 0.2]) {
    append(mesh, roundedBox([0.02, 0.02, 0.8], { radius: 0.004, segments: 1 }), {
      paint: material.woodDark,
      at: at.makeTranslation(x, 0.465, 0),
    });
  }
  return toGeometry(mesh, 'tint');
}

/** Radius 0.5, height 1. */
function barrel(): BufferGeometry {
  const mesh = createMeshData();
  const body = turned(
    [
      [0, -0.5],
      [0.4, -0.5],
      [0.43, -0.48],
      [0.485, -0.2],
      [0.5, 0],
      [0.485, 0.2],
      [0.43, 0.48],
      [0.4, 0.5],
      [0.37, 0.5],
      [0.36, 0.46],
      [0, 0.46],
    ],
    24,
  );
  const paint = new Color();
  append(mesh, body, {
    paint: (color, local) => {
      const stave = 0.5 + 0.5 * Math.cos(Math.atan2(local.z, local.x) * 12);
      color.setHex(material.wood).lerp(paint.setHex(material.woodDark), 0.25 + 0.35 * stave);
      if (local.y > 0.455 && Math.hypot(local.x, local.z) < 0.37) color.setHex(material.wood);
    },
  });
  for (const [y, r] of [
    [-0.36, 0.462],
    [-0.13, 0.5],
    [0.13, 0.5],
    [0.36, 0.462],
  ] as const) {
    const hoop = turned(
      [
        [r - 0.01, y - 0.035],
        [r + 0.012, y - 0.03],
        [r + 0.012, y + 0.03],
        [r - 0.01, y + 0.035],
      ],
      24,
    );
    append(mesh, hoop, { paint: material.iron });
  }
  return toGeometry(mesh, 'tint');
}

function door(): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, roundedBox([1, 1, 0.8], { radius: 0.012, segments: 1 }), { paint: material.door });
  for (const side of [-1, 1]) {
    for (const x of [-0.235, 0.235]) {
      append(mesh, roundedBox([0.38, 0.8, 0.12], { radius: 0.012, segments: 1 }), {
        paint: material.doorPanel,
        at: at.makeTranslation(x, 0, side * 0.4),
      });
    }
  }
  return toGeometry(mesh, 'tint');
}

/** A cut-away door ends this far below a cut-away wall, metres. */
const lintel = 0.12;

const looks = ['crate', 'barrel', 'door'] as const;
type Look = (typeof looks)[number];

const position = new Vector3();
const rotation = new Quaternion();
const scale = new Vector3();
const matrix = new Matrix4();

export function createProps(daylight: Daylight): Part {
  const object = new Group();
  const shapes: Record<Look, BufferGeometry> = { crate: crate(), barrel: barrel(), door: door() };
  const meshes = new Map<Look, InstancedMesh>();
  /** Row of the snapshot, look, size; in the order of the snapshot's bodies. */
  let bodies: { row: number; look: Look; place: number; size: Point }[] = [];

  function clear(): void {
    for (const mesh of meshes.values()) {
      object.remove(mesh);
      mesh.dispose();
    }
    meshes.clear();
  }

  return {
    object,
    fit(layout: Layout) {
      clear();
      const counts: Record<Look, number> = { crate: 0, barrel: 0, door: 0 };
      bodies = [];
      const add = (look: Look, size: Point) => {
        bodies.push({ row: layout.agents + bodies.length, look, place: counts[look]++, size });
      };
      for (const { look, shape } of layout.props) {
        if (shape.type === 'cylinder')
          add(look, [shape.radius * 2, shape.height, shape.radius * 2]);
        else add(look, shape.size);
      }
      for (const { size } of layout.doors) add('door', size);
      const tone = new Color();
      for (const look of looks) {
        const count = counts[look];
        if (count === 0) continue;
        const mesh = new InstancedMesh(shapes[look], daylight.plain, count);
        mesh.instanceMatrix.setUsage(DynamicDrawUsage);
        for (let i = 0; i < count; i++) {
          // No two crates came from the same tree.
          const shift = look === 'door' ? 0 : 0.1 * Math.sin(i * 7.3 + 1);
          mesh.setColorAt(i, tone.setRGB(1 + shift, 1 + shift * 0.9, 1 + shift * 0.7));
        }
        mesh.castShadow = true;
        mesh.receiveShadow = true;
        mesh.frustumCulled = false;
        meshes.set(look, mesh);
        object.add(mesh);
      }
    },
    update({ track }: Frame) {
      const poses = track.drawn;
      for (const body of bodies) {
        const mesh = meshes.get(body.look) as InstancedMesh;
        position.fromArray(poses.position, body.row * 3);
        rotation.fromArray(poses.rotation, body.row * 4);
        scale.set(body.size[0], body.size[1], body.size[2]);
        if (body.look === 'door') {
          // A door sinks with the walls it hangs in, and stays under their coping.
          const drop = dropOf(position.y + scale.y / 2 + lintel) * daylight.cut.value;
          position.y -= drop / 2;
          scale.y -= drop;
        }
        mesh.setMatrixAt(body.place, matrix.compose(position, rotation, scale));
      }
      for (const mesh of meshes.values()) mesh.instanceMatrix.needsUpdate = true;
    },
    dispose() {
      clear();
      for (const shape of Object.values(shapes)) shape.dispose();
    },
  };
}
