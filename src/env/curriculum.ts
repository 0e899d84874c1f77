/**
 * Which layouts training shows again: those that the present policy sometimes solves and sometimes does
 * not, by learnability p(1 − p), p being the probability of success ("Sampling for Learnability";
 * Rutherford et al. 2024, "No Regrets: Investigating and Improving Regret Approximations for Curriculum
 * Discovery"). A share of new layouts is drawn uniformly from a buffer of the most learnable ones, the
 * others are fresh, in the order in which they come without a buffer.
 *
 * Where it departs from the paper:
 *
 * 1. The paper rolls a pool of candidates out every so many updates. Here every fresh layout that training
 *    shows is a candidate, and p comes from the episodes that were trained on, so nothing is run that is not
 *    learned from. A layout is a long stay (`layoutSteps` decisions of all its agents), so 210,000 agent steps
 *    in rooms are 58 layouts: to try a pool of 58 candidates for a stay each, once, would double their number.
 * 2. An estimate of few episodes is no estimate: what counts is the mean of p(1 − p) over all p that the
 *    episodes leave possible, (s + 1)(f + 1) / ((n + 2)(n + 3)) for s successes and f failures of n, under a
 *    uniform prior. Of one episode it is 1/6 however that ended, so a layout with one episode per stay is
 *    shown again before it is judged.
 * 3. Policies change: what was seen on an earlier stay counts half as much as what was seen on the one after.
 *
 * It knows seeds and counts alone. p is of the policy as it explores, noise included, and of each layout's
 * own starts and goals, which its seed draws too.
 */
import type { Random, RandomState } from '../core/random.ts';

/** Episodes that had time to run to their limit on a layout, and how many of them succeeded. */
export interface LayoutRecord {
  /** Of the layout. */
  readonly seed: number;
  readonly episodes: number;
  readonly successes: number;
}

export interface CurriculumState {
  readonly random: RandomState;
  /** From the one shown longest ago to the latest. */
  readonly buffer: readonly LayoutRecord[];
}

export interface Curriculum {
  /** Hears of a stay that is over. Seed of the layout to show next; undefined: a fresh one. */
  next(ended: LayoutRecord): number | undefined;
  state(): CurriculumState;
  restore(state: CurriculumState): void;
}

export interface CurriculumOptions {
  /** Of new layouts, those that are drawn from the buffer once it is full; from 0 to 1. */
  readonly share: number;
  /** Layouts in the buffer. */
  readonly size: number;
  readonly random: Random;
}

/** What is left of earlier counts when a layout is shown again. */
const remembered = 0.5;

/** The expected p(1 − p), at most 1/4. */
export function learnability({ episodes, successes }: LayoutRecord): number {
  const failures = episodes - successes;
  return ((successes + 1) * (failures + 1)) / ((episodes + 2) * (episodes + 3));
}

export function createCurriculum({ share, size, random }: CurriculumOptions): Curriculum {
  let buffer: LayoutRecord[] = [];

  function keep({ seed, episodes, successes }: LayoutRecord): void {
    if (episodes === 0) return;
    const at = buffer.findIndex((record) => record.seed === seed);
    const [before] = at < 0 ? [] : buffer.splice(at, 1);
    buffer.push({
      seed,
      episodes: episodes + remembered * (before?.episodes ?? 0),
      successes: successes + remembered * (before?.successes ?? 0),
    });
    if (buffer.length > size) buffer.splice(leastLearnable(buffer), 1);
  }

  return {
    next(ended) {
      keep(ended);
      if (buffer.length < size || random.uniform() >= share) return undefined;
      // Whoever looks on tells layouts apart by their seeds, so none follows itself.
      const others = buffer.filter(({ seed }) => seed !== ended.seed);
      return others[random.integer(others.length)]?.seed;
    },
    state: () => ({ random: random.state(), buffer: [...buffer] }),
    restore(state) {
      random.restore(state.random);
      buffer = [...state.buffer];
    },
  };
}

/** Of several alike, the one shown longest ago: what is known of it is the oldest. */
function leastLearnable(buffer: readonly LayoutRecord[]): number {
  const values = buffer.map(learnability);
  return values.indexOf(Math.min(...values));
}
