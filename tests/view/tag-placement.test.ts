import { describe, expect, it } from 'vitest';
import { nearestTags, placeTags, type TagSites } from '../../src/view/tag-placement.ts';

/** Chooses among all, and places them; returns how many were chosen from. */
function place(tags: TagSites, limit: number): number {
  const count = nearestTags(tags, tags.x.length);
  placeTags(tags, count, limit);
  return count;
}

/** Tags 60 px wide at the given places, nearer ones first in `distance`. */
function sites(x: readonly number[], distance: readonly number[]): TagSites {
  return {
    distance: new Float32Array(distance),
    x: new Float32Array(x),
    y: new Float32Array(x.length),
    width: new Float32Array(x.length).fill(60),
    order: new Int32Array(x.length),
    shown: new Uint8Array(x.length),
  };
}

describe('tag placement', () => {
  it('the nearer of two tags that would overlap is shown', () => {
    const two = sites([0, 30], [5, 4]);
    place(two, 8);
    expect([...two.shown]).toEqual([0, 1]);
  });

  it('tags beside and above each other are all shown', () => {
    const three = sites([0, 60, 0], [1, 2, 3]);
    three.y[2] = 22;
    place(three, 8);
    expect([...three.shown]).toEqual([1, 1, 1]);
  });

  it('at most the limit is shown, the nearest first', () => {
    const many = sites([0, 100, 200, 300], [4, 1, 3, 2]);
    expect(place(many, 2)).toBe(4);
    expect([...many.order]).toEqual([1, 3, 2, 0]);
    expect([...many.shown]).toEqual([0, 1, 0, 1]);
  });

  it('a tag out of sight is neither shown nor in the order', () => {
    const two = sites([0, 100], [Number.POSITIVE_INFINITY, 1]);
    expect(place(two, 8)).toBe(1);
    expect([...two.shown]).toEqual([0, 1]);
  });

  it('two agents that are equally near do not take turns', () => {
    const two = sites([0, 30], [5, 5.1]);
    place(two, 8);
    two.distance.set([5.1, 5]);
    place(two, 8);
    expect([...two.shown]).toEqual([1, 0]);
  });

  it('with more agents than there is room for, the nearest are chosen from', () => {
    const many = { ...sites([0, 100, 200, 300, 400], [5, 1, 4, 2, 3]), order: new Int32Array(3) };
    expect(place(many, 8)).toBe(3);
    expect([...many.order]).toEqual([1, 3, 4]);
    expect([...many.shown]).toEqual([0, 1, 0, 1, 1]);
  });

  it('a tag that was shown and is no longer among the nearest is shown no more', () => {
    const three = { ...sites([0, 100, 200], [1, 2, 3]), order: new Int32Array(2) };
    place(three, 8);
    three.distance.set([9, 2, 3]);
    place(three, 8);
    expect([...three.shown]).toEqual([0, 1, 1]);
  });
});
