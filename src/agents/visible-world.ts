/**
 * The world of a free-running session that people see: its agents' decisions, and what each of them
 * attended to when it took the last one. A person may be in it, as a visitor; headless copies have none.
 */
import type { Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { PolicyWeights } from '../nn/inference.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Layout } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { VisitorPlace } from '../world/visits.ts';
import { type AttentionReport, reportAttention } from './attention-report.ts';
import { type Contact, contactBegun } from './contacts-begun.ts';
import { type Change, EditHistory, type EditReport, type KeptEdits } from './edit-history.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Rollout } from './rollout.ts';

/** How high above the ground an eye looks that attends to a body. */
const eyeHeight = 0.9;

export class VisibleWorld {
  readonly rollout: Rollout;
  /** [A, 3] where each agent's eye turns: to what it attends to most; NaN: straight ahead. */
  readonly gaze: Float32Array;
  readonly #scenario: Scenario;
  readonly #environment: Environment;
  readonly #attentionKind: string;
  readonly #policy: LearnedPolicy;
  readonly #history: EditHistory;
  /** Whether the policy made the last decision in the present world: wandering attends to nothing. */
  #attended = false;
  /** What the visitor wants, m/s in the world frame. */
  readonly #drive = { x: 0, z: 0 };
  /** What the last decision was made on. */
  readonly #agentRows: Float32Array;
  readonly #worldRow: Float32Array;
  /** [A] what each agent touched before the last decision. */
  readonly #touched: Uint8Array;
  /** [A, K] bodies in the rows of the set, −1 for absent rows. */
  readonly #bodies: Int32Array;
  readonly #setRows: number;

  /** `environment` is world 0 of the run; it is disposed of with this. */
  constructor(
    environment: Environment,
    { hyperparameters, seed }: { hyperparameters: Hyperparameters; seed: number },
  ) {
    const { scenario } = environment;
    const { agents, observationLayout } = scenario;
    this.#scenario = scenario;
    this.#environment = environment;
    this.#history = new EditHistory(environment);
    this.#attentionKind = hyperparameters.attention;
    this.#policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
    this.rollout = new Rollout([environment], this.#policy, {
      ...{ hyperparameters, seed, firstWorld: 0 },
    });
    this.gaze = new Float32Array(agents * 3).fill(Number.NaN);
    this.#touched = new Uint8Array(agents);
    this.#agentRows = new Float32Array(agents * observationLayout.agentSize);
    this.#worldRow = new Float32Array(observationLayout.worldSize);
    const set = observationLayout.agent.find(({ part }) => part.kind === 'set')?.part;
    this.#setRows = set?.kind === 'set' ? set.rows : 0;
    this.#bodies = new Int32Array(environment.setBodies.length).fill(-1);
  }

  /** Another one after a renewal (compare `seed`). */
  get layout(): Layout {
    return this.#environment.world.layout;
  }

  setWeights(weights: PolicyWeights): void {
    this.#policy.inference.setWeights(weights);
  }

  /** One decision. */
  step(how: { readonly exploring: boolean; readonly warmingUp: boolean }): void {
    const environment = this.#environment;
    this.#agentRows.set(environment.agentRows);
    this.#worldRow.set(environment.worldRow);
    this.#bodies.set(environment.setBodies);
    this.#attended = !how.warmingUp;
    const { world } = environment;
    this.#touched.set(world.touching);
    this.rollout.step(how);
    if (environment.world !== world) {
      this.#enter();
      const place = world.visitor;
      if (place) this.#takeAlong(place);
    }
    if (this.#attended) this.#turnEyes();
    else this.gaze.fill(Number.NaN);
  }

  /** Who has met something in the last decision, that it did not touch before. */
  contact(): Contact | undefined {
    return contactBegun(
      this.#touched,
      this.#environment.world.touching,
      this.#environment.finished,
    );
  }

  /** What an agent made its last decision on. */
  describe(agent: number): AttentionReport {
    const environment = this.#environment;
    const { agentSize } = environment.observationLayout;
    const first = agent * this.#setRows;
    const bodies = [...this.#bodies.subarray(first, first + this.#setRows)];
    const { actionOffset } = this.rollout.row;
    const row = this.rollout.rows[0] as Float32Array;
    const { maxSpeed } = environment.action;
    return reportAttention({
      environment,
      agent,
      attention: this.#attended
        ? this.#policy.inference.attention(agent)
        : { sets: [], graphs: [] },
      bodies: bodies.filter((body) => body >= 0),
      agentRow: this.#agentRows.subarray(agent * agentSize, (agent + 1) * agentSize),
      worldRow: this.#worldRow,
      action: {
        forward: maxSpeed * (row[actionOffset + agent * 2] as number),
        left: maxSpeed * (row[actionOffset + agent * 2 + 1] as number),
      },
      attentionKind: this.#attentionKind,
      scanReach: this.#scenario.sensors.find(({ name }) => name === 'rangeScan')?.reach ?? 0,
    });
  }

  /** Where the visitor is; undefined: none is in. */
  get visitor(): VisitorPlace | undefined {
    return this.#environment.world.visitor;
  }

  /** Lets a visitor in near `place`; whether there was room. Agents sense it from their next decision on. */
  enterVisitor({ x, z, heading }: VisitorPlace): boolean {
    this.driveVisitor(0, 0);
    return this.#environment.world.enterVisitor(x, z, heading);
  }

  leaveVisitor(): void {
    this.#environment.world.leaveVisitor();
  }

  /** What the visitor wants until told otherwise, m/s in the world frame; it outlives a layout. */
  driveVisitor(x: number, z: number): void {
    this.#drive.x = x;
    this.#drive.z = z;
    this.#environment.world.driveVisitor(x, z);
  }

  /** Changes the world as a person asks for it; throws an InputError, and nothing has happened, if it cannot be. */
  change(change: Change): EditReport {
    const { world } = this.#environment;
    const report = this.#history.change(change);
    if (this.#environment.world !== world) this.#enter();
    return report;
  }

  /** Shows the scene as a person has left it. */
  openEdits(kept: KeptEdits): EditReport {
    const report = this.#history.open(kept);
    this.#enter();
    return report;
  }

  get edits(): EditReport {
    return this.#history.report();
  }

  writeSnapshot(out: Snapshot): void {
    this.#environment.writeSnapshot(out);
  }

  dispose(): void {
    this.#policy.dispose();
    this.#environment.dispose();
  }

  /** Into the new layout, near where the visitor was in the last one; out, if there is no room. */
  #takeAlong({ x, z, heading }: VisitorPlace): void {
    const { world } = this.#environment;
    world.enterVisitor(x, z, heading);
    world.driveVisitor(this.#drive.x, this.#drive.z);
  }

  /** The world was laid out anew: what was attended to is gone with the old one. */
  #enter(): void {
    this.#agentRows.set(this.#environment.agentRows);
    this.#worldRow.set(this.#environment.worldRow);
    this.#bodies.fill(-1);
    this.#attended = false;
  }

  #turnEyes(): void {
    const { agents, world } = this.#environment;
    const { position } = world.bodies;
    const weights = this.#policy.inference.setWeightsOf(0);
    const rows = this.#setRows;
    for (let agent = 0; agent < agents; agent++) {
      let best = -1;
      let most = 0;
      for (let k = 0; k < rows; k++) {
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
}
