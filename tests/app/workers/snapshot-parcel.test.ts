import { describe, expect, it } from 'vitest';
import { openParcel, parcelBytes, parcelShape } from '../../../src/app/workers/snapshot-parcel.ts';
import { createSnapshot } from '../../../src/world/snapshot.ts';
import { smallLayout } from '../../view/small-layout.ts';

const shape = parcelShape({ ...smallLayout, agents: 3 });

describe('snapshot parcel', () => {
  it('has room for every array of a snapshot, none over another', () => {
    const parcel = openParcel(shape, new ArrayBuffer(parcelBytes(shape)));
    const arrays = Object.values({ ...parcel.snapshot, gaze: parcel.gaze }).filter(
      (value) => typeof value === 'object',
    );
    const ends = arrays
      .map(({ byteOffset, byteLength }) => [byteOffset, byteOffset + byteLength] as const)
      .sort(([a], [b]) => a - b);
    expect(ends[0]?.[0]).toBe(0);
    for (const [i, [start]] of ends.entries()) if (i > 0) expect(start).toBe(ends[i - 1]?.[1]);
    expect(ends.at(-1)?.[1]).toBe(parcel.memory.byteLength);
  });

  it('is of the same sizes as the snapshot of its layout', () => {
    const layout = { ...smallLayout, agents: 3 };
    const own = createSnapshot(layout);
    const { snapshot, gaze } = openParcel(shape, new ArrayBuffer(parcelBytes(shape)));
    const sizes = (of: typeof own) =>
      Object.entries(of).map(([name, value]) => [name, value?.length ?? typeof value]);
    expect(sizes(snapshot)).toEqual(sizes(own));
    expect(gaze).toHaveLength(9);
    expect(snapshot.layoutSeed).toBe(layout.seed);
  });

  it('what one side writes the other reads, from the same memory', () => {
    const memory = new ArrayBuffer(parcelBytes(shape));
    const sent = openParcel(shape, memory);
    sent.snapshot.position[4] = 1.5;
    sent.snapshot.episode[2] = 7;
    sent.snapshot.outcome[1] = 3;
    sent.gaze[0] = Number.NaN;
    const got = openParcel(shape, structuredClone(memory, { transfer: [memory] }));
    expect(got.snapshot.position[4]).toBe(1.5);
    expect(got.snapshot.episode[2]).toBe(7);
    expect(got.snapshot.outcome[1]).toBe(3);
    expect(got.gaze[0]).toBeNaN();
    expect(memory.byteLength).toBe(0);
  });
});
