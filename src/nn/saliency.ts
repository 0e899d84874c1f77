/**
 * How much each row that is attended over weighs in the policy's action, and in its critic's value, to first
 * order: gradient × input (Shrikumar et al. 2017), Σ_f x_f · ∂y/∂x_f over what the network reads of a row. That
 * is what Jain and Wallace (2019) take of a word, whose input is one-hot, and the linear estimate of what leaving
 * the row at 0 would change, so it has the unit of y. Exact gradients, of the plan's own backward.
 *
 * Of a node, its features and its pose relative to the agent are what is read; edges are not counted.
 * Q is Q(s, μ(s)): its gradient flows through the action too.
 */
import type { JudgedWeights } from './inference.ts';
import { type ProbedNetworks, type ProbePlan, recordProbe, type Slope } from './probe-plan.ts';

/** [rows] each; `value` is empty without a critic. Actions in units of top speed. */
export interface RowSaliency {
  readonly forward: Float32Array;
  readonly left: Float32Array;
  readonly value: Float32Array;
}

export interface ObservationSaliency {
  readonly sets: readonly RowSaliency[];
  readonly graphs: readonly RowSaliency[];
}

export class Saliency {
  readonly #networks: ProbedNetworks;
  /** The observation once for each output: forward, left, and the value. */
  readonly #plan: ProbePlan;
  readonly #outputs: number;

  constructor(networks: ProbedNetworks) {
    this.#networks = networks;
    this.#outputs = networks.critic ? 3 : 2;
    const shape = { worlds: this.#outputs, agents: 1 };
    this.#plan = recordProbe(networks, shape, { gradients: true });
  }

  setWeights(weights: JudgedWeights): void {
    this.#plan.setWeights(weights);
  }

  /** Of one raw observation. */
  of(worldRow: Float32Array, agentRow: Float32Array): ObservationSaliency {
    const { rows, rowSize, run, slopes } = this.#plan;
    if (!slopes) throw new Error('Expected a plan with gradients.');
    const { worldSize, agent, world } = this.#networks.layout;
    for (let output = 0; output < this.#outputs; output++) {
      rows.set(worldRow, output * rowSize);
      rows.set(agentRow, output * rowSize + worldSize);
    }
    // The backward adds to them.
    const { actionSeeds, quantileSeeds } = slopes;
    actionSeeds.fill(0);
    actionSeeds[0] = 1;
    actionSeeds[3] = 1;
    const quantiles = quantileSeeds.length / this.#outputs;
    quantileSeeds.fill(0);
    quantileSeeds.fill(1 / quantiles, 2 * quantiles);
    run();
    const setRows = agent.flatMap(({ part }) => (part.kind === 'set' ? [part.rows] : []));
    return {
      sets: slopes.sets.map((slope, i) => this.#sum([slope], setRows[i] as number)),
      graphs: slopes.graphs.map(({ nodes, pose }, i) =>
        this.#sum([nodes, pose], world[i]?.part.nodes as number),
      ),
    };
  }

  #sum(slopes: readonly Slope[], rows: number): RowSaliency {
    const [forward, left, value] = [0, 1, 2].map((output) => {
      const sums = new Float32Array(output < this.#outputs ? rows : 0);
      for (const { values, gradient, columns } of slopes) {
        for (let i = 0; i < sums.length * columns; i++) {
          const at = output * rows * columns + i;
          const row = Math.floor(i / columns);
          sums[row] = (sums[row] as number) + (values[at] as number) * (gradient[at] as number);
        }
      }
      return sums;
    }) as [Float32Array, Float32Array, Float32Array];
    return { forward, left, value };
  }
}
