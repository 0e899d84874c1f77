/**
 * A scenario: a task in a scene. `defineScenario` is the one call with which people script their own;
 * a scenario file reads in the order of its fields: the scene, what agents sense, how an episode
 * begins, what is rewarded, how it ends.
 *
 * Order of one decision, per agent: the world moves → readings are renewed → `reward` → `outcome` →
 * time limit → `shaping` → sensors. All functions get the same `Agent` object every time; they may keep nothing in
 * it and should not allocate.
 */

import { InputError } from '../core/input-error.ts';
import { joined, type ObservationReflection, type Reflection } from '../core/reflection.ts';
import {
  type ActionSpec,
  layoutOf,
  type ObservationLayout,
  type ObservationSpec,
} from '../core/spec.ts';
import type { Avoidance } from '../scene/layout.ts';
import { parseScene, type Scene } from '../scene/scene-file.ts';
import type { Agent } from './agent.ts';
import {
  checkFunction,
  checkInteger,
  checkNames,
  checkNumber,
  checkOneOf,
  checkRecord,
  checkText,
} from './check-option.ts';
import type { Outcome } from './episodes.ts';
import { figureNames, gatherings, type Metric, metricFields } from './metric.ts';
import { checkPublished, type PublishedResult } from './published.ts';
import { hashedSeeds, type Seeds } from './seeds.ts';
import type { Sensor } from './sensors/sensor.ts';
import type { Settings, SettingValue } from './settings.ts';
import { specOf } from './spec-of.ts';

export interface ScenarioOptions {
  /** Unique name: small letters, digits and dashes. */
  readonly name: string;
  /** What the scene picker shows. */
  readonly title: string;
  /** One sentence for a person. */
  readonly description: string;
  /** The content of a scene file (scenes/*.json). */
  readonly scene: unknown;
  /** What an agent observes, in the order of its row. At least one; names may not repeat. */
  readonly sensors: readonly Sensor[];
  /** Seconds between decisions, a multiple of 1/60 (the physics step) from 1/60 to 1. Default: 0.1. */
  readonly decisionSeconds?: number;
  /** Decisions after which the world is laid out anew by the next seed, 50 to 1,000,000. Default: 600. */
  readonly layoutSteps?: number;
  /** Every episode gets a layout of its own, whatever `layoutSteps`; for one agent per world. Default: false. */
  readonly layoutPerEpisode?: boolean;
  /** How layouts are numbered: `publishedSeeds` of a benchmark, for one agent per world. Default: by hash. */
  readonly seeds?: Seeds;
  /** Discount of the return, per decision, 0 to 1. Default: 0.99. */
  readonly gamma?: number;
  /** An episode may take this many times the shortest possible time, 1 to 10. Default: 3. */
  readonly timeLimitFactor?: number;
  /** Decisions that an episode may take, however far the goal, 1 to 100,000. Default: as the factor says. */
  readonly limitSteps?: number;
  /** Metres from the goal to the agent's centre at which `reachedGoal` holds, 0.05 to 5. Default: 0.4. */
  readonly goalRadius?: number;
  /** Puts the agent at its start (`agent.start`) and gives it a goal (`agent.setGoal`). */
  readonly begin: (agent: Agent) => void;
  /** Reward of the last decision; any finite number. */
  readonly reward: (agent: Agent) => number;
  /**
   * What a learner is paid besides, to be led to the reward sooner; no part of the return that is reported.
   * Any finite number. Called after `outcome`, with the outcome. Default: nothing.
   */
  readonly shaping?: (agent: Agent, outcome: Outcome | undefined) => number;
  /** 'success' or 'collision' ends the episode, undefined lets it go on. Default: success at the goal. */
  readonly outcome?: (agent: Agent) => 'success' | 'collision' | undefined;
  /** Figures of its own that an evaluation gives, by name: letters and digits. Default: none. */
  readonly metrics?: Readonly<Record<string, Metric>>;
  /** What others have published on the cases of `publishedSeeds`, to compare with. Default: none. */
  readonly published?: readonly PublishedResult[];
  /**
   * Hyperparameters that suit it, instead of the algorithm's own; their names and ranges are those of
   * `--set` and are checked where learning begins. Default: none.
   */
  readonly learning?: Readonly<Record<string, SettingValue>>;
  /**
   * Settings by which the worlds of a training differ from the chosen ones, world by world in turn; the first,
   * which a person sees, should be {}. With `defineVariants`. Default: all worlds are alike.
   */
  readonly practice?: readonly Readonly<Record<string, SettingValue>>[];
  /** What the baseline `orca` keeps to. Default: what suits streets and squares (agents/steering.ts). */
  readonly orca?: Avoidance;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly scene: Scene;
  readonly sensors: readonly Sensor[];
  readonly spec: ObservationSpec;
  readonly observationLayout: ObservationLayout;
  /** How observations read where left and right are exchanged; undefined if a sensor cannot say. */
  readonly reflection: ObservationReflection | undefined;
  readonly action: ActionSpec;
  /** Agents per world. */
  readonly agents: number;
  readonly decisionSeconds: number;
  /** Physics steps per decision. */
  readonly substeps: number;
  readonly layoutSteps: number;
  readonly layoutPerEpisode: boolean;
  readonly seeds: Seeds;
  readonly gamma: number;
  readonly timeLimitFactor: number;
  /** 0: as the factor says. */
  readonly limitSteps: number;
  readonly goalRadius: number;
  readonly begin: (agent: Agent) => void;
  readonly reward: (agent: Agent) => number;
  readonly shaping: (agent: Agent, outcome: Outcome | undefined) => number;
  readonly outcome: (agent: Agent) => 'success' | 'collision' | undefined;
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly published: readonly PublishedResult[];
  readonly learning: Readonly<Record<string, SettingValue>>;
  readonly practice: readonly Readonly<Record<string, SettingValue>>[];
  readonly orca: Avoidance | undefined;
  /** What may be set of it, and what is. */
  readonly settings: Settings;
  readonly chosen: Readonly<Record<string, SettingValue>>;
  /** The scenario under other settings, given as texts by name; what is not given has its default. */
  readonly vary: (given: ReadonlyMap<string, string>) => Scenario;
}

