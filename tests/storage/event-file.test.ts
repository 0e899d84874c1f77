import { describe, expect, it } from 'vitest';
import { crc32c, maskedCrc32c } from '../../src/storage/crc32c.ts';
import { writeEventFile } from '../../src/storage/event-file.ts';
import { readEventFile } from './read-event-file.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

describe('crc32c', () => {
  it('is that of RFC 3720', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(maskedCrc32c(new Uint8Array(0))).toBe(0xa282ead8);
  });
});

describe('event file', () => {
  it('begins, byte by byte, with a record of its version', () => {
    const file = writeEventFile(1, []);
    // u64 24; its checksum; field 1, fixed64, 1.0; field 3, 13 bytes of text; their checksum.
    expect(hex(file.subarray(0, 8))).toBe('18 00 00 00 00 00 00 00');
    // As TensorFlow itself writes it: the checksum of the length 24 is in every event file that there is.
    expect(hex(file.subarray(8, 12))).toBe('a3 7f 4b 22');
    expect(hex(file.subarray(12, 36))).toBe(
      `09 00 00 00 00 00 00 f0 3f 1a 0d ${hex(ascii('brain.Event:2'))}`,
    );
    expect(file.length).toBe(40);
  });

  it('comes back through a reader that checks every checksum', () => {
    const step = 2 ** 35 + 300;
    const file = writeEventFile(1000, [
      {
        ...{ wallTime: 1000.25, step: 0 },
        scalars: [
          { tag: 'episodes/success', value: 0.5 },
          { tag: 'losses/actor', value: -1.25 },
        ],
        texts: [],
      },
      {
        ...{ wallTime: 1010, step, scalars: [] },
        texts: [{ tag: 'marks/rollback', text: 'Q is “no number” any more. '.repeat(20) }],
      },
    ]);
    expect(readEventFile(file)).toMatchObject([
      { wallTime: 1000, step: undefined, fileVersion: 'brain.Event:2', values: [] },
      {
        ...{ wallTime: 1000.25, step: 0n, fileVersion: '' },
        values: [
          { tag: 'episodes/success', scalar: 0.5, text: undefined },
          { tag: 'losses/actor', scalar: -1.25 },
        ],
      },
      {
        ...{ wallTime: 1010, step: BigInt(step) },
        values: [
          {
            ...{ tag: 'marks/rollback', scalar: undefined, plugin: 'text' },
            text: 'Q is “no number” any more. '.repeat(20),
          },
        ],
      },
    ]);
    expect(() => readEventFile(file.with(60, 1))).toThrow(/checksum/);
  });

  it('a step that is no whole number is a mistake of the caller', () => {
    expect(() => writeEventFile(0, [{ wallTime: 0, step: 0.5, scalars: [], texts: [] }])).toThrow(
      /whole number/,
    );
  });
});
