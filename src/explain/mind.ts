/**
 * What there is to know of one agent at a moment, for whoever watches it: its explanation, and what its critic
 * thinks of other actions. It has the newest weights at hand, and makes networks of them when it is asked: being
 * handed weights costs nothing.
 */
import { InputError } from '../core/input-error.ts';
import type { Agent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { JudgedWeights, PolicyWeights } from '../nn/inference.ts';
import type { MessageChoice } from '../nn/probe.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Displacement } from '../world/world.ts';
import type { AmongReport } from './among-report.ts';
import { Explainer, type Explanation } from './explainer.ts';
import { Forecast, type Supposed } from './forecast.ts';
import type { GraphReport } from './graph-report.ts';
import { type Absent, asItIs, type Imagined, stillThere } from './imagined.ts';
import { ValueMap } from './value-map.ts';

/** What is asked of the selected agent. */
export interface Asked {
  /** What is to be imagined not to be there, of the layout of this seed: of another it means other things. */
  readonly absent: readonly Absent[];
  /** What to be elsewhere, or there twice, of the same layout. */
  readonly displaced?: readonly Displacement[] | undefined;
  readonly layoutSeed: number | undefined;
  /** Whether the critic is asked about all directions and speeds. */
  readonly actionValues: boolean;
  /** Whether the way is foreseen that it will take. */
  readonly path: boolean;
  /** What is supposed to be changed when its way is foreseen; undefined: nothing. */
  readonly supposed?: Supposed | undefined;
  /** Whether the scene graph is described, and what goes along its edges: by which shares; undefined: it is not. */
  readonly graph: MessageChoice | undefined;
  /** Whether it is told what those that it senses are to each other; undefined: it is not. */
  readonly among?: MessageChoice | undefined;
}

export interface Answer {
  readonly explanation: Explanation;
  /** m/s in the agent frame: as it moves now. */
  readonly velocity: { readonly forward: number; readonly left: number };
  /** Of the actions of action-grid.ts; undefined where they were not asked for, or no critic is known. */
  readonly actionValues: Float32Array | undefined;
  /** Undefined where it was not asked for, or none is sensed. */
  readonly graph: GraphReport | undefined;
  /** Undefined where it was not asked for, or the policy does not ask it. */
  readonly among?: AmongReport | undefined;
  /** What was imagined not to be there, and what to be elsewhere, or there twice. */
  readonly absent: readonly Absent[];
  readonly displaced: readonly Displacement[];
  /** Whether a critic is known. */
  readonly judged: boolean;
  /** Seed of the layout, and decisions of its world so far. */
  readonly layoutSeed: number;
  readonly step: number;
}

/** What of all this a way is foreseen by. */
export type Foreseen = Partial<Pick<Asked, 'absent' | 'displaced' | 'layoutSeed' | 'supposed'>>;

/** What is asked for, as far as it is there: an edit keeps the seed, and of another layout it means other things. */
function imaginedOf(asked: Foreseen, { world }: Environment, agent: number): Imagined {
  if (asked.layoutSeed !== world.layout.seed) return asItIs;
  const { absent = [], displaced = [] } = asked;
  return stillThere({ absent, displaced }, world, agent);
}

export class Mind {
  readonly #scenario: Scenario;
  readonly #hyperparameters: Hyperparameters;
  #weights: JudgedWeights | undefined;
  #explainer: Explainer | undefined;
  #forecast: Forecast | undefined;
  #map: ValueMap | undefined;
  /** Whether they have the newest weights. */
  #explainerKnows = false;
  #forecastKnows = false;
  #mapKnows = false;

  constructor(scenario: Scenario, hyperparameters: Hyperparameters) {
    this.#scenario = scenario;
    this.#hyperparameters = hyperparameters;
  }

  /** Kept, not copied. A critic that is known already goes on judging. */
  setWeights(weights: PolicyWeights): void {
    this.#weights = { ...weights, critic: this.#weights?.critic };
    this.#explainerKnows = false;
    this.#forecastKnows = false;
    this.#mapKnows = false;
  }

  /** Kept, not copied. After `setWeights`. */
  setCritic(critic: Float32Array | undefined): void {
    if (!this.#weights) return;
    this.#weights = { ...this.#weights, critic };
    this.#explainerKnows = false;
    this.#mapKnows = false;
  }

  /** Undefined before there are weights. Nothing in the environment changes. */
  answer(environment: Environment, agent: number, asked: Asked): Answer | undefined {
    const weights = this.#weights;
    if (!weights) return undefined;
    this.#explainer ??= new Explainer(this.#scenario, this.#hyperparameters, weights);
    if (!this.#explainerKnows) this.#explainer.setWeights(weights);
    this.#explainerKnows = true;
    const imagined = imaginedOf(asked, environment, agent);
    const explanation = this.#explainer.explain(environment, agent, imagined);
    const values = asked.actionValues && this.#explainer.actionValues(environment, agent);
    const { velocityX, velocityZ, heading } = environment.readings[agent] as Agent;
    const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
    return {
      explanation,
      velocity: {
        forward: -sin * velocityX - cos * velocityZ,
        left: -cos * velocityX + sin * velocityZ,
      },
      actionValues: values ? values.slice() : undefined,
      graph: asked.graph && this.#explainer.graph(environment, agent, asked.graph),
      among: asked.among && this.#explainer.among(environment, agent, asked.among),
      ...imagined,
      judged: weights.critic !== undefined,
      layoutSeed: environment.world.layout.seed,
      step: environment.world.steps,
    };
  }

  /**
   * At the beginning of what comes next, as it is or as it is imagined; undefined before there are weights, and where
   * what is supposed cannot be.
   */
  foresee(environment: Environment, agent: number, asked: Foreseen = {}): Forecast | undefined {
    const weights = this.#weights;
    if (!weights) return undefined;
    this.#forecast ??= new Forecast(this.#scenario, this.#hyperparameters);
    if (!this.#forecastKnows) this.#forecast.setWeights(weights);
    this.#forecastKnows = true;
    const { supposed } = asked;
    try {
      this.#forecast.begin(environment, agent, supposed, imaginedOf(asked, environment, agent));
    } catch (error) {
      // Whoever puts it there will be told why.
      if (supposed && error instanceof InputError) return undefined;
      throw error;
    }
    return this.#forecast;
  }

  /** What the critic thinks of other places, as far as it has been asked; undefined where none is known. */
  valueMap(): ValueMap | undefined {
    const weights = this.#weights;
    if (!weights?.critic) return undefined;
    this.#map ??= new ValueMap(this.#scenario, this.#hyperparameters);
    if (!this.#mapKnows) this.#map.setWeights(weights);
    this.#mapKnows = true;
    return this.#map;
  }

  dispose(): void {
    this.#forecast?.dispose();
  }
}
