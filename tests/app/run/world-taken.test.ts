/** What the page makes of what it is told of the world in view. */
import { expect, it } from 'vitest';
import { scenarios } from '../../../scenes/index.ts';
import { parseAddress } from '../../../src/app/address.ts';
import { worldTaken } from '../../../src/app/run/world-taken.ts';
import { createState } from '../../../src/app/state.ts';
import { layOut } from '../../../src/scene/lay-out.ts';
import { answerOf, change, explanationOf, thing } from '../mind/made-up-explanation.ts';

function open() {
  const { address } = parseAddress('', ['plaza']);
  const scenes = [{ name: 'plaza', title: '', description: '', shipped: false }];
  const state = createState({ scenes, address, now: 0, panelOpen: true });
  const taken = worldTaken(state, { laidOut() {}, onSnapshot() {} });
  const layout = layOut(scenarios.get('plaza').scene, 1);
  taken.layout({ type: 'layout', layout, decisionSeconds: 0.1 });
  state.selected.value = 0;
  state.mindShown.value = true;
  state.world.value = 'shown';
  state.pace.value = { playing: true, speed: 1 };
  return {
    ...{ state, taken, layout },
    /** Influence of the only thing, m/s, as it is shown after an answer that has so much. */
    told(forward: number) {
      const influences = [thing(3, 0.5, change(forward, 0))];
      taken.explained(answerOf(explanationOf(influences), { layoutSeed: layout.seed }));
      return state.answer.value?.explanation.influences[0]?.leftOut.forward;
    },
  };
}

it('answers are smoothed while the world goes on, and as they are once it stands still', () => {
  const { state, told } = open();
  expect(told(1)).toBe(1);
  expect(told(0)).toBeCloseTo(0.6, 10);
  state.pace.value = { playing: false, speed: 1 };
  expect(told(0)).toBe(0);
});

it('nothing is carried over from one layout to the next, nor across an edit', () => {
  const { state, taken, layout, told } = open();
  told(1);
  state.attention.value = { agent: 0, entities: [], nodes: [], heads: 1 } as never;
  taken.layout({ type: 'layout', layout: { ...layout }, decisionSeconds: 0.1 });
  expect(state.attention.value).toBeUndefined();
  expect(told(0)).toBe(0);
  expect(told(1)).toBeCloseTo(0.4, 10);
});