const defaults = {
  decisionSeconds: 0.1,
  layoutSteps: 600,
  layoutPerEpisode: false,
  seeds: hashedSeeds,
  gamma: 0.99,
  timeLimitFactor: 3,
  limitSteps: 0,
  goalRadius: 0.4,
  outcome: (agent: Agent) => (agent.reachedGoal ? ('success' as const) : undefined),
  shaping: () => 0,
  metrics: {},
  published: [],
  learning: {},
  practice: [] as readonly Readonly<Record<string, SettingValue>>[],
  orca: undefined,
};

const optionNames = [
  'name',
  'title',
  'description',
  'scene',
  'sensors',
  'begin',
  'reward',
  ...Object.keys(defaults),
];

const physicsHertz = 60;

export function defineScenario(options: ScenarioOptions): Scenario {
  checkRecord(
    'defineScenario',
    options,
    '{ name, title, description, scene, sensors, begin, reward }',
  );
  checkText('a scenario’s name', options.name);
  const where = `scenario "${options.name}"`;
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(options.name)) {
    throw new InputError(
      `Expected a scenario’s name of small letters, digits and dashes, got "${options.name}".`,
    );
  }
  checkNames(where, options, optionNames);
  const chosen = { ...defaults, ...options };
  checkText(`${where}: title`, chosen.title);
  checkText(`${where}: description`, chosen.description);
  checkNumber(`${where}: decisionSeconds`, chosen.decisionSeconds, { min: 1 / 60, max: 1 });
  checkInteger(`${where}: layoutSteps`, chosen.layoutSteps, { min: 50, max: 1_000_000 });
  checkNumber(`${where}: gamma`, chosen.gamma, { min: 0, max: 1 });
  if (typeof chosen.layoutPerEpisode !== 'boolean') {
    throw new InputError(
      `Expected ${where}: layoutPerEpisode to be true or false, got ${chosen.layoutPerEpisode}.`,
    );
  }
  if (options.limitSteps !== undefined) {
    checkInteger(`${where}: limitSteps`, options.limitSteps, { min: 1, max: 100_000 });
  }
  checkNumber(`${where}: timeLimitFactor`, chosen.timeLimitFactor, { min: 1, max: 10 });
  checkNumber(`${where}: goalRadius`, chosen.goalRadius, { min: 0.05, max: 5 });
  checkFunction(`${where}: begin`, chosen.begin, '(agent) => void');
  checkFunction(`${where}: reward`, chosen.reward, '(agent) => number');
  checkFunction(`${where}: shaping`, chosen.shaping, '(agent, outcome) => number');
  checkFunction(
    `${where}: outcome`,
    chosen.outcome,
    '(agent) => "success", "collision" or nothing',
  );
  checkMetrics(where, chosen.metrics);
  checkPublished(where, chosen.published, {
    metrics: Object.keys(chosen.metrics),
    cases: chosen.seeds.publishedCases,
  });

  const substeps = Math.round(chosen.decisionSeconds * physicsHertz);
  if (Math.abs(substeps / physicsHertz - chosen.decisionSeconds) > 1e-6) {
    throw new InputError(
      `Expected ${where}: decisionSeconds to be a multiple of 1/${physicsHertz} s, got ` +
        `${chosen.decisionSeconds}; ${substeps / physicsHertz} is near.`,
    );
  }
  const scene = parseScene(chosen.scene, `the scene of ${where}`);
  const spec = specOf(where, chosen.sensors, scene);
  const own = chosen.layoutPerEpisode ? 'layoutPerEpisode' : 'seeds';
  if ((chosen.layoutPerEpisode || options.seeds) && scene.agents.count !== 1) {
    throw new InputError(
      `Expected ${where}: ${own} to stand with a scene of 1 agent, got ${scene.agents.count} agents.`,
    );
  }
  return {
    ...chosen,
    settings: {},
    chosen: {},
    vary(given) {
      if (given.size === 0) return this;
      throw new InputError(
        `Scenario "${options.name}" has no settings, but got "${[...given.keys()][0]}".`,
      );
    },
    scene,
    spec,
    observationLayout: layoutOf(spec),
    reflection: reflectionOf(chosen.sensors, scene),
    action: { features: ['forward', 'left'], maxSpeed: scene.agents.maxSpeed },
    agents: scene.agents.count,
    substeps,
  };
}

