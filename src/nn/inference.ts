/**
 * An actor that only acts: flat rows in, actions out, for any number of worlds in one batch. What it
 * attended to in the last call can be read for one sample at a time. It runs the plan's kernels on the
 * CPU, in the thread that calls it: nothing is read back from anywhere.
 *
 * Where groups of agents have parameters of their own (core/transition-row.ts), there is an actor for each, side by
 * side in one plan.
 *
 * Axes: W worlds, A agents, N = W·A samples, H heads, G groups.
 */
import type { Random } from '../core/random.ts';
import type { ObservationLayout } from '../core/spec.ts';
import { type Actor, createActor, type NetworkOptions } from './actor.ts';
import type { Intervention } from './encoder.ts';
import { createPlanEngine } from './plan/plan-engine.ts';
import { readObservation } from './plan/read-observation.ts';
import { type Matrix, Recorder } from './plan/recorder.ts';
import type { Program } from './plan/runner.ts';
import { WasmRunner } from './plan/wasm-runner.ts';

/** Everything that acting needs, flat: what the learner hands to the actors. */
export interface PolicyWeights {
  /** [G, actor size] */
  readonly actor: Float32Array;
  /** [G, agent row size] each */
  readonly shift: Float32Array;
  readonly scale: Float32Array;
}

/** And, where it is known, who judged it while it learned: the target critic's values [G, critic size]. */
export interface JudgedWeights extends PolicyWeights {
  readonly critic?: Float32Array | undefined;
}

/** Views of one group's share of all groups' weights. */
export function weightsOfGroup(
  { actor, shift, scale, critic }: JudgedWeights,
  groups: number,
  group: number,
): JudgedWeights {
  const share = (all: Float32Array) =>
    all.subarray((group * all.length) / groups, ((group + 1) * all.length) / groups);
  return {
    ...{ actor: share(actor), shift: share(shift), scale: share(scale) },
    critic: critic && share(critic),
  };
}

/** Attention of one sample's query over its parts' rows, per head: [H][rows]. */
export interface SampleAttention {
  readonly sets: readonly (readonly Float32Array[])[];
  readonly graphs: readonly (readonly Float32Array[])[];
}

/** The observations of one world. */
export interface ObservedWorld {
  /** [worldSize] */
  readonly worldRow: Float32Array;
  /** [A, agentSize] */
  readonly agentRows: Float32Array;
}

/** Test-time surgery on acting. */
export interface ActingIntervention extends Intervention {
  /**
   * Draws by which every head's weights are permuted among the rows that are present, anew at every call. Of no
   * use with max pooling, which has no weights to attend by.
   */
  readonly permutation?: Random | undefined;
}

/** What one group's actor gives. */
interface GroupOutput {
  /** [N/G, 2] */
  readonly action: Float32Array;
  /** [N/G, H·K] each */
  readonly sets: readonly Float32Array[];
  readonly graphs: readonly Float32Array[];
  /** What is present: [N/G, K] of each set, [W, V] of each graph. */
  readonly setMasks: readonly Float32Array[];
  readonly graphMasks: readonly Float32Array[];
}

/** The actors written down for one number of worlds. */
interface ActingPlan {
  readonly run: Program;
  /** Acts once more, on what `run` has read, by the weights that are in `sets` and `graphs` then. */
  readonly again: Program | undefined;
  readonly rowSize: number;
  readonly weights: Float32Array;
  readonly shift: Float32Array;
  readonly scale: Float32Array;
  /** [W, worldSize | A · agentSize] */
  readonly rows: Float32Array;
  /** [G] */
  readonly outputs: readonly GroupOutput[];
  /** Whether it has the newest weights. */
  current: boolean;
}

export class Inference {
  readonly actor: Actor;
  readonly #layout: ObservationLayout;
  readonly #agents: number;
  readonly #groups: number;
  readonly #heads: number;
  #weights: PolicyWeights;
  #intervention: ActingIntervention = {};
  /** By number of worlds, in powers of two: an evaluation ends with fewer worlds than it began with. */
  readonly #plans = new Map<number, ActingPlan>();
  #latest: ActingPlan | undefined;
  #latestSamples = 0;

