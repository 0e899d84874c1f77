import { describe, expect, it } from 'vitest';
import { createEvidenceTaker, secondsBetween } from '../../../src/app/learning/evidence.ts';
import { addEpisodes, type Episode, emptyProgress } from '../../../src/app/learning/progress.ts';

const success: Episode = { outcome: 'success', return: 2, spl: 0.5, time: 8 };
const timeout: Episode = { outcome: 'timeout', return: -3, spl: 0, time: 30 };
const having = (...episodes: Episode[]) => addEpisodes(emptyProgress, episodes);
const of = (count: number, episode: Episode) => Array<Episode>(count).fill(episode);

describe('evidence', () => {
  it('is of the last hundred episodes', () => {
    const progress = having(...of(50, timeout), ...of(75, success), ...of(25, timeout));
    expect(createEvidenceTaker().take(progress, 1)).toEqual({
      ...{ successes: 75, episodes: 100, returnMean: 0.75 },
    });
  });

  it('needs a hundred new episodes and time between', () => {
    const taker = createEvidenceTaker();
    expect(taker.take(having(...of(99, success)), 100)).toBeUndefined();
    let progress = having(...of(100, success));
    expect(taker.take(progress, 101)).toBeDefined();
    progress = addEpisodes(progress, of(99, timeout));
    expect(taker.take(progress, 101 + secondsBetween)).toBeUndefined();
    progress = addEpisodes(progress, [timeout]);
    expect(taker.take(progress, 100 + secondsBetween)).toBeUndefined();
    expect(taker.take(progress, 101 + secondsBetween)).toMatchObject({ successes: 0 });
    expect(taker.take(progress, 102 + 2 * secondsBetween)).toBeUndefined();
  });

  it('after a rollback or in another run, is of episodes from there on', () => {
    const taker = createEvidenceTaker();
    let progress = { ...having(...of(150, timeout)), trainingSeconds: 500 };
    taker.startOver(progress);
    expect(taker.take(progress, 1000)).toBeUndefined();
    progress = { ...addEpisodes(progress, of(100, success)), trainingSeconds: 501 };
    expect(taker.take(progress, 501)).toBeUndefined();
    expect(taker.take(progress, 520)).toMatchObject({ successes: 100 });
  });
});
