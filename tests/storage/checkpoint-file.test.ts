import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { readCheckpointFile, writeCheckpointFile } from '../../src/storage/checkpoint-file.ts';
import { crc32 } from '../../src/storage/crc32.ts';

const checkpoint = {
  manifest: { version: 1, name: 'plaza', list: [1, null, 'é'] },
  blobs: new Map([
    ['actor.safetensors', Uint8Array.of(1, 2, 3)],
    ['empty', new Uint8Array()],
    ['replay-0001', Uint8Array.from({ length: 1000 }, (_, i) => i % 251)],
  ]),
};

/** A file with this table and this data, its checksum right. */
function file(table: unknown, data = new Uint8Array()): Uint8Array {
  const text = new TextEncoder().encode(typeof table === 'string' ? table : JSON.stringify(table));
  const bytes = new Uint8Array(16 + text.length + data.length);
  bytes.set(new TextEncoder().encode('HEED'));
  bytes.set(text, 16);
  bytes.set(data, 16 + text.length);
  const prefix = new DataView(bytes.buffer);
  prefix.setUint32(4, 1, true);
  prefix.setUint32(8, text.length, true);
  prefix.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

describe('checkpoint file', () => {
  it('comes back bit by bit', () => {
    const bytes = writeCheckpointFile(checkpoint);
    expect(readCheckpointFile(bytes, 'a.heed')).toEqual(checkpoint);
    expect(writeCheckpointFile(readCheckpointFile(bytes, 'a.heed'))).toEqual(bytes);
    expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('HEED');
  });

  it('gives blobs of their own, from a view that starts anywhere', () => {
    const bytes = writeCheckpointFile(checkpoint);
    const shifted = new Uint8Array(bytes.length + 5);
    shifted.set(bytes, 5);
    const read = readCheckpointFile(shifted.subarray(5), 'a.heed');
    expect(read).toEqual(checkpoint);
    for (const blob of read.blobs.values()) expect(blob.buffer.byteLength).toBe(blob.length);
  });

  it('refuses every file that is cut off', () => {
    const bytes = writeCheckpointFile(checkpoint);
    for (let length = 0; length < bytes.length; length += length < 300 ? 1 : 37) {
      expect(() => readCheckpointFile(bytes.subarray(0, length), 'a.heed')).toThrow(InputError);
    }
  });

  it('refuses every file in which one bit is wrong', () => {
    const bytes = writeCheckpointFile(checkpoint);
    const random = createRandom(1, 'checkpoint-file');
    for (let attempt = 0; attempt < 2000; attempt++) {
      const at = attempt < 160 ? attempt % bytes.length : random.integer(bytes.length);
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] as number) ^ (1 << random.integer(8));
      expect(() => readCheckpointFile(damaged, 'a.heed')).toThrow(InputError);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    [
      'another kind of file',
      new TextEncoder().encode('PK\u0003\u0004 something else'),
      /begin with/,
    ],
    ['a table that is not JSON', file('{'), /not JSON/],
    ['a table that is null', file('null'), /not a manifest/],
    ['no blobs', file({ manifest: 1 }), /not a manifest/],
    ['a blob without a size', file({ manifest: 1, blobs: [{ name: 'a' }] }), /without a name or/],
    ['null as a blob', file({ manifest: 1, blobs: [null] }), /without a name or/],
    [
      'a negative size',
      file({ manifest: 1, blobs: [{ name: 'a', size: -1 }] }),
      /without a name or/,
    ],
    ['a huge size', file({ manifest: 1, blobs: [{ name: 'a', size: 1e15 }] }), /beyond its end/],
    ['a path as name', file({ manifest: 1, blobs: [{ name: '../a', size: 0 }] }), /name of a blob/],
    [
      'a name twice',
      file({ manifest: 1, blobs: ['a', 'a'].map((name) => ({ name, size: 0 })) }),
      /two blobs called "a"/,
    ],
    ['data that nobody names', file({ manifest: 1, blobs: [] }, new Uint8Array(8)), /the file at/],
  ])('refuses %s with a sentence', (_name, bytes, sentence) => {
    expect(() => readCheckpointFile(bytes, 'a.heed')).toThrow(InputError);
    expect(() => readCheckpointFile(bytes, 'a.heed')).toThrow(sentence);
  });

  it('refuses a later version and says which it reads', () => {
    const bytes = writeCheckpointFile(checkpoint);
    new DataView(bytes.buffer).setUint32(4, 9, true);
    expect(() => readCheckpointFile(bytes, 'a.heed')).toThrow(
      'a.heed is no readable checkpoint: it has version 9, and this program reads version 1.',
    );
  });

  it('does not write a blob whose name could be a path', () => {
    const blobs = new Map([['a/b', new Uint8Array()]]);
    expect(() => writeCheckpointFile({ manifest: 1, blobs })).toThrow(InputError);
  });

  it('crc32: the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new Uint8Array())).toBe(0);
  });
});
