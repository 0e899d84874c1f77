/** A person of boxes as glTF, written by hand: 1.8 m tall, looking along +z, with arms stretched out. */
import { writeGlb } from '../../../src/view/own-avatar/glb.ts';

/** Corners of a box 0.6 m wide, 1.8 m high and 0.4 m deep, standing on the ground. */
const positions = [0, 1].flatMap((y) =>
  [
    [-0.3, -0.2],
    [0.3, -0.2],
    [0.3, 0.2],
    [-0.3, 0.2],
  ].flatMap(([x, z]) => [x as number, y * 1.8, z as number]),
);
const faces = [
  ...[0, 1, 2, 0, 2, 3, 4, 6, 5, 4, 7, 6, 0, 5, 1, 0, 4, 5],
  ...[1, 6, 2, 1, 5, 6, 2, 7, 3, 2, 6, 7, 3, 4, 0, 3, 7, 4],
];

/** A PNG that says it is so large; there is no picture in it. */
export function pngHead(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(24);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const names = [
  ...['Hips', 'mixamorig:LeftUpLeg', 'mixamorig:LeftLeg', 'mixamorig:RightUpLeg'],
  ...['mixamorig:RightLeg', 'LeftArm', 'LeftForeArm', 'RightArm', 'RightForeArm'],
];

export interface MadeUp {
  // biome-ignore lint/suspicious/noExplicitAny: tests break it on purpose.
  readonly json: Record<string, any>;
  readonly binary: Uint8Array;
}

/** Nodes 0 to 8 are bones, 9 is the body, which hangs with all of its skin from the hips. */
export function madeUpAvatar(): MadeUp {
  const vertices = positions.length / 3;
  const joints = new Uint8Array(vertices * 4);
  const weights = new Float32Array(vertices * 4);
  for (let i = 0; i < vertices; i++) weights[i * 4] = 1;
  // In 1.2 m it goes on by 1.2 m.
  const times = new Float32Array([0, 0.5, 1]);
  const places = new Float32Array([0, 1, 0, 0, 1.1, 0.6, 0, 1, 1.2]);
  const inverse = new Float32Array(9 * 16);
  for (let i = 0; i < 9; i++) {
    for (let k = 0; k < 4; k++) inverse[i * 16 + k * 5] = 1;
    inverse[i * 16 + 13] = -1;
  }
  const arrays: [ArrayBufferView, string, number][] = [
    [new Float32Array(positions), 'VEC3', 5126],
    [new Uint16Array(faces), 'SCALAR', 5123],
    [joints, 'VEC4', 5121],
    [weights, 'VEC4', 5126],
    [times, 'SCALAR', 5126],
    [places, 'VEC3', 5126],
    [inverse, 'MAT4', 5126],
  ];
  const sizes = { SCALAR: 1, VEC3: 3, VEC4: 4, MAT4: 16 } as Record<string, number>;
  const bufferViews: unknown[] = [];
  const accessors: unknown[] = [];
  let length = 0;
  for (const [array, type, componentType] of arrays) {
    const { byteLength } = array;
    bufferViews.push({ buffer: 0, byteOffset: length, byteLength });
    const count = (array as Float32Array).length / (sizes[type] as number);
    accessors.push({
      ...{ bufferView: accessors.length, componentType, type, count },
      ...(accessors.length === 0 ? { min: [-0.3, 0, -0.2], max: [0.3, 1.8, 0.2] } : {}),
    });
    length += Math.ceil(byteLength / 4) * 4;
  }
  const binary = new Uint8Array(length);
  arrays.forEach(([{ buffer }], i) => {
    binary.set(new Uint8Array(buffer), (bufferViews[i] as { byteOffset: number }).byteOffset);
  });
  const at = [
    ...[
      [0, 1, 0],
      [0.1, 0, 0],
      [0, -0.5, 0],
      [-0.1, 0, 0],
      [0, -0.5, 0],
    ],
    ...[
      [0.2, 0.5, 0],
      [0.3, 0, 0],
      [-0.2, 0.5, 0],
      [-0.3, 0, 0],
    ],
  ];
  const children = [[1, 3, 5, 7], [2], [], [4], [], [6], [], [8], []];
  const json = {
    asset: { version: '2.0' },
    scene: 0,
    scenes: [{ nodes: [0, 9] }],
    nodes: [
      ...names.map((name, i) => ({
        ...{ name, translation: at[i] },
        ...(children[i]?.length ? { children: children[i] } : {}),
      })),
      { name: 'body', mesh: 0, skin: 0 },
    ],
    meshes: [
      {
        primitives: [
          { attributes: { POSITION: 0, JOINTS_0: 2, WEIGHTS_0: 3 }, indices: 1, material: 0 },
        ],
      },
    ],
    materials: [{ pbrMetallicRoughness: { baseColorFactor: [0.8, 0.3, 0.2, 1] } }],
    skins: [{ joints: [0, 1, 2, 3, 4, 5, 6, 7, 8], inverseBindMatrices: 6 }],
    ...{ bufferViews, accessors, buffers: [{ byteLength: length }] },
  };
  return { json, binary };
}

/** Goes on by 1.2 m in a second, under the name of a walk. */
export const walkClip = {
  name: 'Armature|Walk',
  samplers: [{ input: 4, output: 5 }],
  channels: [{ sampler: 0, target: { node: 0, path: 'translation' } }],
};

export const glbOf = ({ json, binary }: MadeUp): Uint8Array<ArrayBuffer> => writeGlb(json, binary);

/** The same, changed. */
export function changed(change: (json: MadeUp['json']) => void): Uint8Array<ArrayBuffer> {
  const made = madeUpAvatar();
  change(made.json);
  return glbOf(made);
}

/** With boxes for its trunk, head and limbs, each of which hangs from its bone; `texture` is a PNG on its trunk. */
export function boxPerson(texture?: Uint8Array): Uint8Array<ArrayBuffer> {
  return changed((json) => {
    const [box] = json.meshes;
    // Trunk, head and limbs: a colour each.
    json.materials = [
      [0.2, 0.45, 0.75, 1],
      [0.9, 0.7, 0.55, 1],
      [0.15, 0.17, 0.25, 1],
    ].map((baseColorFactor) => ({
      pbrMetallicRoughness: { baseColorFactor, metallicFactor: 0, roughnessFactor: 0.7 },
    }));
    json.meshes = [0, 1, 2].map((material) => ({
      primitives: [{ attributes: { POSITION: 0 }, indices: box.primitives[0].indices, material }],
    }));
    const hang = (bone: number, mesh: number, translation: number[], scale: number[]) => {
      const parent = json.nodes[bone];
      parent.children = [...(parent.children ?? []), json.nodes.length];
      json.nodes.push({ mesh, translation, scale });
    };
    json.nodes[9] = { mesh: 0, translation: [0, 0.95, 0], scale: [0.62, 0.34, 0.6] };
    json.skins = [];
    hang(0, 1, [0, 0.6, 0], [0.36, 0.14, 0.55]);
    // A nose, that one sees where it looks.
    hang(0, 1, [0, 0.68, 0.12], [0.08, 0.03, 0.2]);
    for (const thigh of [1, 3]) hang(thigh, 2, [0, -0.5, 0], [0.27, 0.28, 0.4]);
    for (const shin of [2, 4]) hang(shin, 2, [0, -0.5, 0], [0.22, 0.28, 0.36]);
    for (const [arm, side] of [
      [5, 1],
      [6, 1],
      [7, -1],
      [8, -1],
    ] as const) {
      hang(arm, arm % 2 === 1 ? 0 : 1, [0.15 * side, -0.05, 0], [0.5, 0.055, 0.25]);
    }
    if (!texture) return;
    json.images = [{ uri: `data:image/png;base64,${Buffer.from(texture).toString('base64')}` }];
    json.textures = [{ source: 0 }];
    json.materials[0].pbrMetallicRoughness.baseColorTexture = { index: 0 };
  });
}
