/** Materials and textures of a model as they are kept: colour, roughness, normals and glow; nothing else is drawn. Pure. */
import type { Fields } from '../../core/is.ts';
import { type FieldReader, fieldsOf } from './fields.ts';
import { avatarLimits } from './limits.ts';
import type { SealedData } from './sealed-data.ts';

export interface SealedMaterials {
  readonly materials: readonly unknown[];
  readonly textures: readonly unknown[];
  readonly samplers: readonly unknown[];
}

const known = <T>(name: string, value: T | undefined) =>
  value === undefined ? {} : { [name]: value };
const number = (of: Fields, name: string) =>
  typeof of[name] === 'number' && Number.isFinite(of[name]) ? { [name]: of[name] } : {};

/** `isToon`: painted flat, as characters are; they take the hour's light without a gloss. */
export function sealMaterials(
  json: Fields,
  data: SealedData,
  read: FieldReader,
  isToon: boolean,
): SealedMaterials {
  const { textures: mostTextures, materials: mostMaterials } = avatarLimits;
  const given = read.list(json, 'textures', mostTextures, 'textures');
  const images = read.list(json, 'images', mostTextures, 'textures');
  const samplers = read.list(json, 'samplers', mostTextures, 'samplers');
  const textures: unknown[] = given.map(() => ({}));

  function texture(of: Fields, name: string): object {
    const it = of[name];
    if (it === undefined) return {};
    const info = fieldsOf(it);
    const index = read.index(info, 'index', given.length);
    if (index === undefined) throw read.damaged(`“${name}” names no texture`);
    const { source, sampler } = {
      source: read.index(given[index] as Fields, 'source', images.length),
      sampler: read.index(given[index] as Fields, 'sampler', samplers.length),
    };
    // Of a kind of picture that the page does not read, with nothing in its place.
    if (source === undefined) return {};
    data.useImage(source);
    textures[index] = { source, ...known('sampler', sampler) };
    const moved = fieldsOf(fieldsOf(info.extensions).KHR_texture_transform);
    const transform = {
      ...known('offset', read.numbers(moved, 'offset', 2)),
      ...known('scale', read.numbers(moved, 'scale', 2)),
      ...number(moved, 'rotation'),
    };
    const isMoved = Object.keys(transform).length > 0;
    const coordinates = read.whole(info, 'texCoord', 0);
    return {
      [name]: {
        ...{ index, texCoord: Math.min(3, coordinates) },
        ...{ ...number(info, 'scale'), ...number(info, 'strength') },
        ...(isMoved ? { extensions: { KHR_texture_transform: transform } } : {}),
      },
    };
  }

  const materials = read.list(json, 'materials', mostMaterials, 'materials').map((material) => {
    const surface = fieldsOf(material.pbrMetallicRoughness);
    const isFlat = isToon || 'KHR_materials_unlit' in fieldsOf(material.extensions);
    return {
      pbrMetallicRoughness: {
        ...known('baseColorFactor', read.numbers(surface, 'baseColorFactor', 4)),
        ...texture(surface, 'baseColorTexture'),
        ...(isFlat
          ? { metallicFactor: 0, roughnessFactor: 0.95 }
          : {
              ...{ ...number(surface, 'metallicFactor'), ...number(surface, 'roughnessFactor') },
              ...texture(surface, 'metallicRoughnessTexture'),
            }),
      },
      ...texture(material, 'normalTexture'),
      ...texture(material, 'emissiveTexture'),
      ...known('emissiveFactor', read.numbers(material, 'emissiveFactor', 3)),
      ...(material.alphaMode === 'MASK' || material.alphaMode === 'BLEND'
        ? { alphaMode: material.alphaMode, ...number(material, 'alphaCutoff') }
        : {}),
      ...(material.doubleSided === true ? { doubleSided: true } : {}),
    };
  });
  return {
    ...{ materials, textures },
    samplers: samplers.map((sampler) => ({
      ...{ ...number(sampler, 'magFilter'), ...number(sampler, 'minFilter') },
      ...{ ...number(sampler, 'wrapS'), ...number(sampler, 'wrapT') },
    })),
  };
}
