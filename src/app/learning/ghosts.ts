/**
 * Ghosts as the page has them: the selected robot as it was at a few moments of the run, beside itself
 * (explain/past-selves.ts). Which moments, why there may be none, and what is known of them.
 */
import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Moment } from '../../agents/moments.ts';
import type { PastSelf, PastSelves } from '../../explain/past-selves.ts';
import { colourOf } from '../../view/colour-scale.ts';
import type { EarlierSelves } from '../../view/stage.ts';
import { tickText } from '../format.ts';

/** Why there are none: the policy in view came without a past, the run has none yet, or there are too many robots. */
export type GhostsLack = 'trained' | 'young' | 'crowd';

/** One of them, as the legend has it. */
export interface ShownGhost extends PastSelf {
  /** Training time. */
  readonly seconds: number;
  readonly colour: string;
}

interface Seen {
  readonly agent: number;
  readonly layoutSeed: number;
  readonly ghosts: readonly ShownGhost[];
}

export interface GhostsState {
  readonly on: Signal<boolean>;
  readonly lack: ReadonlySignal<GhostsLack | undefined>;
  /** Moments that the learner is asked for, oldest first; empty: none. */
  readonly asked: ReadonlySignal<readonly Moment[]>;
  /** Training time by updates, of all that were asked for: some may be on their way that are kept no more. */
  readonly seconds: ReadonlyMap<number, number>;
  /** What came last, but for where they are. */
  readonly seen: Signal<Seen | undefined>;
  /** Those of the selected robot; empty: none have set out. */
  readonly shown: ReadonlySignal<readonly ShownGhost[]>;
  readonly looks: ReadonlySignal<EarlierSelves['looks']>;
}

const none: readonly never[] = [];

/** Moments that are seen side by side in a world of so many agents at most: each has a copy of all of it to itself. */
export function mostBeside(agents: number): number {
  return agents <= 24 ? 4 : agents <= 64 ? 2 : 0;
}

/** Newer ones take their place once training has lasted so many times as long as at the newest of them. */
const staleAfter = 1.6;

/**
 * `most` of those that are kept, from the first to the newest, as evenly apart as they are kept. `before` stay while
 * they tell of the run, so that a person can follow them.
 */
export function momentsBeside(
  moments: readonly Moment[],
  most: number,
  before: readonly Moment[],
): readonly Moment[] {
  const count = Math.min(most, moments.length);
  const newest = moments.at(-1);
  if (count === 0 || !newest) return [];
  const areKept = before.every((one) => moments.some(({ updates }) => updates === one.updates));
  const known = before.at(-1)?.seconds ?? 0;
  if (before.length === count && areKept && newest.seconds < staleAfter * known) return before;
  return Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? moments.length - 1 : (i * (moments.length - 1)) / (count - 1);
    return moments[Math.round(at)] as Moment;
  });
}

/** From dark to light by age, and none as pale as paving in the sun. */
export function ghostColours(count: number): string[] {
  return Array.from({ length: count }, (_, i) => colourOf(count < 2 ? 0 : (0.8 * i) / (count - 1)));
}

export function createGhostsState(of: {
  readonly moments: Signal<readonly Moment[]>;
  readonly agents: ReadonlySignal<number>;
  readonly layoutSeed: () => number | undefined;
  readonly selected: Signal<number | undefined>;
  readonly watching: ReadonlySignal<unknown>;
  readonly inView: Signal<boolean>;
}): GhostsState {
  const on = signal(false);
  const lack = computed(() => {
    if (of.watching.value !== undefined) return 'trained';
    if (of.agents.value > 0 && mostBeside(of.agents.value) === 0) return 'crowd';
    return of.moments.value.length < 2 ? 'young' : undefined;
  });
  let chosen: readonly Moment[] = none;
  const seconds = new Map<number, number>();
  const asked = computed(() => {
    const isWanted = on.value && !lack.value && of.selected.value !== undefined && of.inView.value;
    const most = mostBeside(of.agents.value);
    chosen = isWanted ? momentsBeside(of.moments.value, most, chosen) : none;
    for (const { updates, seconds: at } of chosen) seconds.set(updates, at);
    return chosen;
  });
  const seen = signal<Seen | undefined>(undefined);
  const shown = computed(() => {
    const last = seen.value;
    const isCurrent =
      last?.agent === of.selected.value &&
      last?.layoutSeed === of.layoutSeed() &&
      asked.value.length > 0;
    return last && isCurrent ? last.ghosts : none;
  });
  return { on, lack, asked, seconds, seen, shown, looks: computed(() => looksOf(shown.value)) };
}

/** What a snapshot tells of them, for the legend and for the stage; undefined: of those that are wanted, nothing. */
export function takeGhosts(
  { seconds, seen, shown, looks }: GhostsState,
  selves: PastSelves | undefined,
): EarlierSelves | undefined {
  if (!selves) return undefined;
  const { round, goal, poses } = selves;
  // With nearly every snapshot nothing but where they are is another.
  if (!isTold(seen.peek(), selves)) {
    const ghosts = ghostsOf(selves, seconds);
    if (!ghosts) return undefined;
    seen.value = { agent: selves.agent, layoutSeed: selves.layoutSeed, ghosts };
  }
  return shown.peek().length > 0 ? { round, goal, poses, looks: looks.peek() } : undefined;
}

/** Whether all that the legend has of them is known already. */
function isTold(told: Seen | undefined, { agent, layoutSeed, selves }: PastSelves): boolean {
  return (
    told?.agent === agent &&
    told.layoutSeed === layoutSeed &&
    told.ghosts.length === selves.length &&
    told.ghosts.every(({ updates, outcome, arrived, tries }, i) => {
      const now = selves[i];
      return (
        now?.updates === updates &&
        now.outcome === outcome &&
        now.arrived === arrived &&
        now.tries === tries
      );
    })
  );
}

/** Undefined: some were never asked for. */
function ghostsOf(
  selves: PastSelves,
  seconds: ReadonlyMap<number, number>,
): readonly ShownGhost[] | undefined {
  const colours = ghostColours(selves.selves.length);
  const ghosts = selves.selves.flatMap((self, i) => {
    const at = seconds.get(self.updates);
    return at === undefined ? [] : [{ ...self, seconds: at, colour: colours[i] as string }];
  });
  return ghosts.length < selves.selves.length ? undefined : ghosts;
}

const marks = { success: ' ✓', collision: ' ✕', timeout: ' …' } as const;

/** "85 s", "3 min", "2 h": over a head, and in a row of the legend, there is room for one unit. */
export function roundTime(seconds: number): string {
  const unit = seconds < 120 ? 1 : seconds < 7200 ? 60 : 3600;
  return tickText(Math.round(seconds / unit) * unit);
}

/** How each is drawn, and what stands over its head: "85 s ✓". */
export function looksOf(ghosts: readonly ShownGhost[]): EarlierSelves['looks'] {
  return ghosts.map(({ colour, seconds, outcome }) => ({
    ...{ colour, outcome },
    label: `${roundTime(seconds)}${outcome ? marks[outcome] : ''}`,
  }));
}
