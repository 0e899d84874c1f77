import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/input-error.ts';
import { adjusted } from '../../src/rl/adjustable.ts';
import { heed } from '../../src/rl/algorithms/heed.ts';

describe('adjustable', () => {
  it('changes what it is told to and nothing else, in a copy', () => {
    const before = { ...heed };
    expect(adjusted(heed, { noise: 0.4, nStep: 5 })).toEqual({ ...heed, noise: 0.4, nStep: 5 });
    expect(heed).toEqual(before);
    expect(adjusted(heed, {})).toEqual(heed);
  });

  it.each<[unknown, RegExp]>([
    [{ channels: 64 }, /"channels" cannot change while a run is under way: it needs a new start/],
    [{ replaySize: 1000 }, /"replaySize" cannot change/],
    [{ alpha: 1 }, /"alpha" cannot change/],
    [{ noise: '0.3' }, /Expected noise to be a number, but got "0.3"/],
    [{ noise: 3 }, /Expected noise to be a number from 0 to 2, but got "3"/],
    [{ noise: Number.NaN }, /Expected noise to be a number from 0 to 2/],
    [{ nStep: 2.5 }, /Expected nStep to be a whole number from 1 to 20/],
    [{ batch: 65_536 }, /Expected batch to be at most 1024, but got 65536/],
    [[], /Expected settings by their names, but got a list of 0/],
    ['noise', /Expected settings by their names, but got "noise"/],
    [null, /Expected settings by their names/],
  ])('refuses %j', (changes, sentence) => {
    expect(() => adjusted(heed, changes)).toThrow(InputError);
    expect(() => adjusted(heed, changes)).toThrow(sentence);
  });
});
