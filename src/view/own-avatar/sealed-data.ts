/** All binary data of a model in one piece: its buffers and the pictures in it, and what of it is read. Pure. */
import { InputError, quoted } from '../../core/input-error.ts';
import type { Fields } from '../../core/is.ts';
import type { FieldReader } from './fields.ts';
import { imageSize } from './image-size.ts';
import { avatarLimits } from './limits.ts';

// A map, for what a file asks of it may be `constructor`.
const componentBytes: ReadonlyMap<unknown, number> = new Map([
  [5120, 1],
  [5121, 1],
  [5122, 2],
  [5123, 2],
  [5125, 4],
  [5126, 4],
]);
const components = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 } as const;
export type ElementType = keyof typeof components;
/** Bytes from one element to the next at most, as glTF has it. */
const mostStride = 252;

export interface SealedData {
  /** An accessor that is used: its number of elements, which are of one of these types wherever it is used. */
  useAccessor(index: number, ...types: readonly [ElementType, ...ElementType[]]): number;
  /** One that says which vertices are corners: how many. */
  useCorners(index: number): number;
  /** A picture that is used. */
  useImage(index: number): void;
  /** For the sealed description; what is not used is empty. */
  accessors(): readonly unknown[];
  views(): readonly unknown[];
  images(): readonly unknown[];
  binary(): Uint8Array;
}

/** The bytes of a `data:` address; of any other: an InputError. */
function unpacked(uri: unknown, where: string): Uint8Array {
  const match = typeof uri === 'string' ? /^data:[\w/+.-]*;base64,/.exec(uri) : null;
  if (!match || typeof uri !== 'string') {
    throw new InputError(
      `${where} keeps a part of itself in another file: export it as one file (GLB, or glTF with all embedded).`,
    );
  }
  try {
    return Uint8Array.from(atob(uri.slice(match[0].length)), (letter) => letter.charCodeAt(0));
  } catch {
    throw new InputError(`${where} is damaged: its embedded data is no base64.`);
  }
}

