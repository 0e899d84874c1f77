import { describe, expect, it } from 'vitest';
import { type Situation, storyOf } from '../../../src/app/home/story.ts';

const learning: Situation = {
  scenario: 'plaza',
  agents: 8,
  success: 0.123,
  episodes: 100,
  updates: 500,
  training: true,
  learner: 'running',
  trainedMinutes: undefined,
  ownRun: false,
};

const tell = (change: Partial<Situation>) => {
  const { headline, line } = storyOf({ ...learning, ...change });
  return `${headline} ${line}`;
};

describe('story', () => {
  it('says who learns what, that nobody told them, and how it goes', () => {
    expect(tell({})).toBe(
      '8 robots are learning to cross the square. Nobody told them how. Success\u00a0now\u00a012\u00a0%.',
    );
  });

  it('claims no rate from a handful of tries', () => {
    expect(tell({ episodes: 9, success: 1 })).not.toContain('%');
    expect(tell({ episodes: 0, success: null })).not.toContain('%');
  });

  it('says when it is learned, when training is off, and when learning cannot start', () => {
    expect(tell({ success: 0.94 })).toContain('have learned to cross the square');
    expect(tell({ training: false })).toContain('Training is off');
    expect(tell({ learner: 'failed' })).toContain('Learning could not start');
    expect(tell({ learner: 'starting' })).toContain('about to learn');
  });

  it('says for how long a trained policy was trained, and what to do', () => {
    const watching = { learner: 'absent', trainedMinutes: 2.1, success: 0.97 } as const;
    expect(tell(watching)).toBe(
      'These robots have been trained for 2 minutes. Watch them cross the square, or let a new ' +
        'brain learn from scratch. Success\u00a0now\u00a097\u00a0%.',
    );
    expect(tell({ ...watching, ownRun: true })).toContain('or go back to the ones that you let');
    expect(tell({ ...watching, trainedMinutes: 0.3 })).toContain('trained for 1 minute.');
  });

  it('has words for a scenario that it does not know', () => {
    expect(tell({ scenario: 'moon' })).toContain('8 robots are learning to reach their goals');
    expect(tell({ scenario: 'moon', agents: 1 })).toContain(
      '1 robot is learning to reach its goal',
    );
  });

  it('speaks of one robot as of one', () => {
    const one = { scenario: 'crowdnav', agents: 1 };
    expect(tell({ ...one, success: 0.94 })).toContain('1 robot has learned to cross a crowd');
    expect(tell({ ...one, training: false })).toContain('1 robot shows what it has learned');
    expect(tell({ ...one, updates: 0 })).toContain('Nobody told it how: it tries things out first');
    const trained = tell({ ...one, trainedMinutes: 7 });
    expect(trained).toContain('This robot has been trained for 7 minutes. Watch it cross a crowd');
    expect(tell({ ...one, learner: 'failed' })).toContain('1 robot tries to cross');
  });
});
