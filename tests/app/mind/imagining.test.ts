/** What a person imagines elsewhere or twice, by hand and by keys, where the world stands as it is. */
import { describe, expect, it } from 'vitest';
import { createImagining, forgetVisitor, joinHands } from '../../../src/app/mind/imagining.ts';
import { createState, forgetMind } from '../../../src/app/state.ts';
import type { HandHooks, Moment, Stage } from '../../../src/view/stage.ts';
import { smallLayout } from '../../view/small-layout.ts';
import { answerOf, change, explanationOf, thing } from './made-up-explanation.ts';

const layout = { ...smallLayout, agents: 2, min: [-5, -5], max: [5, 5] } as const;
/** Ada at the middle, Milo two metres to the east, and the visitor's row. */
const moment: Moment = {
  position: Float32Array.of(0, 0.6, 0, 2, 0.6, 0, 0, 0, 0),
  rotation: new Float32Array(12),
  radius: Float32Array.of(0.3, 0.3, 0.3),
  goal: new Float32Array(4),
  heading: new Float32Array(2),
  visited: false,
};
const milo = thing(1, 1, change(0, 0));

function open(heading = 0) {
  const state = createState({
    scenes: [],
    address: { scene: 'plaza', speed: 1 } as Parameters<typeof createState>[0]['address'],
    now: 0,
    panelOpen: true,
  });
  state.layout.value = layout;
  state.selected.value = 0;
  state.answer.value = answerOf(explanationOf([milo]));
  const stage = {
    moment: () => moment,
    lookingAt: () => ({ x: 0, z: 0, heading }),
  } as Partial<Stage> as Stage;
  const selected: number[] = [];
  const select = (agent: number) => selected.push(agent);
  const imagining = createImagining(state, { stage: () => stage, select });
  const takenUp = { key: 'body 1', label: 'Milo', thing: milo.thing };
  const places = () =>
    state.displaced.value.map(({ key, x, z }) =>
      [key, x, z].map((n) => (typeof n === 'number' ? +n.toFixed(3) : n)),
    );
  return { state, imagining, takenUp, places, selected };
}

