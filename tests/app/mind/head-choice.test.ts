import { expect, it } from 'vitest';
import type { AttentionReport } from '../../../src/agents/attention-report.ts';
import { addressDefaults } from '../../../src/app/address.ts';
import { meanOfHeads, weightOf } from '../../../src/app/mind/head-choice.ts';
import { showOnStage } from '../../../src/app/show/show-on-stage.ts';
import { createState, forgetMind, forgetRun } from '../../../src/app/state.ts';
import type { Attention, Stage } from '../../../src/view/stage.ts';

const at = { x: 0, y: 0, z: 0, label: '' };
const report: AttentionReport = {
  ...{ agent: 0, set: undefined, graph: undefined, features: [], kind: 'dot' },
  entities: [{ ...at, body: 1, kind: 'agent', weight: 0.5, heads: [0.75, 0.25] }],
  nodes: [{ ...at, node: 3, weight: 0.375, heads: [0.25, 0.5] }],
  ...{ scan: { angles: [], distances: [], reach: 8 }, action: { forward: 0, left: 0 } },
};

/** The page's state, and what the stage was told of attention: each time the ends' weights and means. */
function watched() {
  const told: (readonly (readonly number[])[] | undefined)[] = [];
  const own = {
    showAttention: (attention: Attention | undefined) =>
      told.push(
        attention &&
          [...attention.entities, ...attention.nodes].map(({ weight, mean = -1 }) => [
            weight,
            mean,
          ]),
      ),
  };
  const stage = new Proxy(own, {
    get: (known, name) => (name in known ? known.showAttention : () => {}),
  }) as unknown as Stage;
  const state = createState({ scenes: [], address: addressDefaults, now: 0, panelOpen: true });
  return { state, told, stop: showOnStage(state, stage) };
}

it('rays are those of the head that is chosen, of things and places apart, at once and of what was there before', () => {
  const { state, told, stop } = watched();
  state.attention.value = report;
  state.headChoice.value = { ...state.headChoice.value, things: 1 };
  state.headChoice.value = { ...state.headChoice.value, places: 0 };
  stop();
  // The eye turns by the mean, whatever is chosen.
  expect(told).toEqual([
    undefined,
    [
      [0.5, 0.5],
      [0.375, 0.375],
    ],
    [
      [0.25, 0.5],
      [0.375, 0.375],
    ],
    [
      [0.25, 0.5],
      [0.25, 0.375],
    ],
  ]);
});

it('the choice outlasts the robot that is selected, but not the run: another policy has heads of its own', () => {
  const { state, stop } = watched();
  const choice = { things: 1, places: undefined };
  state.headChoice.value = choice;
  forgetMind(state);
  expect(state.headChoice.value).toEqual(choice);
  forgetRun(state);
  expect(state.headChoice.value).toEqual(meanOfHeads);
  stop();
});

it('a head that the policy has not is taken for the mean', () => {
  const of = { weight: 0.5, heads: [0, 1] };
  expect([undefined, 0, 1, 2].map((head) => weightOf(of, head))).toEqual([0.5, 0, 1, 0.5]);
});
