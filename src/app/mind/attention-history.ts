/**
 * What an agent has attended to during the last seconds: the weights of its reports, one column each, in a ring of
 * numbers for each thing and head, so that the past can be looked at by another head too. A thing that a report does
 * not name got nothing then.
 */
import type { AttentionReport } from '../../agents/attention-report.ts';
import { headOf } from './head-choice.ts';

/** Reports come about every 90 ms: ten seconds. */
export const columns = 110;

export class AttentionHistory {
  #agent = -1;
  #newest: AttentionReport | undefined;
  /** Column that is written next, and how many have been. */
  #next = 0;
  #count = 0;
  /** H of the reports. */
  #heads = 0;
  /** By key (influences.ts): [H, columns]. */
  readonly #weights = new Map<string, Float32Array>();
  /** Of things that are out of sight, all zero: others soon come, and in a crowd at every report. */
  readonly #spare: Float32Array[] = [];

  /**
   * A report of another agent begins another history, and so does one of a policy with other heads. The newest is
   * taken once, so that whoever draws it adds it, and none draws what the one before told.
   */
  add(report: AttentionReport): void {
    if (report === this.#newest) return;
    const { agent, entities, nodes } = report;
    const heads = (entities[0] ?? nodes[0])?.heads.length ?? this.#heads;
    if (agent !== this.#agent || heads !== this.#heads) this.clear();
    if (heads !== this.#heads) this.#spare.length = 0;
    this.#agent = agent;
    this.#newest = report;
    this.#heads = heads;
    for (const [key, weights] of this.#weights) {
      for (let head = 0; head < heads; head++) weights[head * columns + this.#next] = 0;
      if (weights.every((weight) => weight === 0)) {
        this.#weights.delete(key);
        this.#spare.push(weights);
      }
    }
    for (const { body, heads: of } of entities) this.#write(`body ${body}`, of);
    for (const { node, heads: of } of nodes) this.#write(`node ${node}`, of);
    this.#next = (this.#next + 1) % columns;
    this.#count = Math.min(columns, this.#count + 1);
  }

  clear(): void {
    this.#agent = -1;
    this.#newest = undefined;
    this.#next = 0;
    this.#count = 0;
    for (const weights of this.#weights.values()) this.#spare.push(weights.fill(0));
    this.#weights.clear();
  }

  /**
   * Calls `each` with what one head gave to a thing, or all in the mean, oldest first, and the column of each: the
   * newest is the last.
   */
  read(
    key: string,
    head: number | undefined,
    each: (column: number, weight: number) => void,
  ): void {
    const weights = this.#weights.get(key);
    if (!weights) return;
    const one = headOf(head, this.#heads);
    const [first, end] = one === undefined ? [0, this.#heads] : [one, one + 1];
    for (let i = 0; i < this.#count; i++) {
      const at = (this.#next - this.#count + i + columns) % columns;
      let sum = 0;
      for (let h = first; h < end; h++) sum += weights[h * columns + at] as number;
      each(columns - this.#count + i, sum / (end - first));
    }
  }

  #write(key: string, heads: readonly number[]): void {
    let weights = this.#weights.get(key);
    if (!weights) {
      weights = this.#spare.pop() ?? new Float32Array(this.#heads * columns);
      this.#weights.set(key, weights);
    }
    for (const [head, weight] of heads.entries()) weights[head * columns + this.#next] = weight;
  }
}
