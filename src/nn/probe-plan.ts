/**
 * A policy and, where it is known, its critic, written down over observations that are made up: whoever asks
 * writes the rows, and says which nodes each sample may attend to. What probe.ts and saliency.ts run.
 *
 * Axes: W worlds, A agents of each, N = W·A samples, H heads, K set rows, V nodes, M quantiles.
 */
import type { ObservationLayout } from '../core/spec.ts';
import type { Actor } from './actor.ts';
import type { Critic } from './critic.ts';
import type { JudgedWeights } from './inference.ts';
import type { BatchShape } from './observation-shape.ts';
import { createPlanEngine } from './plan/plan-engine.ts';
import { readObservation } from './plan/read-observation.ts';
import { type Matrix, Recorder } from './plan/recorder.ts';
import type { Program } from './plan/runner.ts';
import { WasmRunner } from './plan/wasm-runner.ts';

/** What is probed. */
export interface ProbedNetworks {
  readonly layout: ObservationLayout;
  readonly actor: Actor;
  /** Undefined where no critic is known. */
  readonly critic: Critic | undefined;
}

/** Views into the plan's memory: written and read in place. */
export interface ProbePlan {
  readonly run: Program;
  /** [W, worldSize + A · agentSize] raw observations. */
  readonly rows: Float32Array;
  readonly rowSize: number;
  /** Per graph [N, V]: 1 for the nodes that a sample may attend to. Empty with gradients: all that are there. */
  readonly nodeMasks: readonly Float32Array[];
  /** [N, 2] on the unit disc. */
  readonly action: Float32Array;
  /** [N, M], empty without a critic; Q(s, μ(s)) is the mean of a row. */
  readonly quantiles: Float32Array;
  /** Weights of the actor's query: per set [N, H·K], per graph [N, H·V]. */
  readonly sets: readonly Float32Array[];
  readonly graphs: readonly Float32Array[];
  /** Per set, of its GATv2 rounds and then its blocks [N·K, H·K]: what each row gives to each. */
  readonly among: readonly (readonly Float32Array[])[];
  /** Per graph and round [W·P, H]: what each pair's receiver gives to its sender. */
  readonly messages: readonly (readonly Float32Array[])[];
  /** Only with gradients. */
  readonly slopes: Slopes | undefined;
  setWeights(weights: JudgedWeights): void;
}

/** d(seeds · outputs) / d(what was read), by matrix. Seeds are to be written before every run. */
export interface Slopes {
  /** [N, 2] and [N, M] */
  readonly actionSeeds: Float32Array;
  readonly quantileSeeds: Float32Array;
  /** Per set: the rows as the network read them [N·K, F], and their gradients. */
  readonly sets: readonly Slope[];
  /** Per graph: of its nodes [N·V, F], and of their poses [N·V, R]. */
  readonly graphs: readonly { readonly nodes: Slope; readonly pose: Slope }[];
}

export interface Slope {
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  readonly columns: number;
}

export function recordProbe(
  { layout, actor, critic }: ProbedNetworks,
  shape: BatchShape,
  { gradients }: { readonly gradients: boolean },
): ProbePlan {
  const { agentSize, worldSize } = layout;
  const { worlds, agents } = shape;
  const samples = worlds * agents;
  const recorder = new Recorder();
  recorder.begin();
  const rowSize = worldSize + agents * agentSize;
  const at = {
    actor: recorder.allocate(actor.blueprint.size),
    critic: recorder.allocate(critic?.blueprint.size ?? 0),
    shift: recorder.allocate(agentSize),
    scale: recorder.allocate(agentSize),
    rows: recorder.allocate(worlds * rowSize),
  };
  const observation = readObservation(
    recorder,
    layout,
    shape,
    {
      ...{ rows: at.rows, rowSize, worldOffset: 0, agentOffset: worldSize },
      ...{ shift: at.shift, scale: at.scale },
    },
    { learned: gradients },
  );
  const nodeMasks = gradients
    ? []
    : layout.world.map(({ part }) => recorder.matrix(samples, part.nodes));
  const intervention = gradients ? {} : { nodeMasks };
  const acting = createPlanEngine(recorder, { values: at.actor });
  const { action, encoded } = actor.act(acting, observation, intervention);
  const judging = createPlanEngine(recorder, { values: at.critic });
  const quantiles = critic?.value(
    judging,
    critic.mix(judging, critic.encode(judging, observation, intervention).features),
    action,
  );
  const seeds = gradients
    ? {
        action: recorder.gradientOf(action).out,
        quantiles: quantiles ? recorder.gradientOf(quantiles).out : 0,
      }
    : undefined;
  if (gradients) recorder.backward();

  const program = [[recorder.end()]];
  const runner = new WasmRunner({ arena: recorder.size, programs: [program] });
  const view = (offset: number, length: number) => runner.floats.subarray(offset, offset + length);
  const viewOf = ({ offset, rows, columns }: Matrix) => view(offset, rows * columns);
  const quantileCount = quantiles ? quantiles.rows * quantiles.columns : 0;
  const slopeOf = (x: Matrix): Slope => {
    const size = x.rows * x.columns;
    // What flows nowhere has none: of a network that leaves graphs out, say.
    const gradient = x.gradient === undefined ? new Float32Array(size) : view(x.gradient, size);
    return { values: viewOf(x), gradient, columns: x.columns };
  };
  const weights = {
    actor: view(at.actor, actor.blueprint.size),
    critic: view(at.critic, critic?.blueprint.size ?? 0),
    shift: view(at.shift, agentSize),
    scale: view(at.scale, agentSize),
  };
  return {
    run: runner.prepare(program),
    rows: view(at.rows, worlds * rowSize),
    rowSize,
    nodeMasks: nodeMasks.map(viewOf),
    action: viewOf(action),
    quantiles: quantiles ? viewOf(quantiles) : new Float32Array(0),
    sets: encoded.sets.map(viewOf),
    graphs: encoded.graphs.map(viewOf),
    among: encoded.among.map((layers) => layers.map(viewOf)),
    messages: encoded.messages.map((rounds) => rounds.map(viewOf)),
    slopes: seeds && {
      actionSeeds: view(seeds.action, 2 * samples),
      quantileSeeds: view(seeds.quantiles, quantileCount),
      sets: observation.sets.map(({ rows }) => slopeOf(rows)),
      graphs: observation.graphs.map(({ nodes, pose }) => ({
        nodes: slopeOf(nodes),
        pose: slopeOf(pose),
      })),
    },
    setWeights(given) {
      weights.actor.set(given.actor);
      weights.shift.set(given.shift);
      weights.scale.set(given.scale);
      if (critic && given.critic) weights.critic.set(given.critic);
    },
  };
}
