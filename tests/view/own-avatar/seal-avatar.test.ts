/** What a visitor's own model has to be before any loader sees it: each refusal is one sentence. */
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/input-error.ts';
import { readGlb } from '../../../src/view/own-avatar/glb.ts';
import { boneNamed } from '../../../src/view/own-avatar/human-bones.ts';
import { imageSize } from '../../../src/view/own-avatar/image-size.ts';
import { sealAvatar } from '../../../src/view/own-avatar/seal-avatar.ts';
import { changed, glbOf, madeUpAvatar, pngHead, walkClip } from './made-up-avatar.ts';

const where = 'The file “it.glb”';
const sealed = (bytes: Uint8Array) =>
  JSON.parse(readGlb(sealAvatar(bytes, where), where).text) as Record<string, never>;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const asText = (json: unknown) => new TextEncoder().encode(JSON.stringify(json));

/** With a texture as its colour. */
function textured(png: Uint8Array, more: object = {}) {
  return changed((json) => {
    json.images = [{ uri: `data:image/png;base64,${base64(png)}`, ...more }];
    json.textures = [{ source: 0 }];
    json.materials[0].pbrMetallicRoughness.baseColorTexture = { index: 0 };
  });
}

describe('sealed avatar', () => {
  it('is written anew of what the page draws, and holds no address', () => {
    const bytes = textured(pngHead(64, 32));
    const json = sealed(bytes) as never as {
      images: { mimeType: string; uri?: string }[];
      nodes: { extras?: { bone: string } }[];
    };
    expect(json.images).toEqual([{ bufferView: 7, mimeType: 'image/png' }]);
    expect(JSON.stringify(json)).not.toMatch(/"uri"|data:/);
    expect(json.nodes.map(({ extras }) => extras?.bone)).toEqual([
      ...[undefined, 'leftUpperLeg', 'leftLowerLeg', 'rightUpperLeg', 'rightLowerLeg'],
      ...['leftUpperArm', 'leftLowerArm', 'rightUpperArm', 'rightLowerArm', undefined],
    ]);
  });

  it('of glTF with all embedded is the same as of GLB', () => {
    const { json, binary } = madeUpAvatar();
    json.buffers[0].uri = `data:application/octet-stream;base64,${base64(binary)}`;
    expect(sealAvatar(asText(json), where)).toEqual(sealAvatar(glbOf(madeUpAvatar()), where));
  });

  it('leaves out lights, cameras, notes, faces that change and clips of other things', () => {
    const json = sealed(
      changed((of) => {
        of.extensionsUsed = ['KHR_lights_punctual', 'EXT_mesh_gpu_instancing'];
        of.extensions = { KHR_lights_punctual: { lights: [{ type: 'point' }] } };
        of.nodes[0].extensions = { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 0 } } };
        of.nodes[0].extras = { bone: 'leftUpperArm' };
        of.cameras = [{ type: 'perspective' }];
        of.meshes[0].primitives[0].targets = [{ POSITION: 0 }];
        of.animations = [{ ...walkClip, name: 'Dance' }, walkClip, { ...walkClip, name: 'Walk2' }];
      }),
    ) as never as { animations: { name: string }[] };
    expect(JSON.stringify(json)).not.toMatch(/light|instancing|camera|targets|KHR_li/);
    expect(json.animations.map(({ name }) => name)).toEqual(['walk']);
  });

  it('takes bones and facing from a VRM, old and new', () => {
    const old = sealed(
      changed((json) => {
        for (const node of json.nodes) delete node.name;
        json.extensions = {
          VRM: { humanoid: { humanBones: [{ bone: 'leftUpperLeg', node: 1 }] } },
        };
      }),
    ) as never as { nodes: { extras: object }[]; scenes: { extras: object }[] };
    expect(old.nodes[1]?.extras).toEqual({ bone: 'leftUpperLeg' });
    expect(old.scenes[0]?.extras).toEqual({ faces: '-z' });
    const recent = sealed(
      changed((json) => {
        json.extensionsRequired = ['VRMC_vrm'];
        json.extensions = {
          VRMC_vrm: { humanoid: { humanBones: { rightLowerArm: { node: 8 } } } },
        };
      }),
    ) as never as typeof old;
    expect(recent.nodes[8]?.extras).toEqual({ bone: 'rightLowerArm' });
    expect(recent.nodes[1]?.extras).toBeUndefined();
    expect(recent.scenes[0]?.extras).toEqual({ faces: '+z' });
  });

  const glb = glbOf(madeUpAvatar());
  const withWord = (at: number, word: number) => {
    const bytes = glb.slice();
    new DataView(bytes.buffer).setUint32(at, word, true);
    return bytes;
  };
  const manyTriangles = () =>
    changed((json) => {
      // 12 triangles each.
      for (let i = 0; i < 90; i++) {
        json.nodes.push({ mesh: 0 });
        json.scenes[0].nodes.push(10 + i);
      }
      json.meshes[0].primitives = [json.meshes[0].primitives[0], json.meshes[0].primitives[0]];
    });

  /** 6,000 moments in each of 167 curves, of the same 6,000 places. */
  const manyMoments = () => {
    const { json, binary } = madeUpAvatar();
    const count = 6000;
    const more = new Uint8Array(binary.length + 12 * count);
    more.set(binary);
    json.bufferViews.push({ buffer: 0, byteOffset: binary.length, byteLength: 12 * count });
    json.accessors.push(
      { bufferView: 7, componentType: 5126, type: 'SCALAR', count },
      { bufferView: 7, componentType: 5126, type: 'VEC3', count },
    );
    json.buffers[0].byteLength = more.length;
    const channels = Array(167).fill(walkClip.channels[0]);
    json.animations = [{ ...walkClip, samplers: [{ input: 7, output: 8 }], channels }];
    return glbOf({ json, binary: more });
  };

  it.each<[string, () => Uint8Array, RegExp]>([
    ['what is too large', () => new Uint8Array(20e6 + 1), /is too large: .* at most 20 MB/],
    ['a header alone', () => glb.slice(0, 12), /is cut off: a GLB has at least 20 bytes/],
    ['glTF 1', () => withWord(4, 1), /is glTF 1: expected glTF 2\.0; export it anew/],
    ['a file that is cut off', () => glb.slice(0, -40), /is cut off or damaged: it says/],
    ['no description', () => withWord(16, 0x004e4942), /expected its description first/],
    ['a description that overlaps', () => withWord(12, 1e9), /expected its description first/],
    [
      'data that is cut off',
      () => withWord(12 + 8 + new DataView(glb.buffer).getUint32(12, true), 1e9),
      /its data is cut off/,
    ],
    ['JSON of something else', () => asText({ hello: 1 }), /is no glTF: expected an avatar as/],
    ['no JSON', () => new TextEncoder().encode('{"asset":'), /is no readable glTF/],
    ['glTF 1 as JSON', () => asText({ asset: { version: '1.0' } }), /is glTF 1\.0: expected/],
    [
      'data elsewhere',
      () =>
        changed((json) => {
          json.buffers[0].uri = 'body.bin';
        }),
      /in another file: export it as one file/,
    ],
    [
      'data on a server',
      () =>
        changed((json) => {
          json.buffers[0].uri = 'https://example.org/a.bin';
        }),
      /in another file/,
    ],
    [
      'a picture on a server',
      () => textured(pngHead(4, 4), { uri: 'https://example.org/a.png' }),
      /in another file/,
    ],
    [
      'data that is no base64',
      () =>
        changed((json) => {
          json.buffers[0].uri = 'data:;base64,%%%';
        }),
      /is no base64/,
    ],
    [
      'Draco',
      () =>
        changed((json) => {
          json.extensionsRequired = ['KHR_draco_mesh_compression'];
        }),
      /needs “KHR_draco_mesh_compression”, .*: export it without Draco/,
    ],
    [
      'meshopt',
      () =>
        changed((json) => {
          json.extensionsRequired = ['EXT_meshopt_compression'];
        }),
      /export it without meshopt/,
    ],
    [
      'KTX2',
      () =>
        changed((json) => {
          json.extensionsRequired = ['KHR_texture_basisu'];
        }),
      /export it with PNG or JPEG textures/,
    ],
    [
      'what nobody knows',
      () =>
        changed((json) => {
          json.extensionsRequired = ['ACME_x'];
        }),
      /needs “ACME_x”.*: export it as plain glTF 2\.0/,
    ],
    [
      'a texture of another kind',
      () => textured(new Uint8Array(40)),
      /a texture that is neither PNG nor JPEG/,
    ],
    [
      'a huge texture',
      () => textured(pngHead(30_000, 16)),
      /a texture of 30000 × 16 pixels: expected 1 to 4096/,
    ],
    ['too many parts', manyTriangles, /has 102 parts: an avatar has at most 100; export a simpler/],
    [
      'too many nodes',
      () =>
        changed((json) => {
          json.nodes = Array(2001).fill({});
        }),
      /has 2001 nodes: an avatar has at most 2000/,
    ],
    [
      'an array beyond its data',
      () =>
        changed((json) => {
          json.accessors[0].count = 1e9;
        }),
      /an array is longer than its data/,
    ],
    [
      'data beyond the end',
      () =>
        changed((json) => {
          json.bufferViews[0].byteLength = 1e6;
        }),
      /data lies beyond the end/,
    ],
    [
      'colours of a type that every object has',
      () =>
        changed((json) => {
          json.meshes[0].primitives[0].attributes.COLOR_0 = 7;
          json.accessors.push({ ...json.accessors[0], type: 'constructor' });
        }),
      /an array is of "constructor", expected VEC3 or VEC4/,
    ],
    [
      'numbers of a kind that every object has',
      () =>
        changed((json) => {
          json.accessors[0].componentType = 'constructor';
        }),
      /an array of nothing/,
    ],
    [
      'elements that overlap',
      () =>
        changed((json) => {
          Object.assign(json.bufferViews[0], { byteStride: 4 });
        }),
      /“byteStride” is 4, expected a multiple of 4 from 12 to 252/,
    ],
    [
      'elements far apart',
      () =>
        changed((json) => {
          json.bufferViews[0].byteStride = 2 ** 31;
          json.accessors[0].count = 1;
        }),
      /“byteStride” is 2147483648, expected a multiple of 4 from 12 to 252/,
    ],
    [
      'one array as corners and as times',
      () =>
        changed((json) => {
          json.meshes[0].primitives[0].attributes.NORMAL = 0;
          json.animations = [{ ...walkClip, samplers: [{ input: 0, output: 5 }] }];
        }),
      /an array is of "VEC3", expected SCALAR/,
    ],
    [
      'turns of three numbers',
      () =>
        changed((json) => {
          const channels = [{ sampler: 0, target: { node: 0, path: 'rotation' } }];
          json.animations = [{ ...walkClip, channels }];
        }),
      /an array is of "VEC3", expected VEC4/,
    ],
    [
      'too many curves in two clips',
      () =>
        changed((json) => {
          const channels = Array(3001).fill(walkClip.channels[0]);
          json.animations = ['walk', 'idle'].map((name) => ({ ...walkClip, name, channels }));
        }),
      /has 6001 curves: an avatar has at most 6000/,
    ],
    [
      'too many moments in few curves',
      manyMoments,
      /has 1002000 moments in its clips: .* 1000000;/,
    ],
    [
      'zeros out of nothing',
      () =>
        changed((json) => {
          delete json.accessors[0].bufferView;
        }),
      /has sparse data/,
    ],
    [
      'places of another type',
      () =>
        changed((json) => {
          json.accessors[0].type = 'VEC2';
        }),
      /an array is of "VEC2", expected VEC3/,
    ],
    [
      'a node in itself',
      () =>
        changed((json) => {
          json.nodes[2].children = [0];
        }),
      /hang in a ring/,
    ],
    [
      'a node in two',
      () =>
        changed((json) => {
          json.nodes[9].children = [1];
        }),
      /hangs from two others/,
    ],
    [
      'a child that is not there',
      () =>
        changed((json) => {
          json.nodes[2].children = [77];
        }),
      /“children” is 77, expected a whole number below 10/,
    ],
    [
      'a place that is no number',
      () =>
        changed((json) => {
          json.nodes[2].translation = [1, 'x', 2];
        }),
      /“translation” is a list of 3, expected 3 numbers/,
    ],
    [
      'no mesh',
      () =>
        changed((json) => {
          delete json.nodes[9].mesh;
        }),
      /has no surfaces/,
    ],
    [
      'lines',
      () =>
        changed((json) => {
          json.meshes[0].primitives[0].mode = 1;
        }),
      /points or lines/,
    ],
    [
      'corners that are no whole numbers',
      () =>
        changed((json) => {
          json.meshes[0].primitives[0].indices = 4;
        }),
      /corners are not counted in whole numbers/,
    ],
    [
      'a list that is none',
      () =>
        changed((json) => {
          json.meshes = { length: 3 };
        }),
      /“meshes” is a record, expected a list/,
    ],
    [
      'a list of other things',
      () =>
        changed((json) => {
          json.nodes = ['a'];
        }),
      /“nodes” holds what is no record/,
    ],
  ])('%s is refused', (_name, make, pattern) => {
    const bytes = make();
    expect(() => sealAvatar(bytes, where)).toThrow(InputError);
    expect(() => sealAvatar(bytes, where)).toThrow(pattern);
    expect(() => sealAvatar(bytes, where)).toThrow(/^The file “it.glb” [^\n]*\.$/);
  });

  it('more triangles than one avatar has are counted where they are drawn', () => {
    const { json, binary } = madeUpAvatar();
    const indices = new Uint16Array(30_000);
    const at = binary.length;
    const more = new Uint8Array(at + indices.byteLength);
    more.set(binary);
    json.bufferViews.push({ buffer: 0, byteOffset: at, byteLength: indices.byteLength });
    json.accessors.push({ bufferView: 7, componentType: 5123, type: 'SCALAR', count: 30_000 });
    json.buffers[0].byteLength = more.length;
    json.meshes[0].primitives[0].indices = 7;
    for (let i = 0; i < 10; i++) json.nodes.push({ mesh: 0 });
    expect(() => sealAvatar(glbOf({ json, binary: more }), where)).toThrow(/has 110000 triangles/);
  });
});

