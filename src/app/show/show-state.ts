/** What else of the world is shown, besides itself: paint on its floor and a map, as signals. */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Layout } from '../../scene/layout.ts';
import type { Floor } from '../../view/stage.ts';
import { type FloorKind, type FloorReport, paintOf } from '../workers/floor.ts';

export interface ShowState {
  /** What is painted on the floor. */
  readonly floor: Signal<FloorKind | undefined>;
  readonly map: Signal<boolean>;
  /** What the simulation is asked for. */
  readonly asked: ReadonlySignal<FloorKind | undefined>;
  /** The newest there is, of whatever it is. */
  readonly report: Signal<FloorReport | undefined>;
  /** The newest of what is to be painted now. */
  readonly current: ReadonlySignal<FloorReport | undefined>;
  readonly painted: ReadonlySignal<Floor | undefined>;
}

export function createShowState(of: {
  readonly layout: Signal<Layout | undefined>;
  readonly selected: Signal<number | undefined>;
  readonly inView: Signal<boolean>;
}): ShowState {
  const floor = signal<FloorKind | undefined>(undefined);
  const report = signal<FloorReport | undefined>(undefined);
  const current = computed(() => {
    const newest = report.value;
    const isCurrent =
      newest !== undefined &&
      newest.kind === floor.value &&
      newest.layoutSeed === of.layout.value?.seed &&
      (newest.kind !== 'value' || newest.agent === of.selected.value);
    return isCurrent ? newest : undefined;
  });
  return {
    floor,
    map: signal(false),
    asked: computed(() => (of.inView.value ? floor.value : undefined)),
    report,
    current,
    painted: computed(() => current.value && paintOf(current.value)),
  };
}
