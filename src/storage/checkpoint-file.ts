/**
 * A whole checkpoint as one file, which the page saves and loads and the command line reads and
 * writes; so is a recording (agents/recording-file.ts). All numbers little endian:
 *
 *     0  'HEED'
 *     4  u32 version
 *     8  u32 length of the table
 *    12  u32 CRC-32 of everything from byte 16 on
 *    16  table: JSON { manifest, blobs: [{ name, size }] }, spaces up to a multiple of 8
 *        each blob, zeros up to a multiple of 8
 *
 * What the manifest means is known elsewhere; here it is only JSON.
 */
import { InputError } from '../core/input-error.ts';
import { crc32 } from './crc32.ts';
import { checkName, copyBytes } from './sealed-checkpoint.ts';

export interface WholeCheckpoint {
  readonly manifest: unknown;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** The file name's ending. */
export const checkpointExtension = '.heed';

const magic = 0x44454548; // 'HEED', read as a little endian number.
const formatVersion = 1;
const prefixBytes = 16;
/** Of a whole file. */
export const mostFileBytes = 2 ** 31 - 1;
const limits = { fileBytes: mostFileBytes, tableBytes: 64 * 2 ** 20, blobs: 10_000 };

const padded = (size: number) => Math.ceil(size / 8) * 8;

export function writeCheckpointFile(checkpoint: WholeCheckpoint): Uint8Array<ArrayBuffer> {
  const blobs = [...checkpoint.blobs].map(([name, { length }]) => {
    checkName('blob', name);
    return { name, size: length };
  });
  const table = new TextEncoder().encode(
    JSON.stringify({ manifest: checkpoint.manifest ?? null, blobs }),
  );
  const tableBytes = padded(table.length);
  const size = blobs.reduce((sum, blob) => sum + padded(blob.size), prefixBytes + tableBytes);
  if (size > limits.fileBytes || tableBytes > limits.tableBytes || blobs.length > limits.blobs) {
    throw new InputError(
      `This checkpoint is too large for one file (${size} bytes, ${blobs.length} blobs): ` +
        'save it without its replay.',
    );
  }
  const bytes = new Uint8Array(size);
  bytes.fill(0x20, prefixBytes, prefixBytes + tableBytes);
  bytes.set(table, prefixBytes);
  let at = prefixBytes + tableBytes;
  for (const blob of checkpoint.blobs.values()) {
    bytes.set(blob, at);
    at += padded(blob.length);
  }
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(0, magic, true);
  prefix.setUint32(4, formatVersion, true);
  prefix.setUint32(8, tableBytes, true);
  prefix.setUint32(12, crc32(bytes.subarray(prefixBytes)), true);
  return bytes;
}

/** Whether a file that begins like this is one of these. */
export function isCheckpointFile(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return head.length >= 4 && view.getUint32(0, true) === magic;
}

/**
 * The manifest alone of a file of `size` bytes, of which only the beginning is read: no checksum tells whether it is
 * whole, so what is read of it is to be checked like anybody's.
 */
export async function readManifestAlone(
  read: (from: number, to: number) => Promise<Uint8Array>,
  size: number,
  where: string,
): Promise<unknown> {
  // What it would have been is not known before it is read: a recording begins like a run.
  const refuse = (why: string) => new InputError(`${where} is no readable file of Heed: ${why}.`);
  const tableBytes = readPrefix(await read(0, Math.min(size, prefixBytes)), size, refuse);
  return parseTable(await read(prefixBytes, prefixBytes + tableBytes), refuse).manifest;
}

/** The length of the table, if this may be the beginning of a file of `size` bytes. */
function readPrefix(bytes: Uint8Array, size: number, refuse: (why: string) => InputError): number {
  if (bytes.length < prefixBytes) throw refuse(`it has only ${bytes.length} bytes`);
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (prefix.getUint32(0, true) !== magic) throw refuse('it does not begin with "HEED"');
  const version = prefix.getUint32(4, true);
  if (version !== formatVersion) {
    throw refuse(`it has version ${version}, and this program reads version ${formatVersion}`);
  }
  const tableBytes = prefix.getUint32(8, true);
  if (tableBytes > Math.min(limits.tableBytes, size - prefixBytes)) throw refuse('it is cut off');
  return tableBytes;
}

/** What else is kept in such a file: a recording. */
export interface FileKind {
  readonly noun: string;
  readonly mostBytes: number;
}

const checkpointKind: FileKind = { noun: 'checkpoint', mostBytes: limits.fileBytes };

/** `where` names the file in errors. The blobs are copies: the bytes may be dropped. */
export function readCheckpointFile(
  bytes: Uint8Array,
  where: string,
  { noun, mostBytes }: FileKind = checkpointKind,
): WholeCheckpoint {
  const refuse = (why: string) => new InputError(`${where} is no readable ${noun}: ${why}.`);
  if (bytes.length > mostBytes) throw refuse(`it has ${bytes.length} bytes, which is too much`);
  const tableBytes = readPrefix(bytes, bytes.length, refuse);
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Before anything is parsed: a damaged file is called damaged, whatever the damage means.
  if (prefix.getUint32(12, true) !== crc32(bytes.subarray(prefixBytes))) {
    throw refuse('its checksum is wrong, so it is damaged or cut off');
  }
  const dataStart = prefixBytes + tableBytes;
  const { manifest, blobs: table } = parseTable(bytes.subarray(prefixBytes, dataStart), refuse);
  const blobs = new Map<string, Uint8Array>();
  let at = dataStart;
  for (const { name, size } of table) {
    checkName('blob', name);
    if (blobs.has(name)) throw refuse(`it holds two blobs called "${name}"`);
    if (size > bytes.length - at) throw refuse(`its blob "${name}" reaches beyond its end`);
    blobs.set(name, copyBytes(bytes.subarray(at, at + size)));
    at += padded(size);
  }
  if (at !== bytes.length) throw refuse(`its blobs end at ${at}, but the file at ${bytes.length}`);
  return { manifest, blobs };
}

interface Table {
  readonly manifest: unknown;
  readonly blobs: readonly { readonly name: string; readonly size: number }[];
}

function parseTable(bytes: Uint8Array, refuse: (why: string) => InputError): Table {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refuse('its table is not JSON');
  }
  const { manifest, blobs } = (value ?? {}) as Partial<Table>;
  if (manifest === undefined || !Array.isArray(blobs) || blobs.length > limits.blobs) {
    throw refuse(`its table is not a manifest and at most ${limits.blobs} blobs`);
  }
  for (const blob of blobs as Partial<Table['blobs'][number]>[]) {
    const size = blob?.size;
    if (typeof blob?.name !== 'string' || !Number.isSafeInteger(size) || (size as number) < 0) {
      throw refuse('its table describes a blob without a name or a size');
    }
  }
  return { manifest, blobs };
}
