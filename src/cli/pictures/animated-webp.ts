/**
 * An animated WebP from single ones: the RIFF container of https://developers.google.com/speed/webp/docs/riff_container,
 * with one ANMF chunk a frame. Encodes no pixels: each frame is a whole WebP file, of a browser's canvas for instance,
 * and lies over what was there before; where it is transparent, that stays.
 */

export interface WebpFrame {
  /** A still WebP file: lossy, lossy with alpha, or lossless. */
  readonly file: Uint8Array;
  /** Pixels from the left and the top; even, as the format has them halved. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly milliseconds: number;
}

export interface Chunk {
  /** Four letters. */
  readonly name: string;
  readonly body: Uint8Array;
}

/** Of a frame's chunks those that are its pixels; all others are of a still file's own container. */
const pixels: readonly string[] = ['ALPH', 'VP8 ', 'VP8L'];
/** In VP8X: some pixels are transparent, and there are frames. */
const flags = 0x10 | 0x02;

/** The chunks of a RIFF file whose form is WEBP. Throws an Error for any other. */
export function webpChunks(file: Uint8Array): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const name = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WEBP') {
    throw new Error('Expected a WebP file.');
  }
  return chunksFrom(file, view, 12);
}

/** The chunks inside an ANMF chunk. */
export function frameChunks(body: Uint8Array): Chunk[] {
  return chunksFrom(body, new DataView(body.buffer, body.byteOffset, body.byteLength), 16);
}

function chunksFrom(file: Uint8Array, view: DataView, start: number): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = start; at + 8 <= file.length; ) {
    const size = view.getUint32(at + 4, true);
    if (at + 8 + size > file.length) throw new Error('Expected a whole chunk, but it is cut off.');
    const body = file.subarray(at + 8, at + 8 + size);
    chunks.push({ name: String.fromCharCode(...file.subarray(at, at + 4)), body });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

/** The whole file, shown for ever. `width` and `height`: pixels of all of it. */
export function animatedWebp(
  frames: readonly WebpFrame[],
  { width, height }: { readonly width: number; readonly height: number },
): Uint8Array {
  const canvas = joined([Uint8Array.of(flags, 0, 0, 0), of24(width - 1), of24(height - 1)]);
  // Background: transparent; loops: 0, which is for ever.
  const animation = new Uint8Array(6);
  const body = joined([
    ...[Uint8Array.from('WEBP', (letter) => letter.charCodeAt(0))],
    ...[chunk('VP8X', canvas), chunk('ANIM', animation)],
    ...frames.map((frame) => chunk('ANMF', frameBody(frame))),
  ]);
  return chunk('RIFF', body);
}

function frameBody({ file, x, y, width, height, milliseconds }: WebpFrame): Uint8Array {
  if (x % 2 || y % 2) throw new Error(`Expected a frame at an even place, but got ${x}, ${y}.`);
  return joined([
    ...[of24(x / 2), of24(y / 2), of24(width - 1), of24(height - 1)],
    // Blended over the last one, and left there.
    ...[of24(Math.round(milliseconds)), Uint8Array.of(0)],
    ...webpChunks(file)
      .filter(({ name }) => pixels.includes(name))
      .map(({ name, body }) => chunk(name, body)),
  ]);
}

function of24(value: number): Uint8Array {
  return Uint8Array.of(value & 255, (value >> 8) & 255, (value >> 16) & 255);
}

/** Padded to an even length, which its size does not count. */
function chunk(name: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (body.length % 2));
  for (let i = 0; i < 4; i++) bytes[i] = name.charCodeAt(i);
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
