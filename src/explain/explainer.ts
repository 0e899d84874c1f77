/**
 * Why an agent does what it does at this moment: for each thing that it attends to, how the policy's action and
 * its critic's value change when that thing is left out, by the leave-one-out test (erasure: Li et al. 2016).
 * Twice: left out of every sensor, the world being sensed anew without it (resensing.ts), and its row masked
 * alone, the rest of the observation as it was. The difference is what comes by other ways: rays, another
 * thing that takes the row, the messages of the graph.
 *
 * It explains the decision that is next, on the world as it stands. One batch of 1 + 2 T observations, T things;
 * what it allocates is the report.
 */

import { graphBlocks } from '../core/spec.ts';
import type { Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { JudgedWeights } from '../nn/inference.ts';
import { Probe } from '../nn/probe.ts';
import type { ProbedNetworks } from '../nn/probe-plan.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import { type Attended, attendedBy } from './attended.ts';
import { maskRows, Resensing } from './resensing.ts';

/** Without the thing less with it. */
export interface Change {
  /** m/s in the agent frame, and their length. */
  readonly forward: number;
  readonly left: number;
  readonly length: number;
  /** Of Q(s, μ(s)), in units of return; null where no critic is known. */
  readonly value: number | null;
}

/** What a thing gets of the attention over one part of the observation. */
export interface Share {
  readonly part: string;
  /** Mean over the heads. */
  readonly weight: number;
  readonly heads: readonly number[];
}

export interface Influence extends Attended {
  /** One for each part in which it has a row or a node. */
  readonly attention: readonly Share[];
  /** Left out of every sensor. */
  readonly leftOut: Change;
  /** Its rows masked, and nothing else. */
  readonly masked: Change;
}

export interface Explanation {
  readonly agent: number;
  /** m/s in the agent frame: what the policy does next, without noise. */
  readonly action: { readonly forward: number; readonly left: number };
  /** Q(s, μ(s)); null where no critic is known. */
  readonly value: number | null;
  /** m/s as it moves now, and at most. */
  readonly speed: number;
  readonly maxSpeed: number;
  readonly influences: readonly Influence[];
}

export class Explainer {
  readonly #scenario: Scenario;
  readonly #hyperparameters: Hyperparameters;
  readonly #resensing = new Resensing();
  #networks: ProbedNetworks;
  #probe: Probe;

  /** `weights` may come with a critic; those set later may come without, and the other way round. */
  constructor(scenario: Scenario, hyperparameters: Hyperparameters, weights: JudgedWeights) {
    this.#scenario = scenario;
    this.#hyperparameters = hyperparameters;
    const layout = scenario.observationLayout;
    const { actor, critic } = createNetworks(layout, hyperparameters);
    this.#networks = { layout, actor, critic: weights.critic && critic };
    this.#probe = new Probe(this.#networks, hyperparameters);
    this.#probe.setWeights(weights);
  }

  setWeights(weights: JudgedWeights): void {
    const judged = this.#networks.critic !== undefined;
    if (judged !== (weights.critic !== undefined)) {
      const { critic } = createNetworks(this.#networks.layout, this.#hyperparameters);
      this.#networks = { ...this.#networks, critic: weights.critic && critic };
      this.#probe = new Probe(this.#networks, this.#hyperparameters);
    }
    this.#probe.setWeights(weights);
  }

  /** `environment` is of the explainer's scenario; nothing in it changes. */
  explain(environment: Environment, agent: number): Explanation {
    const { observationLayout, action, readings } = environment;
    const rowSize = observationLayout.worldSize + observationLayout.agentSize;
    const things = this.#look(environment, agent);
    const count = things.length;
    const rows = this.#probe.rows(1 + 2 * count);
    this.#resensing.observe(environment, agent, rows, 0);
    for (const [i, thing] of things.entries()) {
      this.#resensing.observeWithout(environment, agent, thing, rows, (1 + i) * rowSize);
      const masked = (1 + count + i) * rowSize;
      rows.copyWithin(masked, 0, rowSize);
      maskRows(environment, thing, rows, masked);
    }
    this.#probe.run();
    const { maxSpeed } = action;
    const shares = this.#sharesOf(things);
    return {
      agent,
      action: {
        forward: maxSpeed * (this.#probe.actions[0] as number),
        left: maxSpeed * (this.#probe.actions[1] as number),
      },
      value: this.#probe.values[0] ?? null,
      speed: readings[agent]?.speed as number,
      maxSpeed,
      influences: things.map((thing, i) => ({
        ...thing,
        attention: shares[i] as Share[],
        leftOut: this.#change(1 + i, maxSpeed),
        masked: this.#change(1 + count + i, maxSpeed),
      })),
    };
  }

  /** What the agent attends to now. */
  #look(environment: Environment, agent: number): Attended[] {
    const { observationLayout, readings } = environment;
    const row = this.#probe.rows(1);
    this.#resensing.observe(environment, agent, row, 0);
    const placed = this.#hyperparameters.graphRounds > 0 ? observationLayout.world[0] : undefined;
    const mask = placed ? placed.offset + graphBlocks(placed.part).nodeMask : 0;
    return attendedBy(this.#scenario, readings[agent] as (typeof readings)[number], {
      sets: this.#resensing.bodies(agent),
      nodes: row.slice(mask, mask + (placed?.part.nodes ?? 0)),
    });
  }

  #sharesOf(things: readonly Attended[]): Share[][] {
    const { sets, graphs } = this.#probe.attention(0);
    const { agent, world } = this.#networks.layout;
    const setNames = agent.flatMap(({ part }) => (part.kind === 'set' ? [part.name] : []));
    const shareOf = (part: string, heads: readonly Float32Array[], row: number): Share[] => {
      if (row < 0) return [];
      const weights = heads.map((head) => head[row] as number);
      const weight = weights.reduce((sum, each) => sum + each, 0) / Math.max(1, weights.length);
      return [{ part, weight, heads: weights }];
    };
    return things.map(({ rows, node }) => [
      ...sets.flatMap((heads, set) => shareOf(setNames[set] as string, heads, rows[set] as number)),
      ...graphs.slice(0, 1).flatMap((heads) => shareOf(world[0]?.part.name as string, heads, node)),
    ]);
  }

  #change(sample: number, maxSpeed: number): Change {
    const { actions, values } = this.#probe;
    const difference = (i: number) =>
      maxSpeed * ((actions[2 * sample + i] as number) - (actions[i] as number));
    const [forward, left] = [difference(0), difference(1)];
    const value = values.length > 0 ? (values[sample] as number) - (values[0] as number) : null;
    return { forward, left, length: Math.hypot(forward, left), value };
  }
}
