/** A village on the far side of the meadow: a few houses whose windows are lit at night, and a windmill. */
import { type BufferGeometry, Matrix4 } from 'three';
import { createRandom } from '../core/random.ts';
import { type Land, standing } from './land.ts';
import { append, type MeshData } from './mesh-data.ts';
import { material } from './palette.ts';
import { solid, varied } from './shading.ts';
import { plainBox, surface, turned } from './shapes.ts';

/** Where it lies as seen from the layout, radians from −z to the right: across from the first look. */
const bearing = -0.34;
const houses = 11;
/** How strongly a window shines. */
const shine = 1.9;

const local = new Matrix4();
const turn = new Matrix4();

/** A roof with a ridge along x, over `w` by `d`, `h` tall, standing on y = 0. */
function roof(w: number, h: number, d: number): BufferGeometry {
  const [x, z] = [w / 2, d / 2];
  const corners = [
    ...[-x, 0, z, x, 0, z, x, h, 0, -x, 0, z, x, h, 0, -x, h, 0],
    ...[x, 0, -z, -x, 0, -z, -x, h, 0, x, 0, -z, -x, h, 0, x, h, 0],
    ...[x, 0, z, x, 0, -z, x, h, 0, -x, 0, -z, -x, 0, z, -x, h, 0],
  ];
  return surface(corners);
}

function addHouse(mesh: MeshData, base: Matrix4, seed: number, tall: number): void {
  const place = (x: number, y: number, z: number) =>
    local.copy(base).multiply(turn.makeTranslation(x, y, z));
  const w = 4.6 + (seed % 3) * 0.8;
  const d = 3.6;
  const walls = [0xf3e6cf, 0xeed4b6, 0xf6efe2, 0xe6c9b8][seed % 4] as number;
  append(mesh, plainBox([w, tall, d]), {
    paint: varied(walls, seed, 0.04),
    at: place(0, tall / 2 - 0.3, 0),
  });
  append(mesh, roof(w + 0.7, 1.9, d + 0.8), {
    paint: varied(seed % 3 === 1 ? 0xa4553f : material.coping, seed, 0.1),
    at: place(0, tall - 0.35, 0),
  });
  append(mesh, plainBox([0.5, 1.3, 0.5]), {
    paint: solid(0x9b6a55),
    at: place(w * 0.28, tall + 1.1, -0.5),
  });
  append(mesh, plainBox([0.85, 1.6, 0.06]), {
    paint: material.woodDark,
    at: place(-w * 0.2, 0.5, d / 2 + 0.02),
  });
  for (const x of [-0.34, 0.08, 0.34]) {
    const y = x === -0.34 && tall < 3.4 ? 0 : tall * 0.58 - 0.2;
    if (y === 0) continue;
    for (const side of [-1, 1]) {
      append(mesh, plainBox([0.7, 0.85, 0.06]), {
        paint: 0xffc877,
        at: place(x * w, y, (side * d) / 2 + side * 0.02),
        extra: -shine * (((seed * 7 + x * 50) | 0) % 4 === 0 ? 0.1 : 1),
      });
    }
  }
}

function addMill(mesh: MeshData, base: Matrix4): void {
  const place = (x: number, y: number, z: number) =>
    local.copy(base).multiply(turn.makeTranslation(x, y, z));
  const tower = turned(
    [
      [2.1, -0.4],
      [1.35, 6.4],
      [0, 6.4],
    ],
    12,
  );
  append(mesh, tower, { paint: solid(0xf4ead8), at: place(0, 0, 0) });
  append(
    mesh,
    turned(
      [
        [1.75, 0],
        [1.2, 0.9],
        [0, 2],
      ],
      12,
    ),
    { paint: solid(0x9c5240), at: place(0, 6.3, 0) },
  );
  append(mesh, plainBox([0.6, 0.9, 0.1]), {
    paint: 0xffc877,
    extra: -shine,
    at: place(0, 3.4, 1.75),
  });
  for (let blade = 0; blade < 4; blade++) {
    place(0, 6.6, 1.9).multiply(turn.makeRotationZ((blade * Math.PI) / 2 + 0.4));
    append(mesh, plainBox([0.9, 4.2, 0.05]), {
      paint: (color, { x }) => color.setHex(Math.abs(x) < 0.2 ? material.woodDark : 0xf7f1e4),
      at: local.multiply(turn.makeTranslation(0.25, 2.5, 0)),
    });
  }
}

export function addVillage(mesh: MeshData, land: Land): void {
  const random = createRandom(21, 'village');
  for (let i = 0; i < houses; i++) {
    const angle = bearing + (i / (houses - 1) - 0.5) * 1.25 + random.range(-0.06, 0.06);
    const out = land.reach + random.range(64, 112);
    const x = land.x + Math.sin(angle) * out;
    const z = land.z - Math.cos(angle) * out;
    addHouse(
      mesh,
      standing(land, x, z, -angle + random.range(-0.7, 0.7)),
      i,
      i % 4 === 2 ? 4.2 : 3,
    );
  }
  const angle = bearing + 0.3;
  const out = land.reach + 88;
  addMill(
    mesh,
    standing(land, land.x + Math.sin(angle) * out, land.z - Math.cos(angle) * out, -angle),
  );
}
