/**
 * Weights as safetensors, the format that other tools read: the header's length (u64, little
 * endian), the header (JSON: name → dtype, shape, data_offsets; `__metadata__`: text → text), then
 * the values. Only float32, which is all that we train in. Tensors fill the data without gap or
 * overlap, as the reference implementation demands (huggingface/safetensors).
 *
 * Reading trusts nothing: every number of the header is checked before it is used.
 */
import { InputError } from '../core/input-error.ts';
import { isRecord } from '../core/is.ts';

export interface Tensor {
  /** Sizes of the axes; [] is a scalar. */
  readonly shape: readonly number[];
  /** Row-major; as many as the product of the shape. */
  readonly values: Float32Array;
}

export interface TensorFile {
  /** In the order in which they lie in the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const limits = { headerBytes: 4 * 2 ** 20, axes: 8, nameLength: 256 };
const metadataName = '__metadata__';
const lengthBytes = 8;
const valueBytes = 4;

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

export function writeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = Object.create(null);
  if (Object.keys(metadata).length > 0) header[metadataName] = metadata;
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    if (name === metadataName || values.length !== countOf(shape)) {
      throw new Error(`Expected "${name}" to have [${shape}] values, but it has ${values.length}.`);
    }
    const begin = end;
    end += values.length * valueBytes;
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces after the header, so that the values start at a multiple of eight.
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(lengthBytes + headerLength + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, lengthBytes, lengthBytes + headerLength);
  bytes.set(text, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const { values } of tensors.values()) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

/** `where` names the file in errors. The tensors are copies: the bytes may be dropped. */
export function readSafetensors(bytes: Uint8Array, where: string): TensorFile {
  const refuse = (why: string) =>
    new InputError(`${where} is no readable safetensors file: ${why}.`);
  if (bytes.length < lengthBytes) throw refuse(`it has only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claimed = view.getBigUint64(0, true);
  const room = Math.min(limits.headerBytes, bytes.length - lengthBytes);
  if (claimed > BigInt(room)) {
    throw refuse(`it claims a header of ${claimed} bytes, where ${room} are the most possible`);
  }
  const dataStart = lengthBytes + Number(claimed);
  const dataBytes = bytes.length - dataStart;
  const entries = Object.entries(parseHeader(bytes.subarray(lengthBytes, dataStart), refuse));

  const metadata: Record<string, string> = {};
  const placed: { name: string; shape: readonly number[]; begin: number; end: number }[] = [];
  for (const [name, value] of entries) {
    if (name === metadataName) {
      Object.assign(metadata, checkMetadata(value, refuse));
    } else {
      placed.push({ name, ...checkEntry(name, value, dataBytes, refuse) });
    }
  }
  placed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  const tensors = new Map<string, Tensor>();
  let filled = 0;
  for (const { name, shape, begin, end } of placed) {
    if (begin !== filled) {
      throw refuse(`"${name}" starts at ${begin}, where ${filled} was expected (overlap or gap)`);
    }
    filled = end;
    const values = new Float32Array((end - begin) / valueBytes);
    new Uint8Array(values.buffer).set(bytes.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, { shape, values });
  }
  if (filled !== dataBytes) {
    throw refuse(`its tensors end at ${filled}, but its data at ${dataBytes}`);
  }
  return { tensors, metadata };
}

type Refuse = (why: string) => InputError;

function parseHeader(bytes: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('its header is not JSON');
  }
  if (!isRecord(value)) throw refuse('its header is not a JSON object');
  return value;
}

function checkMetadata(value: unknown, refuse: Refuse): Record<string, string> {
  if (!isRecord(value) || Object.values(value).some((text) => typeof text !== 'string')) {
    throw refuse(`${metadataName} is not a record of texts`);
  }
  return value as Record<string, string>;
}

function checkEntry(name: string, value: unknown, dataBytes: number, refuse: Refuse) {
  const shown = JSON.stringify(name.slice(0, limits.nameLength));
  if (name.length > limits.nameLength) throw refuse(`the name ${shown}… is too long`);
  if (!isRecord(value)) throw refuse(`${shown} is not described by a record`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (dtype !== 'F32') throw refuse(`${shown} has dtype ${JSON.stringify(dtype)}, not "F32"`);
  if (!isCounts(shape) || shape.length > limits.axes) {
    throw refuse(`${shown} has a shape that is not up to ${limits.axes} counts`);
  }
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw refuse(`${shown} has data_offsets that are not two counts`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataBytes) {
    throw refuse(`${shown} claims bytes ${begin} to ${end} of ${dataBytes}`);
  }
  if (end - begin !== countOf(shape) * valueBytes) {
    throw refuse(`${shown} has shape [${shape}] but ${end - begin} bytes`);
  }
  return { shape, begin, end };
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
