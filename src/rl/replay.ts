/**
 * Replay by world steps (core/transition-row.ts): a ring of flat rows for each stream, a stream being
 * one world's uninterrupted sequence. Because s' is the next row and an n-step return an index range,
 * every number is stored once.
 *
 * Axes: S streams, T rows of a stream, A agents: all of a world, or, of a replay of one group (`ofGroup`), those.
 */
import type { Random } from '../core/random.ts';
import { type Reflection, reflect } from '../core/reflection.ts';
import { flags, type RowLayout, rowOfGroup } from '../core/transition-row.ts';

/** Changes the goal of stored rows (HER); env implements it, rl knows only flat rows. */
export interface GoalRelabeller<Goal> {
  createGoal(): Goal;
  readGoal(rows: Float32Array, offset: number, out: Goal): void;
  relabel(rows: Float32Array, offset: number, goal: Goal): void;
  reached(rows: Float32Array, offset: number, goal: Goal): boolean;
}

export interface ReplayOptions {
  readonly streams: number;
  /** Rows of each stream. */
  readonly rowsPerStream: number;
  /** Of a row: given, half of all world steps are sampled as a mirror shows them. */
  readonly reflection?: Reflection;
}

/** One sampled batch; arrays are reused by the next sample. B = worldSteps · A. */
export interface ReplayBatch {
  readonly worldSteps: number;
  /** [worldSteps, row size]: the sampled rows and the rows n steps later; empty if not asked for. */
  readonly now: Float32Array;
  readonly next: Float32Array;
  /** [worldSteps] their numbers among all rows, [S, T], counted from the place's `firstRow`. */
  readonly nowRow: Float32Array;
  readonly nextRow: Float32Array;
  /** [worldSteps] 1 = seen in a mirror */
  readonly mirrored: Float32Array;
  /** [B, 2] */
  readonly actions: Float32Array;
  /** [B] Σ γ^k r over the window */
  readonly returns: Float32Array;
  /** [B] factor of the bootstrapped value: γ^n, or 0 after a termination */
  readonly discounts: Float32Array;
  /** [B] 1 = a transition, 0 = none (respawn, or a window cut by a truncation) */
  readonly valid: Float32Array;
}

export interface SampleOptions {
  readonly nStep: number;
  readonly gamma: number;
  /** Share of samples with a hindsight goal. */
  readonly hindsight: number;
}

/** Places of a batch, from one up to another, and what row numbers are counted from. */
export interface Places {
  readonly from: number;
  readonly to: number;
  readonly firstRow: number;
}

const everyPlace: Partial<Places> = {};

export class Replay {
  readonly row: RowLayout;
  readonly streams: number;
  readonly rowsPerStream: number;
  /** [S][T, row size] */
  readonly data: readonly Float32Array[];
  /** Rows ever added to each stream; the ring holds the last `rowsPerStream` of them. */
  readonly added: Int32Array;
  readonly reflection: Reflection | undefined;
  readonly #relabeller: GoalRelabeller<unknown> | undefined;
  readonly #goal: unknown;
  readonly #scratch: Float32Array;
  /** A row. */
  readonly #before: Float32Array;

  /** `shared`: of another replay, whose rows are this one's too. */
  constructor(
    row: RowLayout,
    options: ReplayOptions,
    relabeller?: GoalRelabeller<unknown>,
    shared?: Pick<Replay, 'data' | 'added'>,
  ) {
    const { streams, rowsPerStream } = options;
    this.row = row;
    this.streams = streams;
    this.rowsPerStream = rowsPerStream;
    this.data =
      shared?.data ??
      Array.from({ length: streams }, () => new Float32Array(rowsPerStream * row.size));
    this.added = shared?.added ?? new Int32Array(streams);
    this.reflection = options.reflection;
    this.#relabeller = relabeller;
    this.#goal = relabeller?.createGoal();
    this.#scratch = new Float32Array(row.observation.agentSize);
    this.#before = new Float32Array(options.reflection ? row.size : 0);
  }

