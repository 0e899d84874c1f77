/**
 * The world of a free-running session that people see: its agents' decisions, and what each of them
 * attended to when it took the last one. A person may be in it, as a visitor; headless copies have none.
 */
import type { Environment } from '../env/environment.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import type { Layout } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { VisitorPlace } from '../world/visits.ts';
import type { AttentionReport } from './attention-report.ts';
import type { Contact } from './contacts-begun.ts';
import { DecisionView } from './decision-view.ts';
import { type Change, EditHistory, type EditReport, type KeptEdits } from './edit-history.ts';
import { FloorCounts } from './floor-counts.ts';
import { splitWeights } from './join-weights.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { Recorder, rewindBytes, rewindSeconds } from './recorder.ts';
import type { ActingWeights } from './recording.ts';
import { Rollout } from './rollout.ts';

export class VisibleWorld {
  readonly rollout: Rollout;
  readonly environment: Environment;
  /** Its last minute, at most so many bytes of it. */
  readonly recorder: Recorder;
  readonly #policy: LearnedPolicy;
  readonly #history: EditHistory;
  readonly #view: DecisionView;
  readonly #floor: FloorCounts;
  /** What the visitor wants, m/s in the world frame. */
  readonly #drive = { x: 0, z: 0 };
  #drivenBy: number | undefined;

  /** `environment` is world 0 of the run; it is disposed of with this. */
  constructor(
    environment: Environment,
    { hyperparameters, seed }: { hyperparameters: Hyperparameters; seed: number },
  ) {
    const { scenario } = environment;
    const { agents, observationLayout } = scenario;
    this.environment = environment;
    this.#history = new EditHistory(environment);
    this.#policy = new LearnedPolicy(observationLayout, agents, hyperparameters);
    this.#view = new DecisionView(environment, hyperparameters.attention);
    this.recorder = new Recorder({
      ...{ scenario, hyperparameters, policy: 'learned' },
      ...{ seconds: rewindSeconds, bytes: rewindBytes },
    });
    this.rollout = new Rollout([environment], this.#policy, {
      ...{ hyperparameters, seed, firstWorld: 0 },
    });
    this.#floor = new FloorCounts(environment.world.layout);
  }

  /** Another one after a renewal (compare `seed`). */
  get layout(): Layout {
    return this.environment.world.layout;
  }

  /** [A, 3] where each agent's eye turns: to what it attends to most; NaN: straight ahead. */
  get gaze(): Float32Array {
    return this.#view.gaze;
  }

  /** Where agents have been lately, and where they have met something. */
  get floor(): FloorCounts {
    this.#floor.fit(this.layout);
    return this.#floor;
  }

  /** Updates that the weights have seen which act; undefined: none were handed over yet. */
  get drivenBy(): number | undefined {
    return this.#drivenBy;
  }

  /** Who acts from here on. */
  setActing(acting: ActingWeights): void {
    const { inference } = this.#policy;
    inference.setWeights(splitWeights(acting.weights, inference.sizes));
    this.#drivenBy = acting.updates;
    this.recorder.setActing(acting);
  }

  /** One decision. */
  step(how: { readonly exploring: boolean; readonly warmingUp: boolean }): void {
    const { environment } = this;
    const attended = !how.warmingUp;
    this.#view.before(attended);
    this.recorder.before(environment, this.#drive);
    const { world } = environment;
    this.rollout.step(how);
    this.recorder.after(environment, {
      actions: this.rollout.rows[0] as Float32Array,
      offset: this.rollout.row.actionOffset,
      scale: environment.action.maxSpeed,
      attended,
    });
    const { decisionSeconds } = environment.scenario;
    this.floor.count(environment.world, this.recorder.contacts.met, decisionSeconds);
    if (environment.world !== world) {
      this.#view.forget();
      const place = world.visitor;
      if (place) this.#takeAlong(place);
    }
    this.#view.turnEyes(this.#policy.inference);
  }

  /** Who has met something in the last decision, that it did not touch before. */
  contact(): Contact | undefined {
    return this.recorder.contacts.first;
  }

  /** What an agent made its last decision on. */
  describe(agent: number): AttentionReport {
    const { actionOffset } = this.rollout.row;
    const row = this.rollout.rows[0] as Float32Array;
    const { maxSpeed } = this.environment.action;
    return this.#view.describe(agent, this.#policy.inference, {
      forward: maxSpeed * (row[actionOffset + agent * 2] as number),
      left: maxSpeed * (row[actionOffset + agent * 2 + 1] as number),
    });
  }

  /** Where the visitor is; undefined: none is in. */
  get visitor(): VisitorPlace | undefined {
    return this.environment.world.visitor;
  }

  /** Lets a visitor in near `place`; whether there was room. Agents sense it from their next decision on. */
  enterVisitor({ x, z, heading }: VisitorPlace): boolean {
    this.driveVisitor(0, 0);
    this.recorder.cut();
    return this.environment.world.enterVisitor(x, z, heading);
  }

  leaveVisitor(): void {
    this.recorder.cut();
    this.environment.world.leaveVisitor();
  }

  /** What the visitor wants until told otherwise, m/s in the world frame; it outlives a layout. */
  driveVisitor(x: number, z: number): void {
    this.#drive.x = x;
    this.#drive.z = z;
    this.environment.world.driveVisitor(x, z);
  }

  /** Changes the world as a person asks for it; throws an InputError, and nothing has happened, if it cannot be. */
  change(change: Change): EditReport {
    const { world } = this.environment;
    const report = this.#history.change(change);
    this.recorder.cut();
    if (this.environment.world !== world) this.#view.forget();
    return report;
  }

  /** Shows the scene as a person has left it. */
  openEdits(kept: KeptEdits): EditReport {
    const report = this.#history.open(kept);
    this.recorder.cut();
    this.#view.forget();
    return report;
  }

  get edits(): EditReport {
    return this.#history.report();
  }

  writeSnapshot(out: Snapshot): void {
    this.environment.writeSnapshot(out);
  }

  dispose(): void {
    this.#policy.dispose();
    this.environment.dispose();
  }

  /** Into the new layout, near where the visitor was in the last one; out, if there is no room. */
  #takeAlong({ x, z, heading }: VisitorPlace): void {
    const { world } = this.environment;
    world.enterVisitor(x, z, heading);
    world.driveVisitor(this.#drive.x, this.#drive.z);
  }
}
