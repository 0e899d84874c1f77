/** Reads an event file of TensorBoard back, as its reader does: with every checksum, and any field of protobuf. */

/** CRC-32C bit by bit, as its definition has it. */
function slowCrc(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  return ~crc >>> 0;
}

function slowMask(bytes: Uint8Array): number {
  const crc = BigInt(slowCrc(bytes));
  const turned = ((crc >> 15n) | (crc << 17n)) & 0xffffffffn;
  return Number((turned + 0xa282ead8n) & 0xffffffffn);
}

type Field = { readonly field: number; readonly value: bigint | number | Uint8Array };

export function fieldsOf(bytes: Uint8Array): Field[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Field[] = [];
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const [field, type] = [key >> 3, key & 7];
    if (type === 0) fields.push({ field, value: varint() });
    else if (type === 1) {
      fields.push({ field, value: view.getFloat64(at, true) });
      at += 8;
    } else if (type === 5) {
      fields.push({ field, value: view.getFloat32(at, true) });
      at += 4;
    } else if (type === 2) {
      const length = Number(varint());
      fields.push({ field, value: bytes.subarray(at, at + length) });
      at += length;
    } else throw new Error(`Field ${field} has the unknown wire type ${type}.`);
  }
  if (at !== bytes.length) throw new Error('A message ends beyond its end.');
  return fields;
}

const bytesOf = (fields: Field[], wanted: number) =>
  fields.filter(({ field }) => field === wanted).map(({ value }) => value as Uint8Array);
const one = (fields: Field[], wanted: number) =>
  fields.find(({ field }) => field === wanted)?.value;
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

export function readEventFile(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const events = [];
  let at = 0;
  while (at < file.length) {
    const length = Number(view.getBigUint64(at, true));
    const [head, body] = [file.subarray(at, at + 8), file.subarray(at + 12, at + 12 + length)];
    if (view.getUint32(at + 8, true) !== slowMask(head)) throw new Error('Wrong length checksum.');
    if (view.getUint32(at + 12 + length, true) !== slowMask(body))
      throw new Error('Wrong checksum.');
    at += 16 + length;
    const event = fieldsOf(body);
    const [summary] = bytesOf(event, 5);
    const values = summary ? bytesOf(fieldsOf(summary), 1).map(fieldsOf) : [];
    events.push({
      wallTime: one(event, 1),
      step: one(event, 2),
      fileVersion: text(bytesOf(event, 3)[0]),
      values: values.map((value) => {
        const [tensor] = bytesOf(value, 8);
        const [metadata] = bytesOf(value, 9);
        const [plugin] = metadata ? bytesOf(fieldsOf(metadata), 1) : [];
        return {
          tag: text(bytesOf(value, 1)[0]),
          scalar: one(value, 2),
          text: tensor && text(bytesOf(fieldsOf(tensor), 8)[0]),
          plugin: plugin && text(bytesOf(fieldsOf(plugin), 1)[0]),
        };
      }),
    });
  }
  return events;
}
