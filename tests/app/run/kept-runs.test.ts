import { describe, expect, it, vi } from 'vitest';
import { age, bytesText } from '../../../src/app/format.ts';
import { isDark } from '../../../src/app/home/appearance.ts';
import { addEpisodes, emptyProgress, saveProgress } from '../../../src/app/learning/progress.ts';
import { askToKeep, lookWhatIsKept, runsIn } from '../../../src/app/run/kept-runs.ts';
import { openMemoryStore } from '../../../src/storage/memory-store.ts';

const episode = { outcome: 'success', return: 1, spl: 1, time: 2 } as const;
const progress = addEpisodes({ ...emptyProgress, trainingSeconds: 90 }, [
  ...[episode, episode, episode],
  { ...episode, outcome: 'timeout' as const },
]);

describe('what the browser keeps', () => {
  it('is told of each run: its size, when it was saved, how it went', async () => {
    const store = openMemoryStore();
    await store.commit('plaza', {
      manifest: { progress: saveProgress(progress, 1234) },
      blobs: new Map([['a', new Uint8Array(7)]]),
    });
    await store.commit('rooms', { manifest: { progress: 'odd' }, blobs: new Map() });
    expect(await runsIn(store)).toEqual([
      { scene: 'plaza', bytes: 7, savedAt: 1234, success: 0.75, trainingSeconds: 90 },
      { scene: 'rooms', bytes: 0, savedAt: undefined, success: null, trainingSeconds: 0 },
    ]);
  });

  it.each([
    ['throws', () => Promise.reject(new TypeError('not from here'))],
    ['is not there', undefined],
  ])('is nothing that anybody has promised where asking for that %s', async (_, persisted) => {
    vi.stubGlobal('navigator', { storage: { persisted, persist: persisted } });
    const nothing = { runs: [], changes: new Map(), avatar: undefined, usage: undefined };
    expect(await lookWhatIsKept(['plaza'])).toEqual({ ...nothing, persistent: undefined });
    expect(await askToKeep()).toBe(false);
    vi.unstubAllGlobals();
  });

  it('is written shortly', () => {
    expect([950_000, 3_420_000, 34_200_000, 2_500_000_000].map(bytesText)).toEqual(
      ['950 kB', '3.4 MB', '34 MB', '2.5 GB'].map((text) => text.replace(' ', '\u00a0')),
    );
    expect([42, 86_400, 200_000].map(age)).toEqual(['42 s', '1 day', '2 days']);
  });
});

describe('the page’s colours', () => {
  it('are the system’s until a person chooses', () => {
    expect([isDark('system', true), isDark('system', false)]).toEqual([true, false]);
    expect([isDark('light', true), isDark('dark', false)]).toEqual([false, true]);
  });
});
