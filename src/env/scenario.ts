/**
 * A scenario: a task in a scene. `defineScenario` is the one call with which people script their own;
 * a scenario file reads in the order of its fields: the scene, what agents sense, how an episode
 * begins, what is rewarded, how it ends.
 *
 * Order of one decision, per agent: the world moves → readings are renewed → `reward` → `outcome` →
 * time limit → sensors. All functions get the same `Agent` object every time; they may keep nothing in
 * it and should not allocate.
 */

import { InputError } from '../core/input-error.ts';
import {
  type ActionSpec,
  type AgentPart,
  type GraphPart,
  layoutOf,
  type ObservationLayout,
  type ObservationSpec,
} from '../core/spec.ts';
import { parseScene, type Scene } from '../scene/scene-file.ts';
import type { Agent } from './agent.ts';
import { checkFunction, checkInteger, checkNames, checkNumber, checkText } from './check-option.ts';
import type { Sensor } from './sensors/sensor.ts';

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
  /** Discount of the return, per decision, 0 to 1. Default: 0.99. */
  readonly gamma?: number;
  /** An episode may take this many times the shortest possible time, 1 to 10. Default: 3. */
  readonly timeLimitFactor?: number;
  /** Metres from the goal to the agent's centre at which `reachedGoal` holds, 0.05 to 5. Default: 0.4. */
  readonly goalRadius?: number;
  /** Puts the agent at its start (`agent.start`) and gives it a goal (`agent.setGoal`). */
  readonly begin: (agent: Agent) => void;
  /** Reward of the last decision; any finite number. */
  readonly reward: (agent: Agent) => number;
  /** 'success' or 'collision' ends the episode, undefined lets it go on. Default: success at the goal. */
  readonly outcome?: (agent: Agent) => 'success' | 'collision' | undefined;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly scene: Scene;
  readonly sensors: readonly Sensor[];
  readonly spec: ObservationSpec;
  readonly observationLayout: ObservationLayout;
  readonly action: ActionSpec;
  /** Agents per world. */
  readonly agents: number;
  readonly decisionSeconds: number;
  /** Physics steps per decision. */
  readonly substeps: number;
  readonly layoutSteps: number;
  readonly gamma: number;
  readonly timeLimitFactor: number;
  readonly goalRadius: number;
  readonly begin: (agent: Agent) => void;
  readonly reward: (agent: Agent) => number;
  readonly outcome: (agent: Agent) => 'success' | 'collision' | undefined;
}

const defaults = {
  decisionSeconds: 0.1,
  layoutSteps: 600,
  gamma: 0.99,
  timeLimitFactor: 3,
  goalRadius: 0.4,
  outcome: (agent: Agent) => (agent.reachedGoal ? ('success' as const) : undefined),
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
  checkNumber(`${where}: timeLimitFactor`, chosen.timeLimitFactor, { min: 1, max: 10 });
  checkNumber(`${where}: goalRadius`, chosen.goalRadius, { min: 0.05, max: 5 });
  checkFunction(`${where}: begin`, chosen.begin, '(agent) => void');
  checkFunction(`${where}: reward`, chosen.reward, '(agent) => number');
  checkFunction(
    `${where}: outcome`,
    chosen.outcome,
    '(agent) => "success", "collision" or nothing',
  );

  const substeps = Math.round(chosen.decisionSeconds * physicsHertz);
  if (Math.abs(substeps / physicsHertz - chosen.decisionSeconds) > 1e-6) {
    throw new InputError(
      `Expected ${where}: decisionSeconds to be a multiple of 1/${physicsHertz} s, got ` +
        `${chosen.decisionSeconds}; ${substeps / physicsHertz} is near.`,
    );
  }
  const scene = parseScene(chosen.scene, `the scene of ${where}`);
  const spec = specOf(where, chosen.sensors, scene);
  return {
    ...chosen,
    scene,
    spec,
    observationLayout: layoutOf(spec),
    action: { features: ['forward', 'left'], maxSpeed: scene.agents.maxSpeed },
    agents: scene.agents.count,
    substeps,
  };
}

function specOf(where: string, sensors: readonly Sensor[], scene: Scene): ObservationSpec {
  if (!Array.isArray(sensors) || sensors.length === 0) {
    throw new InputError(`Expected ${where}: sensors to list at least one sensor, such as ego().`);
  }
  const names = new Set<string>();
  const agent: AgentPart[] = [];
  const world: GraphPart[] = [];
  for (const sensor of sensors) {
    if (names.has(sensor.name)) {
      throw new InputError(`${where}: sensor "${sensor.name}" stands there twice.`);
    }
    names.add(sensor.name);
    const parts = sensor.parts(scene);
    if (parts.agent) agent.push(parts.agent);
    if (parts.world) world.push(parts.world);
  }
  return { version: 1, agent, world };
}
