/**
 * Everything that can be set about learning, with its meaning, unit and range; presets are in
 * algorithms/. `--set name=value` and the page's sliders go through `setHyperparameter`, records from
 * checkpoints through `readHyperparameters`.
 */
import { InputError, quoted } from '../core/input-error.ts';

export interface Hyperparameters {
  /** Attention kind: dot, hadamard, additive, mean, max. */
  readonly attention: string;
  /** Channels C of the encoder. */
  readonly channels: number;
  /** Attention heads H, a divisor of `channels`. */
  readonly heads: number;
  /** GATv2 rounds among the rows of a set, before its blocks (nn/set-graph.ts). */
  readonly setGraphRounds: number;
  /** Transformer blocks over the entity set. */
  readonly setBlocks: number;
  /** GATv2 rounds over the scene graph; 0: agents attend to its nodes, which hear nothing of each other. */
  readonly graphRounds: number;
  /**
   * Rounds of distances to the goal over the scene graph (nn/goal-distance.ts), the edges that a way
   * may have; 0 leaves them out.
   */
  readonly goalRounds: number;
  /** Width of each of the two hidden layers after the encoder. */
  readonly hidden: number;
  /** Discount per decision; 0 takes the scenario's. */
  readonly gamma: number;
  /** Soft target update per update. */
  readonly tau: number;
  /** Adam's learning rates. */
  readonly actorRate: number;
  readonly criticRate: number;
  /** Updates over which both rates fall linearly to a tenth, and the noise to `finalNoise`; 0 keeps them. */
  readonly decayUpdates: number;
  /** Samples in a batch, about: it is made of whole world steps, each with all its agents. */
  readonly batch: number;
  /** Transitions kept, in agent steps. */
  readonly replaySize: number;
  /** Agent steps of pure exploration before the first update. */
  readonly warmup: number;
  /** Agent steps per update. */
  readonly stepsPerUpdate: number;
  /** n of the n-step return. */
  readonly nStep: number;
  /** Standard deviation of the exploration noise, in units of top speed. */
  readonly noise: number;
  /** Share of the noise that is left after `decayUpdates`. */
  readonly finalNoise: number;
  /** Correlation of the noise from one decision to the next, in [0, 1). */
  readonly noiseCorrelation: number;
  /** World i of W explores with `noise` × noiseSpread^(2i/(W−1) − 1), a single one with `noise`; 1 = all alike. */
  readonly noiseSpread: number;
  /** Layer norm in the critic's hidden layers. */
  readonly layerNorm: boolean;
  /** Normalise observations by running mean and deviation. */
  readonly normalise: boolean;
  /** Two critics, the smaller value counts. */
  readonly twin: boolean;
  /** Quantiles of the return that a critic learns; 1 = its mean alone, by least squares. */
  readonly quantiles: number;
  /** Actor steps once per so many critic steps. */
  readonly actorDelay: number;
  /** Standard deviation of the noise on the target action (clipped at 2.5 of them). */
  readonly targetSmoothing: number;
  /** Weight of the penalty on |u| > 2 before the squash, where its gradient fades. */
  readonly reachPenalty: number;
  /**
   * Share of samples whose goal is replaced by a place reached later in the episode (HER). Those are
   * paid 1 at their goal and 0 elsewhere, so it fits scenarios whose own reward is that and no other.
   */
  readonly hindsight: number;
  /**
   * Half of all samples are seen in a mirror, left and right exchanged: for scenes that favour no side, where
   * what is learned of one way round is learned of the other.
   */
  readonly mirror: boolean;
  /**
   * Share of new layouts that are shown again from a buffer of those that are sometimes solved and sometimes
   * not (env/curriculum.ts), once it is full; 0: every layout is fresh.
   */
  readonly replayedLayouts: number;
  /** Layouts in that buffer: few against the fresh ones that a training shows, or nothing is chosen. */
  readonly layoutBuffer: number;
  /** Headless copies of the world that feed the replay. */
  readonly worlds: number;
  /**
   * Groups of agents that learn each for itself, with networks, optimisers and batches of its own, in the same
   * worlds: agent i is in group i mod `groups`, a divisor of their number. 1: all share parameters. An update is
   * one of every group; what else counts agent steps counts those of all.
   */
  readonly groups: number;
  /** Episodes of the baseline `orca` that are there to learn from before training; 0 = none. */
  readonly demonstrations: number;
  /** Share of a batch's world steps that is taken from demonstrations, at the first update. */
  readonly demonstrationShare: number;
  /** Updates over which that share falls linearly to 0; 0 keeps it. */
  readonly demonstrationUpdates: number;
}

/** Worlds of a run are numbered below this. */
export const mostWorlds = 64;

interface Range {
  readonly low: number;
  readonly high: number;
  readonly whole?: boolean;
}
type Rule = Range | 'switch' | 'attention kind';

