/**
 * The border that a visitor's own model has to pass before any loader sees it: a glTF 2.0 of one file (GLB, glTF with
 * all embedded, or a VRM, which is a GLB). What comes out is another GLB, written from scratch of those fields that the
 * page draws, each of them checked: no addresses, no lights, cameras, faces that change, extensions or notes; nothing
 * in it can be fetched from anywhere. Bones that walking moves are named in their nodes' notes (`extras.bone`), and which
 * way the model faces in those of its scene (`extras.faces`). Pure.
 */
import { InputError } from '../../core/input-error.ts';
import { type Fields, isRecord } from '../../core/is.ts';
import { type FieldReader, fieldsOf, readFields } from './fields.ts';
import { isGlb, readGlb, writeGlb } from './glb.ts';
import { bonesByName, type WalkingBone, walkingBones } from './human-bones.ts';
import { avatarLimits } from './limits.ts';
import { sealClips } from './sealed-clips.ts';
import { type ElementType, type SealedData, sealData } from './sealed-data.ts';
import { sealMaterials } from './sealed-materials.ts';

/** The model must be readable without these, or is read as if they were not there. */
const harmless =
  /^(KHR_materials_|KHR_mesh_quantization$|KHR_texture_transform$|KHR_lights_|KHR_xmp|VRM$|VRMC_)/;
const remedies: readonly (readonly [RegExp, string])[] = [
  [/draco/i, 'export it without Draco compression'],
  [/meshopt/i, 'export it without meshopt compression'],
  [/basisu|webp|avif/i, 'export it with PNG or JPEG textures'],
];
/** What is kept of a vertex, and of what types it is. */
const attributes: readonly (readonly [RegExp, ...[ElementType, ...ElementType[]]])[] = [
  [/^(POSITION|NORMAL)$/, 'VEC3'],
  [/^TEXCOORD_[0-3]$/, 'VEC2'],
  [/^(TANGENT|JOINTS_0|WEIGHTS_0)$/, 'VEC4'],
  [/^COLOR_0$/, 'VEC3', 'VEC4'],
];

function described(bytes: Uint8Array, where: string): { json: Fields; inGlb?: Uint8Array } {
  const container = isGlb(bytes) ? readGlb(bytes, where) : undefined;
  let json: unknown;
  try {
    json = JSON.parse(container?.text ?? new TextDecoder().decode(bytes));
  } catch {
    throw new InputError(
      `${where} is no readable glTF: its description is no JSON, or is cut off.`,
    );
  }
  if (!isRecord(json) || typeof fieldsOf(json.asset).version !== 'string') {
    throw new InputError(`${where} is no glTF: expected an avatar as GLB, glTF or VRM.`);
  }
  const { version } = fieldsOf(json.asset);
  if (!`${version}`.startsWith('2')) {
    throw new InputError(`${where} is glTF ${version}: expected glTF 2.0; export it anew as that.`);
  }
  return { json, ...(container ? { inGlb: container.binary } : {}) };
}

function refuseForeign(json: Fields, where: string): void {
  const required = Array.isArray(json.extensionsRequired) ? json.extensionsRequired : [];
  for (const name of required) {
    if (harmless.test(`${name}`)) continue;
    const remedy = remedies.find(([pattern]) => pattern.test(`${name}`))?.[1];
    throw new InputError(
      `${where} needs “${`${name}`.slice(0, 60)}”, which is not read here: ${remedy ?? 'export it as plain glTF 2.0'}.`,
    );
  }
}

/** What a VRM says of its bones; undefined: it is none. */
function vrmBones(json: Fields, nodes: number, read: FieldReader) {
  const extensions = fieldsOf(json.extensions);
  const old = extensions.VRM;
  const human = fieldsOf(fieldsOf(extensions.VRMC_vrm ?? old).humanoid);
  if (old === undefined && extensions.VRMC_vrm === undefined) return undefined;
  const bones = new Map<WalkingBone, number>();
  const pairs = Array.isArray(human.humanBones)
    ? human.humanBones.filter((one) => isRecord(one)).map((one) => [one.bone, one] as const)
    : Object.entries(fieldsOf(human.humanBones));
  for (const [name, one] of pairs) {
    const bone = walkingBones.find((each) => each === name) as WalkingBone | undefined;
    const node = bone && read.index(fieldsOf(one), 'node', nodes);
    if (bone && node !== undefined) bones.set(bone, node);
  }
  return { bones, faces: extensions.VRMC_vrm === undefined ? ('-z' as const) : ('+z' as const) };
}

/** Each node below one other at most, none below itself: the nodes at the top. */
function topNodes(children: readonly (readonly number[])[], read: FieldReader): number[] {
  const above = new Int32Array(children.length).fill(-1);
  for (const [i, below] of children.entries()) {
    for (const child of below) {
      if (above[child] !== -1) throw read.damaged('a node hangs from two others');
      above[child] = i;
    }
  }
  for (let node = 0; node < above.length; node++) {
    let depth = 0;
    for (let at = above[node] as number; at >= 0; at = above[at] as number) {
      if (++depth > avatarLimits.depth) {
        throw read.damaged(`its nodes hang in a ring, or more than ${avatarLimits.depth} deep`);
      }
    }
  }
  return [...above.keys()].filter((node) => above[node] === -1);
}

interface Counted {
  readonly sealed: unknown;
  readonly parts: number;
  readonly vertices: number;
  readonly triangles: number;
  /** Whether all of it says by which bones it is moved. */
  readonly skinned: boolean;
}

