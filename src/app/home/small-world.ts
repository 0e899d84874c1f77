/**
 * A scene's world in small: a layout of it in which the robots that come with the scene go about, as they do when it is
 * opened. What of it is seen is a picture (draw-scene-model.ts), so it learns nothing and explains nothing.
 */

import { splitWeights } from '../../agents/join-weights.ts';
import { LearnedPolicy } from '../../agents/learned-policy.ts';
import { createEnvironment, type Environment, loadEngines } from '../../env/environment.ts';
import type { Scenario } from '../../env/scenario.ts';
import type { Layout } from '../../scene/layout.ts';
import { createSnapshot, type Snapshot } from '../../world/snapshot.ts';
import type { ActingPolicy } from '../workers/protocol.ts';
import { type Moment, momentBetween } from './scene-model.ts';

export class SmallWorld {
  readonly #environment: Environment;
  readonly #policy: LearnedPolicy;
  readonly #environments: readonly Environment[];
  readonly #actions: readonly Float32Array[];
  #before: Snapshot;
  #after: Snapshot;
  /** Of the way from the one to the other. */
  #share = 1;

  private constructor(scenario: Scenario, seed: number, acting: ActingPolicy) {
    const { agents, observationLayout, seeds } = scenario;
    const { hyperparameters, weights } = acting;
    const policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
    policy.inference.setWeights(splitWeights(weights, policy.inference.sizes));
    this.#policy = policy;
    const firstLayout = seed;
    const options = { seed: seeds.training(seed, 0), firstLayout };
    this.#environment = createEnvironment(scenario, options);
    this.#environments = [this.#environment];
    this.#actions = [new Float32Array(agents * 2)];
    this.#before = this.#look();
    this.#after = this.#look();
  }

  static async create(scenario: Scenario, seed: number, acting: ActingPolicy): Promise<SmallWorld> {
    await loadEngines();
    return new SmallWorld(scenario, seed, acting);
  }

  /** Another one after a renewal (compare `seed`). */
  get layout(): Layout {
    return this.#environment.world.layout;
  }

  get moment(): Moment {
    return momentBetween(this.layout, this.#before, this.#after, this.#share);
  }

  /** Lets it go on by so many seconds, by one decision at most. */
  goOn(seconds: number): void {
    this.#share += seconds / this.#environment.scenario.decisionSeconds;
    if (this.#share < 1) return;
    this.#share = Math.min(this.#share - 1, 1);
    this.#policy.act(this.#environments, this.#actions);
    this.#environment.step(this.#actions[0] as Float32Array);
    if (this.#after.layoutSeed !== this.layout.seed) {
      this.#before = this.#look();
      this.#after = this.#look();
      return;
    }
    [this.#before, this.#after] = [this.#after, this.#before];
    this.#environment.writeSnapshot(this.#after);
  }

  #look(): Snapshot {
    const snapshot = createSnapshot(this.layout);
    this.#environment.writeSnapshot(snapshot);
    return snapshot;
  }
}