describe('what is imagined', () => {
  it('is taken up, moved as the person looks, and put back', () => {
    const { state, imagining, takenUp, places } = open(Math.PI / 2);
    imagining.takeUp(takenUp);
    expect(places()).toEqual([['body 1', 0, 0]]);
    expect(state.imaginedInHand.value?.key).toBe('body 1');
    // Who looks along −x has it ahead there, and −z to the right.
    imagining.shiftImagined('body 1', 0, 0.5);
    imagining.shiftImagined('body 1', 0.25, 0);
    expect(places()).toEqual([['body 1', -0.5, -0.25]]);
    expect(state.spoken.value).toBe('Milo: moved 0.56 m.');
    imagining.takeUp(takenUp);
    expect(places()).toEqual([]);
    expect(state.imaginedInHand.value).toBeUndefined();
  });

  it('is at most sixteen at a time, and says so', () => {
    const { state, imagining, places } = open();
    for (let index = 0; index < 20; index++) {
      const thing = { kind: 'body', index } as const;
      imagining.takeUp({ key: `body ${index}`, label: `walker ${index}`, thing });
    }
    expect(places()).toHaveLength(16);
    expect(state.spoken.value).toBe('At most 16 can be imagined elsewhere at a time.');
    expect(state.notices.value).toHaveLength(1);
  });

  it('stays within the border', () => {
    const { imagining, takenUp, places } = open();
    imagining.takeUp(takenUp);
    imagining.shiftImagined('body 1', 99, 0);
    expect(places()).toEqual([['body 1', 2.7, 0]]);
  });

  it('is there twice beside itself, four times at most, and each goes by itself', () => {
    const { state, imagining, takenUp, places } = open();
    imagining.takeUp(takenUp);
    imagining.copyImagined('body 1');
    expect(state.displaced.value.at(-1)).toMatchObject({
      label: 'copy of Milo',
      body: 1,
      copy: true,
    });
    // Ada sees Milo in the east: to the right of it is the south.
    expect(places().at(-1)).toEqual(['copy 1', 0, 0.85]);
    expect(state.imaginedInHand.value?.key).toBe('copy 1');
    for (let i = 0; i < 5; i++) imagining.copyImagined('copy 1');
    expect(state.displaced.value).toHaveLength(5);
    expect(state.displaced.value.at(-1)?.label).toBe('copy of Milo');
    expect(state.notices.value).toHaveLength(1);
    imagining.putBack('copy 1');
    expect(places().map(([key]) => key)).toEqual(['body 1', 'copy 2', 'copy 3', 'copy 4']);
    forgetMind(state);
    expect(places()).toEqual([]);
  });

  it('is dragged, also what was not taken up before, and is where it was if that is broken off', () => {
    const { imagining, takenUp, places, selected } = open();
    const { hand } = imagining;
    expect(hand.graspable()).toMatchObject([{ thing: 'imagined/body 1', x: 2, z: 0 }]);
    hand.drag('imagined/body 1', 1, 1);
    expect(places()).toEqual([['body 1', -1, 1]]);
    // It is where it is imagined that it is taken, and nowhere else.
    expect(hand.graspable()).toMatchObject([{ thing: 'imagined/body 1', x: 1, z: 1 }]);
    hand.drop();
    hand.drag('imagined/body 1', 3, 3);
    hand.cancel();
    expect(places()).toEqual([['body 1', -1, 1]]);
    imagining.takeUp(takenUp);
    hand.drag('imagined/body 1', 1, 1);
    hand.cancel();
    expect(places()).toEqual([]);
    // A robot that is only clicked is chosen, as ever.
    hand.click('imagined/body 1');
    expect([places(), selected]).toEqual([[], [1]]);
  });

  it('is there again once it is moved, and nothing is imagined of a visitor who has left', () => {
    const { state, imagining, takenUp, places } = open();
    state.absent.value = [{ ...takenUp, node: -1, isPlace: false }];
    imagining.takeUp(takenUp);
    expect(state.absent.value).toEqual([]);
    imagining.takeUp({ key: 'body 2', label: 'You', thing: { kind: 'body', index: 2 } });
    const gone = [2, 3].map((index) => ({
      ...{ key: `body ${index}`, label: 'Somebody', node: -1, isPlace: false },
      thing: { kind: 'body', index } as const,
    }));
    state.absent.value = gone;
    forgetVisitor(state, 2);
    expect(places().map(([key]) => key)).toEqual(['body 1']);
    expect(state.absent.value).toEqual([gone[1]]);
  });

  it('is taken up anew by each drag and click, so that the arrows are its again', () => {
    const { state, imagining, takenUp } = open();
    const seen: unknown[] = [];
    const note = () => seen.push(state.imaginedInHand.value);
    imagining.takeUp(takenUp);
    note();
    imagining.hand.drag('imagined/body 1', 1, 1);
    imagining.hand.drop();
    note();
    imagining.hand.click('imagined/body 1');
    note();
    expect(seen).toEqual([{ key: 'body 1' }, { key: 'body 1' }, { key: 'body 1' }]);
    expect(new Set(seen).size).toBe(3);
  });

  it('is not where another layout had it, if its drag is broken off there', () => {
    const { state, imagining, takenUp, places } = open();
    imagining.takeUp(takenUp);
    imagining.hand.drag('imagined/body 1', 1, 1);
    // The episode is over: all that was imagined goes with its layout.
    state.displaced.value = [];
    state.layout.value = { ...(state.layout.value as NonNullable<typeof state.layout.value>) };
    imagining.hand.drag('imagined/body 1', 2, 2);
    imagining.hand.cancel();
    expect(places()).toEqual([]);
  });

  it('is in the same hand as what is changed, which tells them apart', () => {
    const { imagining, places } = open();
    const heard: string[] = [];
    const editing: Omit<HandHooks, 'graspable'> = {
      hover: (thing) => heard.push(`hover ${thing}`),
      centreOf: () => undefined,
      drag: (thing) => heard.push(`drag ${thing}`),
      point: () => heard.push('point'),
      drop: () => heard.push('drop'),
      cancel: () => heard.push('cancel'),
      click: (thing) => heard.push(`click ${thing}`),
    };
    const hand = joinHands(editing, imagining.hand);
    hand.hover('imagined/body 1');
    hand.drag('imagined/body 1', 1, 1);
    hand.drag('props/crate', 1, 1);
    hand.click('props/crate');
    expect(heard).toEqual(['hover undefined', 'drag props/crate', 'click props/crate']);
    expect(hand.centreOf('imagined/body 1')).toMatchObject({ x: 1, z: 1 });
    expect(places()).toEqual([['body 1', -1, 1]]);
  });
});