function sealMesh(mesh: Fields, materials: number, data: SealedData, read: FieldReader): Counted {
  const primitives = read.list(mesh, 'primitives', avatarLimits.parts, 'parts');
  let vertices = 0;
  let triangles = 0;
  const sealed = primitives.map((primitive) => {
    const given = fieldsOf(primitive.attributes);
    const kept: Record<string, number> = {};
    let count: number | undefined;
    for (const name of Object.keys(given)) {
      const known = attributes.find(([pattern]) => pattern.test(name));
      if (!known) continue;
      const [, ...types] = known;
      const accessor = read.index(given, name, data.accessors().length) as number;
      const elements = data.useAccessor(accessor, ...types);
      count ??= elements;
      if (elements !== count)
        throw read.damaged('a part has not one of everything for each vertex');
      kept[name] = accessor;
    }
    if (kept.POSITION === undefined || count === undefined) {
      throw read.damaged('a part says not where its vertices are');
    }
    const indices = read.index(primitive, 'indices', data.accessors().length);
    const mode = read.whole(primitive, 'mode', 4);
    if (mode < 4 || mode > 6) throw read.damaged('it has points or lines, not surfaces alone');
    const corners = indices === undefined ? count : data.useCorners(indices);
    vertices += count;
    triangles += mode === 4 ? Math.floor(corners / 3) : Math.max(0, corners - 2);
    const material = read.index(primitive, 'material', materials);
    return {
      ...{ attributes: kept, mode },
      ...(indices === undefined ? {} : { indices }),
      ...(material === undefined ? {} : { material }),
    };
  });
  const skinned = sealed.every(
    ({ attributes: { JOINTS_0, WEIGHTS_0 } }) => JOINTS_0 !== undefined && WEIGHTS_0 !== undefined,
  );
  return { sealed: { primitives: sealed }, parts: sealed.length, vertices, triangles, skinned };
}

/**
 * `where` begins the sentence of a refusal: The file “x.glb”. Throws an InputError; the bytes are left as they are.
 */
export function sealAvatar(bytes: Uint8Array, where: string): Uint8Array<ArrayBuffer> {
  const most = avatarLimits;
  if (bytes.length > most.fileBytes) {
    throw new InputError(
      `${where} is too large: an avatar has at most ${most.fileBytes / 1e6} MB.`,
    );
  }
  const { json, inGlb } = described(bytes, where);
  refuseForeign(json, where);
  const read = readFields(where);
  const data = sealData(json, inGlb, read, where);
  const nodes = read.list(json, 'nodes', most.nodes, 'nodes');
  const vrm = vrmBones(json, nodes.length, read);
  const bones =
    vrm?.bones ??
    bonesByName(nodes.map(({ name }) => (typeof name === 'string' ? name : undefined)));
  const looks = sealMaterials(json, data, read, vrm !== undefined);
  const given = read.list(json, 'meshes', most.parts, 'parts');
  const meshes = given.map((mesh) => sealMesh(mesh, looks.materials.length, data, read));
  const skins = read.list(json, 'skins', most.skins, 'skins').map((skin) => {
    const joints = read.indices(skin, 'joints', nodes.length, most.joints) ?? [];
    const inverse = read.index(skin, 'inverseBindMatrices', data.accessors().length);
    if (joints.length === 0) throw read.damaged('a skin has no bones');
    if (inverse !== undefined && data.useAccessor(inverse, 'MAT4') < joints.length) {
      throw read.damaged('a skin has not one matrix for each bone');
    }
    return { joints, ...(inverse === undefined ? {} : { inverseBindMatrices: inverse }) };
  });

  const boneOf = new Map([...bones].map(([bone, node]) => [node, bone]));
  const children = nodes.map(
    (node) => read.indices(node, 'children', nodes.length, most.nodes) ?? [],
  );
  const sums = { parts: 0, vertices: 0, triangles: 0 };
  const sealedNodes = nodes.map((node, i) => {
    const mesh = read.index(node, 'mesh', meshes.length);
    const skin = read.index(node, 'skin', skins.length);
    const drawn = mesh === undefined ? undefined : meshes[mesh];
    for (const what of ['parts', 'vertices', 'triangles'] as const) {
      sums[what] += drawn?.[what] ?? 0;
      if (sums[what] > most[what]) throw read.tooMany(what, most[what], sums[what]);
    }
    const place = {
      ...{
        translation: read.numbers(node, 'translation', 3),
        scale: read.numbers(node, 'scale', 3),
      },
      ...{ rotation: read.numbers(node, 'rotation', 4), matrix: read.numbers(node, 'matrix', 16) },
    };
    const bone = boneOf.get(i);
    return {
      name: `node${i}`,
      ...Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)),
      ...(children[i]?.length ? { children: children[i] } : {}),
      ...(mesh === undefined ? {} : { mesh }),
      ...(drawn?.skinned && skin !== undefined ? { skin } : {}),
      ...(bone === undefined ? {} : { extras: { bone } }),
    };
  });
  if (sums.triangles === 0)
    throw new InputError(`${where} has no surfaces: there is nothing to see.`);

  const sealed = {
    asset: { version: '2.0' },
    extensionsUsed: ['KHR_texture_transform'],
    scene: 0,
    scenes: [{ nodes: topNodes(children, read), extras: { faces: vrm?.faces ?? '+z' } }],
    nodes: sealedNodes,
    meshes: meshes.map((mesh) => mesh.sealed),
    ...(skins.length > 0 ? { skins } : {}),
    ...looks,
    animations: sealClips(json, nodes.length, data, read),
    ...{ accessors: data.accessors(), bufferViews: data.views(), images: data.images() },
    buffers: [{ byteLength: data.binary().length }],
  };
  return writeGlb(sealed, data.binary());
}
