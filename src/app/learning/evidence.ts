/**
 * What the page tells the learner's watchdog: how the last hundred training episodes went, once per so
 * many seconds of training if all of them are new. Exploration noise is in them, and they were played with
 * weights a little older than the learner's: the page has no worlds for validation. Knows nothing of workers.
 */
import type { Evidence } from '../../agents/watch.ts';
import { type Progress, windowSize } from './progress.ts';

export interface EvidenceTaker {
  /** Undefined until there is new evidence. `seconds`: of training, of the whole run. */
  take(progress: Progress, seconds: number): Evidence | undefined;
  /** Another run, or other weights: episodes from here on count. */
  startOver(progress: Progress): void;
}

export const secondsBetween = 20;

export function createEvidenceTaker(): EvidenceTaker {
  let episodesThen = 0;
  let secondsThen = Number.NEGATIVE_INFINITY;
  return {
    take(progress, seconds) {
      const { window, episodes } = progress;
      if (seconds - secondsThen < secondsBetween) return undefined;
      if (episodes - episodesThen < windowSize || window.length < windowSize) return undefined;
      secondsThen = seconds;
      episodesThen = episodes;
      const returns = window.map((episode) => episode.return);
      return {
        successes: window.filter(({ outcome }) => outcome === 'success').length,
        episodes: window.length,
        returnMean: returns.reduce((sum, value) => sum + value, 0) / returns.length,
      };
    },
    startOver({ episodes, trainingSeconds }) {
      episodesThen = episodes;
      secondsThen = trainingSeconds;
    },
  };
}
