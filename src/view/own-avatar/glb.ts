/** The container of glTF 2.0: a header, a chunk of JSON, and a chunk of binary data. Little endian. Pure. */
import { InputError } from '../../core/input-error.ts';
import { avatarLimits } from './limits.ts';

const magic = 0x46546c67; // glTF
const jsonChunk = 0x4e4f534a;
const binaryChunk = 0x004e4942;

export interface Container {
  readonly text: string;
  readonly binary: Uint8Array;
}

export function isGlb(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === magic
  );
}

/** `where` begins the sentence. Throws an InputError. */
export function readGlb(bytes: Uint8Array, where: string): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 20) throw new InputError(`${where} is cut off: a GLB has at least 20 bytes.`);
  const version = view.getUint32(4, true);
  if (version !== 2) {
    throw new InputError(`${where} is glTF ${version}: expected glTF 2.0; export it anew as that.`);
  }
  const length = view.getUint32(8, true);
  if (length !== bytes.length) {
    throw new InputError(
      `${where} is cut off or damaged: it says that it has ${length} bytes, and has ${bytes.length}.`,
    );
  }
  const jsonLength = view.getUint32(12, true);
  if (view.getUint32(16, true) !== jsonChunk || 20 + jsonLength > length) {
    throw new InputError(
      `${where} is damaged: expected its description first, as long as it says.`,
    );
  }
  if (jsonLength > avatarLimits.jsonBytes) throw tooMuchText(where);
  let binary = new Uint8Array(0);
  const at = 20 + jsonLength;
  if (at + 8 <= length && view.getUint32(at + 4, true) === binaryChunk) {
    const size = view.getUint32(at, true);
    if (at + 8 + size > length) throw new InputError(`${where} is damaged: its data is cut off.`);
    binary = new Uint8Array(bytes.slice(at + 8, at + 8 + size));
  }
  return { text: new TextDecoder().decode(bytes.subarray(20, at)), binary };
}

export function tooMuchText(where: string): InputError {
  const most = avatarLimits.jsonBytes / 1e6;
  return new InputError(
    `${where} describes more than an avatar needs: its description has at most ${most} MB.`,
  );
}

const padded = (length: number) => Math.ceil(length / 4) * 4;

export function writeGlb(json: unknown, binary: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const [textLength, dataLength] = [padded(text.length), padded(binary.length)];
  const bytes = new Uint8Array(28 + textLength + dataLength);
  const view = new DataView(bytes.buffer);
  const header = [magic, 2, bytes.length, textLength, jsonChunk];
  for (const [i, word] of header.entries()) view.setUint32(4 * i, word, true);
  bytes.fill(0x20, 20, 20 + textLength);
  bytes.set(text, 20);
  view.setUint32(20 + textLength, dataLength, true);
  view.setUint32(24 + textLength, binaryChunk, true);
  bytes.set(binary, 28 + textLength);
  return bytes;
}
