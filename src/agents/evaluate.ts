/**
 * How good a policy is, on cases that training never saw. Case i is agent i mod A in evaluation world
 * ⌊i / A⌋, and its first episode there, which is always run to its end: counting whatever ends first
 * would favour quick successes. Worlds keep their layout meanwhile; agents that are done go on with
 * further, uncounted episodes, so that the place stays as busy as in training.
 */
import { checkInteger } from '../env/check-option.ts';
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import { evaluationSeed } from '../env/seeds.ts';
import type { Policy } from './policy.ts';

export interface EvaluateOptions {
  readonly scenario: Scenario;
  readonly policy: Policy;
  /** Cases, 1 or more. Default: 200. */
  readonly episodes?: number;
  /** Default: 0. */
  readonly seed?: number;
  /** Worlds that are run side by side, one batch for the policy. Default: 8. */
  readonly worlds?: number;
  /** Called after every decision of the batch; may return a promise to let others work. */
  readonly onProgress?: (done: number, episodes: number) => void | Promise<void>;
}

export interface EvaluationCase {
  readonly case: number;
  /** Seed of the case's world. */
  readonly seed: number;
  readonly outcome: Outcome;
  /** Seconds, whatever the outcome. */
  readonly time: number;
  readonly spl: number;
}

/** The JSON that `npm run evaluate --json` writes: rates in [0, 1], null where there is no figure. */
export interface Evaluation {
  readonly scene: string;
  readonly policy: string;
  readonly episodes: number;
  readonly seed: number;
  readonly success: number;
  readonly collision: number;
  readonly timeout: number;
  readonly spl: number;
  /** Mean seconds of the successful cases. */
  readonly time: number | null;
  /** Mean discounted return of all cases. */
  readonly returnMean: number;
  readonly cases: readonly EvaluationCase[];
}

const defaults = { episodes: 200, seed: 0, worlds: 8 };

/** One place of the batch: an environment and the evaluation world that it shows. */
interface Place {
  readonly environment: Environment;
  readonly actions: Float32Array;
  world: number;
  /** Cases of this world that are still open. */
  open: number;
}

interface CaseResult extends EvaluationCase {
  readonly return: number;
}

export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { scenario, policy, episodes, seed, worlds, onProgress } = { ...defaults, ...options };
  checkInteger('episodes', episodes, { min: 1, max: 1_000_000 });
  checkInteger('worlds', worlds, { min: 1, max: 1000 });
  const { agents } = scenario;
  const worldCount = Math.ceil(episodes / agents);
  const casesIn = (world: number) => Math.min(agents, episodes - world * agents);
  const results: CaseResult[] = [];
  let places: Place[] = [];
  let nextWorld = 0;
  let done = 0;

  try {
    while (nextWorld < Math.min(worlds, worldCount)) {
      const world = nextWorld++;
      const environment = createEnvironment(scenario, {
        seed: evaluationSeed(seed, world),
        renewLayout: false,
      });
      const actions = new Float32Array(agents * 2);
      places.push({ environment, actions, world, open: casesIn(world) });
    }
    policy.reset?.();
    while (places.length > 0) {
      policy.act(
        places.map((place) => place.environment),
        places.map((place) => place.actions),
      );
      for (const place of places) {
        place.environment.step(place.actions);
        const counted = takeResults(place, { seed, episodes, agents }, results);
        place.open -= counted;
        done += counted;
        if (place.open > 0 || nextWorld === worldCount) continue;
        place.world = nextWorld++;
        place.open = casesIn(place.world);
        place.environment.reset(evaluationSeed(seed, place.world));
      }
      const through = places.filter((place) => place.open === 0);
      places = places.filter((place) => place.open > 0);
      for (const { environment } of through) environment.dispose();
      const pause = onProgress?.(done, episodes);
      if (pause) await pause;
    }
  } finally {
    for (const place of places) place.environment.dispose();
  }
  return summarise({ scene: scenario.name, policy: policy.name, episodes, seed }, results);
}

/** Keeps the first episodes that ended in this place's last step; returns how many. */
function takeResults(
  { environment, world }: Place,
  { seed, episodes, agents }: { seed: number; episodes: number; agents: number },
  results: CaseResult[],
): number {
  let counted = 0;
  for (const { agent, episodeIndex, outcome, time, spl, return: gained } of environment.finished) {
    const index = world * agents + agent;
    if (episodeIndex > 0 || index >= episodes) continue;
    const caseSeed = evaluationSeed(seed, world);
    results[index] = { case: index, seed: caseSeed, outcome, time, spl, return: gained };
    counted++;
  }
  return counted;
}

function summarise(
  asked: Pick<Evaluation, 'scene' | 'policy' | 'episodes' | 'seed'>,
  results: readonly CaseResult[],
): Evaluation {
  const rate = (outcome: Outcome) =>
    results.filter((result) => result.outcome === outcome).length / results.length;
  const times = results.filter((result) => result.outcome === 'success').map(({ time }) => time);
  return {
    ...asked,
    success: rate('success'),
    collision: rate('collision'),
    timeout: rate('timeout'),
    spl: mean(results.map(({ spl }) => spl)),
    time: times.length > 0 ? mean(times) : null,
    returnMean: mean(results.map((result) => result.return)),
    cases: results.map(({ return: _, ...each }) => each),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