  /** The same rows, of which one group's agents alone are sampled (core/transition-row.ts): each row is kept once. */
  ofGroup(groups: number, group: number): Replay {
    const { streams, rowsPerStream, reflection } = this;
    const options = { streams, rowsPerStream, ...(reflection ? { reflection } : {}) };
    return new Replay(rowOfGroup(this.row, groups, group), options, this.#relabeller, this);
  }

  /** Rows that there is room for, [S, T]. */
  get rows(): number {
    return this.streams * this.rowsPerStream;
  }

  /** Agent steps held now. */
  get size(): number {
    let rows = 0;
    for (let s = 0; s < this.streams; s++) rows += this.#held(s);
    return rows * this.row.agents;
  }

  add(stream: number, rows: Float32Array, offset: number): void {
    const at = ((this.added[stream] as number) % this.rowsPerStream) * this.row.size;
    (this.data[stream] as Float32Array).set(rows.subarray(offset, offset + this.row.size), at);
    this.added[stream] = (this.added[stream] as number) + 1;
  }

  /**
   * Ends every stream here: its newest row becomes one without a transition, so that rows which do not
   * follow it in time (after a reload, say) can be added next.
   */
  closeStreams(): void {
    for (let s = 0; s < this.streams; s++) {
      if (this.#held(s) === 0) continue;
      const at = this.#offset((this.added[s] as number) - 1) + this.row.flagOffset;
      const data = this.data[s] as Float32Array;
      const { agents, stride } = this.row;
      for (let agent = 0; agent < agents; agent++) data[at + agent * stride] = flags.respawns;
    }
  }

  createBatch(worldSteps: number): ReplayBatch {
    const samples = worldSteps * this.row.agents;
    return {
      worldSteps,
      now: new Float32Array(worldSteps * this.row.size),
      next: new Float32Array(worldSteps * this.row.size),
      nowRow: new Float32Array(worldSteps),
      nextRow: new Float32Array(worldSteps),
      mirrored: new Float32Array(worldSteps),
      actions: new Float32Array(samples * 2),
      returns: new Float32Array(samples),
      discounts: new Float32Array(samples),
      valid: new Float32Array(samples),
    };
  }

  /** Whether a window of n steps fits into some stream. */
  canSample(nStep: number): boolean {
    for (let s = 0; s < this.streams; s++) if (this.#held(s) > nStep) return true;
    return false;
  }

  /** Fills the batch, or the given places of it, with world steps drawn uniformly over all streams' rows. */
  sample(
    batch: ReplayBatch,
    options: SampleOptions,
    random: Random,
    places: Partial<Places> = everyPlace,
  ): void {
    const { nStep } = options;
    const { from = 0, to = batch.worldSteps, firstRow = 0 } = places;
    let windows = 0;
    for (let s = 0; s < this.streams; s++) windows += Math.max(0, this.#held(s) - nStep);
    if (windows === 0)
      throw new Error(`Expected a stream of more than ${nStep} rows to sample from.`);
    for (let i = from; i < to; i++) {
      let draw = random.integer(windows);
      let stream = 0;
      for (;;) {
        const here = Math.max(0, this.#held(stream) - nStep);
        if (draw < here) break;
        draw -= here;
        stream += 1;
      }
      const first = (this.added[stream] as number) - this.#held(stream) + draw;
      this.#copyWindow(batch, i, stream, first, options, random);
      batch.nowRow[i] = (batch.nowRow[i] as number) + firstRow;
      batch.nextRow[i] = (batch.nextRow[i] as number) + firstRow;
    }
  }

  #held(stream: number): number {
    return Math.min(this.added[stream] as number, this.rowsPerStream);
  }

  /** Offset of the row with running number `index` in its stream's array. */
  #offset(index: number): number {
    return (index % this.rowsPerStream) * this.row.size;
  }

  #copyWindow(
    batch: ReplayBatch,
    slot: number,
    stream: number,
    index: number,
    options: SampleOptions,
    random: Random,
  ): void {
    const data = this.data[stream] as Float32Array;
    const { size, agents, stride, agentOffset, actionOffset, observation } = this.row;
    const now = this.#offset(index);
    const next = this.#offset(index + options.nStep);
    batch.nowRow[slot] = stream * this.rowsPerStream + now / size;
    batch.nextRow[slot] = stream * this.rowsPerStream + next / size;
    if (batch.now.length > 0) {
      batch.now.set(data.subarray(now, now + size), slot * size);
      batch.next.set(data.subarray(next, next + size), slot * size);
    }
    for (let agent = 0; agent < agents; agent++) {
      const sample = slot * agents + agent;
      const action = now + actionOffset + agent * stride * 2;
      batch.actions[sample * 2] = data[action] as number;
      batch.actions[sample * 2 + 1] = data[action + 1] as number;
      const relabelled =
        this.#relabeller !== undefined &&
        options.hindsight > 0 &&
        random.uniform() < options.hindsight &&
        this.#drawGoal(stream, index, agent, random);
      if (relabelled) {
        const at = slot * size + agentOffset + agent * stride * observation.agentSize;
        this.#relabeller?.relabel(batch.now, at, this.#goal);
        this.#relabeller?.relabel(batch.next, at, this.#goal);
      }
      this.#accumulate(batch, sample, stream, index, agent, options, relabelled);
    }
    this.#mirror(batch, slot, random);
  }

  /** Half of the time. Rewards and endings are the same in a mirror. */
  #mirror(batch: ReplayBatch, slot: number, random: Random): void {
    const { reflection } = this;
    if (!reflection) return;
    const mirrored = random.uniform() < 0.5;
    batch.mirrored[slot] = mirrored ? 1 : 0;
    if (!mirrored) return;
    const { agents, size } = this.row;
    for (let i = slot * agents; i < (slot + 1) * agents; i++) {
      batch.actions[2 * i + 1] = -(batch.actions[2 * i + 1] as number);
    }
    if (batch.now.length === 0) return;
    reflect(reflection, batch.now, slot * size, this.#before);
    reflect(reflection, batch.next, slot * size, this.#before);
  }

  /** The n-step return of one agent from row `index`, and what its bootstrapped value counts. */
  #accumulate(
    batch: ReplayBatch,
    sample: number,
    stream: number,
    index: number,
    agent: number,
    { nStep, gamma }: SampleOptions,
    relabelled: boolean,
  ): void {
    const data = this.data[stream] as Float32Array;
    const { stride, rewardOffset, discountOffset, flagOffset } = this.row;
    const place = agent * stride;
    let total = 0;
    let factor = 1;
    let valid = 1;
    for (let k = 0; k < nStep; k++) {
      const at = this.#offset(index + k);
      const flag = data[at + flagOffset + place] as number;
      if (flag === flags.respawns) {
        // The row holds a terminal observation: what follows belongs to another episode.
        valid = 0;
        break;
      }
      if (relabelled) {
        const reached = this.#reachedGoal(stream, index + k + 1, agent);
        total += factor * (reached ? 1 : 0);
        factor *= reached ? 0 : gamma;
      } else {
        total += factor * (data[at + rewardOffset + place] as number);
        factor *= gamma * (data[at + discountOffset + place] as number);
      }
      if (factor === 0) break;
      // With its old goal the episode ended here; with the new one its next row is a respawn.
      if (flag === flags.terminated && k < nStep - 1) {
        valid = 0;
        break;
      }
      if (flag === flags.truncated && k < nStep - 1) {
        // The value to bootstrap from stands at row index + k + 1, and the batch carries row
        // index + n only: the window is left out. One that terminates before the cut is not, so of
        // what is done in the last n − 1 decisions before a cut (a time limit, a layout's end)
        // successes and collisions alone are learned from.
        valid = 0;
        break;
      }
    }
    batch.returns[sample] = total;
    batch.discounts[sample] = factor;
    batch.valid[sample] = valid;
  }

  /** Draws a row later in the agent's episode and reads its place as the goal; false if there is none. */
  #drawGoal(stream: number, index: number, agent: number, random: Random): boolean {
    const data = this.data[stream] as Float32Array;
    const newest = (this.added[stream] as number) - 1;
    const place = this.row.flagOffset + agent * this.row.stride;
    let last = index;
    while (last < newest) {
      const flag = data[this.#offset(last) + place] as number;
      if (flag === flags.respawns) break;
      last += 1;
      if (flag !== flags.continues) break;
    }
    if (last === index) return false;
    const chosen = index + 1 + random.integer(last - index);
    this.#readAgent(stream, chosen, agent);
    this.#relabeller?.readGoal(this.#scratch, 0, this.#goal);
    return true;
  }

  #reachedGoal(stream: number, index: number, agent: number): boolean {
    this.#readAgent(stream, index, agent);
    return this.#relabeller?.reached(this.#scratch, 0, this.#goal) ?? false;
  }

  #readAgent(stream: number, index: number, agent: number): void {
    const { stride, agentOffset, observation } = this.row;
    const at = this.#offset(index) + agentOffset + agent * stride * observation.agentSize;
    const data = this.data[stream] as Float32Array;
    for (let i = 0; i < observation.agentSize; i++) this.#scratch[i] = data[at + i] as number;
  }
}
