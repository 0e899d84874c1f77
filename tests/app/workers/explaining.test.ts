import { describe, expect, it } from 'vitest';
import { createExplaining, type Subject } from '../../../src/app/workers/explaining.ts';
import type { SimulationToPage } from '../../../src/app/workers/protocol.ts';
import type { Asked } from '../../../src/explain/mind.ts';
import { answerOf, explanationOf } from '../mind/made-up-explanation.ts';

const asked: Asked = {
  absent: [],
  layoutSeed: 1,
  actionValues: false,
  path: false,
  graph: undefined,
};

interface Action {
  readonly forward: number;
  readonly left: number;
}

/** Answers that take so many milliseconds, and a clock that only they and waiting move. */
function open({ answerTakes = 3, decisionTakes = 2, copyTakes = 0, endsAfter = 99 } = {}) {
  const posts: SimulationToPage[] = [];
  const state = { now: 0, acts: true, mind: {}, critics: 0, spent: 0, longest: 0 };
  let made = 0;
  const subject: Subject = {
    get mind() {
      return state.mind;
    },
    answer(agent, { absent }) {
      state.now += answerTakes;
      return answerOf(explanationOf([], agent), { absent });
    },
    foresee(agent, { supposed }) {
      made = 0;
      const { mind } = state;
      state.now += copyTakes;
      const x = supposed && 'x' in supposed ? supposed.x : 0;
      const [as, would] = [0, x].map((forward) => ({ forward, left: 0 })) as [Action, Action];
      return {
        step() {
          // With a mind what it foresees is gone.
          if (mind !== state.mind) throw new Error('Expected the world of that mind.');
          state.now += decisionTakes;
          made++;
          return made < endsAfter;
        },
        get path() {
          return {
            ...{ agent, layoutSeed: 1, step: 0, decisionSeconds: 0.1 },
            points: new Float32Array(2 * (made + 1)),
            outcome: made === endsAfter ? ('success' as const) : undefined,
            supposed: supposed && { as, would },
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
  it('forgets what is imagined away when the layout is another: things have other numbers then', () => {
    const { explaining, of, run } = open();
    const absent = [{ thing: { kind: 'body', index: 7 }, node: -1 } as const];
    explaining.ask({ ...asked, absent });
    run(200);
    expect(of('explained').at(-1)?.answer.absent).toEqual(absent);
    explaining.laidOut();
    run(400);
    expect(of('explained').at(-1)?.answer.absent).toEqual([]);
  });

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

  it('gives up what it was foreseeing where another mind is asked, as after looking back', () => {
    const thread = open();
    thread.explaining.ask({ ...asked, path: true });
    for (let i = 0; i < 20; i++) {
      // In the midst of a way.
      thread.run(130);
      thread.state.mind = {};
    }
    thread.run(2000);
    expect(thread.of('foreseen').length).toBeGreaterThan(1);
  });

  it('foresees what is supposed anew for each place, in its share, and hurries no answer for it', () => {
    const thread = open({ answerTakes: 3, copyTakes: 30, endsAfter: 25 });
    thread.explaining.ask({ ...asked, path: true });
    thread.run(2000);
    const before = { answers: thread.of('explained').length, ...thread.state };
    // Dragged: another place every 50 ms.
    for (let x = 0; x < 100; x++) {
      const supposed = { kind: 'add', look: 'crate', x, z: 0, yaw: 0 } as const;
      thread.explaining.ask({ ...asked, path: true, supposed });
      thread.run(50);
    }
    const { length } = thread.of('explained');
    expect(length - before.answers).toBeLessThan(5000 / 150 + 2);
    expect((thread.state.spent - before.spent) / 5000).toBeLessThan(0.2);
    // Held still, it is of that place.
    thread.run(1500);
    expect(thread.of('foreseen').at(-1)?.path.supposed?.would.forward).toBe(99);
    thread.explaining.ask({ ...asked, path: true });
    thread.run(1500);
    expect(thread.of('foreseen').at(-1)?.path.supposed).toBeUndefined();
  });

  it('follows what is imagined elsewhere as it is moved, in its share, and answers at once who it is', () => {
    const thread = open({ answerTakes: 12, decisionTakes: 1, endsAfter: 25 });
    thread.explaining.ask({ ...asked, path: true });
    thread.run(2000);
    const at = (x: number) => [{ body: 1, x, z: 0, copy: false }];
    const answers = () => thread.of('explained').length;
    const ways = () => thread.of('foreseen').length;
    thread.explaining.ask({ ...asked, path: true, displaced: at(0) });
    const first = answers();
    thread.explaining.turn(0);
    expect(answers()).toBe(first + 1);
    const before = { answers: answers(), ways: ways(), spent: thread.state.spent };
    // Dragged: another place with every frame.
    for (let x = 1; x <= 300; x++) {
      thread.explaining.ask({ ...asked, path: true, displaced: at(x) });
      thread.run(16);
    }
    // Several times a second: as often as 12 ms of 80 allow.
    expect(answers() - before.answers).toBeGreaterThan(4800 / 110);
    expect(ways() - before.ways).toBeGreaterThan(8);
    expect((thread.state.spent - before.spent) / 4800).toBeLessThan(0.32);
    // Let go of, it is as slow as ever.
    thread.run(1000);
    const after = answers();
    thread.run(2000);
    expect(answers() - after).toBeLessThan(2000 / 180);
  });
});
