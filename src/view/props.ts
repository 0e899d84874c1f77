/**
 * Crates, barrels and sliding doors: unit solids, instanced by look, scaled to each body; simpler ones
 * for those that are small on the screen. Nothing is written while nothing moves.
 */
import { type BufferGeometry, Color, Group, Matrix4, Quaternion, Vector3 } from 'three';
import type { Layout, Point } from '../scene/layout.ts';
import { dropOf } from './cut-away.ts';
import type { Daylight } from './daylight.ts';
import type { Frame, Part } from './frame.ts';
import { createInstances, type Instances } from './instances.ts';
import { append, createMeshData, toGeometry } from './mesh-data.ts';
import { levelOf, pixelsTall } from './on-screen.ts';
import { material } from './palette.ts';
import { plainBox, roundedBox, turned } from './shapes.ts';

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

/** A box with planks around two faces' worth of edges, which is what one sees of a small crate. */
function farCrate(): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, plainBox([0.94, 0.94, 0.94]), { paint: material.wood });
  for (const a of [-0.44, 0.44]) {
    append(mesh, plainBox([1, 0.12, 1]), {
      paint: material.woodPale,
      at: at.makeTranslation(0, a, 0),
    });
    for (const b of [-0.44, 0.44]) {
      append(mesh, plainBox([0.12, 1, 0.12]), {
        paint: material.woodPale,
        at: at.makeTranslation(a, 0, b),
      });
    }
  }
  append(mesh, plainBox([0.76, 0.01, 0.76]), {
    paint: material.wood,
    at: at.makeTranslation(0, 0.5, 0),
  });
  return toGeometry(mesh, 'tint');
}

function farBarrel(): BufferGeometry {
  const mesh = createMeshData();
  const hoop = new Color(material.iron);
  const body = turned(
    [
      [0.4, -0.5],
      [0.47, -0.3],
      [0.49, -0.1],
      [0.49, 0.1],
      [0.47, 0.3],
      [0.4, 0.5],
      [0, 0.5],
    ],
    9,
  );
  append(mesh, body, {
    paint: (color, local) => {
      color.setHex(local.y > 0.45 ? material.wood : material.woodDark);
      if (Math.abs(Math.abs(local.y) - 0.3) < 0.05) color.lerp(hoop, 0.7);
    },
  });
  return toGeometry(mesh, 'tint');
}

function farDoor(): BufferGeometry {
  const mesh = createMeshData();
  append(mesh, plainBox([1, 1, 0.8]), { paint: material.door });
  for (const x of [-0.235, 0.235]) {
    append(mesh, plainBox([0.38, 0.8, 0.92]), {
      paint: material.doorPanel,
      at: at.makeTranslation(x, 0, 0),
    });
  }
  return toGeometry(mesh, 'tint');
}

const looks = ['crate', 'barrel', 'door'] as const;
type Look = (typeof looks)[number];
/** Finely drawn at least at this height on the screen. */
const finePixels: Record<Look, number> = { crate: 26, barrel: 26, door: 60 };

const position = new Vector3();
const rotation = new Quaternion();
const scale = new Vector3();
const matrix = new Matrix4();

interface Body {
  /** Of the snapshot. */
  readonly row: number;
  readonly look: Look;
  readonly size: Point;
  readonly tone: Color;
  level: 0 | 1 | 2;
}

export function createProps(daylight: Daylight): Part {
  const object = new Group();
  const shapes = {
    fine: { crate: crate(), barrel: barrel(), door: door() },
    far: { crate: farCrate(), barrel: farBarrel(), door: farDoor() },
  };
  let instances: { fine: Instances; far: Instances; look: Look; bodies: Body[] }[] = [];
  /** [N, 7] positions and rotations that were written last. */
  let written = new Float32Array(0);
  let cut = Number.NaN;

  function clear(): void {
    for (const { fine, far } of instances) {
      object.remove(fine.mesh, far.mesh);
      fine.dispose();
      far.dispose();
    }
    instances = [];
  }

  /** Whether the body stands elsewhere than where it was written last; it is taken note of. */
  function moved({ row }: Body, poses: Frame['track']['drawn']): boolean {
    let differs = false;
    for (let i = 0; i < 7; i++) {
      const now = (i < 3 ? poses.position[row * 3 + i] : poses.rotation[row * 4 + i - 3]) as number;
      if (written[row * 7 + i] === now) continue;
      written[row * 7 + i] = now;
      differs = true;
    }
    return differs;
  }

  function place(body: Body, poses: Frame['track']['drawn']): Matrix4 {
    position.fromArray(poses.position, body.row * 3);
    rotation.fromArray(poses.rotation, body.row * 4);
    scale.set(body.size[0], body.size[1], body.size[2]);
    if (body.look === 'door') {
      // A door sinks with the walls it hangs in, and stays under their coping.
      const drop = dropOf(position.y + scale.y / 2 + lintel) * daylight.cut.value;
      position.y -= drop / 2;
      scale.y -= drop;
    }
    return matrix.compose(position, rotation, scale);
  }

  return {
    object,
    fit(layout: Layout) {
      clear();
      const rows: Body[] = [];
      const add = (look: Look, size: Point) => {
        const row = layout.agents + rows.length;
        // No two crates came from the same tree.
        const shift = look === 'door' ? 0 : 0.1 * Math.sin(row * 7.3 + 1);
        const tone = new Color(1 + shift, 1 + shift * 0.9, 1 + shift * 0.7);
        rows.push({ row, look, size, tone, level: 0 });
      };
      for (const { look, shape } of layout.props) {
        if (shape.type === 'cylinder')
          add(look, [shape.radius * 2, shape.height, shape.radius * 2]);
        else add(look, shape.size);
      }
      for (const { size } of layout.doors) add('door', size);
      written = new Float32Array((layout.agents + rows.length) * 7).fill(Number.NaN);
      for (const look of looks) {
        const bodies = rows.filter((body) => body.look === look);
        if (bodies.length === 0) continue;
        const shared = { material: daylight.plain, capacity: bodies.length };
        const made = (shape: BufferGeometry) =>
          createInstances({ ...shared, geometry: shape, coloured: true, shadows: true });
        const fine = made(shapes.fine[look]);
        const far = made(shapes.far[look]);
        instances.push({ fine, far, look, bodies });
        object.add(fine.mesh, far.mesh);
      }
    },
    update({ track, screen }: Frame) {
      const poses = track.drawn;
      const sinks = daylight.cut.value !== cut;
      cut = daylight.cut.value;
      for (const { fine, far, look, bodies } of instances) {
        let changed = sinks && look === 'door';
        for (const body of bodies) {
          const at = body.row * 3;
          const x = poses.position[at] as number;
          const y = poses.position[at + 1] as number;
          const z = poses.position[at + 2] as number;
          const pixels = pixelsTall(screen, x, y, z, body.size[1]);
          const level = levelOf(pixels, finePixels[look], body.level);
          if (level !== body.level) changed = true;
          body.level = level;
          if (moved(body, poses) && level > 0) changed = true;
        }
        if (!changed) continue;
        fine.begin();
        far.begin();
        for (const body of bodies) {
          if (body.level === 0) continue;
          (body.level === 2 ? fine : far).add(place(body, poses), body.tone);
        }
        fine.end();
        far.end();
      }
    },
    dispose() {
      clear();
      for (const level of Object.values(shapes)) {
        for (const shape of Object.values(level)) shape.dispose();
      }
    },
  };
}
