import { describe, expect, it } from 'vitest';
import {
  belongs,
  continueTrack,
  createTrack,
  pushSnapshot,
  sampleTrack,
  turn,
} from '../../src/view/interpolation.ts';
import { createSnapshot, type Snapshot } from '../../src/world/snapshot.ts';
import { smallLayout } from './small-layout.ts';

/** A snapshot whose first agent stands at (x, 0.6, 0) and looks at `heading`. */
function snapshotAt(x: number, heading = 0): Snapshot {
  const snapshot = createSnapshot(smallLayout);
  snapshot.time = 40 + x / 2;
  snapshot.position.set([x, 0.6, 0]);
  snapshot.heading[0] = heading;
  for (let body = 0; body < 4; body++) snapshot.rotation[body * 4 + 3] = 1;
  return snapshot;
}

/** Snapshots every 100 ms from 1000 ms on, the first agent a metre further in each. */
function steadyTrack(snapshots: number) {
  const track = createTrack(smallLayout);
  for (let i = 0; i < snapshots; i++) {
    pushSnapshot(track, snapshotAt(i), 1000 + i * 100);
  }
  return track;
}

const x = (track: ReturnType<typeof steadyTrack>, now: number) =>
  sampleTrack(track, now).position[0];

describe('interpolation', () => {
  it('a body moves evenly between the two newest snapshots', () => {
    const track = steadyTrack(3);
    expect(x(track, 1200)).toBeCloseTo(1, 5);
    expect(x(track, 1225)).toBeCloseTo(1.25, 5);
    expect(x(track, 1250)).toBeCloseTo(1.5, 5);
    expect(x(track, 1300)).toBeCloseTo(2, 5);
  });

  it('says of which moment it is what is drawn', () => {
    const track = steadyTrack(3);
    for (const [now, seconds] of [
      [1200, 40.5],
      [1250, 40.75],
      [9000, 41],
    ] as const) {
      sampleTrack(track, now);
      expect(track.drawnSeconds).toBeCloseTo(seconds, 5);
    }
    // On the way the next one comes, and it goes on from what is seen.
    pushSnapshot(track, snapshotAt(4), 9000);
    sampleTrack(track, 9000);
    expect(track.drawnSeconds).toBeCloseTo(41, 5);
    expect(track.toSeconds).toBe(42);
  });

  it('a body waits at the newest snapshot when the next one is late', () => {
    const track = steadyTrack(3);
    expect(x(track, 9000)).toBeCloseTo(2, 5);
  });

  it('a body that is suddenly far away is another one, and is never drawn on the way', () => {
    const track = createTrack(smallLayout);
    const last = track.bodies - 1;
    const snapshot = snapshotAt(0);
    for (const [i, z] of [0, 1, 9].entries()) {
      snapshot.position[last * 3 + 2] = z;
      pushSnapshot(track, snapshot, 1000 + i * 100);
      const drawn = sampleTrack(track, 1000 + i * 100).position[last * 3 + 2];
      expect(drawn).toBeCloseTo([0, 0, 9][i] as number, 5);
    }
  });

  it('a body of another size is another one, however near, and is drawn as large as it is', () => {
    const track = createTrack(smallLayout);
    const last = track.bodies - 1;
    const snapshot = snapshotAt(0);
    for (const [i, radius] of [0.3, 0.5].entries()) {
      snapshot.position[last * 3] = i;
      snapshot.radius[last] = radius;
      pushSnapshot(track, snapshot, 1000 + i * 100);
    }
    expect(sampleTrack(track, 1100).position[last * 3]).toBe(1);
    expect(track.radius[last]).toBeCloseTo(0.5, 6);
  });

  it('a snapshot that comes early does not make a body jump', () => {
    const track = steadyTrack(3);
    const before = x(track, 1240);
    pushSnapshot(track, snapshotAt(3), 1240);
    expect(x(track, 1240)).toBeCloseTo(before as number, 5);
    expect(x(track, 1245) as number).toBeGreaterThan(before as number);
  });

  it('a pause does not slow the motion that follows', () => {
    const track = steadyTrack(3);
    const { interval } = track;
    pushSnapshot(track, snapshotAt(3), 60_000);
    expect(track.interval).toBe(interval);
  });

  it('a respawned agent is never drawn between its two places', () => {
    const track = steadyTrack(3);
    const respawned = snapshotAt(-4, 2);
    respawned.episode[0] = 1;
    respawned.outcome[0] = 1;
    pushSnapshot(track, respawned, 1300);
    for (const now of [1300, 1310, 1350, 1400]) expect(x(track, now)).toBe(-4);
    expect(sampleTrack(track, 1310).heading[0]).toBe(2);
    expect(track.spawnedAt[0]).toBe(1300);
    expect(track.outcome[0]).toBe(1);
  });

  it('a respawn keeps the place where the episode ended', () => {
    const track = steadyTrack(3);
    const respawned = snapshotAt(-4);
    respawned.episode[0] = 1;
    pushSnapshot(track, respawned, 1300);
    expect(track.endedAt[0]).toBeCloseTo(2, 5);
  });

  it('the other agents go on smoothly through a respawn', () => {
    const track = createTrack(smallLayout);
    const first = snapshotAt(0);
    const second = snapshotAt(1);
    second.position[3] = 1;
    second.episode[0] = 1;
    pushSnapshot(track, first, 1000);
    pushSnapshot(track, second, 1100);
    expect(sampleTrack(track, 1150).position[3]).toBeCloseTo(0.5, 5);
  });

  it('headings take the shorter way round', () => {
    const track = createTrack(smallLayout);
    pushSnapshot(track, snapshotAt(0, 3), 1000);
    pushSnapshot(track, snapshotAt(0, -3), 1100);
    const heading = sampleTrack(track, 1150).heading[0] as number;
    expect(Math.cos(heading)).toBeCloseTo(-1, 5);
    expect(turn(0.1, 0.1 + 2 * Math.PI)).toBeCloseTo(0, 12);
    expect(turn(-Math.PI + 0.1, Math.PI - 0.1)).toBeCloseTo(-0.2, 12);
  });

  it('rotations are slerped', () => {
    const track = createTrack(smallLayout);
    const crate = 2 * 4;
    const quarter = snapshotAt(0);
    quarter.rotation[crate + 1] = Math.sin(Math.PI / 4);
    quarter.rotation[crate + 3] = Math.cos(Math.PI / 4);
    pushSnapshot(track, snapshotAt(0), 1000);
    pushSnapshot(track, quarter, 1100);
    const { rotation } = sampleTrack(track, 1150);
    expect(rotation[crate + 1]).toBeCloseTo(Math.sin(Math.PI / 8), 5);
    expect(rotation[crate + 3]).toBeCloseTo(Math.cos(Math.PI / 8), 5);
  });

  it('a snapshot of another layout does not belong', () => {
    const track = createTrack(smallLayout);
    expect(belongs(track, snapshotAt(0))).toBe(true);
    expect(belongs(track, createSnapshot({ ...smallLayout, seed: 2 }))).toBe(false);
    expect(belongs(track, createSnapshot({ ...smallLayout, agents: 3 }))).toBe(false);
  });

  it('the caller may reuse the arrays of a pushed snapshot', () => {
    const track = createTrack(smallLayout);
    const snapshot = snapshotAt(1);
    pushSnapshot(track, snapshot, 1000);
    snapshot.position.fill(99);
    expect(x(track, 1100)).toBe(1);
  });

  it('in a changed layout everybody is drawn on from where they were, and what is new where it is', () => {
    const track = steadyTrack(3);
    const added = { ...smallLayout.props[0]!, id: 'added-1', position: [1, 0.3, -4] as const };
    const layout = { ...smallLayout, props: [added, ...smallLayout.props] };
    const before = [...sampleTrack(track, 1250).position];
    const next = continueTrack(track, smallLayout, layout);
    const drawn = [...sampleTrack(next, 1250).position];
    expect(drawn.slice(0, 6)).toEqual(before.slice(0, 6));
    expect(drawn.slice(6, 9)).toEqual([1, Math.fround(0.3), -4]);
    expect(drawn.slice(9)).toEqual(before.slice(6));
    // Nobody is taken for newly come: that would be shown as a respawn.
    expect([...next.spawnedAt]).toEqual([...track.spawnedAt]);
    const snapshot = createSnapshot(layout);
    snapshot.position.set([3, 0.6, 0]);
    pushSnapshot(next, snapshot, 1300);
    expect(x(next, 1350)).toBeCloseTo(2.5, 5);
  });
});
