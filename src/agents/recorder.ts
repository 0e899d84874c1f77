/**
 * Records a world while it lives: the last so many seconds, in no more than so many bytes. What falls out of it goes
 * a segment at a time, and its arrays are used again: beside keyframes, nothing is allocated.
 */
import type { Environment, EnvironmentState } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { ContactsBegun } from './contacts-begun.ts';
import { DecisionHash } from './decision-hash.ts';
import { type ActingWeights, hashOf, type Recording, type Segment } from './recording.ts';

export interface RecorderOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Hyperparameters | undefined;
  /** In words, who acts. */
  readonly policy: string;
  /** Kept at least, where bytes allow; up to a second more. */
  readonly seconds: number;
  /** Of keyframes, actions and weights. */
  readonly bytes: number;
}

type Open = Omit<{ -readonly [field in keyof Segment]: Segment[field] }, 'acting'> & {
  readonly acting: (ActingWeights | undefined)[];
  /** Bytes of its keyframe. */
  size: number;
};

export const rewindSeconds = 60;
export const rewindBytes = 64 * 2 ** 20;

/** Bytes of a number in a keyframe's JSON, about. */
const jsonNumber = 16;

export class Recorder {
  /** Of the last decision. */
  readonly contacts: ContactsBegun;
  readonly #options: RecorderOptions;
  /** Decisions of a second, which are those of a full segment. */
  readonly #second: number;
  readonly #segments: Open[] = [];
  /** Fell out, to be used again. */
  readonly #spare: Open[] = [];
  #acting: ActingWeights | undefined;
  /** What is written down as acting, and since when: of weights that change all the time one set a second is kept. */
  #written: ActingWeights | undefined;
  #writtenAt = Number.NEGATIVE_INFINITY;
  readonly #hash = new DecisionHash();
  #decisions = 0;
  /** The next decision does not follow from the last one. */
  #cut = true;
  #world: Environment['world'] | undefined;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { agents, decisionSeconds } = options.scenario;
    this.#second = Math.max(1, Math.round(1 / decisionSeconds));
    this.contacts = new ContactsBegun(agents);
  }

  /** Who acts from here on. */
  setActing(acting: ActingWeights | undefined): void {
    this.#acting = acting;
  }

  /** The critic of who acts, known since. */
  setCritic(critic: Float32Array | undefined): void {
    if (this.#acting && this.#acting.critic !== critic) this.#acting = { ...this.#acting, critic };
  }

  get hasWeights(): boolean {
    return this.#acting !== undefined;
  }

  /** What comes next does not follow from the last decision. */
  cut(): void {
    this.#cut = true;
  }

  /** Before a decision of the world; `drive` is what its visitor wants. */
  before(environment: Environment, drive: { readonly x: number; readonly z: number }): void {
    if (this.#cut || this.#segments.at(-1)?.count === this.#second) this.#begin(environment.save());
    const open = this.#segments.at(-1) as Open;
    open.drive[2 * open.count] = drive.x;
    open.drive[2 * open.count + 1] = drive.z;
    this.#world = environment.world;
    this.contacts.before(environment.world.touching);
  }

  /**
   * After it: the actions [A, 2] that the environment was given, m/s, from `offset` on, each times `scale`, as
   * float32; whether the weights chose them.
   */
  after(
    environment: Environment,
    chosen: {
      readonly actions: Float32Array;
      readonly offset: number;
      readonly scale: number;
      readonly attended: boolean;
    },
  ): void {
    const open = this.#segments.at(-1) as Open;
    const { actions, offset, scale, attended } = chosen;
    const numbers = 2 * environment.agents;
    const to = open.count * numbers;
    for (let i = 0; i < numbers; i++) {
      open.actions[to + i] = (actions[offset + i] as number) * scale;
    }
    if (attended && this.#written !== this.#acting) {
      if (this.#decisions - this.#writtenAt >= this.#second) {
        this.#written = this.#acting;
        this.#writtenAt = this.#decisions;
      }
    }
    open.acting[open.count] = attended ? this.#written : undefined;
    open.hashes[open.count] = this.#hash.of(environment.world);
    const isAnother = environment.world !== this.#world;
    if (isAnother) this.contacts.none();
    else this.contacts.after(environment.world.touching, environment.finished);
    open.met[open.count] = this.contacts.first?.agent ?? -1;
    open.count++;
    this.#decisions++;
    this.#cut ||= isAnother;
    this.#world = undefined;
  }

  /** Oldest first; rewritten by the next decision. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** What was recorded up to the present state of the world. Its segments are rewritten by the next decision. */
  recording(environment: Environment): Recording {
    const { scenario, hyperparameters, policy } = this.#options;
    const state = environment.save();
    // What does not follow has a keyframe of its own, also where nothing has happened since.
    if (this.#cut) this.#begin(state);
    return {
      ...{ scenario: scenario.name, settings: scenario.chosen, agents: scenario.agents },
      ...{ decisionSeconds: scenario.decisionSeconds, hyperparameters, policy },
      renewsLayout: environment.renewsLayout,
      segments: this.#segments,
      endHash: hashOf(state),
    };
  }

  #begin(state: EnvironmentState): void {
    // Of two changes without a decision between them only the last one's outcome was lived in.
    if (this.#segments.at(-1)?.count === 0) this.#segments.pop();
    this.#forget(this.#options.seconds);
    const { agents } = this.#options.scenario;
    const most = this.#second;
    const open = this.#spare.pop() ?? {
      ...{ first: 0, count: 0, hash: '', follows: false, size: 0, state },
      actions: new Float32Array(most * 2 * agents),
      drive: new Float64Array(most * 2),
      acting: new Array<ActingWeights | undefined>(most).fill(undefined),
      hashes: new Uint32Array(most),
      met: new Int32Array(most),
    };
    open.first = this.#decisions;
    open.state = state;
    open.hash = hashOf(state);
    open.follows = !this.#cut && this.#segments.length > 0;
    open.acting.fill(undefined);
    open.count = 0;
    this.#cut = false;
    open.size = state.world.length + open.actions.byteLength + jsonNumber * numbersIn(state);
    this.#segments.push(open);
    while (this.#segments.length > 1 && this.#bytes() > this.#options.bytes) this.#drop();
  }

  /** Drops what is older than so many seconds. */
  #forget(seconds: number): void {
    const kept = seconds / this.#options.scenario.decisionSeconds;
    while (this.#segments.length > 1) {
      if (this.#decisions - (this.#segments[1] as Open).first < kept) return;
      this.#drop();
    }
  }

  #drop(): void {
    const dropped = this.#segments.shift() as Open;
    dropped.acting.fill(undefined);
    if (this.#spare.length === 0) this.#spare.push(dropped);
  }

  #bytes(): number {
    let bytes = 0;
    let before: ActingWeights | undefined;
    for (let i = 0; i < this.#segments.length; i++) {
      const { size, acting, count } = this.#segments[i] as Open;
      bytes += size;
      for (let d = 0; d < count; d++) {
        const now = acting[d];
        if (!now || now === before) continue;
        if (now.weights !== before?.weights) bytes += now.weights.byteLength;
        if (now.critic && now.critic !== before?.critic) bytes += now.critic.byteLength;
        before = now;
      }
    }
    return bytes;
  }
}

function numbersIn({ json }: EnvironmentState): number {
  let count = 0;
  for (const values of Object.values(json.episodes)) count += values.length;
  return count;
}
