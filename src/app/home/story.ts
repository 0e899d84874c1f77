/**
 * What is going on, for somebody who has never seen this: which of the stories of the catalogs (words, `story`) it is,
 * from the state of the page.
 */

import { minutesText, percent } from '../format.ts';
import { words } from '../words/index.ts';

export interface Situation {
  readonly scenario: string;
  readonly agents: number;
  /** Share of the last tries that arrived; null before the first ended. */
  readonly success: number | null;
  /** Tries that `success` is made of. */
  readonly episodes: number;
  readonly updates: number;
  readonly training: boolean;
  readonly learner: 'starting' | 'absent' | 'running' | 'failed';
  /** Of the trained policy that is being watched. */
  readonly trainedMinutes: number | undefined;
  /** Whether the person has a run of their own meanwhile. */
  readonly ownRun: boolean;
}

export interface Story {
  readonly headline: string;
  readonly line: string;
}

/** What every story is told of. */
export interface StoryFacts {
  readonly scenario: string;
  readonly agents: number;
  /** Of success, written; undefined where it is not known yet. */
  readonly rate: string | undefined;
}

/** From here on a scenario counts as learned. */
const learned = 0.9;
/** Fewer tries than this say nothing yet. */
const fewest = 10;

export function storyOf(situation: Situation): Story {
  const { scenario, agents, success, episodes, updates, training, learner } = situation;
  const { trainedMinutes, ownRun } = situation;
  const rate = success === null || episodes < fewest ? undefined : percent(success);
  const facts: StoryFacts = { scenario, agents, rate };
  const { story } = words.value.page;
  if (trainedMinutes !== undefined) {
    return story.trained({ ...facts, minutes: minutesText(trainedMinutes), ownRun });
  }
  if (learner === 'failed') return story.failed(facts);
  if (!training) return story.off(facts);
  if (learner === 'starting') return story.starting(facts);
  if (updates === 0) return story.trying(facts);
  const isLearned = success !== null && episodes >= fewest && success >= learned;
  return isLearned ? story.learned(facts) : story.learning(facts);
}