  /** `groups` is a divisor of `agents`. */
  constructor(layout: ObservationLayout, agents: number, options: NetworkOptions, groups = 1) {
    this.#layout = layout;
    this.#agents = agents;
    this.#groups = groups;
    this.#heads = options.heads;
    this.actor = createActor(layout, options);
    const { actor, agent } = this.sizes;
    this.#weights = {
      actor: new Float32Array(actor),
      shift: new Float32Array(agent),
      scale: new Float32Array(agent).fill(1),
    };
  }

  /** Numbers of the weights' parts, of all groups. */
  get sizes(): { readonly actor: number; readonly agent: number } {
    const groups = this.#groups;
    return { actor: groups * this.actor.blueprint.size, agent: groups * this.#layout.agentSize };
  }

  /** Test-time surgery on the attention; none unless set. */
  set intervention(intervention: ActingIntervention) {
    this.#intervention = intervention;
    this.#plans.clear();
    this.#latest = undefined;
  }

  setWeights({ actor, shift, scale }: PolicyWeights): void {
    this.#weights.actor.set(actor);
    this.#weights.shift.set(shift);
    this.#weights.scale.set(scale);
    for (const plan of this.#plans.values()) plan.current = false;
  }

  /** Actions [N, 2] on the unit disc; the array is written anew by the next call. */
  act(worlds: readonly ObservedWorld[]): Float32Array {
    const plan = this.#planFor(worlds.length);
    if (!plan.current) {
      plan.weights.set(this.#weights.actor);
      plan.shift.set(this.#weights.shift);
      plan.scale.set(this.#weights.scale);
      plan.current = true;
    }
    const { worldSize } = this.#layout;
    for (let w = 0; w < worlds.length; w++) {
      const { worldRow, agentRows } = worlds[w] as ObservedWorld;
      plan.rows.set(worldRow, w * plan.rowSize);
      plan.rows.set(agentRows, w * plan.rowSize + worldSize);
    }
    plan.run();
    this.#latest = plan;
    const samples = worlds.length * this.#agents;
    if (plan.again) {
      this.#permute(plan, samples);
      plan.again();
    }
    if (samples !== this.#latestSamples) {
      this.#latestSamples = samples;
      this.#actions = new Float32Array(samples * 2);
    }
    const groups = this.#groups;
    for (let group = 0; group < groups; group++) {
      const { action } = plan.outputs[group] as GroupOutput;
      // Groups take turns in each world and divide its agents, so they take turns in the samples of all worlds.
      for (let from = 0, to = group * 2; to < samples * 2; from += 2, to += groups * 2) {
        this.#actions[to] = action[from] as number;
        this.#actions[to + 1] = action[from + 1] as number;
      }
    }
    return this.#actions;
  }
  #actions = new Float32Array(0);

  /** What sample `sample` (world · A + agent) of the last call attended to. */
  attention(sample: number): SampleAttention {
    const output = this.#latest?.outputs[sample % this.#groups];
    const own = Math.floor(sample / this.#groups);
    const read = (weights: Float32Array) => {
      const rows = this.#rowsOf(weights);
      return Array.from({ length: this.#heads }, (_, h) => {
        const at = (own * this.#heads + h) * rows;
        return weights.slice(at, at + rows);
      });
    };
    return { sets: output?.sets.map(read) ?? [], graphs: output?.graphs.map(read) ?? [] };
  }

  /** Attention over set `index` in the last call, mean over the heads: [N, K]. */
  setWeightsOf(index: number): Float32Array | undefined {
    const outputs = this.#latest?.outputs;
    const first = outputs?.[0]?.sets[index];
    if (!outputs || !first) return undefined;
    const rows = this.#rowsOf(first);
    const mean = new Float32Array(this.#latestSamples * rows);
    for (let i = 0; i < mean.length; i++) {
      const sample = Math.floor(i / rows);
      const weights = outputs[sample % this.#groups]?.sets[index] as Float32Array;
      const at = Math.floor(sample / this.#groups) * this.#heads * rows + (i % rows);
      let sum = 0;
      for (let h = 0; h < this.#heads; h++) sum += weights[at + h * rows] as number;
      mean[i] = sum / this.#heads;
    }
    return mean;
  }

  dispose(): void {
    this.#plans.clear();
    this.#latest = undefined;
  }

  /** Permutes the attention that was found, in place. */
  #permute({ outputs }: ActingPlan, samples: number): void {
    const { permutation } = this.#intervention;
    if (!permutation) return;
    const agents = this.#agents / this.#groups;
    for (const { sets, graphs, setMasks, graphMasks } of outputs) {
      const parts = [
        ...sets.map((weights, i) => ({ weights, mask: setMasks[i] as Float32Array, sharedBy: 1 })),
        ...graphs.map((weights, i) => ({
          ...{ weights, mask: graphMasks[i] as Float32Array, sharedBy: agents },
        })),
      ];
      for (const { weights, mask, sharedBy } of parts) {
        const rows = this.#rowsOf(weights);
        for (let n = 0; n < samples / this.#groups; n++) {
          const first = Math.floor(n / sharedBy) * rows;
          const present = [...mask.subarray(first, first + rows).keys()].filter(
            (row) => mask[first + row] === 1,
          );
          for (let h = 0; h < this.#heads; h++) {
            const at = (n * this.#heads + h) * rows;
            const given = present.map((row) => weights[at + row] as number);
            shuffle(given, permutation);
            for (const [i, row] of present.entries()) weights[at + row] = given[i] as number;
          }
        }
      }
    }
  }

  /** Rows K of attention weights [N/G, H·K]. */
  #rowsOf(weights: Float32Array): number {
    const samples = ((this.#latest as ActingPlan).outputs[0] as GroupOutput).action.length / 2;
    return weights.length / samples / this.#heads;
  }

  #planFor(worlds: number): ActingPlan {
    const size = 2 ** Math.ceil(Math.log2(worlds));
    let plan = this.#plans.get(size);
    if (!plan) {
      plan = this.#record(size);
      this.#plans.set(size, plan);
    }
    return plan;
  }

  #record(worlds: number): ActingPlan {
    const layout = this.#layout;
    const { agentSize, worldSize } = layout;
    const { size } = this.actor.blueprint;
    const groups = this.#groups;
    const recorder = new Recorder();
    recorder.begin();
    const rowSize = worldSize + this.#agents * agentSize;
    const at = {
      weights: recorder.allocate(groups * size),
      shift: recorder.allocate(groups * agentSize),
      scale: recorder.allocate(groups * agentSize),
      rows: recorder.allocate(worlds * rowSize),
    };
    const shape = { worlds, agents: this.#agents / groups, stride: groups };
    const { permutation, ...intervention } = this.#intervention;
    const acted = Array.from({ length: groups }, (_, group) => {
      const agent = group * agentSize;
      const observation = readObservation(recorder, layout, shape, {
        ...{ rows: at.rows, rowSize, worldOffset: 0, agentOffset: worldSize + agent },
        ...{ shift: at.shift + agent, scale: at.scale + agent },
      });
      const engine = createPlanEngine(recorder, { values: at.weights + group * size });
      return { engine, observation, ...this.actor.act(engine, observation, intervention) };
    });
    const program = [[recorder.end()]];
    recorder.begin();
    const actions = acted.map(({ engine, observation, action, encoded: attention }) =>
      permutation
        ? this.actor.act(engine, observation, { ...intervention, attention }).action
        : action,
    );
    const again = [[recorder.end()]];
    const runner = new WasmRunner({ arena: recorder.size, programs: [program, again] });
    const view = (offset: number, length: number) =>
      runner.floats.subarray(offset, offset + length);
    const viewOf = ({ offset, rows, columns }: Matrix) => view(offset, rows * columns);
    return {
      run: runner.prepare(program),
      again: permutation && runner.prepare(again),
      rowSize,
      weights: view(at.weights, groups * size),
      shift: view(at.shift, groups * agentSize),
      scale: view(at.scale, groups * agentSize),
      rows: view(at.rows, worlds * rowSize),
      outputs: acted.map(({ observation, encoded }, group) => ({
        action: viewOf(actions[group] as Matrix),
        sets: encoded.sets.map(viewOf),
        graphs: encoded.graphs.map(viewOf),
        setMasks: observation.sets.map(({ mask }) => viewOf(mask)),
        graphMasks: observation.graphs.map(({ mask }) => viewOf(mask)),
      })),
      current: false,
    };
  }
}

/** Fisher and Yates. */
function shuffle(values: number[], random: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [values[i], values[j]] = [values[j] as number, values[i] as number];
  }
}
