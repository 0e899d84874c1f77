/**
 * The tour of one minute: one thing after the other, each for the person to do. What is done leads on by itself, a moment
 * later; nobody has to do anything. Offered once, and for the asking in the help.
 */
import { batch, effect } from '@preact/signals';
import { remember, remembered } from '../remember.ts';
import type { PageState } from '../state.ts';
import { words } from '../words/index.ts';
import { speeds } from '../workers/pacing.ts';
import { type TourStep, tourSteps } from './tour-steps.ts';

export interface TourCommands {
  startTour(): void;
  /** For good: it is not offered again. */
  endTour(): void;
  /** 1: the next step, and after the last one the end; −1: the one before. */
  stepTour(by: 1 | -1): void;
}

/** What the tour asks for before a step: nobody is to stand in the way of what is shown. */
export interface TourActs {
  select(agent: number | undefined): void;
  bringBack(): void;
  toggleVisit(): void;
  toggleEditing(): void;
  backToNow(): void;
}

const key = 'heed tour';
/** Until what was done leads on: long enough to see what came of it. Milliseconds. */
const pauses: Readonly<Record<TourStep, number>> = {
  ...{ watch: 2500, ask: 3500, imagine: 5000, walk: 500, edit: 2500, learn: 3000, share: 0 },
};

/**
 * How much of what a step asks for is so: 0 is nothing, and another number than at its beginning is that it was done.
 */
export function doneOf(step: TourStep, state: PageState): number {
  const { pace, rewind, selected, absent, visiting, edit, learner, dialog } = state;
  switch (step) {
    case 'watch': {
      // What is seen again, as the tour begins, stands or goes as now will.
      const playing = rewind.playedBefore.value ?? pace.value.playing;
      return 1 + 2 * speeds.indexOf(pace.value.speed) + (playing ? 1 : 0);
    }
    case 'ask':
      return selected.value === undefined ? 0 : selected.value + 1;
    case 'imagine':
      return absent.value.length;
    case 'walk':
      return visiting.value ? 1 : 0;
    case 'edit':
      return edit.report.value?.edits.length ?? 0;
    case 'learn':
      return learner.value.is !== 'running' ? 0 : pace.value.speed === 'turbo' ? 2 : 1;
    case 'share':
      return dialog.value === 'share' ? 1 : 0;
  }
}

export function createTour(state: PageState, acts: TourActs): TourCommands {
  const { tour, tourDone, tourOffered } = state.home;
  tourOffered.value = remembered(key) === undefined;
  let at: TourStep | undefined;
  let begun = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  effect(() => {
    const step = tour.value;
    const now = step === undefined ? 0 : doneOf(step, state);
    if (step !== at) {
      clearTimeout(timer);
      timer = undefined;
      [at, begun] = [step, now];
      tourDone.value = false;
      return;
    }
    if (step === undefined) return;
    if (now !== 0 && now !== begun) tourDone.value = true;
    // Whoever has walked in is not to be thrown out: leaving is what leads on.
    const leadsOn = tourDone.peek() && (step !== 'walk' || now === 0);
    if (!leadsOn || timer !== undefined) return;
    timer = setTimeout(() => {
      if (tour.peek() === step) commands.stepTour(1);
    }, pauses[step]);
  });

  function prepare(step: TourStep): void {
    const { visiting, edit, selected, agents, absent } = state;
    if (step !== 'walk' && visiting.peek()) acts.toggleVisit();
    if (step !== 'edit' && edit.on.peek()) acts.toggleEditing();
    if (step !== 'imagine' && absent.peek().length > 0) acts.bringBack();
    if (step !== 'imagine') return;
    state.mindView.value = 'attends';
    if (selected.peek() === undefined && agents.peek() > 0) acts.select(0);
  }

  const commands: TourCommands = {
    startTour() {
      remember(key, 'taken');
      acts.backToNow();
      batch(() => {
        tourOffered.value = false;
        state.dialog.value = undefined;
        prepare('watch');
        tour.value = 'watch';
      });
    },
    endTour() {
      remember(key, 'ended');
      batch(() => {
        tourOffered.value = false;
        tour.value = undefined;
      });
    },
    stepTour(by) {
      const step = tour.peek();
      if (step === undefined) return;
      const next = tourSteps[tourSteps.indexOf(step) + by];
      if (next === undefined) {
        if (by < 0) return;
        commands.endTour();
        state.spoken.value = words.peek().home.tour.ended;
        return;
      }
      batch(() => {
        prepare(next);
        tour.value = next;
      });
    },
  };
  return commands;
}
