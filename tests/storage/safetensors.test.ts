import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { createRandom } from '../../src/core/random.ts';
import { readSafetensors, type Tensor, writeSafetensors } from '../../src/storage/safetensors.ts';

const tensors = new Map<string, Tensor>([
  ['actor/head/w', { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 4, Number.NaN, 1e-40) }],
  ['scalar', { shape: [], values: Float32Array.of(7) }],
  ['empty', { shape: [0, 4], values: new Float32Array() }],
  ['7', { shape: [1], values: Float32Array.of(Number.POSITIVE_INFINITY) }],
  ['__proto__', { shape: [2], values: Float32Array.of(8, 9) }],
]);

/** A file with this header text (or object) and this many bytes of data. */
function file(header: unknown, dataBytes = 0, headerLength?: bigint): Uint8Array {
  const text = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, headerLength ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}
const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32') => ({
  dtype,
  shape,
  data_offsets: offsets,
});

describe('safetensors', () => {
  it('comes back bit by bit, metadata and order included', () => {
    const bytes = writeSafetensors(tensors, { kind: 'actor', note: 'größer' });
    const read = readSafetensors(bytes, 'w');
    expect(read.metadata).toEqual({ kind: 'actor', note: 'größer' });
    expect(new Map(read.tensors)).toEqual(tensors);
    expect([...read.tensors.keys()]).toEqual([...tensors.keys()]);
    expect(writeSafetensors(read.tensors, read.metadata)).toEqual(bytes);
  });

  it('is laid out as the format says', () => {
    const bytes = writeSafetensors(new Map([['a', { shape: [2], values: Float32Array.of(1, 2) }]]));
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header.trimEnd()).toBe('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}');
    expect((8 + length) % 8).toBe(0);
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 64]);
  });

  it('reads from and writes views that start anywhere in their buffer', () => {
    const values = new Float32Array(new ArrayBuffer(40), 4, 2).fill(5);
    const bytes = writeSafetensors(new Map([['a', { shape: [2], values }]]));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readSafetensors(shifted.subarray(3), 'w').tensors.get('a')?.values).toEqual(
      Float32Array.of(5, 5),
    );
  });

  it('accepts tensors that are listed in another order than they lie', () => {
    const bytes = file({ b: entry([1], [4, 8]), a: entry([1], [0, 4]) }, 8);
    expect([...readSafetensors(bytes, 'w').tensors.keys()]).toEqual(['a', 'b']);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(), /only 0 bytes/],
    ['a huge header', file({}, 0, 2n ** 63n), /header of 9223372036854775808 bytes/],
    ['a header longer than the file', file({}, 0, 3n), /header of 3 bytes, where 2/],
    ['text that is not JSON', file('{"a":'), /not JSON/],
    ['bytes that are not text', file('\u0000'), /not JSON/],
    ['a list as header', file([]), /not a JSON object/],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }), /record of texts/],
    ['another dtype', file({ a: entry([1], [0, 2], 'BF16') }, 2), /"a" has dtype "BF16"/],
    ['no dtype', file({ a: { shape: [1], data_offsets: [0, 4] } }, 4), /dtype undefined/],
    ['a negative size', file({ a: entry([-1], [0, 4]) }, 4), /shape that is not/],
    ['a size that is text', file({ a: entry(['1'], [0, 4]) }, 4), /shape that is not/],
    ['nine axes', file({ a: entry(Array(9).fill(1), [0, 4]) }, 4), /shape that is not up to 8/],
    [
      'a product beyond all numbers',
      file({ a: entry(Array(8).fill(2 ** 52), [0, 4]) }, 4),
      /4 bytes/,
    ],
    ['three offsets', file({ a: entry([1], [0, 4, 8]) }, 8), /not two counts/],
    ['offsets in the wrong order', file({ a: entry([1], [4, 0]) }, 4), /bytes 4 to 0/],
    ['offsets beyond the data', file({ a: entry([2], [0, 8]) }, 4), /bytes 0 to 8 of 4/],
    ['fewer bytes than the shape', file({ a: entry([2], [0, 4]) }, 4), /shape \[2\] but 4 bytes/],
    ['overlap', file({ a: entry([2], [0, 8]), b: entry([1], [4, 8]) }, 8), /"b" starts at 4/],
    ['a gap', file({ a: entry([1], [0, 4]), b: entry([1], [8, 12]) }, 12), /"b" starts at 8/],
    ['data that nobody names', file({ a: entry([1], [0, 4]) }, 8), /end at 4, but its data at 8/],
    ['null as an entry', file({ a: null }), /not described by a record/],
    ['a long name', file({ ['x'.repeat(300)]: entry([1], [0, 4]) }, 4), /too long/],
  ])('refuses %s with a sentence', (_name, bytes, sentence) => {
    expect(() => readSafetensors(bytes, 'a.safetensors')).toThrow(InputError);
    expect(() => readSafetensors(bytes, 'a.safetensors')).toThrow(/^a\.safetensors is no readable/);
    expect(() => readSafetensors(bytes, 'a.safetensors')).toThrow(sentence);
  });

  it('whatever is damaged, it is read or refused, never a crash', () => {
    const random = createRandom(1, 'safetensors');
    const whole = writeSafetensors(tensors, { kind: 'actor' });
    let refused = 0;
    for (let attempt = 0; attempt < 3000; attempt++) {
      const bytes = whole.slice(
        0,
        random.uniform() < 0.3 ? random.integer(whole.length) : undefined,
      );
      const damages = 1 + random.integer(4);
      // Most of the damage in the length and the header, where it hurts.
      for (let i = 0; i < damages && bytes.length > 0; i++) {
        bytes[random.integer(Math.min(bytes.length, 400))] = random.integer(256);
      }
      try {
        for (const { shape, values } of readSafetensors(bytes, 'w').tensors.values()) {
          expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(1000);
  });

  it('does not write a tensor whose shape is wrong', () => {
    const wrong = new Map([['a', { shape: [3], values: Float32Array.of(1, 2) }]]);
    expect(() => writeSafetensors(wrong)).toThrow('"a" to have [3] values, but it has 2');
  });
});