export function sealData(
  json: Fields,
  inGlb: Uint8Array | undefined,
  read: FieldReader,
  where: string,
): SealedData {
  const pieces: Uint8Array[] = [];
  let total = 0;
  const add = (bytes: Uint8Array) => {
    const at = total;
    pieces.push(bytes);
    total += Math.ceil(bytes.length / 4) * 4;
    return at;
  };
  const buffers = read.list(json, 'buffers', 64, 'buffers').map((buffer, i) => {
    const bytes =
      i === 0 && buffer.uri === undefined && inGlb ? inGlb : unpacked(buffer.uri, where);
    return { at: add(bytes), length: bytes.length };
  });
  const given = read.list(json, 'bufferViews', 20_000, 'pieces of data');
  const accessors = read.list(json, 'accessors', 20_000, 'arrays');
  const images = read.list(json, 'images', avatarLimits.textures, 'textures');
  const views: unknown[] = given.map(() => ({ buffer: 0, byteLength: 0 }));
  const keptAccessors: unknown[] = accessors.map(() => ({
    ...{ componentType: 5126, type: 'SCALAR', count: 0 },
  }));
  const keptImages: unknown[] = images.map(() => ({}));
  const usedAccessors = new Map<number, number>();
  const usedImages = new Set<number>();
  let pixels = 0;

  function view(index: number): { at: number; length: number; stride: number } {
    const it = given[index] as Fields;
    const buffer = buffers[read.index(it, 'buffer', buffers.length) ?? -1];
    const offset = read.whole(it, 'byteOffset', 0);
    const length = read.whole(it, 'byteLength', 0);
    if (!buffer || offset + length > buffer.length) {
      throw read.damaged('a piece of its data lies beyond the end');
    }
    const stride = read.whole(it, 'byteStride', 0);
    const at = buffer.at + offset;
    views[index] = {
      ...{ buffer: 0, byteOffset: at, byteLength: length },
      ...(stride > 0 ? { byteStride: stride } : {}),
    };
    return { at, length, stride };
  }

  const sealed: SealedData = {
    useAccessor(index, ...types) {
      const it = accessors[index] as Fields;
      const { componentType } = it;
      const type = types.find((each) => each === it.type);
      if (!type) {
        throw read.damaged(`an array is of ${quoted(it.type)}, expected ${types.join(' or ')}`);
      }
      const known = usedAccessors.get(index);
      if (known !== undefined) return known;
      const width = components[type];
      const each = componentBytes.get(componentType) ?? 0;
      const size = width * each;
      const count = read.whole(it, 'count', 0);
      const of = read.index(it, 'bufferView', given.length);
      if (size === 0 || count === 0) throw read.damaged('it has an array of nothing');
      if (of === undefined || it.sparse !== undefined) {
        throw new InputError(
          `${where} has sparse data, which is not read: export it without (most programs have a choice for it).`,
        );
      }
      const { length, stride } = view(of);
      if (stride > 0 && (stride < size || stride > mostStride || stride % each > 0)) {
        throw read.damaged(
          `“byteStride” is ${stride}, expected a multiple of ${each} from ${size} to ${mostStride}`,
        );
      }
      const offset = read.whole(it, 'byteOffset', 0);
      if (offset + (count - 1) * (stride || size) + size > length) {
        throw read.damaged('an array is longer than its data');
      }
      const { normalized } = it;
      // Of places: else the loader complains. Only this model's own size depends on them.
      const [min, max] = [read.numbers(it, 'min', width), read.numbers(it, 'max', width)];
      keptAccessors[index] = {
        ...{ bufferView: of, byteOffset: offset, componentType, count, type },
        ...(normalized === true ? { normalized } : {}),
        ...(min && max ? { min, max } : {}),
      };
      usedAccessors.set(index, count);
      return count;
    },
    useCorners(index) {
      const { componentType } = accessors[index] as Fields;
      if (![5121, 5123, 5125].includes(componentType as number)) {
        throw read.damaged('its corners are not counted in whole numbers');
      }
      return sealed.useAccessor(index, 'SCALAR');
    },
    useImage(index) {
      if (usedImages.has(index)) return;
      usedImages.add(index);
      const it = images[index] as Fields;
      const of = read.index(it, 'bufferView', given.length);
      const inside = of === undefined ? undefined : view(of);
      const bytes = inside
        ? joined(pieces, total).subarray(inside.at, inside.at + inside.length)
        : unpacked(it.uri, where);
      const size = imageSize(bytes);
      if (!size) throw new InputError(`${where} has a texture that is neither PNG nor JPEG.`);
      const { textureSide, texturePixels } = avatarLimits;
      if (Math.max(size.width, size.height) > textureSide || size.width * size.height === 0) {
        throw new InputError(
          `${where} has a texture of ${size.width} × ${size.height} pixels: expected 1 to ${textureSide} along a side.`,
        );
      }
      pixels += size.width * size.height;
      if (pixels > texturePixels) {
        throw new InputError(
          `${where} has more than ${texturePixels / 1e6} million pixels of textures: export it with smaller ones.`,
        );
      }
      if (!inside) views.push({ buffer: 0, byteOffset: add(bytes), byteLength: bytes.length });
      keptImages[index] = { bufferView: of ?? views.length - 1, mimeType: size.type };
    },
    accessors: () => keptAccessors,
    views: () => views,
    images: () => keptImages,
    binary: () => joined(pieces, total),
  };
  return sealed;
}

/** The pieces one behind the other, each beginning at a multiple of four; put together once. */
function joined(pieces: Uint8Array[], total: number): Uint8Array {
  const [first] = pieces;
  if (pieces.length === 1 && first && first.length === total) return first;
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += Math.ceil(piece.length / 4) * 4;
  }
  pieces.splice(0, pieces.length, bytes);
  return bytes;
}
