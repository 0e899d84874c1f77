/**
 * When the visible world takes its next decision. It follows the clock at the chosen speed; what a
 * slow machine cannot keep up with is dropped, so that it runs slower instead of ever later.
 * Times are milliseconds of one clock, handed in.
 */

/**
 * Simulated seconds per second; or as fast as the machine allows; or `turbo`: the world in view stands still, and
 * nothing is drawn, so that all of the machine is there for learning.
 */
export type Speed = number | 'max' | 'turbo';

/** The stops of the speed slider, in its order. */
export const speeds: readonly Speed[] = [0.125, 0.25, 0.5, 1, 2, 4, 8, 'max', 'turbo'];

export interface Pace {
  readonly playing: boolean;
  readonly speed: Speed;
}

export interface Pacer {
  set(pace: Pace, now: number): void;
  /** Whether a decision is due. Always true at 'max', never when paused or in turbo. */
  isDue(now: number): boolean;
  /** One decision was taken. */
  took(now: number): void;
  /** Milliseconds until the next decision is due; 0 if one is, Infinity when none will be. */
  wait(now: number): number;
}

/** Milliseconds the world may lag behind the clock before the rest is dropped. */
const longestLag = 100;

export function createPacer(decisionSeconds: number, pace: Pace, start: number): Pacer {
  let current = pace;
  let due = start;

  const interval = () =>
    typeof current.speed === 'number' ? (decisionSeconds * 1000) / current.speed : 0;
  const stands = () => !current.playing || current.speed === 'turbo';

  return {
    set(next, now) {
      const before = interval();
      const changed = next.speed !== current.speed;
      const resumed = next.playing && !current.playing;
      current = next;
      // What was left of the old interval is stretched or squeezed, so a change of speed neither
      // skips nor repeats a beat.
      if (resumed) due = now;
      else if (changed) due = now + (before > 0 ? (due - now) / before : 0) * interval();
    },
    isDue: (now) => !stands() && (current.speed === 'max' || now >= due),
    took(now) {
      due += interval();
      if (now - due > longestLag) due = now;
    },
    wait(now) {
      if (stands()) return Number.POSITIVE_INFINITY;
      return current.speed === 'max' ? 0 : Math.max(0, due - now);
    },
  };
}

/** How learning is fed: as in the learner's hyperparameters. */
export interface Diet {
  /** Agent steps before the first update. */
  readonly warmup: number;
  /** Agent steps that an update asks for. */
  readonly stepsPerUpdate: number;
  /** What part of all that is to come from here, 0 to 1. */
  readonly share: number;
}

/** Collecting may run ahead of learning by this factor, so that fresh steps never run short. */
const ahead = 2;
/** Agent steps of head start: the learner tells how far it is only now and then. */
const headStart = 4000;

/**
 * Whether the headless copies should collect more. Steps far beyond what learning asks for teach
 * nothing new, and take the cores that learning and drawing need: without this, two cores collected
 * 680 steps for every update where 32 were asked for.
 */
export function wantsSteps(
  { warmup, stepsPerUpdate, share }: Diet,
  agentSteps: number,
  updates: number,
): boolean {
  return agentSteps < share * (warmup + headStart + ahead * stepsPerUpdate * updates);
}
