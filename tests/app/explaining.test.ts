import { describe, expect, it } from 'vitest';
import { createExplaining, type Subject } from '../../src/app/explaining.ts';
import type { SimulationToPage } from '../../src/app/protocol.ts';
import type { Asked } from '../../src/explain/mind.ts';
import { answerOf, explanationOf } from './made-up-explanation.ts';

const asked: Asked = {
  absent: [],
  layoutSeed: 1,
  actionValues: false,
  path: false,
  messages: false,
};

/** Answers that take so many milliseconds, and a clock that only they and waiting move. */
function open({ answerTakes = 3, decisionTakes = 2, endsAfter = 99 } = {}) {
  const posts: SimulationToPage[] = [];
  const state = { now: 0, acts: true, critics: 0, spent: 0, longest: 0 };
  let made = 0;
  const subject: Subject = {
    answer(agent, { absent }) {
      state.now += answerTakes;
      return answerOf(explanationOf([], agent), { absent });
    },
    foresee(agent) {
      made = 0;
      return {
        step() {
          state.now += decisionTakes;
          made++;
          return made < endsAfter;
        },
        get path() {
          return {
            ...{ agent, layoutSeed: 1, step: 0, decisionSeconds: 0.1 },
            points: new Float32Array(2 * (made + 1)),
            outcome: made === endsAfter ? ('success' as const) : undefined,
          };
        },
      };
    },
  };
  const explaining = createExplaining({
    subject: () => (state.acts ? subject : undefined),
    post: (message) => posts.push(message),
    askCritic: () => {
      state.critics++;
    },
    clock: () => state.now,
    decisionSeconds: 0.1,
  });
  return {
    ...{ explaining, posts, state },
    /** Decisions every 100 ms, and turns when they are due. */
    run(milliseconds: number) {
      const end = state.now + milliseconds;
      let decisionAt = state.now;
      while (state.now < end) {
        if (state.now >= decisionAt) {
          explaining.changed();
          decisionAt += 100;
        }
        const before = state.now;
        const wait = explaining.turn(0);
        state.spent += state.now - before;
        state.longest = Math.max(state.longest, state.now - before);
        state.now = Math.min(end, state.now + Math.min(wait, Math.max(1, decisionAt - state.now)));
      }
    },
    of<Type extends SimulationToPage['type']>(type: Type) {
      return posts.filter((post) => post.type === type) as Extract<
        SimulationToPage,
        { type: Type }
      >[];
    },
  };
}

describe('explaining', () => {
  it('explains nobody unless the page asks, somebody is selected and the policy acts', () => {
    const silent = open();
    silent.run(1000);
    silent.explaining.ask(asked);
    for (let i = 0; i < 20; i++) {
      silent.explaining.changed();
      expect(silent.explaining.turn(undefined)).toBe(Number.POSITIVE_INFINITY);
      silent.state.now += 100;
    }
    silent.state.acts = false;
    silent.run(1000);
    expect(silent.posts).toEqual([]);
    silent.state.acts = true;
    silent.run(1000);
    expect(silent.of('explained').length).toBeGreaterThan(3);
    silent.explaining.ask(undefined);
    const before = silent.posts.length;
    silent.run(1000);
    expect(silent.posts).toHaveLength(before);
  });

  it('answers five to ten times a second where it is cheap', () => {
    const thread = open({ answerTakes: 1 });
    thread.explaining.ask(asked);
    thread.run(10_000);
    expect(thread.of('explained').length).toBeGreaterThan(48);
    expect(thread.of('explained').length).toBeLessThan(100);
  });

  it('takes a small share of the thread where it is dear', () => {
    const thread = open({ answerTakes: 40 });
    thread.explaining.ask(asked);
    thread.run(20_000);
    expect(thread.of('explained').length).toBeGreaterThan(20);
    expect(thread.state.spent / 20_000).toBeLessThan(0.08);
  });

  it('answers at once when something is imagined away, and nothing twice while nothing changes', () => {
    const thread = open({ answerTakes: 40 });
    thread.explaining.ask(asked);
    thread.explaining.turn(0);
    expect(thread.of('explained')).toHaveLength(1);
    for (let i = 0; i < 50; i++) {
      thread.state.now += 100;
      thread.explaining.turn(0);
    }
    expect(thread.of('explained')).toHaveLength(1);
    const absent = [{ thing: { kind: 'body', index: 1 }, node: -1 } as const];
    thread.explaining.changed();
    thread.explaining.turn(0);
    thread.explaining.ask({ ...asked, absent });
    thread.explaining.turn(0);
    expect(thread.of('explained').at(-1)?.answer.absent).toEqual(absent);
  });

  it('asks for the critic now and then, not with every answer', () => {
    const thread = open();
    thread.explaining.ask(asked);
    thread.run(10_000);
    expect(thread.state.critics).toBeGreaterThanOrEqual(4);
    expect(thread.state.critics).toBeLessThanOrEqual(6);
  });

  it('foresees in slices, so that no turn takes long, and posts the way when it is whole', () => {
    const thread = open();
    thread.explaining.ask({ ...asked, path: true });
    thread.run(5000);
    const [path] = thread.of('foreseen');
    // Two and a half seconds of decisions, and where it stands.
    expect(path?.path.points).toHaveLength(2 * 26);
    expect(thread.of('foreseen').length).toBeGreaterThan(3);
    expect(thread.state.longest).toBeLessThanOrEqual(6);
    expect(thread.state.spent / 5000).toBeLessThan(0.15);
  });

  it('a way that ends is posted with its end; one that is too dear is cut short or left out', () => {
    const ends = open({ endsAfter: 2 });
    ends.explaining.ask({ ...asked, path: true });
    ends.run(1000);
    expect(ends.of('foreseen')[0]?.path.outcome).toBe('success');
    const dear = open({ decisionTakes: 5 });
    dear.explaining.ask({ ...asked, path: true });
    dear.run(20_000);
    expect(dear.of('foreseen').length).toBeGreaterThan(5);
    const dearest = open({ decisionTakes: 50 });
    dearest.explaining.ask({ ...asked, path: true });
    dearest.run(20_000);
    expect(dearest.of('foreseen')).toEqual([]);
    expect(dearest.of('explained').length).toBeGreaterThan(20);
    // It is not tried again and again.
    expect(dearest.state.spent / 20_000).toBeLessThan(0.08);
  });
});
