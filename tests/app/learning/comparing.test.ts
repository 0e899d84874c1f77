import { describe, expect, it } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { createComparing, curveOf } from '../../../src/app/learning/comparing.ts';
import { emptyProgress, type Point, saveProgress } from '../../../src/app/learning/progress.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import { writeCheckpointFile } from '../../../src/storage/checkpoint-file.ts';
import { noticesOf } from '../in-english.ts';

const point = (seconds: number): Point => ({
  ...{ seconds, agentSteps: seconds, updates: null, success: 0.5, return: 1, spl: 0.4 },
  ...{ criticLoss: null, actorLoss: null, q: null },
});
const points = [point(1), point(2), point(3)];
const manifest = { progress: saveProgress({ ...emptyProgress, points }, 1) };

const open = () => {
  const state = createState({
    scenes: [{ name: 'plaza', title: 'Plaza', description: '', shipped: true }],
    address: addressDefaults,
    ...{ now: 0, panelOpen: true },
  });
  return { state, comparing: createComparing(state) };
};

const fileOf = (bytes: Uint8Array<ArrayBuffer>, name = 'slow.heed') => new File([bytes], name);
const whole = (of: unknown) =>
  writeCheckpointFile({ manifest: of, blobs: new Map([['actor', new Uint8Array(4000)]]) });

describe('comparing', () => {
  it('a file’s curve stands beside the run’s, by the file’s name, until it is put away', async () => {
    const { state, comparing } = open();
    await comparing.compareWithFile(fileOf(whole(manifest)));
    expect(state.learning.compared.value).toEqual({ name: 'slow', points });
    expect(state.spoken.value).toBe('Compared with slow');
    expect(state.notices.value).toEqual([]);
    comparing.stopComparing();
    expect(state.learning.compared.value).toBeUndefined();
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['no run', new TextEncoder().encode('hello, this is no run at all'), /"HEED"/],
    ['nothing', new Uint8Array(0), /only 0 bytes/],
    ['a file that is cut off', whole(manifest).slice(0, 100), /it is cut off/],
    ['a run of the command line', whole({ progress: null }), /has no curve to compare with/],
    ['a curve that is none', whole({ progress: { version: 4, points: 'x' } }), /has no curve/],
  ])('%s is one sentence, and what is compared stays', async (_name, bytes, pattern) => {
    const { state, comparing } = open();
    await comparing.compareWithFile(fileOf(whole(manifest)));
    await comparing.compareWithFile(fileOf(bytes, 'other.heed'));
    expect(state.notices.value).toHaveLength(1);
    expect(noticesOf(state)[0]).toMatch(pattern);
    expect(noticesOf(state)[0]).toMatch(/^The file “other.heed”.*\.$/);
    expect(state.learning.compared.value?.name).toBe('slow');
  });

  it('the run that was open before may be compared with the next one', () => {
    const { state, comparing } = open();
    state.progress.value = { ...emptyProgress, points };
    forgetRun(state);
    expect(state.learning.compared.value).toBeUndefined();
    comparing.compareWithPrevious();
    expect(state.learning.compared.value).toEqual({ name: 'Plaza, before', points });
    // A run of which there is nothing yet does not take its place.
    forgetRun(state);
    comparing.compareWithPrevious();
    expect(state.learning.compared.value?.points).toEqual(points);
  });

  it('where the browser keeps nothing there is nothing to choose from', async () => {
    const { comparing } = open();
    expect(await comparing.comparables()).toEqual([]);
  });

  it('a run without a curve is named as one', () => {
    expect(() => curveOf(undefined, 'Your run of “Rooms”')).toThrow(
      'Your run of “Rooms” has no curve to compare with',
    );
  });
});