function checkMetrics(where: string, metrics: Readonly<Record<string, Metric>>): void {
  checkRecord(`${where}: metrics`, metrics, '{ name: { title, gather, of } }');
  for (const [name, metric] of Object.entries(metrics)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw new InputError(`Expected ${where}: metrics of letters and digits, got "${name}".`);
    }
    if (figureNames.includes(name)) {
      throw new InputError(
        `Expected ${where}: metrics by names that no figure of every evaluation has, got "${name}": give it another.`,
      );
    }
    const at = `${where}: metric ${name}`;
    checkRecord(at, metric, '{ title, gather, of }');
    checkNames(at, metric, metricFields);
    const { title, gather, of, cases } = metric;
    checkText(`${at}: title`, title);
    checkFunction(`${at}: of`, of, '(agent) => number');
    checkOneOf(`${at}: gather`, gather, gatherings);
    if (cases !== undefined) checkOneOf(`${at}: cases`, cases, ['all', 'successes']);
  }
}

/** In the order of the spec's parts. */
function reflectionOf(sensors: readonly Sensor[], scene: Scene): ObservationReflection | undefined {
  const agent: Reflection[] = [];
  const world: Reflection[] = [];
  for (const sensor of sensors) {
    const of = sensor.reflection?.(scene);
    if (!of) return undefined;
    if (of.agent) agent.push(of.agent);
    if (of.world) world.push(of.world);
  }
  return { agent: joined(agent), world: joined(world) };
}
