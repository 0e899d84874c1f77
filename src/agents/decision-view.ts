/**
 * What the agents of a world attended to when they took their last decision, for whoever watches them, and whither
 * their eyes turn. It keeps what the decision was made on, as the world is another afterwards. Whoever began anew in it
 * has decided nothing where it is now: it senses, and attends to nothing yet.
 */
import { flags } from '../core/transition-row.ts';
import type { Environment } from '../env/environment.ts';
import type { Inference } from '../nn/inference.ts';
import { type AttentionReport, reportAttention } from './attention-report.ts';

/** How high above the ground an eye looks that attends to a body. */
const eyeHeight = 0.9;

export class DecisionView {
  /** [A, 3] where each agent's eye turns: to what it attends to most; NaN: straight ahead. */
  readonly gaze: Float32Array;
  readonly #environment: Environment;
  readonly #attentionKind: string;
  /** Whether the policy made the last decision in the present world: wandering attends to nothing. */
  #attended = false;
  /** What the last decision was made on. */
  readonly #agentRows: Float32Array;
  readonly #worldRow: Float32Array;
  /** [A, K] bodies in the rows of the set, −1 for absent rows. */
  readonly #bodies: Int32Array;
  readonly #setRows: number;

  constructor(environment: Environment, attentionKind: string) {
    const { agents, observationLayout } = environment;
    this.#environment = environment;
    this.#attentionKind = attentionKind;
    this.gaze = new Float32Array(agents * 3).fill(Number.NaN);
    this.#agentRows = new Float32Array(agents * observationLayout.agentSize);
    this.#worldRow = new Float32Array(observationLayout.worldSize);
    const set = observationLayout.agent.find(({ part }) => part.kind === 'set')?.part;
    this.#setRows = set?.kind === 'set' ? set.rows : 0;
    this.#bodies = new Int32Array(environment.setBodies.length).fill(-1);
  }

  /** Before a decision. */
  before(attended: boolean): void {
    const environment = this.#environment;
    this.#agentRows.set(environment.agentRows);
    this.#worldRow.set(environment.worldRow);
    this.#bodies.set(environment.setBodies);
    this.#attended = attended;
  }

  /** The world is another than that of the last decision: what was attended to is gone with the old one. */
  forget(): void {
    this.#agentRows.set(this.#environment.agentRows);
    this.#worldRow.set(this.#environment.worldRow);
    this.#bodies.fill(-1);
    this.#attended = false;
  }

  /** After a decision that was made by `inference`, whatever it was made by. */
  turnEyes(inference: Inference | undefined): void {
    if (!this.#attended || !inference) {
      this.gaze.fill(Number.NaN);
      return;
    }
    const { agents, world } = this.#environment;
    const { position } = world.bodies;
    const weights = inference.setWeightsOf(0);
    const rows = this.#setRows;
    for (let agent = 0; agent < agents; agent++) {
      let best = -1;
      let most = 0;
      for (let k = 0; k < rows && !this.#hasBegun(agent); k++) {
        const weight = weights?.[agent * rows + k] ?? 0;
        if (weight <= most) continue;
        most = weight;
        best = this.#bodies[agent * rows + k] as number;
      }
      const out = agent * 3;
      if (best < 0) this.gaze.fill(Number.NaN, out, out + 3);
      else {
        this.gaze[out] = position[best * 3] as number;
        this.gaze[out + 1] = eyeHeight;
        this.gaze[out + 2] = position[best * 3 + 2] as number;
      }
    }
  }

  /** What an agent made its last decision on. `action`: m/s in its frame. */
  describe(
    agent: number,
    inference: Inference | undefined,
    action: { readonly forward: number; readonly left: number },
  ): AttentionReport {
    const environment = this.#environment;
    const { agentSize } = environment.observationLayout;
    const first = agent * this.#setRows;
    const begins = this.#hasBegun(agent);
    const bodies = begins ? [] : [...this.#bodies.subarray(first, first + this.#setRows)];
    const { agentRows } = begins ? environment : { agentRows: this.#agentRows };
    const sensors = environment.scenario.sensors;
    return reportAttention({
      environment,
      agent,
      attention:
        this.#attended && inference && !begins
          ? inference.attention(agent)
          : { sets: [], graphs: [] },
      bodies: bodies.filter((body) => body >= 0),
      agentRow: agentRows.subarray(agent * agentSize, (agent + 1) * agentSize),
      worldRow: this.#worldRow,
      action,
      attentionKind: this.#attentionKind,
      scanReach: sensors.find(({ name }) => name === 'rangeScan')?.reach ?? 0,
    });
  }

  #hasBegun(agent: number): boolean {
    return this.#environment.flag[agent] === flags.respawns;
  }
}