describe('size of a picture', () => {
  it('is read from the heads of PNG and JPEG alone', () => {
    expect(imageSize(pngHead(640, 480))).toEqual({ type: 'image/png', width: 640, height: 480 });
    const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3, 0, 0];
    expect(imageSize(new Uint8Array(jpeg))).toEqual({
      ...{ type: 'image/jpeg', width: 512, height: 256 },
    });
    expect(imageSize(new Uint8Array(jpeg.slice(0, 14)))).toBeUndefined();
    expect(imageSize(new Uint8Array(0))).toBeUndefined();
  });
});

describe('names of bones', () => {
  it.each([
    ['mixamorig:LeftUpLeg', 'leftUpperLeg'],
    ['RightForeArm', 'rightLowerArm'],
    ['thigh.L', 'leftUpperLeg'],
    ['DEF-shin.R', 'rightLowerLeg'],
    ['upperarm_l', 'leftUpperArm'],
    ['calf_r', 'rightLowerLeg'],
    ['J_Bip_L_UpperLeg', undefined],
    ['leftUpperArm', 'leftUpperArm'],
    ['Lamp', undefined],
    ['Left', undefined],
    ['LeftHand', undefined],
    ['left constructor', undefined],
    [`${'a'.repeat(100)}:LeftArm`, undefined],
  ])('%s', (name, bone) => {
    expect(boneNamed(name)).toBe(bone);
  });

  it('of any length are looked at in no time', () => {
    const bytes = changed((json) => {
      for (const node of json.nodes) node.name = `a${' .'.repeat(5000)}`;
      json.animations = [{ ...walkClip, name: 'walk'.repeat(5000) }];
    });
    const begun = performance.now();
    expect(sealed(bytes).animations).toEqual([]);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
