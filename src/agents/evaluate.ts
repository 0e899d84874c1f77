/**
 * How good a policy is, on cases that training never saw. Case i is agent i mod A in evaluation world
 * ⌊i / A⌋, and its first episode there, which is always run to its end: counting whatever ends first
 * would favour quick successes. Worlds keep their layout meanwhile; agents that are done go on with
 * further, uncounted episodes, so that the place stays as busy as in training.
 */
import { largestSeed } from '../core/random.ts';
import type { Agent } from '../env/agent.ts';
import { checkInteger } from '../env/check-option.ts';
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Outcome } from '../env/episodes.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Purpose } from '../env/seeds.ts';
import type { SettingValue } from '../env/settings.ts';
import { type HardCases, hardCases } from './hard-cases.ts';
import type { Policy } from './policy.ts';
import type { Recorder } from './recorder.ts';
import type { Recording } from './recording.ts';
import { createTally, type Tally } from './tally.ts';

export interface EvaluateOptions {
  readonly scenario: Scenario;
  readonly policy: Policy;
  /** Cases, 1 or more. Default: 200. */
  readonly episodes?: number;
  /** Default: 0; where a benchmark has published cases, these. */
  readonly seed?: number;
  /** Which cases: those to report, or others to choose by. Default: test. */
  readonly purpose?: Purpose;
  /** Worlds that are run side by side, one batch for the policy. Default: 8. */
  readonly worlds?: number;
  /** Called after every decision of the batch; may return a promise to let others work. */
  readonly onProgress?: (done: number, episodes: number) => void | Promise<void>;
  /** Records the world of a case from its beginning to the end of the case's episode. */
  readonly record?: CaseRecording;
}

export interface CaseRecording {
  /** Which case, from 0, below `episodes`. */
  readonly index: number;
  readonly recorder: Recorder;
  /** The recording changes no more. */
  readonly done: (recording: Recording) => void;
}

export interface EvaluationCase {
  /** Its place in the evaluation, or the number under which it is published. */
  readonly case: number;
  /** Seed of the case's world. */
  readonly seed: number;
  readonly outcome: Outcome;
  /** Seconds, whatever the outcome. */
  readonly time: number;
  readonly spl: number;
  /** Shortest way from start to goal / straight line, at least 1: of the case alone, whatever the policy does. */
  readonly detour: number;
}

/**
 * The JSON that `npm run evaluate --json` writes, which says beside it what was done to the policy
 * (`intervention`): rates in [0, 1], null where there is no figure.
 */
export interface Evaluation {
  readonly scene: string;
  readonly policy: string;
  readonly episodes: number;
  /** The cases are in so many; those of one world are not independent. */
  readonly worlds: number;
  readonly seed: number;
  readonly purpose: Purpose;
  /** What was set of the scenario, if anything can be. */
  readonly settings?: Readonly<Record<string, SettingValue>>;
  readonly success: number;
  readonly collision: number;
  readonly timeout: number;
  readonly spl: number;
  /** Mean seconds of the successful cases. */
  readonly time: number | null;
  /** Mean discounted return of all cases. */
  readonly returnMean: number;
  /** The scenario's own figures; in the JSON they stand beside the others. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** The quarter with the longest detours; null where there is none. */
  readonly hard: HardCases | null;
  readonly cases: readonly EvaluationCase[];
}

const defaults = { episodes: 200, seed: 0, purpose: 'test' as Purpose, worlds: 8 };

const nobodyWalks = { x: 0, z: 0 };

/** One place of the batch: an environment and the evaluation world that it shows. */
interface Place {
  readonly environment: Environment;
  readonly actions: Float32Array;
  world: number;
  /** Cases of this world that are still open. */
  open: number;
}

/** What became of a case, before it gets its number. */
type Ended = Omit<EvaluationCase, 'case' | 'seed' | 'detour'> & { readonly return: number };
type CaseResult = EvaluationCase & Ended;

