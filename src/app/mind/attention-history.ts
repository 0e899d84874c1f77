/**
 * What an agent has attended to during the last seconds: the weights of its reports, one column each, in a ring of
 * numbers for each thing. A thing that a report does not name got nothing then.
 */
import type { AttentionReport } from '../../agents/attention-report.ts';

/** Reports come about every 90 ms: ten seconds. */
export const columns = 110;

export class AttentionHistory {
  #agent = -1;
  /** Column that is written next, and how many have been. */
  #next = 0;
  #count = 0;
  /** By key (influences.ts). */
  readonly #weights = new Map<string, Float32Array>();

  /** A report of another agent begins another history. */
  add({ agent, entities, nodes }: AttentionReport): void {
    if (agent !== this.#agent) this.clear();
    this.#agent = agent;
    for (const [key, weights] of this.#weights) {
      weights[this.#next] = 0;
      if (weights.every((weight) => weight === 0)) this.#weights.delete(key);
    }
    for (const { body, weight } of entities) this.#of(`body ${body}`)[this.#next] = weight;
    for (const { node, weight } of nodes) this.#of(`node ${node}`)[this.#next] = weight;
    this.#next = (this.#next + 1) % columns;
    this.#count = Math.min(columns, this.#count + 1);
  }

  clear(): void {
    this.#agent = -1;
    this.#next = 0;
    this.#count = 0;
    this.#weights.clear();
  }

  /** Calls `each` with the weights of a thing, oldest first, and the column of each: the newest is the last. */
  read(key: string, each: (column: number, weight: number) => void): void {
    const weights = this.#weights.get(key);
    if (!weights) return;
    for (let i = 0; i < this.#count; i++) {
      const at = (this.#next - this.#count + i + columns) % columns;
      each(columns - this.#count + i, weights[at] as number);
    }
  }

  #of(key: string): Float32Array {
    let weights = this.#weights.get(key);
    if (!weights) {
      weights = new Float32Array(columns);
      this.#weights.set(key, weights);
    }
    return weights;
  }
}
