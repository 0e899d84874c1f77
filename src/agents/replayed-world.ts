/**
 * A recording as a world that people watch: what its agents attended to, and whither their eyes turned, is worked
 * out again with the weights that acted. It is nobody's past but its own: the world that was recorded stands still.
 */
import type { Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Inference } from '../nn/inference.ts';
import type { Layout } from '../scene/layout.ts';
import type { Snapshot } from '../world/snapshot.ts';
import type { AttentionReport } from './attention-report.ts';
import { DecisionView } from './decision-view.ts';
import { splitWeights } from './join-weights.ts';
import { LearnedPolicy } from './learned-policy.ts';
import { type ActingWeights, contactsIn, type Recording } from './recording.ts';
import { type Decision, Replay } from './replay.ts';

export class ReplayedWorld {
  /** Moments at which somebody had met something. */
  readonly contacts: readonly number[];
  readonly #replay: Replay;
  readonly #policy: LearnedPolicy | undefined;
  readonly #view: DecisionView;
  #acting: ActingWeights | undefined;
  /** What the network has. */
  #known: ActingWeights | undefined;
  /** What is passed on the way to a moment is not looked at. */
  #target = 0;

  /** `loadEngines` must have been awaited. The recording must not change while this is in use. */
  constructor(scenario: Scenario, recording: Recording) {
    const { hyperparameters, segments } = recording;
    const { agents, observationLayout } = scenario;
    this.contacts = contactsIn(segments);
    this.#replay = new Replay(scenario, recording);
    this.#policy = hyperparameters && new LearnedPolicy(observationLayout, agents, hyperparameters);
    this.#view = new DecisionView(this.#replay.environment, hyperparameters?.attention ?? '');
    this.#replay.onDecision = (decision) => this.#look(decision);
    this.#replay.onCut = () => this.#view.forget();
  }

  get recording(): Recording {
    return this.#replay.recording;
  }

  get environment(): Environment {
    return this.#replay.environment;
  }

  get layout(): Layout {
    return this.environment.world.layout;
  }

  get gaze(): Float32Array {
    return this.#view.gaze;
  }

  /** Of the weights; undefined: no network acted. */
  get sizes(): Inference['sizes'] | undefined {
    return this.#policy?.inference.sizes;
  }

  /** Who makes the next decision, and at the end, who made the last one; undefined: no weights do. */
  get acting(): ActingWeights | undefined {
    const { next } = this.#replay;
    if (!next) return this.#acting;
    return next.segment.acting[next.index];
  }

  /** Updates that they had seen. */
  get drivenBy(): number | undefined {
    return this.acting?.updates;
  }

  /** Decisions from the recording's beginning, and in all. */
  get at(): number {
    return this.#replay.at;
  }

  get decisions(): number {
    return this.#replay.decisions;
  }

  /** See `Replay.differsFrom`. */
  get differsFrom(): number | undefined {
    return this.#replay.differsFrom;
  }

  goTo(moment: number): void {
    this.#target = Math.max(1, Math.min(this.decisions, Math.round(moment)));
    this.#replay.goTo(moment);
    this.#view.turnEyes(this.#policy?.inference);
  }

  /** One decision further; false at the end. */
  step(): boolean {
    this.#target = this.at + 1;
    const goesOn = this.#replay.step();
    this.#view.turnEyes(this.#policy?.inference);
    return goesOn;
  }

  /** What an agent made its last decision on. */
  describe(agent: number): AttentionReport {
    const { actions } = this.#replay;
    return this.#view.describe(agent, this.#policy?.inference, {
      forward: actions[2 * agent] as number,
      left: actions[2 * agent + 1] as number,
    });
  }

  writeSnapshot(out: Snapshot): void {
    this.environment.writeSnapshot(out);
  }

  dispose(): void {
    this.#policy?.dispose();
    this.#replay.dispose();
  }

  #look({ segment, index }: Decision): void {
    if (this.at + 1 < this.#target) return;
    this.#acting = segment.acting[index];
    const inference = this.#policy?.inference;
    const attended = this.#acting !== undefined && inference !== undefined;
    this.#view.before(attended);
    if (!attended || !this.#acting) return;
    if (this.#known !== this.#acting) {
      inference.setWeights(splitWeights(this.#acting.weights, inference.sizes));
      this.#known = this.#acting;
    }
    inference.act([this.environment]);
  }
}
