/**
 * What is going on, in two sentences for somebody who has never seen this. Pure: from the state of
 * the page to words.
 */

import { minutesText } from './format.ts';

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

/** What the robots of a scenario are up to, after "learning to …". */
const aims: Readonly<Record<string, string>> = {
  plaza: 'cross the square',
  crossing: 'cross a stream of people',
  corridor: 'give way in a narrow passage',
  rooms: 'find the way through rooms and doors',
  'rooms-objects': 'find an object of a kind in rooms',
  playground: 'get over ramps and through clutter',
  crowd: 'cross a square among hundreds',
  crowdnav: 'cross a crowd that does not see it',
  'crowdnav-plusplus': 'find a way through people it sees only nearby',
};

/** From here on a scenario counts as learned. */
const learned = 0.9;
/** Fewer tries than this say nothing yet. */
const fewest = 10;

export function storyOf(situation: Situation): Story {
  const { agents, success, episodes, updates, training, learner } = situation;
  const one = agents === 1;
  const aim = aims[situation.scenario] ?? (one ? 'reach its goal' : 'reach their goals');
  const robots = `${agents} robot${one ? '' : 's'}`;
  const are = one ? 'is' : 'are';
  const have = one ? 'has' : 'have';
  const them = one ? 'it' : 'them';
  const rate = success === null || episodes < fewest ? undefined : percent(success);
  const now = rate === undefined ? '' : ` Success\u00a0now\u00a0${rate}.`;

  if (situation.trainedMinutes !== undefined) {
    const other = situation.ownRun
      ? 'go back to the ones that you let learn'
      : 'let a new brain learn from scratch';
    return {
      headline: `${one ? 'This robot has' : 'These robots have'} been trained for ${minutesText(situation.trainedMinutes)}.`,
      line: `Watch ${them} ${aim}, or ${other}.${now}`,
    };
  }
  if (learner === 'failed') {
    return {
      headline: `${robots} ${one ? 'tries' : 'try'} to ${aim}.`,
      line: `Learning could not start.${now}`,
    };
  }
  if (!training) {
    return {
      headline: `${robots} ${one ? 'shows what it has' : 'show what they have'} learned.`,
      line: `Training is off: nobody explores, nobody learns.${now}`,
    };
  }
  if (learner === 'starting') {
    return {
      headline: `${robots} ${are} about to learn to ${aim}.`,
      line: `Nobody tells ${them} how. Learning starts in a moment.`,
    };
  }
  if (updates === 0) {
    return {
      headline: `${robots} ${are} learning to ${aim}.`,
      line: one
        ? 'Nobody told it how: it tries things out first, then learns from what happened.'
        : 'Nobody told them how: they try things out first, then learn from what happened.',
    };
  }
  if (success !== null && episodes >= fewest && success >= learned) {
    return {
      headline: `${robots} ${have} learned to ${aim}.`,
      line: `Nobody told ${them} how.${now}`,
    };
  }
  return {
    headline: `${robots} ${are} learning to ${aim}.`,
    line: `Nobody told ${them} how.${now}`,
  };
}

/** 0.123 → "12 %", kept together by a space that does not break. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}
