import { describe, expect, it } from 'vitest';
import type { SimulationToPage } from '../../../src/app/workers/protocol.ts';
import { createSurveying } from '../../../src/app/workers/surveying.ts';

const grid = { x: 0, z: 0, cell: 1, columns: 2, rows: 1 };

/** A map of so many slices that take so many milliseconds, and a clock that only they and waiting move. */
function open({ sliceTakes = 1, slices = 40, coarseAfter = 2 } = {}) {
  const posts: Extract<SimulationToPage, { type: 'floor' }>[] = [];
  const state = { now: 0, critics: 0, judged: true, asked: 0, spent: 0, longest: 0 };
  /** Slices of it. */
  let done = 0;
  const map = {
    ...{ agent: -1, grid, values: Float32Array.of(1, 2) },
    get isCoarse() {
      return done >= coarseAfter;
    },
    get known() {
      return done / slices;
    },
  };
  const surveying = createSurveying({
    floor: () => ({
      layoutSeed: 7,
      counted: () => ({ grid, values: Float32Array.of(state.now, 0) }),
      map: state.judged ? map : undefined,
      ask(agent) {
        state.now += sliceTakes;
        state.asked++;
        if (agent !== map.agent) done = 0;
        map.agent = agent;
        done = done >= slices ? 1 : done + 1;
        return done >= slices;
      },
    }),
    post(message) {
      if (message.type === 'floor') posts.push(message);
    },
    askCritic: () => {
      state.critics++;
    },
    clock: () => state.now,
  });
  return {
    ...{ surveying, posts, state },
    /** Turns when they are due; decisions every 100 ms, unless all stand still. */
    run(milliseconds: number, { agent = 0 as number | null, moves = true } = {}) {
      const end = state.now + milliseconds;
      let decisionAt = state.now;
      while (state.now < end) {
        if (state.now >= decisionAt) {
          if (moves) surveying.changed();
          decisionAt += 100;
        }
        const before = state.now;
        const wait = surveying.turn(agent ?? undefined);
        state.spent += state.now - before;
        state.longest = Math.max(state.longest, state.now - before);
        state.now = Math.min(end, state.now + Math.min(wait, Math.max(1, decisionAt - state.now)));
      }
    },
  };
}

describe('surveying', () => {
  it('tells nothing unless it is asked, and no value unless somebody is selected', () => {
    const thread = open();
    thread.run(1000);
    thread.surveying.show('value');
    thread.run(1000, { agent: null });
    expect([thread.posts.length, thread.state.asked]).toEqual([0, 0]);
    thread.run(1000);
    expect(thread.posts.length).toBeGreaterThan(0);
    thread.surveying.show(undefined);
    const before = thread.posts.length;
    thread.run(1000);
    expect(thread.posts).toHaveLength(before);
  });

  it('tells what was counted some times a second, and nothing twice while all stand still', () => {
    const thread = open();
    thread.surveying.show('visits');
    thread.run(3000);
    expect(thread.posts.length).toBeGreaterThanOrEqual(8);
    expect(thread.posts.length).toBeLessThanOrEqual(11);
    expect(thread.posts[0]?.report).toMatchObject({ kind: 'visits', layoutSeed: 7, known: 1 });
    const before = thread.posts.length;
    thread.run(3000, { moves: false });
    expect(thread.posts.length).toBeLessThanOrEqual(before + 1);
    // Asked for something else, it answers at once, although nothing moves.
    thread.surveying.show('collisions');
    thread.surveying.turn(undefined);
    expect(thread.posts.at(-1)?.report.kind).toBe('collisions');
  });

  it('asks the critic in slices, with a small share of the time, and tells of it once it is coarse', () => {
    const thread = open({ sliceTakes: 3 });
    thread.surveying.show('value');
    thread.run(20_000);
    expect(thread.state.spent / 20_000).toBeLessThan(0.07);
    expect(thread.state.longest).toBeLessThan(8);
    expect(thread.state.asked).toBeGreaterThan(300);
    const known = thread.posts.map(({ report }) => report.known);
    expect(known[0]).toBeGreaterThanOrEqual(2 / 40);
    expect(known[0]).toBeLessThan(0.5);
    expect(known).toContain(1);
    expect(thread.state.critics).toBe(10);
  });

  it('finishes what is known of a moment that stands, and then rests', () => {
    const thread = open();
    thread.surveying.show('value');
    thread.run(500);
    thread.run(10_000, { moves: false });
    const { asked } = thread.state;
    expect(thread.posts.at(-1)?.report.known).toBe(1);
    thread.run(5000, { moves: false });
    expect(thread.state.asked).toBe(asked);
  });

  it('never tells one agent’s values as another’s', () => {
    const thread = open({ sliceTakes: 30 });
    thread.surveying.show('value');
    thread.run(4000);
    const before = thread.posts.length;
    thread.run(4000, { agent: 1 });
    const later = thread.posts.slice(before);
    expect(later.length).toBeGreaterThan(0);
    expect(new Set(later.map(({ report }) => report.agent))).toEqual(new Set([1]));
  });

  it('says once that no critic is known, and goes on when one is', () => {
    const thread = open();
    thread.state.judged = false;
    thread.surveying.show('value');
    thread.run(5000);
    expect(thread.posts).toHaveLength(1);
    expect(thread.posts[0]?.report.values).toHaveLength(0);
    thread.state.judged = true;
    thread.run(3000);
    expect(thread.posts.at(-1)?.report.values).toHaveLength(2);
  });
});
