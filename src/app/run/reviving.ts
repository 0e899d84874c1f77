/**
 * A learner whose graphics card was lost is followed by another: what a reload of the page would do. How often that may
 * be so on the card, and the sentence that says from where the run goes on.
 */
import { integer } from '../format.ts';
import { addNotice, type PageState } from '../state.ts';
import type { Words } from '../words/en.ts';
import type { Said } from '../words/index.ts';
import type { Resumed } from '../workers/protocol.ts';

/** What there is to go on from, where a run opens anew after a loss. */
export interface Revival {
  /** The run without its replay, as it was a moment ago; undefined: what the browser keeps, if it keeps any. */
  readonly held: Uint8Array | undefined;
  /** Why this browser or tab does not keep the run, which it does not do then either. */
  readonly notKept: Said | undefined;
}

/** A card that is lost once more within `forgottenAfter` milliseconds is not learned on any further. */
const mostLosses = 2;
const forgottenAfter = 10 * 60_000;

export interface RevivingOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export function createReviving({ state, clock }: RevivingOptions) {
  let losses: readonly number[] = [];
  let withoutCard = false;
  let revival: Revival | undefined;

  function say(from: (run: Words['run'], lost: string) => string): void {
    revival = undefined;
    const of = withoutCard ? 'again' : 'once';
    addNotice(state, 'warning', ({ run }) => from(run, run.cardLost[of]), 'learner');
  }

  function sayKept(): void {
    const from = state.resumed.value ? 'saved' : 'nothing';
    say(({ revived }, lost) => revived[from](lost));
  }

  return {
    /** Whether learners have to do without the card, as long as the page is open. */
    withoutCard: () => withoutCard,
    /** Whether another learner may follow: one on the processor has no card to lose. */
    lost(): boolean {
      if (withoutCard) return false;
      const now = clock();
      losses = [...losses.filter((at) => now - at < forgottenAfter), now];
      withoutCard = losses.length > mostLosses;
      return true;
    },
    /** A run is about to open, after a loss or not. */
    begin(next: Revival | undefined): void {
      revival = next;
    },
    /** The learner is there. */
    ready(): void {
      if (revival && !revival.held) sayKept();
    },
    /** Whether it is to go on from what was held, and has not yet. */
    isHeld: () => revival?.held !== undefined,
    /** It has. */
    tookHeld: ({ agentSteps }: Resumed) =>
      say(({ revived }, lost) => revived.held(lost, integer(agentSteps))),
    /** It could not. */
    fileFailed(): void {
      if (revival?.held) sayKept();
    },
  };
}