export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { scenario, policy, episodes, seed, worlds, onProgress } = { ...defaults, ...options };
  const purpose = options.purpose ?? defaults.purpose;
  checkInteger('episodes', episodes, { min: 1, max: 1_000_000 });
  checkInteger('seed', seed, { min: 0, max: largestSeed });
  checkInteger('worlds', worlds, { min: 1, max: 1000 });
  const { agents, seeds } = scenario;
  const seedOf = (world: number) => seeds.evaluation(seed, world, purpose);
  const tally = createTally(scenario.metrics);
  const worldCount = Math.ceil(episodes / agents);
  const casesIn = (world: number) => Math.min(agents, episodes - world * agents);
  const results: Ended[] = [];
  const detours: number[] = [];
  let places: Place[] = [];
  let nextWorld = 0;
  let done = 0;
  const { record } = options;
  const isRecorded = ({ world }: Place) =>
    record !== undefined &&
    world === Math.floor(record.index / agents) &&
    results[record.index] === undefined;
  const stepRecorded = (place: Place, { recorder, index, done }: CaseRecording) => {
    const { environment, actions } = place;
    recorder.before(environment, nobodyWalks);
    environment.step(actions);
    recorder.after(environment, { actions, offset: 0, scale: 1, attended: recorder.hasWeights });
    const ended = environment.finished.some(({ agent }) => agent === index % agents);
    if (ended) done(recorder.recording(environment));
  };

  try {
    while (nextWorld < Math.min(worlds, worldCount)) {
      const world = nextWorld++;
      const environment = createEnvironment(scenario, {
        seed: seedOf(world),
        renewLayout: false,
      });
      const actions = new Float32Array(agents * 2);
      const place = { environment, actions, world, open: casesIn(world) };
      places.push(place);
      beginReadings(place, episodes, tally, detours);
    }
    policy.reset?.();
    while (places.length > 0) {
      policy.act(
        places.map((place) => place.environment),
        places.map((place) => place.actions),
      );
      for (const place of places) {
        if (record && isRecorded(place)) stepRecorded(place, record);
        else place.environment.step(place.actions);
        addReadings(place, episodes, results, tally);
        const counted = takeResults(place, episodes, results);
        place.open -= counted;
        done += counted;
        if (place.open > 0 || nextWorld === worldCount) continue;
        place.world = nextWorld++;
        place.open = casesIn(place.world);
        place.environment.reset(seedOf(place.world));
        beginReadings(place, episodes, tally, detours);
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
  const cases = results.map((result, index) => ({
    case: seeds.caseNumber(index, seed, purpose),
    seed: seedOf(Math.floor(index / agents)),
    detour: detours[index] as number,
    ...result,
  }));
  const settings = Object.keys(scenario.settings).length > 0 ? { settings: scenario.chosen } : {};
  const asked = {
    ...{ scene: scenario.name, policy: policy.name, episodes, worlds: worldCount },
    ...{ seed, purpose, ...settings },
  };
  return summarise(asked, cases, tally.figures(results.map(({ outcome }) => outcome)));
}

/** Reads what is known of this place's cases as they begin: how far round they lead, the scenario's figures. */
function beginReadings(
  { environment, world }: Place,
  episodes: number,
  tally: Tally,
  detours: number[],
): void {
  for (const agent of environment.readings) {
    const index = world * environment.agents + agent.index;
    if (index >= episodes) continue;
    detours[index] = detourOf(agent);
    tally.begin(index, agent);
  }
}

function detourOf({ world, x, z, goalX, goalZ }: Agent): number {
  const straight = Math.hypot(goalX - x, goalZ - z);
  if (straight === 0) return 1;
  // A navigation mesh is not exact: ways fall a little short of the straight line, and finer differences are its own.
  const detour = Math.max(1, world.navigation.pathLength(x, z, goalX, goalZ) / straight);
  return Math.round(detour * 1000) / 1000;
}

/** Reads the scenario's figures of this place's last step, of cases that were open in it. */
function addReadings(
  { environment, world }: Place,
  episodes: number,
  results: readonly Ended[],
  tally: Tally,
): void {
  for (const agent of environment.readings) {
    const index = world * environment.agents + agent.index;
    if (index < episodes && results[index] === undefined) tally.add(index, agent);
  }
}

/** Keeps the first episodes that ended in this place's last step; returns how many. */
function takeResults({ environment, world }: Place, episodes: number, results: Ended[]): number {
  let counted = 0;
  for (const { agent, episodeIndex, outcome, time, spl, return: gained } of environment.finished) {
    const index = world * environment.agents + agent;
    if (episodeIndex > 0 || index >= episodes) continue;
    results[index] = { outcome, time, spl, return: gained };
    counted++;
  }
  return counted;
}

function summarise(
  asked: Pick<
    Evaluation,
    'scene' | 'policy' | 'episodes' | 'worlds' | 'seed' | 'purpose' | 'settings'
  >,
  results: readonly CaseResult[],
  figures: Evaluation['figures'],
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
    figures,
    hard: hardCases(results),
    cases: results.map(({ return: _, ...each }) => each),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
