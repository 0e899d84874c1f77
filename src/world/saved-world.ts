/**
 * The bytes of a saved world, version 1, little-endian:
 * `"HWLD" | version u32 | count of numbers u32 | visitors u32 | numbers f64 | the motion's own bytes` (motion.ts).
 * The numbers are an identity (which layout, which time step: never restored, only compared) and
 * every array that a world carries from step to step, each widened to f64, which is exact for f32, u8
 * and i32; longer where a visitor is in (1, else 0). Knows the arrays only as a list: world-tables.ts says which.
 *
 * The bytes may come from a file of anyone's, so nothing is taken over before all of it is read and checked.
 */
import { InputError } from '../core/input-error.ts';

export type Table = Float32Array | Float64Array | Int32Array | Uint8Array;

const magic = 0x444c5748;
const version = 1;
const headerBytes = 16;

export interface WorldTables {
  /** Equal in any two worlds that may be restored from one another. */
  readonly identity: Float64Array;
  readonly state: readonly Table[];
  /** The one of them in which numbers may be infinite. */
  readonly endless: Table;
  /** Whether a visitor is in. */
  readonly visited: boolean;
}

function countNumbers({ identity, state }: WorldTables): number {
  return state.reduce((sum, table) => sum + table.length, identity.length);
}

export function packWorld(tables: WorldTables, motion: Uint8Array): Uint8Array {
  const numbers = countNumbers(tables);
  const bytes = new Uint8Array(headerBytes + 8 * numbers + motion.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, version, true);
  view.setUint32(8, numbers, true);
  view.setUint32(12, Number(tables.visited), true);
  const values = new Float64Array(bytes.buffer, headerBytes, numbers);
  let at = 0;
  for (const table of [tables.identity, ...tables.state]) {
    values.set(table, at);
    at += table.length;
  }
  bytes.set(motion, headerBytes + 8 * numbers);
  return bytes;
}

/** Whether a visitor is in the saved world; of other bytes it says nothing. */
export function isVisited(bytes: Uint8Array): boolean {
  if (bytes.length < headerBytes) return false;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(12, true) !== 0;
}

/** The numbers of a saved world, in its order: what may be compared. Of other bytes, what would be such. */
export function numbersOf(bytes: Uint8Array): Float64Array {
  if (bytes.length < headerBytes) return new Float64Array(0);
  const said = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(8, true);
  const count = Math.min(said, Math.floor((bytes.length - headerBytes) / 8));
  const numbers = new Uint8Array(bytes.subarray(headerBytes, headerBytes + 8 * count));
  return new Float64Array(numbers.buffer);
}

/** The motion's part of the bytes; throws an InputError if they are not of a world like this one. */
export function motionOf(bytes: Uint8Array, tables: WorldTables): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerBytes || view.getUint32(0, true) !== magic) {
    throw new InputError('Expected a saved world, but these bytes do not begin as one.');
  }
  const found = view.getUint32(4, true);
  if (found !== version) {
    throw new InputError(`Expected a saved world of version ${version}, but got ${found}.`);
  }
  const numbers = countNumbers(tables);
  const start = headerBytes + 8 * numbers;
  const alike =
    view.getUint32(8, true) === numbers &&
    bytes.length > start &&
    tables.identity.every((value, i) => view.getFloat64(headerBytes + 8 * i, true) === value);
  if (!alike) {
    throw new InputError('Expected a world saved from this layout with these time steps.');
  }
  return bytes.subarray(start);
}

/**
 * What each table of the state is to have, from bytes that `motionOf` has accepted. Throws an InputError for a number
 * that no world saves: one that its table cannot hold, or that is not finite.
 */
export function readState(
  bytes: Uint8Array,
  { identity, state, endless }: WorldTables,
): ReadonlyMap<Table, Float64Array> {
  const numbers = numbersOf(bytes);
  let at = identity.length;
  return new Map(
    state.map((table) => {
      const values = numbers.subarray(at, at + table.length);
      const held = table.slice();
      held.set(values);
      const isOne = (value: number) =>
        Number.isFinite(value) || (table === endless && value === Number.POSITIVE_INFINITY);
      const wrong = values.findIndex((value, i) => held[i] !== value || !isOne(value));
      if (wrong >= 0) {
        throw new InputError(
          `Expected number ${at + wrong} of a saved world to be a finite one of a ${table.constructor.name}, but got ${values[wrong]}: the file is damaged.`,
        );
      }
      at += table.length;
      return [table, values] as const;
    }),
  );
}
