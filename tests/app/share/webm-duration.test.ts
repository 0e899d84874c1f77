import { describe, expect, it, vi } from 'vitest';
import { withDuration } from '../../../src/app/share/webm-duration.ts';

const unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
/** A size in eight bytes, as recorders leave room for it. */
const long = (size: number) => [
  0x01,
  0,
  0,
  0,
  ...[24, 16, 8, 0].map((bits) => (size >>> bits) & 255),
];
const element = (id: readonly number[], body: readonly number[], size?: readonly number[]) => [
  ...id,
  ...(size ?? [0x80 | body.length]),
  ...body,
];
const ebml = element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], [0x77, 0x65, 0x62, 0x6d]));
const scale = (nanoseconds: readonly number[]) => element([0x2a, 0xd7, 0xb1], nanoseconds);
const millisecond = scale([0x0f, 0x42, 0x40]);
const app = element(
  [0x4d, 0x80],
  [...'Chrome'].map((letter) => letter.charCodeAt(0)),
);
const info = (...parts: readonly (readonly number[])[]) =>
  element([0x15, 0x49, 0xa9, 0x66], parts.flat());
const zero = (bytes: number) => element([0x44, 0x89], Array(bytes).fill(0));
/** Nothing, in 102 bytes. */
const void100 = element([0xec], Array(100).fill(7));
const cluster = [0x1f, 0x43, 0xb6, 0x75, ...unknown, 0xe7, 0x81, 0, 1, 2, 3];
const segment = (body: readonly number[], size: readonly number[] = unknown) =>
  element([0x18, 0x53, 0x80, 0x67], body, size);

const film = (...bytes: readonly (readonly number[])[]) =>
  new Blob([Uint8Array.from(bytes.flat())], { type: 'video/webm;codecs=vp9' });
const bytesOf = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];
const duration = (value: number, bytes: 4 | 8 = 8) => {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 8) view.setFloat64(0, value);
  else view.setFloat32(0, value);
  return element([0x44, 0x89], [...new Uint8Array(view.buffer)]);
};

describe('the duration of a WebM', () => {
  it.each<[string, Blob, readonly number[]]>([
    [
      'is written where a stream says how it is made, and all else stays',
      film(ebml, segment([...info(millisecond, app), ...cluster])),
      [...ebml, ...segment([...info(millisecond, app, duration(2500)), ...cluster])],
    ],
    [
      'is in the file’s own unit',
      film(ebml, segment([...info(scale([0x01, 0x86, 0xa0])), ...cluster])),
      [...ebml, ...segment([...info(scale([0x01, 0x86, 0xa0]), duration(25_000)), ...cluster])],
    ],
    [
      'is in milliseconds where there is none',
      film(ebml, segment([...info(app), ...cluster])),
      [...ebml, ...segment([...info(app, duration(2500)), ...cluster])],
    ],
    [
      'lengthens what knows its size',
      film(ebml, segment([...info(app), ...cluster], long(info(app).length + cluster.length))),
      [
        ...ebml,
        ...segment(
          [...info(app, duration(2500)), ...cluster],
          long(info(app).length + 11 + cluster.length),
        ),
      ],
    ],
    [
      'stands in the place of a 0',
      film(ebml, segment([...info(zero(8), app), ...cluster])),
      [...ebml, ...segment([...info(duration(2500), app), ...cluster])],
    ],
    [
      'stands in the place of a short 0',
      film(ebml, segment([...info(zero(4), app), ...cluster])),
      [...ebml, ...segment([...info(duration(2500, 4), app), ...cluster])],
    ],
  ])('%s', async (_, before, after) => {
    const fixed = await withDuration(before, 2500);
    expect(await bytesOf(fixed)).toEqual(after);
    expect(fixed.type).toBe(before.type);
  });

  it('makes room for a size that no longer fits into one byte', async () => {
    const padding = element([0xec], Array(110).fill(7));
    const fixed = await bytesOf(
      await withDuration(film(ebml, segment([...info(app, padding), ...cluster])), 2500),
    );
    const body = [...app, ...padding, ...duration(2500)];
    const size = [0x40 | (body.length >> 8), body.length & 255];
    const long = element([0x15, 0x49, 0xa9, 0x66], body, size);
    expect(fixed).toEqual([...ebml, ...segment([...long, ...cluster])]);
  });

  it.each<[string, Blob]>([
    ['nothing', film()],
    ['an MP4', film([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70])],
    ['a beginning alone', film(ebml)],
    ['a stream without how it is made', film(ebml, segment(cluster))],
    ['one that is cut off', film(ebml, segment(info(millisecond, app).slice(0, -3)))],
    ['one that knows how long it is', film(ebml, segment(info(millisecond, duration(7))))],
    [
      'one whose size has no room',
      film(ebml, segment([...info(app), ...void100], [0x80 | (info(app).length + void100.length)])),
    ],
    ['zeros', film(Array(100).fill(0))],
  ])('%s stays as it is', async (_, before) => {
    expect(await withDuration(before, 2500)).toBe(before);
  });

  it('of fifty megabytes no more is read than the head', async () => {
    const head = Uint8Array.from([...ebml, ...segment([...info(millisecond), ...cluster])]);
    const before = new Blob([head, new Uint8Array(50e6)], { type: 'video/webm' });
    const whole = vi.spyOn(before, 'arrayBuffer');
    const read: number[] = [];
    const slice = before.slice.bind(before);
    vi.spyOn(before, 'slice').mockImplementation((from, to, type) => {
      const part = slice(from, to, type);
      const buffer = part.arrayBuffer.bind(part);
      part.arrayBuffer = () => {
        read.push(part.size);
        return buffer();
      };
      return part;
    });
    const fixed = await withDuration(before, 120_000);
    expect(fixed.size).toBe(before.size + 11);
    expect(whole).not.toHaveBeenCalled();
    expect(read).toEqual([65_536]);
  });
});
