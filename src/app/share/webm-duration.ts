/**
 * How long a WebM lasts, written where players look for it: recorders stream, and leave it out, and then a player
 * shows no time and cannot seek. Only the head of the file is read and written anew; the rest stays where it is, so
 * two minutes take no longer than one second. EBML is RFC 8794, what stands in it RFC 9559.
 */

/** Far more than recorders write before the first picture. */
const headBytes = 1 << 16;
const ids = {
  ...{ ebml: 0x1a45dfa3, segment: 0x18538067, info: 0x1549a966 },
  ...{ timestampScale: 0x2ad7b1, duration: 0x4489 },
};
/** Nanoseconds of a unit of time, where the file does not say. */
const defaultScale = 1e6;

interface Element {
  readonly id: number;
  /** Of the whole element, of its size, and of its content, from the beginning of the file. */
  readonly at: number;
  readonly sizeAt: number;
  readonly bodyAt: number;
  /** undefined: it goes on until something else begins, as in a stream. */
  readonly size: number | undefined;
}

/** The film with its duration; as it is where it is no WebM, or knows how long it is. */
export async function withDuration(film: Blob, milliseconds: number): Promise<Blob> {
  const bytes = new Uint8Array(await film.slice(0, headBytes).arrayBuffer());
  const head = headWithDuration(bytes, milliseconds);
  if (!head) return film;
  return new Blob([head, film.slice(bytes.length)], { type: film.type });
}

function headWithDuration(
  head: Uint8Array<ArrayBuffer>,
  milliseconds: number,
): Uint8Array<ArrayBuffer> | undefined {
  const ebml = elementAt(head, 0);
  if (ebml?.id !== ids.ebml || ebml.size === undefined) return undefined;
  const segment = elementAt(head, ebml.bodyAt + ebml.size);
  if (segment?.id !== ids.segment) return undefined;
  const info = childrenOf(head, segment).find(({ id }) => id === ids.info);
  if (info?.size === undefined || info.bodyAt + info.size > head.length) return undefined;
  const inInfo = childrenOf(head, info);
  const scale = inInfo.find(({ id }) => id === ids.timestampScale);
  const duration = (milliseconds * 1e6) / ((scale && unsigned(head, scale)) || defaultScale);
  const known = inInfo.find(({ id }) => id === ids.duration);
  if (known) return overwritten(head, known, duration);
  const end = info.bodyAt + info.size;
  const before = head.slice(0, info.sizeAt);
  const size = sizeBytes(info.size + durationBytes);
  const grown = size.length - (info.bodyAt - info.sizeAt) + durationBytes;
  if (segment.size !== undefined) {
    const length = segment.bodyAt - segment.sizeAt;
    const larger = sizeBytes(segment.size + grown, length);
    if (larger.length > length) return undefined;
    before.set(larger, segment.sizeAt);
  }
  return concatenated([
    ...[before, size, head.slice(info.bodyAt, end), durationElement(duration), head.slice(end)],
  ]);
}

/** Where it says 0 it is written over; anything else is believed. */
function overwritten(head: Uint8Array<ArrayBuffer>, { bodyAt, size }: Element, duration: number) {
  const bytes = head.slice();
  const view = new DataView(bytes.buffer);
  if (size === 8 && !(view.getFloat64(bodyAt) > 0)) view.setFloat64(bodyAt, duration);
  else if (size === 4 && !(view.getFloat32(bodyAt) > 0)) view.setFloat32(bodyAt, duration);
  else return undefined;
  return bytes;
}

const durationBytes = 11;

function durationElement(duration: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(durationBytes);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ids.duration);
  view.setUint8(2, 0x88);
  view.setFloat64(3, duration);
  return bytes;
}

/** One after the other, as far as they lie in the head; those after one without a size are not found. */
function childrenOf(head: Uint8Array, { bodyAt, size }: Element): Element[] {
  const children: Element[] = [];
  const end = Math.min(head.length, size === undefined ? head.length : bodyAt + size);
  let at = bodyAt;
  while (at < end) {
    const child = elementAt(head, at);
    if (!child) break;
    children.push(child);
    if (child.size === undefined) break;
    at = child.bodyAt + child.size;
  }
  return children;
}

function elementAt(head: Uint8Array, at: number): Element | undefined {
  const idLength = lengthAt(head, at);
  const sizeAt = at + idLength;
  const sizeLength = lengthAt(head, sizeAt);
  const bodyAt = sizeAt + sizeLength;
  if (idLength === 0 || sizeLength === 0 || bodyAt > head.length) return undefined;
  const largest = 2 ** (7 * sizeLength) - 1;
  // Without the bit that says how long the number is: with it eight bytes are more than a double holds.
  const marker = 0x80 >> (sizeLength - 1);
  const first = ((head[sizeAt] as number) - marker) * 256 ** (sizeLength - 1);
  const size = first + bigEndian(head, sizeAt + 1, sizeLength - 1);
  const isUnknown = size >= largest;
  return {
    id: bigEndian(head, at, idLength),
    at,
    sizeAt,
    bodyAt,
    size: isUnknown ? undefined : size,
  };
}

/** Of a number whose first bit that is set says how many bytes it has; 0: there is none. */
function lengthAt(head: Uint8Array, at: number): number {
  const first = head[at] ?? 0;
  return first === 0 ? 0 : Math.clz32(first) - 23;
}

function bigEndian(head: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = 0; i < length; i++) value = value * 256 + (head[at + i] as number);
  return value;
}

function unsigned(head: Uint8Array, { bodyAt, size = 0 }: Element): number {
  return bigEndian(head, bodyAt, size);
}

/** A size in as few bytes as hold it, and no fewer than `least`. All ones would say that it is not known. */
function sizeBytes(size: number, least = 1): Uint8Array<ArrayBuffer> {
  let length = least;
  while (size >= 2 ** (7 * length) - 1) length++;
  const bytes = new Uint8Array(length);
  let rest = size;
  for (let i = length - 1; i >= 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[0] = (bytes[0] as number) | (0x80 >> (length - 1));
  return bytes;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
