/**
 * What an attention kind is: a way for one query per sample to gather from K rows.
 *
 * Axes: Q queries, G groups of rows, H heads, K rows, D channels of a head. Absent rows (mask 0) get
 * weight exactly 0; with no row present all weights are 0 and the context is 0.
 */
import type { Blueprint } from '../blueprint.ts';
import type { Engine } from '../engine.ts';
import type { Rows } from './rows.ts';

export interface AttentionInput<T> {
  /** [Q, H·D] */
  readonly query: T;
  readonly keys: Rows<T>;
  readonly values: Rows<T>;
  /** [G, K], 1 = present */
  readonly mask: T;
}

export interface Attended<T> {
  /** [Q, H·D] */
  readonly context: T;
  /** [Q, H·K], each head's weights sum to 1, or are all 0 */
  readonly weights: T;
}

export type Attend = <T>(engine: Engine<T>, input: AttentionInput<T>) => Attended<T>;

export interface AttentionKind {
  readonly title: string;
  /** Declares what the kind itself learns, and returns its function. */
  create(blueprint: Blueprint, name: string, size: { heads: number; depth: number }): Attend;
}
