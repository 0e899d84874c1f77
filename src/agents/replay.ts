/**
 * Plays a recording: a world of its own is put at a keyframe and stepped by the actions that were taken, to any
 * moment. A moment is a number of decisions from the recording's beginning, 0 to `decisions`. After every decision,
 * and more thoroughly at keyframes, the world's hash is compared with the recorded one: a difference is kept
 * (`differsFrom`), and at the next keyframe the world goes on from that.
 *
 * It draws no actions and knows no network: who wants to know why a decision was made is told before it is
 * (`onDecision`).
 */
import { InputError } from '../core/input-error.ts';
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import { DecisionHash } from './decision-hash.ts';
import { decisionsIn, hashOf, type Recording, type Segment } from './recording.ts';

/** A decision of a recording: its segment, and which one it is of that. */
export interface Decision {
  readonly segment: Segment;
  readonly index: number;
}

export class Replay {
  readonly recording: Recording;
  readonly decisions: number;
  /** Its world stands at `at`. */
  readonly environment: Environment;
  /** [2A] what the last decision was, m/s. */
  readonly actions: Float32Array;
  /** Called with the world as it is before a decision. */
  onDecision: ((decision: Decision) => void) | undefined;
  /** Called when the world has been put elsewhere than its last decision led. */
  onCut: (() => void) | undefined;
  #at = 0;
  /** The segment that the next decision is of, and which decision of it comes next. */
  #segment = 0;
  #index = 0;
  #differsFrom: number | undefined;
  readonly #hash = new DecisionHash();
  /** Moments by segment: where each begins. */
  readonly #begins: readonly number[];

  /** Its world is at moment 0. `loadEngines` must have been awaited. */
  constructor(scenario: Scenario, recording: Recording) {
    const { segments } = recording;
    this.recording = recording;
    this.decisions = decisionsIn(segments);
    let before = 0;
    this.#begins = segments.map(({ count }) => {
      before += count;
      return before - count;
    });
    const [first] = segments as [Segment];
    checkState(first, 0);
    this.environment = createEnvironment(scenario, {
      seed: first.state.json.seed,
      renewLayout: recording.renewsLayout,
      state: first.state,
    });
    this.actions = new Float32Array(2 * scenario.agents);
  }

  get at(): number {
    return this.#at;
  }

  /** The first moment, of those that were played, at which the world was another than was recorded. */
  get differsFrom(): number | undefined {
    return this.#differsFrom;
  }

  /** The decision that comes next; undefined at the end. */
  get next(): Decision | undefined {
    const segment = this.recording.segments[this.#segment];
    return segment && this.#index < segment.count ? { segment, index: this.#index } : undefined;
  }

  /** One decision further; false at the end. */
  step(): boolean {
    const decision = this.next;
    if (!decision) return false;
    const { segment, index } = decision;
    const { environment, actions } = this;
    const size = actions.length;
    actions.set(segment.actions.subarray(index * size, (index + 1) * size));
    const { world } = environment;
    if (world.visitor) {
      world.driveVisitor(
        segment.drive[2 * index] as number,
        segment.drive[2 * index + 1] as number,
      );
    }
    this.onDecision?.(decision);
    const next = this.recording.segments[this.#segment + 1];
    // Where something else followed than this decision leads to, that is what is seen.
    if (index + 1 === segment.count && next?.follows === false) this.#enter(this.#segment + 1);
    else {
      environment.step(actions);
      this.#at++;
      this.#index++;
      if (this.#hash.of(environment.world) !== segment.hashes[index]) this.#differ();
      if (this.#index === segment.count) this.#cross();
    }
    return true;
  }

  /**
   * To a moment, by way of the decision before it, so that it is known why the agents move as they do; to the first
   * moment at once.
   */
  goTo(moment: number): void {
    const to = Math.max(0, Math.min(this.decisions, Math.round(moment)));
    if (to === this.#at) return;
    const from = this.#begins.findLastIndex((begin) => begin < Math.max(1, to));
    // From where it stands, if that is on the way.
    const isNear = this.#at < to && this.#at >= (this.#begins[from] as number);
    if (!isNear) {
      this.actions.fill(0);
      this.#enter(Math.max(0, from));
    }
    while (this.#at < to && this.step());
  }

  dispose(): void {
    this.environment.dispose();
  }

  /** The end of a segment: the next one, which follows, begins here, or all is over. */
  #cross(): void {
    const { segments, endHash } = this.recording;
    const next = segments[this.#segment + 1];
    const isSame = hashOf(this.environment.save()) === (next ? next.hash : endHash);
    if (!isSame) this.#differ();
    if (!next) return;
    if (isSame) {
      this.#segment++;
      this.#index = 0;
    } else this.#enter(this.#segment + 1);
  }

  #differ(): void {
    this.#differsFrom = Math.min(this.#differsFrom ?? this.#at, this.#at);
  }

  #enter(segment: number): void {
    const entered = this.recording.segments[segment] as Segment;
    const begin = this.#begins[segment] as number;
    checkState(entered, begin);
    this.environment.restore(entered.state);
    this.#segment = segment;
    this.#index = 0;
    this.#at = begin;
    this.onCut?.();
  }
}

/** Whether a keyframe is what was recorded, before anything is put at it. */
function checkState({ state, hash }: Segment, at: number): void {
  if (hashOf(state) === hash) return;
  throw new InputError(
    `Expected the recording’s state at decision ${at} to be what its hash says, but it is another: the file is damaged.`,
  );
}

/** What came of playing a recording from its beginning to its end. */
export interface Verdict {
  readonly decisions: number;
  readonly seconds: number;
  /** Seconds from its beginning; undefined: the same after every decision. */
  readonly differsFrom: number | undefined;
}

/** Plays all of it. Throws where it ends before its last decision: nothing is known of those after it. */
export function verifyRecording(scenario: Scenario, recording: Recording): Verdict {
  const replay = new Replay(scenario, recording);
  try {
    while (replay.step());
    const { at, decisions, differsFrom } = replay;
    if (at !== decisions) {
      throw new Error(
        `Expected ${decisions} decisions to be played, but the replay ended at ${at}.`,
      );
    }
    const { decisionSeconds } = recording;
    return {
      decisions,
      seconds: decisions * decisionSeconds,
      differsFrom: differsFrom === undefined ? undefined : differsFrom * decisionSeconds,
    };
  } finally {
    replay.dispose();
  }
}
