/**
 * What a critic thinks of many actions in one state: Q(s, a) [N]. The state is encoded once and shared by all
 * actions, so that N of them cost little more than one.
 *
 * Axes: N actions, fixed when it is made; M quantiles, whose mean is Q.
 */
import type { ObservationLayout } from '../core/spec.ts';
import type { Critic } from './critic.ts';
import type { JudgedWeights } from './inference.ts';
import { createPlanEngine } from './plan/plan-engine.ts';
import { readObservation } from './plan/read-observation.ts';
import { Recorder } from './plan/recorder.ts';
import type { Program } from './plan/runner.ts';
import { WasmRunner } from './plan/wasm-runner.ts';

export class ActionValues {
  /** [N] of the last `run`. */
  readonly values: Float32Array;
  /** [worldSize + agentSize] the raw observation, to be written before `run`. */
  readonly row: Float32Array;
  readonly #run: Program;
  readonly #quantiles: Float32Array;
  readonly #weights: {
    readonly critic: Float32Array;
    readonly shift: Float32Array;
    readonly scale: Float32Array;
  };

  /** `actions`: [N, 2] on the unit disc (forward, left), copied. */
  constructor(layout: ObservationLayout, critic: Critic, actions: Float32Array) {
    const { agentSize, worldSize } = layout;
    const { size } = critic.blueprint;
    const count = actions.length / 2;
    const recorder = new Recorder();
    recorder.begin();
    const rowSize = worldSize + agentSize;
    const at = {
      critic: recorder.allocate(size),
      shift: recorder.allocate(agentSize),
      scale: recorder.allocate(agentSize),
      row: recorder.allocate(rowSize),
    };
    const observation = readObservation(
      recorder,
      layout,
      { worlds: 1, agents: 1 },
      {
        ...{ rows: at.row, rowSize, worldOffset: 0, agentOffset: worldSize },
        ...{ shift: at.shift, scale: at.scale },
      },
    );
    const asked = recorder.matrix(count, 2);
    // All actions take row 0, which is the one there is.
    const first = recorder.matrix(count, 1);
    const engine = createPlanEngine(recorder, { values: at.critic });
    const mixed = critic.mix(engine, critic.encode(engine, observation).features); // [1, hidden]
    const shared = engine.takeRows(mixed, first, 1); // [N, hidden]
    const quantiles = critic.value(engine, shared, asked); // [N, M]
    const program = [[recorder.end()]];
    const runner = new WasmRunner({ arena: recorder.size, programs: [program] });
    const view = (offset: number, length: number) =>
      runner.floats.subarray(offset, offset + length);
    this.#run = runner.prepare(program);
    this.#quantiles = view(quantiles.offset, quantiles.rows * quantiles.columns);
    this.#weights = {
      critic: view(at.critic, size),
      shift: view(at.shift, agentSize),
      scale: view(at.scale, agentSize),
    };
    this.row = view(at.row, rowSize);
    this.values = new Float32Array(count);
    view(asked.offset, 2 * count).set(actions);
    view(first.offset, count).fill(0);
  }

  /** Copied. */
  setWeights({ critic, shift, scale }: JudgedWeights): void {
    if (!critic) throw new Error('Expected weights with a critic.');
    this.#weights.critic.set(critic);
    this.#weights.shift.set(shift);
    this.#weights.scale.set(scale);
  }

  run(): void {
    this.#run();
    const columns = this.#quantiles.length / this.values.length;
    for (let n = 0; n < this.values.length; n++) {
      let sum = 0;
      for (let m = 0; m < columns; m++) sum += this.#quantiles[n * columns + m] as number;
      this.values[n] = sum / columns;
    }
  }
}
