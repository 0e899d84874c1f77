/**
 * What a policy would do, and what its critic thinks of it, for any observations side by side: actions
 * [N, 2] on the unit disc, Q(s, μ(s)) [N], attention. For questions, not for acting (inference.ts): who asks writes
 * rows. Observations that share a world row are cheap together, for a graph is dear.
 *
 * Axes: W worlds, A agents of each, N = W·A samples, H heads, V nodes.
 */
import { graphBlocks, type ObservationLayout } from '../core/spec.ts';
import type { JudgedWeights, SampleAttention } from './inference.ts';
import type { BatchShape } from './observation-shape.ts';
import { type ProbedNetworks, type ProbePlan, recordProbe } from './probe-plan.ts';

/**
 * Whose shares of a graph's messages, or among a set's rows: of a round and a head, counted from 0; undefined: the
 * mean over all.
 */
export interface MessageChoice {
  readonly round: number | undefined;
  readonly head: number | undefined;
}

/** Sizes are rounded up to a multiple of it, so that a few plans do for all. */
const step = 8;
const roundUp = (count: number) => (count === 1 ? 1 : step * Math.ceil(count / step));

export class Probe {
  readonly #networks: ProbedNetworks;
  readonly #heads: number;
  #weights: JudgedWeights | undefined;
  /** By shape. */
  readonly #asked = new Map<string, Questions>();

  constructor(networks: ProbedNetworks, { heads }: { readonly heads: number }) {
    this.#networks = networks;
    this.#heads = heads;
  }

  /** Kept, not copied. */
  setWeights(weights: JudgedWeights): void {
    this.#weights = weights;
    for (const questions of this.#asked.values()) questions.setWeights(weights);
  }

  /** Room for so many observations or some more; the same room for the same sizes. */
  questions({ worlds, agents }: BatchShape): Questions {
    const shape = { worlds: roundUp(worlds), agents: roundUp(agents) };
    const key = `${shape.worlds} × ${shape.agents}`;
    let questions = this.#asked.get(key);
    if (!questions) {
      const plan = recordProbe(this.#networks, shape, { gradients: false });
      questions = new Questions(this.#networks.layout, plan, shape, this.#heads);
      if (this.#weights) questions.setWeights(this.#weights);
      this.#asked.set(key, questions);
    }
    return questions;
  }
}

/** Observations to be written, and, after `run`, what is made of them. */
export class Questions {
  readonly #layout: ObservationLayout;
  readonly #plan: ProbePlan;
  readonly #shape: BatchShape;
  readonly #heads: number;
  /** [N] Q(s, μ(s)); empty without a critic. */
  readonly values: Float32Array;

  constructor(layout: ObservationLayout, plan: ProbePlan, shape: BatchShape, heads: number) {
    this.#layout = layout;
    this.#plan = plan;
    this.#shape = shape;
    this.#heads = heads;
    this.values = new Float32Array(plan.quantiles.length > 0 ? shape.worlds * shape.agents : 0);
  }

  setWeights(weights: JudgedWeights): void {
    this.#plan.setWeights(weights);
  }

  /** Where all of it is written. */
  get rows(): Float32Array {
    return this.#plan.rows;
  }

  /** Where in `rows` world w's row begins, and sample n's agent row. */
  worldAt(world: number): number {
    return world * this.#plan.rowSize;
  }
  agentAt(sample: number): number {
    const { agents } = this.#shape;
    const { worldSize, agentSize } = this.#layout;
    return this.worldAt(Math.floor(sample / agents)) + worldSize + (sample % agents) * agentSize;
  }

  /** All samples may attend to all nodes of their worlds: after the world rows are written, before `maskNode`. */
  attendToAll(): void {
    const { worlds, agents } = this.#shape;
    this.#layout.world.forEach(({ part, offset }, graph) => {
      const masks = this.#plan.nodeMasks[graph] as Float32Array;
      for (let world = 0; world < worlds; world++) {
        const from = this.worldAt(world) + offset + graphBlocks(part).nodeMask;
        const present = this.rows.subarray(from, from + part.nodes);
        for (let a = 0; a < agents; a++) masks.set(present, (world * agents + a) * part.nodes);
      }
    });
  }

  /** A sample may not attend to a node of the first graph, whose messages go on. */
  maskNode(sample: number, node: number): void {
    const nodes = this.#layout.world[0]?.part.nodes ?? 0;
    const masks = this.#plan.nodeMasks[0];
    if (masks) masks[sample * nodes + node] = 0;
  }

  run(): void {
    const { run, quantiles } = this.#plan;
    run();
    const columns = quantiles.length / this.values.length;
    for (let n = 0; n < this.values.length; n++) {
      let sum = 0;
      for (let m = 0; m < columns; m++) sum += quantiles[n * columns + m] as number;
      this.values[n] = sum / columns;
    }
  }

  /** [N, 2] of the last run. */
  get actions(): Float32Array {
    return this.#plan.action;
  }

  /** What a sample of the last run attended to, by part: [H][rows]. */
  attention(sample: number): SampleAttention {
    const { action, sets, graphs } = this.#plan;
    const samples = action.length / 2;
    const read = (weights: Float32Array) => {
      const rows = weights.length / samples / this.#heads;
      return Array.from({ length: this.#heads }, (_, h) => {
        const at = (sample * this.#heads + h) * rows;
        return weights.slice(at, at + rows);
      });
    };
    return { sets: sets.map(read), graphs: graphs.map(read) };
  }

  /**
   * What each row of a set of sample 0 gave to each in the last run [K, K]: of its GATv2 rounds and then its
   * transformer blocks, taken for rounds. Rounds and heads that there are not leave it at the mean.
   */
  among(set: number, { round, head }: MessageChoice): Float32Array {
    const all = this.#plan.among[set] ?? [];
    const one = round === undefined ? undefined : all[round];
    const rounds = one ? [one] : all;
    const isOne = head !== undefined && head < this.#heads;
    const [first, heads] = isOne ? [head, 1] : [0, this.#heads];
    const cells = (all[0]?.length ?? 0) / (this.#shape.worlds * this.#shape.agents * this.#heads);
    const rows = Math.sqrt(cells);
    const mean = new Float32Array(cells);
    for (const shares of rounds) {
      for (let cell = 0; cell < cells; cell++) {
        const [hearer, heard] = [Math.floor(cell / rows), cell % rows];
        for (let h = first; h < first + heads; h++) {
          const share = shares[(hearer * this.#heads + h) * rows + heard] as number;
          mean[cell] = (mean[cell] as number) + share / (heads * rounds.length);
        }
      }
    }
    return mean;
  }

  /**
   * What a node of world 0 gave to each of the graph's listed edges in the last run, and last to itself: [E + V]. Of
   * an edge, what its receiver gave to its sender. Rounds and heads that there are not leave it at the mean.
   */
  messages(graph: number, { round, head }: MessageChoice): Float32Array {
    const all = this.#plan.messages[graph] ?? [];
    const one = round === undefined ? undefined : all[round];
    const rounds = one ? [one] : all;
    const isOne = head !== undefined && head < this.#heads;
    const [first, heads] = isOne ? [head, 1] : [0, this.#heads];
    const part = this.#layout.world[graph]?.part;
    const mean = new Float32Array((part?.edges ?? 0) + (part?.nodes ?? 0));
    for (const shares of rounds) {
      for (let pair = 0; pair < mean.length; pair++) {
        for (let h = first; h < first + heads; h++) {
          const share = shares[pair * this.#heads + h] as number;
          mean[pair] = (mean[pair] as number) + share / (heads * rounds.length);
        }
      }
    }
    return mean;
  }
}
