/** The tour: its steps, what leads on from one to the next, and that it is offered once. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseAddress } from '../../../src/app/address.ts';
import { createTour } from '../../../src/app/home/tour.ts';
import { tourSteps } from '../../../src/app/home/tour-steps.ts';
import { beginRewinding } from '../../../src/app/rewind/rewind.ts';
import { endRewinding } from '../../../src/app/rewind/rewind-state.ts';
import { createState } from '../../../src/app/state.ts';
import { smallLayout } from '../../view/small-layout.ts';

function begin() {
  const { address } = parseAddress('', ['plaza']);
  const state = createState({ scenes: [], address, now: 0, panelOpen: true });
  state.layout.value = smallLayout;
  const tour = createTour(state, {
    select: (agent) => {
      state.selected.value = agent;
    },
    bringBack: () => {
      state.absent.value = [];
    },
    toggleVisit: () => {
      state.visiting.value = !state.visiting.value;
    },
    toggleEditing: () => {
      state.edit.on.value = !state.edit.on.value;
    },
    backToNow: () => {},
  });
  return { state, tour, at: () => state.home.tour.value };
}

describe('tour', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is offered until it was taken or declined, and goes through all steps and back', () => {
    const { state, tour, at } = begin();
    expect([state.home.tourOffered.value, at()]).toEqual([true, undefined]);
    tour.startTour();
    expect(state.home.tourOffered.value).toBe(false);
    const seen = tourSteps.map(() => {
      const step = at();
      tour.stepTour(1);
      return step;
    });
    expect([seen, at()]).toEqual([[...tourSteps], undefined]);
    tour.startTour();
    tour.stepTour(-1);
    expect(at()).toBe('watch');
    tour.endTour();
    expect(at()).toBeUndefined();
  });

  it('goes on by itself once a step is done, a moment later', () => {
    const { state, tour, at } = begin();
    tour.startTour();
    tour.stepTour(1);
    expect(at()).toBe('ask');
    state.selected.value = 0;
    expect([at(), state.home.tourDone.value]).toEqual(['ask', true]);
    vi.runAllTimers();
    expect([at(), state.home.tourDone.value]).toEqual(['imagine', false]);
  });

  it.each([true, false])(
    'what is to be watched may run or stand as the tour begins: %s',
    (playing) => {
      const { state, tour, at } = begin();
      state.pace.value = { playing, speed: 1 };
      tour.startTour();
      vi.runAllTimers();
      expect([at(), state.home.tourDone.value]).toEqual(['watch', false]);
      state.pace.value = { playing: !playing, speed: 1 };
      expect(state.home.tourDone.value).toBe(true);
      vi.runAllTimers();
      expect(at()).toBe('ask');
      tour.stepTour(-1);
      state.pace.value = { playing: !playing, speed: 2 };
      expect(state.home.tourDone.value).toBe(true);
    },
  );

  it('is not led on by its own way back to now', () => {
    const { state, tour, at } = begin();
    beginRewinding(state);
    // Looked at to its end.
    state.pace.value = { playing: false, speed: 1 };
    tour.startTour();
    endRewinding(state.rewind, state.pace);
    vi.runAllTimers();
    expect([at(), state.pace.value.playing]).toEqual(['watch', true]);
  });

  it('does not go on by what was so before, nor once the person has gone elsewhere', () => {
    const { state, tour, at } = begin();
    state.selected.value = 0;
    tour.startTour();
    tour.stepTour(1);
    vi.runAllTimers();
    expect([at(), state.home.tourDone.value]).toEqual(['ask', false]);
    state.selected.value = 1;
    tour.stepTour(-1);
    vi.runAllTimers();
    expect(at()).toBe('watch');
  });

  it('does not throw out who has walked in: leaving leads on', () => {
    const { state, tour, at } = begin();
    tour.startTour();
    for (let n = 0; n < 3; n++) tour.stepTour(1);
    state.visiting.value = true;
    vi.runAllTimers();
    expect([at(), state.home.tourDone.value, state.visiting.value]).toEqual(['walk', true, true]);
    state.visiting.value = false;
    vi.runAllTimers();
    expect(at()).toBe('edit');
  });

  it('clears away what stands in the way of the next step, and selects somebody to imagine for', () => {
    const { state, tour } = begin();
    tour.startTour();
    tour.stepTour(1);
    tour.stepTour(1);
    expect(state.selected.value).toBe(0);
    tour.stepTour(1);
    state.visiting.value = true;
    tour.stepTour(1);
    expect(state.visiting.value).toBe(false);
    state.edit.on.value = true;
    tour.stepTour(1);
    expect(state.edit.on.value).toBe(false);
  });
});
