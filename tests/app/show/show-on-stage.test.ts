import { expect, it, vi } from 'vitest';
import { addressDefaults } from '../../../src/app/address.ts';
import { messagesOf, pictureOf, showOnStage } from '../../../src/app/show/show-on-stage.ts';
import { createState, forgetRun } from '../../../src/app/state.ts';
import { language } from '../../../src/app/words/language.ts';
import type { Stage } from '../../../src/view/stage.ts';
import { smallLayout } from '../../view/small-layout.ts';

it('the visitor’s name stands over them in the language that the page speaks', () => {
  const names: string[] = [];
  const own = { nameVisitor: (name: string) => names.push(name) };
  const stage = new Proxy(own, {
    get: (known, name) => (name in known ? known.nameVisitor : () => {}),
  }) as unknown as Stage;
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  const stop = showOnStage(state, stage);
  language.value = 'zh';
  language.value = 'en';
  stop();
  expect(names).toEqual(['You', '你', 'You']);
});

it('messages go from sender to receiver, and none where the policy reads no graph', () => {
  const node = (node: number, x: number, z: number) => ({
    ...{ node, label: '', kind: 'region', x, z, forward: 0, left: 0, values: [] },
  });
  const edge = { from: 4, to: 2, kinds: ['near'], length: 1 };
  const graph = {
    ...{ features: [], nodes: [node(2, 1, 0), node(4, 0, 3)], rounds: 1, heads: 1 },
    choice: { round: undefined, head: undefined },
  };
  expect(messagesOf({ ...graph, edges: [{ ...edge, share: 0.4 }] })).toEqual([
    { fromX: 0, fromZ: 3, toX: 1, toZ: 0, weight: 0.4 },
  ]);
  expect(messagesOf({ ...graph, edges: [{ ...edge, share: null }] })).toEqual([]);
});

function watched() {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  const onPicture = pictureOf(state);
  const layOut = (seed: number, at: number) => {
    now = at;
    state.layout.value = { ...smallLayout, seed };
  };
  return { state, onPicture, layOut };
}

it('the view is uncovered by the first picture, however quickly layout follows upon layout', () => {
  const { state, onPicture, layOut } = watched();
  onPicture(0);
  expect(state.world.value).toBe('loading');
  layOut(1, 100);
  onPicture(99);
  expect(state.world.value).toBe('loading');
  // A picture takes two seconds here, and there is a new layout every half.
  for (let at = 600; at < 2100; at += 500) layOut(at, at);
  onPicture(110);
  expect(state.world.value).toBe('shown');
  vi.restoreAllMocks();
});

it('no picture of a scene that is being left uncovers the view', () => {
  const { state, onPicture, layOut } = watched();
  layOut(1, 100);
  onPicture(110);
  state.world.value = 'loading';
  onPicture(200);
  layOut(2, 250);
  onPicture(260);
  expect(state.world.value).toBe('loading');
  forgetRun(state);
  layOut(3, 300);
  onPicture(290);
  expect(state.world.value).toBe('loading');
  onPicture(310);
  expect(state.world.value).toBe('shown');
  vi.restoreAllMocks();
});
