/**
 * Curves as TensorBoard reads them: an event file, which is a TFRecord of `Event` messages (tensorflow's event.proto
 * and summary.proto). A record is, little endian: u64 length, u32 masked CRC-32C of that length, the bytes,
 * u32 masked CRC-32C of the bytes. Of protobuf only what these messages take is written here:
 *
 *     Event    1 wall_time (double) · 2 step (varint) · 3 file_version (text) · 5 summary
 *     Summary  1 value, repeated
 *     Value    1 tag (text) · 2 simple_value (float) · 8 tensor · 9 metadata
 *     Metadata 1 plugin_data { 1 plugin_name }
 *     Tensor   1 dtype, 7 is text · 2 shape { 2 dim { 1 size } } · 8 string_val
 *
 * Pure: times are handed in.
 */
import { maskedCrc32c } from './crc32c.ts';

export interface ScalarEvent {
  /** Seconds since the epoch. */
  readonly wallTime: number;
  /** A whole number: where on the axis of steps. */
  readonly step: number;
  readonly scalars: readonly { readonly tag: string; readonly value: number }[];
  /** Shown by TensorBoard's text plugin, as Markdown. */
  readonly texts: readonly { readonly tag: string; readonly text: string }[];
}

const fileVersion = 'brain.Event:2';
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const stringType = 7;

type Bytes = readonly number[] | Uint8Array;

function joined(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Seven bits a byte, lowest first; by division, because a step may have more than 32 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

const tag = (field: number, type: number) => varint(field * 8 + type);
const message = (field: number, ...parts: readonly Bytes[]) => {
  const bytes = joined(parts);
  return joined([tag(field, wire.bytes), varint(bytes.length), bytes]);
};
const text = (field: number, value: string) => message(field, new TextEncoder().encode(value));
const whole = (field: number, value: number) => [...tag(field, wire.varint), ...varint(value)];

function double(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return joined([tag(field, wire.fixed64), bytes]);
}

function float(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined([tag(field, wire.fixed32), bytes]);
}

function textValue(name: string, value: string): Uint8Array {
  const shape = message(2, message(2, whole(1, 1)));
  return message(
    1,
    text(1, name),
    message(9, message(1, text(1, 'text'))),
    message(8, whole(1, stringType), shape, text(8, value)),
  );
}

function record(bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + 4 + bytes.length + 4);
  const view = new DataView(framed.buffer);
  view.setBigUint64(0, BigInt(bytes.length), true);
  view.setUint32(8, maskedCrc32c(framed.subarray(0, 8)), true);
  framed.set(bytes, 12);
  view.setUint32(12 + bytes.length, maskedCrc32c(bytes), true);
  return framed;
}

function encode({ wallTime, step, scalars, texts }: ScalarEvent): Uint8Array {
  const values = [
    ...scalars.map(({ tag: name, value }) => message(1, text(1, name), float(2, value))),
    ...texts.map(({ tag: name, text: value }) => textValue(name, value)),
  ];
  return joined([double(1, wallTime), whole(2, step), message(5, ...values)]);
}

/** `startedAt`: seconds since the epoch, of the file's first record. Steps must be whole numbers of at least 0. */
export function writeEventFile(
  startedAt: number,
  events: readonly ScalarEvent[],
): Uint8Array<ArrayBuffer> {
  for (const { step } of events) {
    if (Number.isSafeInteger(step) && step >= 0) continue;
    throw new Error(`Expected an event's step to be a whole number of at least 0, got ${step}.`);
  }
  const first = joined([double(1, startedAt), text(3, fileVersion)]);
  return joined([record(first), ...events.map((event) => record(encode(event)))]);
}
