/**
 * Why an agent does what it does at this moment: for each thing that it attends to, how the policy's action and
 * its critic's value change when that thing is left out, by the leave-one-out test (erasure: Li et al. 2016).
 * Twice: left out of every sensor, the world being sensed anew without it (resensing.ts), and its row masked
 * alone, where it is attended to, the rest of the observation as it was. The difference is what comes by other
 * ways: rays, another thing that takes the row, the messages of the graph.
 *
 * It explains the decision that is next, on the world as it stands, or as if some things were not in it, or
 * elsewhere, or there twice: then influences are of what there would be, which shows what of two things that do the
 * same neither shows alone. Of T things there are 1 + 2 T observations.
 * Those in which the scene graph is as it is go together in one batch, which encodes it once; where it
 * changes, each has its own. What is allocated is the report.
 */

import { graphBlocks } from '../core/spec.ts';
import type { Agent } from '../env/agent.ts';
import type { Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import { ActionValues } from '../nn/action-values.ts';
import { type JudgedWeights, weightsOfGroup } from '../nn/inference.ts';
import { type MessageChoice, Probe, type Questions } from '../nn/probe.ts';
import type { ProbedNetworks } from '../nn/probe-plan.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { createNetworks } from '../rl/learner.ts';
import { graphCapacity } from '../scene/graph-capacity.ts';
import { nodeLabels } from '../scene/node-labels.ts';
import { gridActions } from './action-grid.ts';
import { type AmongReport, sharesAmong } from './among-report.ts';
import { type Attended, attendedBy } from './attended.ts';
import { type GraphReport, graphOf } from './graph-report.ts';
import { asItIs, type Imagined, isAsItIs } from './imagined.ts';
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

export interface Choice {
  /** m/s in the agent frame: what the policy does next, without noise. */
  readonly action: { readonly forward: number; readonly left: number };
  /** Q(s, μ(s)); null where no critic is known. */
  readonly value: number | null;
}

export interface Explanation extends Choice {
  readonly agent: number;
  /** With everything as it is; where nothing is imagined, the same. */
  readonly actual: Choice;
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
  /** [G] */
  #probes: readonly Probe[];
  /** [G]; empty without a critic. */
  #values: readonly ActionValues[] = [];

  /** `weights` may come with a critic; those set later may come without, and the other way round. */
  constructor(scenario: Scenario, hyperparameters: Hyperparameters, weights: JudgedWeights) {
    this.#scenario = scenario;
    this.#hyperparameters = hyperparameters;
    const layout = scenario.observationLayout;
    const { actor, critic } = createNetworks(layout, hyperparameters);
    this.#networks = { layout, actor, critic: weights.critic && critic };
    this.#probes = this.#makeProbes();
    this.#values = this.#makeValues();
    this.setWeights(weights);
  }

  setWeights(weights: JudgedWeights): void {
    const judged = this.#networks.critic !== undefined;
    if (judged !== (weights.critic !== undefined)) {
      const { critic } = createNetworks(this.#networks.layout, this.#hyperparameters);
      this.#networks = { ...this.#networks, critic: weights.critic && critic };
      this.#probes = this.#makeProbes();
      this.#values = this.#makeValues();
    }
    for (const [group, probe] of this.#probes.entries()) {
      const own = weightsOfGroup(weights, this.#probes.length, group);
      probe.setWeights(own);
      this.#values[group]?.setWeights(own);
    }
  }

  #makeProbes(): Probe[] {
    const { groups } = this.#hyperparameters;
    return Array.from({ length: groups }, () => new Probe(this.#networks, this.#hyperparameters));
  }

  #makeValues(): ActionValues[] {
    const { layout, critic } = this.#networks;
    if (!critic) return [];
    const { groups } = this.#hyperparameters;
    return Array.from({ length: groups }, () => new ActionValues(layout, critic, gridActions));
  }

  /** Of the group that an agent belongs to. */
  #probeOf(agent: number): Probe {
    return this.#probes[agent % this.#probes.length] as Probe;
  }

  /**
   * `environment` is of the explainer's scenario; nothing in it changes. `imagined`: what is imagined not to be
   * there, as things that were attended to, and what to be elsewhere, or there twice.
   */
  explain(environment: Environment, agent: number, imagined: Imagined = asItIs): Explanation {
    if (isAsItIs(imagined)) return this.#explain(environment, agent, undefined);
    const actual = this.#choose(environment, agent);
    let explanation: Explanation | undefined;
    this.#resensing.imagine(environment, imagined, () => {
      explanation = this.#explain(environment, agent, actual);
    });
    return explanation as Explanation;
  }

  /**
   * Q(s, a) of the actions of action-grid.ts, as the world stands; undefined where no critic is known. Written
   * anew by the next call.
   */
  actionValues(environment: Environment, agent: number): Float32Array | undefined {
    if (!this.#networks.critic) return undefined;
    const values = this.#values[agent % this.#values.length] as ActionValues;
    const { worldSize } = this.#networks.layout;
    this.#resensing.observe(environment, agent, { rows: values.row, world: 0, agent: worldSize });
    values.run();
    return values.values;
  }

  /** The scene graph as the world stands, and what goes along its edges; undefined where none is sensed. */
  graph(environment: Environment, agent: number, choice: MessageChoice): GraphReport | undefined {
    const placed = this.#networks.layout.world[0];
    if (!placed) return undefined;
    const { graphRounds, heads } = this.#hyperparameters;
    const questions = this.#ask(environment, agent);
    const graph = graphOf({
      part: placed.part,
      row: questions.rows.subarray(placed.offset),
      labels: nodeLabels(environment.world.layout, graphCapacity(this.#scenario.scene)),
      agent: environment.readings[agent] as Agent,
      shares: graphRounds > 0 ? questions.messages(0, choice) : undefined,
    });
    return { ...graph, rounds: graphRounds, heads, choice };
  }

  /** What the rows of its first set are to each other as the world stands; undefined where the policy does not ask. */
  among(environment: Environment, agent: number, choice: MessageChoice): AmongReport | undefined {
    const { setGraphRounds, setBlocks, heads } = this.#hyperparameters;
    const rounds = setGraphRounds + setBlocks;
    const hasSet = this.#networks.layout.agent.some(({ part }) => part.kind === 'set');
    if (!hasSet || rounds === 0) return undefined;
    const things = this.#look(environment, agent);
    const shares = this.#ask(environment, agent).among(0, choice);
    return { ...sharesAmong(things, shares), rounds, heads, choice };
  }

  #choose(environment: Environment, agent: number): Choice {
    return choiceOf(this.#ask(environment, agent), environment);
  }

  /** As the world stands. */
  #ask(environment: Environment, agent: number): Questions {
    const questions = this.#probeOf(agent).questions({ worlds: 1, agents: 1 });
    const { rows } = questions;
    this.#resensing.observe(environment, agent, { rows, world: 0, agent: questions.agentAt(0) });
    questions.attendToAll();
    questions.run();
    return questions;
  }

  #explain(environment: Environment, agent: number, actual: Choice | undefined): Explanation {
    const things = this.#look(environment, agent);
    // One world as it is: sample 0 with everything, then what is left out without a change of the graph,
    // then each thing masked. And a world for each thing that the graph knows.
    const inGraph = things.filter(({ node }) => node >= 0);
    const others = things.filter(({ node }) => node < 0);
    const firstMasked = 1 + others.length;
    const same = this.#probeOf(agent).questions({ worlds: 1, agents: firstMasked + things.length });
    const { rows } = same;
    this.#resensing.observe(environment, agent, { rows, world: 0, agent: same.agentAt(0) });
    same.attendToAll();
    for (const [i, thing] of others.entries()) {
      const place = { rows, world: -1, agent: same.agentAt(1 + i) };
      this.#resensing.observeWithout(environment, agent, thing, place);
    }
    for (const [i, thing] of things.entries()) {
      const sample = firstMasked + i;
      rows.copyWithin(same.agentAt(sample), same.agentAt(0), same.agentAt(1));
      maskRows(environment, thing, rows, same.agentAt(sample));
      if (thing.node >= 0) same.maskNode(sample, thing.node);
    }
    same.run();
    const changed = this.#withoutNodes(environment, agent, inGraph);

    const { maxSpeed } = environment.action;
    const base = { actions: same.actions, values: same.values, maxSpeed };
    const shares = this.#sharesOf(same, things);
    const choice = choiceOf(same, environment);
    return {
      agent,
      ...choice,
      actual: actual ?? choice,
      speed: environment.readings[agent]?.speed as number,
      maxSpeed,
      influences: things.map((thing, i) => {
        const own = inGraph.indexOf(thing);
        return {
          ...thing,
          attention: shares[i] as Share[],
          leftOut:
            own >= 0 && changed
              ? changeOf(base, changed, own)
              : changeOf(base, same, 1 + others.indexOf(thing)),
          masked: changeOf(base, same, firstMasked + i),
        };
      }),
    };
  }

  /** Without each of these things, in worlds of their own. */
  #withoutNodes(
    environment: Environment,
    agent: number,
    things: readonly Attended[],
  ): Questions | undefined {
    if (things.length === 0) return undefined;
    const questions = this.#probeOf(agent).questions({ worlds: things.length, agents: 1 });
    for (const [i, thing] of things.entries()) {
      const { rows } = questions;
      const place = { rows, world: questions.worldAt(i), agent: questions.agentAt(i) };
      this.#resensing.observeWithout(environment, agent, thing, place);
    }
    questions.attendToAll();
    questions.run();
    return questions;
  }

  /** What the agent attends to now. */
  #look(environment: Environment, agent: number): Attended[] {
    const { observationLayout, readings } = environment;
    const { rows } = this.#probeOf(agent).questions({ worlds: 1, agents: 1 });
    const place = { rows, world: 0, agent: observationLayout.worldSize };
    this.#resensing.observe(environment, agent, place);
    const [placed] = observationLayout.world;
    const mask = placed ? placed.offset + graphBlocks(placed.part).nodeMask : 0;
    return attendedBy(this.#scenario, readings[agent] as Agent, {
      sets: this.#resensing.bodies(agent),
      nodes: rows.slice(mask, mask + (placed?.part.nodes ?? 0)),
    });
  }

  #sharesOf(same: Questions, things: readonly Attended[]): Share[][] {
    const { sets, graphs } = same.attention(0);
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
}

/** Of sample 0. */
function choiceOf({ actions, values }: Questions, { action }: Environment): Choice {
  return {
    action: {
      forward: action.maxSpeed * (actions[0] as number),
      left: action.maxSpeed * (actions[1] as number),
    },
    value: values[0] ?? null,
  };
}

/** What sample `sample` of `without` has other than sample 0 of `base`. */
function changeOf(
  base: {
    readonly actions: Float32Array;
    readonly values: Float32Array;
    readonly maxSpeed: number;
  },
  without: Questions,
  sample: number,
): Change {
  const difference = (i: number) =>
    base.maxSpeed * ((without.actions[2 * sample + i] as number) - (base.actions[i] as number));
  const [forward, left] = [difference(0), difference(1)];
  const [before, after] = [base.values[0], without.values[sample]];
  const value = before === undefined || after === undefined ? null : after - before;
  return { forward, left, length: Math.hypot(forward, left), value };
}
