/** Which moments become ghosts, why there may be none, and what the legend and the stage get of them. */
import { describe, expect, it } from 'vitest';
import type { Moment } from '../../../src/agents/moments.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import {
  ghostColours,
  looksOf,
  momentsBeside,
  mostBeside,
  roundTime,
  takeGhosts,
} from '../../../src/app/learning/ghosts.ts';
import { createShowCommands } from '../../../src/app/show/show-commands.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import type { PastSelves } from '../../../src/explain/past-selves.ts';
import { madeUpCard } from '../../agents/made-up-card.ts';
import { smallLayout } from '../../view/small-layout.ts';
import { noticesOf } from '../in-english.ts';

const momentAt = (seconds: number): Moment => ({
  ...{ updates: seconds * 10, agentSteps: seconds * 100, seconds, success: 0.5 },
});
const moments: Moment[] = [5, 10, 30, 60, 120, 240, 600].map(momentAt);

function open() {
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  state.layout.value = smallLayout;
  const left: string[] = [];
  const commands = createShowCommands(
    state,
    { agentAt: () => undefined, lookAt() {} },
    {
      say(text) {
        state.spoken.value = text;
      },
      select(agent) {
        state.selected.value = agent;
      },
      ...{ setCamera() {}, toggleOverlay() {} },
      backToNow: () => left.push('past'),
      leaveTurbo: () => left.push('turbo'),
    },
  );
  return { state, commands, left };
}

const secondsOf = (asked: readonly Moment[]) => asked.map(({ seconds }) => seconds);

function report(agent: number, updates: readonly number[], layoutSeed = 1): PastSelves {
  return {
    ...{ agent, layoutSeed, round: 1, goal: { x: 0, z: 0 } },
    selves: updates.map((of) => ({ updates: of, outcome: undefined, arrived: 1, tries: 2 })),
    poses: new Float32Array(4 * updates.length),
  };
}

describe('ghosts', () => {
  it('are of the first moment, the newest and two between, and somebody’s', () => {
    const { state, commands, left } = open();
    state.learning.moments.value = moments;
    state.pace.value = { playing: true, speed: 'turbo' };
    expect(state.ghosts.asked.value).toEqual([]);
    commands.toggleGhosts();
    expect(state.selected.value).toBe(0);
    expect(left).toEqual(['past', 'turbo']);
    expect(state.spoken.value).toBe('Ghosts shown');
    expect(secondsOf(state.ghosts.asked.value)).toEqual([5, 30, 120, 600]);
    state.selected.value = undefined;
    expect(state.ghosts.asked.value).toEqual([]);
    state.selected.value = 1;
    commands.toggleGhosts();
    expect(state.ghosts.asked.value).toEqual([]);
    expect(state.spoken.value).toBe('Ghosts hidden');
  });

  it('there are none where there is no past, and it is said why', () => {
    const { state, commands } = open();
    const refused = () => {
      commands.toggleGhosts();
      expect(state.ghosts.on.value).toBe(false);
      return noticesOf(state).at(-1);
    };
    state.learning.moments.value = moments.slice(0, 1);
    expect(refused()).toMatch(/no past yet/);
    state.learning.moments.value = moments;
    state.layout.value = { ...smallLayout, agents: 65 };
    expect(refused()).toMatch(/so many robots/);
    state.layout.value = smallLayout;
    state.watching.value = { card: madeUpCard, file: undefined, ownRun: false };
    expect(refused()).toMatch(/came without one/);
    state.watching.value = undefined;
    commands.toggleGhosts();
    // What was said is true no more.
    expect(noticesOf(state)).toEqual([]);
    expect(state.ghosts.on.value).toBe(true);
    forgetRun(state);
    expect(state.ghosts.on.value).toBe(false);
  });

  it('in a crowd there are two', () => {
    const { state, commands } = open();
    state.layout.value = { ...smallLayout, agents: 40 };
    state.learning.moments.value = moments;
    commands.toggleGhosts();
    expect(secondsOf(state.ghosts.asked.value)).toEqual([5, 600]);
  });

  it('reach the legend and the stage while they are wanted, of whom they are wanted', () => {
    const { state, commands } = open();
    state.learning.moments.value = moments;
    commands.toggleGhosts();
    const { ghosts } = state;
    const asked = ghosts.asked.value.map(({ updates }) => updates);
    const taken = takeGhosts(ghosts, report(0, asked));
    expect(taken?.looks.map(({ label }) => label)).toEqual(['5 s', '30 s', '2 min', '10 min']);
    expect(taken?.looks.map(({ colour }) => colour)).toEqual(ghostColours(4));
    expect(ghosts.shown.value[0]).toMatchObject({ seconds: 5, arrived: 1, tries: 2 });
    // What has not changed is not told again.
    const { value } = ghosts.shown;
    expect(takeGhosts(ghosts, report(0, asked))?.looks).toBe(taken?.looks);
    expect(ghosts.shown.value).toBe(value);
    // Newer ones are to come; these are on their way, and are kept no more.
    state.learning.moments.value = [
      moments[6],
      { ...moments[6], updates: 9999, seconds: 999 },
    ] as Moment[];
    expect(secondsOf(ghosts.asked.value)).toEqual([600, 999]);
    expect(takeGhosts(ghosts, report(0, asked))?.looks).toHaveLength(4);
    const others = [report(1, asked), report(0, asked, 2), report(0, [1, ...asked]), undefined];
    for (const other of others) expect(takeGhosts(ghosts, other)).toBeUndefined();
    takeGhosts(ghosts, report(0, asked));
    state.selected.value = 1;
    expect(ghosts.shown.value).toEqual([]);
  });

  it('side by side are the first, the newest and some between, and the same for a while', () => {
    const of = (seconds: readonly number[]) => seconds.map(momentAt);
    const all = of([1, 3, 5, 8, 12, 20, 30]);
    const chosen = momentsBeside(all, 4, []);
    expect(chosen.map(({ seconds }) => seconds)).toEqual([1, 5, 12, 30]);
    expect(momentsBeside(all, 2, []).map(({ seconds }) => seconds)).toEqual([1, 30]);
    expect(momentsBeside(all.slice(0, 1), 4, []).map(({ seconds }) => seconds)).toEqual([1]);
    expect(momentsBeside([], 4, [])).toEqual([]);
    expect(momentsBeside([...all, momentAt(47)], 4, chosen)).toBe(chosen);
    const later = momentsBeside([...all, momentAt(48)], 4, chosen);
    expect(later.at(-1)?.seconds).toBe(48);
    // One of them is kept no more.
    expect(momentsBeside(of([1, 3, 8, 12, 30]), 4, chosen)).not.toBe(chosen);
    expect([1, 8, 24, 25, 64, 65].map(mostBeside)).toEqual([4, 4, 4, 2, 2, 0]);
  });

  it('are told apart by time in one unit', () => {
    expect([3.4, 60, 119, 185, 7300].map(roundTime)).toEqual([
      '3 s',
      '1 min',
      '119 s',
      '3 min',
      '2 h',
    ]);
  });

  it('say over their heads how they ended', () => {
    const ghost = { updates: 1, arrived: 0, tries: 1, seconds: 75, colour: '#000000' } as const;
    const outcomes = ['success', 'collision', 'timeout'] as const;
    expect(looksOf(outcomes.map((outcome) => ({ ...ghost, outcome }))).map((l) => l.label)).toEqual(
      ['75 s ✓', '75 s ✕', '75 s …'],
    );
  });
});
