/** What the state asks of the run that is open, told to it as it changes. */
import { effect } from '@preact/signals';
import type { VisitorPlace } from '../../world/visits.ts';
import type { PageState } from '../state.ts';
import type { OpenRun } from './open-run.ts';

export interface AskRunOptions {
  readonly state: PageState;
  readonly run: () => OpenRun | undefined;
  /** Where a person who walks in would be. */
  readonly entrance: () => VisitorPlace;
}

/** Returns what ends it. */
export function askRun({ state, run, entrance }: AskRunOptions): () => void {
  // Each is read before the call: `run()?.` would skip the reading, and with it the subscription.
  const stops = [
    effect(() => {
      const pace = state.pace.value;
      run()?.setPace(pace);
    }),
    effect(() => {
      const on = state.training.value;
      run()?.setTraining(on);
    }),
    effect(() => {
      const agent = state.selected.value;
      run()?.select(agent);
    }),
    effect(() => {
      const asked = state.asked.value;
      run()?.explain(asked);
      if (!asked) state.answer.value = undefined;
      if (!asked?.path) state.path.value = undefined;
    }),
    effect(() => {
      const kind = state.show.asked.value;
      run()?.showFloor(kind);
    }),
    effect(() => {
      const at = state.visiting.value ? entrance() : undefined;
      run()?.visit(at);
    }),
    effect(() => {
      const on = state.stopping.value;
      run()?.setStopping(on);
    }),
    effect(() => {
      const moment = state.learning.shown.value;
      run()?.showMoment(moment);
    }),
    effect(() => {
      const moments = state.ghosts.asked.value;
      run()?.showSelves(moments);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