const rules: Readonly<Record<keyof Hyperparameters, Rule>> = {
  attention: 'attention kind',
  channels: { low: 4, high: 256, whole: true },
  heads: { low: 1, high: 16, whole: true },
  setGraphRounds: { low: 0, high: 4, whole: true },
  setBlocks: { low: 0, high: 4, whole: true },
  graphRounds: { low: 0, high: 4, whole: true },
  goalRounds: { low: 0, high: 12, whole: true },
  hidden: { low: 4, high: 1024, whole: true },
  gamma: { low: 0, high: 0.9999 },
  tau: { low: 1e-5, high: 1 },
  actorRate: { low: 0, high: 0.1 },
  criticRate: { low: 0, high: 0.1 },
  decayUpdates: { low: 0, high: 1e9, whole: true },
  batch: { low: 1, high: 65_536, whole: true },
  replaySize: { low: 100, high: 1e7, whole: true },
  warmup: { low: 0, high: 1e7, whole: true },
  stepsPerUpdate: { low: 0.1, high: 1e6 },
  nStep: { low: 1, high: 20, whole: true },
  noise: { low: 0, high: 2 },
  finalNoise: { low: 0, high: 1 },
  noiseCorrelation: { low: 0, high: 0.99 },
  noiseSpread: { low: 1, high: 10 },
  layerNorm: 'switch',
  normalise: 'switch',
  twin: 'switch',
  quantiles: { low: 1, high: 200, whole: true },
  actorDelay: { low: 1, high: 100, whole: true },
  targetSmoothing: { low: 0, high: 1 },
  reachPenalty: { low: 0, high: 10 },
  hindsight: { low: 0, high: 1 },
  mirror: 'switch',
  replayedLayouts: { low: 0, high: 1 },
  layoutBuffer: { low: 2, high: 10_000, whole: true },
  worlds: { low: 1, high: mostWorlds, whole: true },
  groups: { low: 1, high: 64, whole: true },
  demonstrations: { low: 0, high: 10_000, whole: true },
  demonstrationShare: { low: 0, high: 1 },
  demonstrationUpdates: { low: 0, high: 1e9, whole: true },
};

/** World steps in a batch; where there are many, a multiple of four, so that threads can share them. */
export function batchWorldSteps({ batch }: Hyperparameters, agents: number): number {
  const steps = Math.max(1, Math.round(batch / agents));
  return steps < 8 ? steps : 4 * Math.round(steps / 4);
}

function inRange(value: unknown, { low, high, whole }: Range): boolean {
  const right = whole ? Number.isInteger(value) : typeof value === 'number';
  return right && (value as number) >= low && (value as number) <= high;
}

const describe = ({ low, high, whole }: Range) =>
  `${whole ? 'a whole number' : 'a number'} from ${low} to ${high}`;

/** `value` as text (from a flag or a slider) into a copy of the record; InputError if it does not fit. */
export function setHyperparameter(
  record: Hyperparameters,
  name: string,
  text: string,
  knownAttention: readonly string[],
): Hyperparameters {
  if (!Object.hasOwn(record, name)) {
    throw new InputError(
      `Unknown hyperparameter "${name}". Known: ${Object.keys(record).join(', ')}.`,
    );
  }
  const key = name as keyof Hyperparameters;
  const rule = rules[key];
  if (rule === 'switch') {
    if (text !== 'true' && text !== 'false') {
      throw new InputError(`Expected ${name} to be true or false, but got "${text}".`);
    }
    return { ...record, [key]: text === 'true' };
  }
  if (rule === 'attention kind') {
    if (!knownAttention.includes(text)) {
      throw new InputError(
        `Unknown attention kind "${text}". Known: ${knownAttention.join(', ')}.`,
      );
    }
    return { ...record, [key]: text };
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!inRange(value, rule)) {
    throw new InputError(`Expected ${name} to be ${describe(rule)}, but got "${text}".`);
  }
  return { ...record, [key]: value };
}

/** A record of anyone's making (from a checkpoint): all fields, nothing else. `where` names its source. */
export function readHyperparameters(
  value: unknown,
  where: string,
  knownAttention: readonly string[],
): Hyperparameters {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(
      `${where}: expected a record of hyperparameters, but got ${quoted(value)}.`,
    );
  }
  const given = value as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(rules, name));
  if (unknown !== undefined) {
    throw new InputError(
      `${where}: unknown hyperparameter ${quoted(unknown)}: it was written by another release.`,
    );
  }
  const record = Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const is = Object.hasOwn(given, name) ? given[name] : undefined;
      const [expected, right] =
        rule === 'switch'
          ? ['true or false', typeof is === 'boolean']
          : rule === 'attention kind'
            ? [`one of ${knownAttention.join(', ')}`, knownAttention.includes(is as string)]
            : [describe(rule), inRange(is, rule)];
      if (right) return [name, is];
      throw new InputError(`${where}: expected ${name} to be ${expected}, but got ${quoted(is)}.`);
    }),
  ) as unknown as Hyperparameters;
  const wrong = contradictionIn(record);
  if (wrong !== undefined) throw new InputError(`${where}: expected ${wrong}.`);
  return record;
}

/** What no single field can tell. */
export function checkHyperparameters(record: Hyperparameters): void {
  const wrong = contradictionIn(record);
  if (wrong !== undefined) throw new InputError(`Expected ${wrong}.`);
}

/** InputError unless all groups have as many agents. `where` names what is read in errors. */
export function checkGroups({ groups }: Hyperparameters, agents: number, where?: string): void {
  if (agents % groups === 0) return;
  const wrong = `groups to be a divisor of the number of agents, ${agents}, but got ${groups}`;
  throw new InputError(where === undefined ? `Expected ${wrong}.` : `${where}: expected ${wrong}.`);
}

function contradictionIn({
  channels,
  heads,
  noiseCorrelation,
}: Hyperparameters): string | undefined {
  if (channels % heads !== 0) {
    return `channels to be a multiple of heads, but got channels ${channels} and heads ${heads}`;
  }
  if (noiseCorrelation >= 1) return 'noiseCorrelation to be below 1';
  return undefined;
}
