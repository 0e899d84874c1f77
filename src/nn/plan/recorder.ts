/**
 * Writes a computation down as a fixed list of kernels over preallocated memory: what plan-engine.ts lays
 * out and emits, and in reverse, by `backward()`, what it remembers. What runs the list: wasm-runner.ts,
 * threaded-runner.ts, webgpu-runner.ts.
 *
 * Memory is one arena of floats. A gradient is written by whoever contributes first and added to by the
 * others, so nothing is ever cleared.
 */
import type { Slot } from '../blueprint.ts';
import {
  type Instruction,
  type KernelArguments,
  type KernelName,
  kernelArguments,
} from './kernels.ts';

/** A place in the arena: [rows, columns], without gaps. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Floats from the beginning of the arena. */
  readonly offset: number;
  /** Whether anything that is learned has gone into it. */
  readonly learned: boolean;
  /** Where its gradient is; none until somebody contributes. */
  gradient: number | undefined;
}

/** Where one network's values and gradients begin in the arena; without gradients they are constants. */
export interface WeightsPlace {
  readonly values: number;
  readonly gradients?: number | undefined;
}

/** Where to write a gradient, and whether somebody did before. */
export interface GradientPlace {
  readonly out: number;
  readonly accumulate: number;
}

/** One network's parameters, by slot. */
export interface PlanParameters {
  readonly trained: boolean;
  placeOf(slot: Slot): number;
  gradientOf(slot: Slot): GradientPlace;
}

/** Gemm's modes: which operand is read as its transpose. */
export const plainProduct = 0;
export const transposedRight = 1;
export const transposedLeft = 2;
/** Gemm's flags. */
const withRelu = 1;
const addToResult = 2;

const lanes = 4;

export class Recorder {
  /** The list being written. */
  #instructions: Instruction[] = [];
  /** Floats that the arena needs. */
  size = 0;
  #tape: (() => void)[] = [];
  /** Gradients of parameters that have been written in this list. */
  readonly #written = new Set<number>();

  /** A new list. Memory is never given back: lists may share what the first of them laid out. */
  begin(): void {
    this.#instructions = [];
    this.#written.clear();
  }

  end(): readonly Instruction[] {
    return this.#instructions;
  }

  /** Room for so many floats, at a multiple of 16 bytes. */
  allocate(floats: number): number {
    const offset = this.size;
    this.size += Math.ceil(floats / lanes) * lanes;
    return offset;
  }

  matrix(rows: number, columns: number, learned = false): Matrix {
    return { rows, columns, offset: this.allocate(rows * columns), learned, gradient: undefined };
  }

  /** The same numbers as a constant: no gradient flows through it. */
  detach({ rows, columns, offset }: Matrix): Matrix {
    return { rows, columns, offset, learned: false, gradient: undefined };
  }

  emit<K extends KernelName>(kernel: K, values: KernelArguments<K>): void {
    const named = values as Readonly<Record<string, number>>;
    const ordered = kernelArguments[kernel].map((name) => named[name] as number);
    this.#instructions.push({ kernel, values: ordered });
  }

  /** Records the backward of everything recorded since the last call; whose gradients were seeded, flow. */
  backward(): void {
    for (const step of this.#tape.reverse()) step();
    this.#tape = [];
  }

  /** Where to write a gradient of x, and whether somebody did before. */
  gradientOf(x: Matrix): GradientPlace {
    if (x.gradient !== undefined) return { out: x.gradient, accumulate: 1 };
    x.gradient = this.allocate(x.rows * x.columns);
    return { out: x.gradient, accumulate: 0 };
  }

  parameters({ values, gradients }: WeightsPlace): PlanParameters {
    return {
      trained: gradients !== undefined,
      placeOf: ({ offset }) => values + offset,
      gradientOf: ({ offset }) => {
        const out = (gradients as number) + offset;
        const accumulate = this.#written.has(out) ? 1 : 0;
        this.#written.add(out);
        return { out, accumulate };
      },
    };
  }

  /**
   * Remembers how the gradients of one kernel's results go on; left out if none of them has any in the
   * end. One that has none beside another's is 0, as whatever nobody has written in a fresh arena.
   */
  onBackward(results: readonly Matrix[], step: (...gradients: number[]) => void): void {
    if (!results.some(({ learned }) => learned)) return;
    this.#tape.push(() => {
      if (results.every(({ gradient }) => gradient === undefined)) return;
      step(...results.map((x) => x.gradient ?? this.allocate(x.rows * x.columns)));
    });
  }

  /** A gradient goes on to x as it is. */
  pass(gradient: number, x: Matrix): void {
    if (!x.learned) return;
    const { out, accumulate } = this.gradientOf(x);
    const columns = x.rows * x.columns;
    this.emit('copyColumns', {
      ...{ from: gradient, fromStride: columns, to: out, toStride: columns },
      ...{ rows: 1, columns, accumulate },
    });
  }

  /** C = A · B of `batch` pairs; each operand is its offset, row stride and step from pair to pair. */
  product(
    mode: number,
    size: { batch?: number; m: number; n: number; k: number },
    [a, lda, sa = 0]: readonly number[],
    [b, ldb, sb = 0]: readonly number[],
    [c, ldc, sc = 0]: readonly number[],
    { bias = -1, relu = false, accumulate = 0 } = {},
  ): void {
    const flags = (relu ? withRelu : 0) + (accumulate ? addToResult : 0);
    this.emit('gemm', {
      ...{ mode, batch: size.batch ?? 1, m: size.m, n: size.n, k: size.k },
      ...{ a: a as number, lda: lda as number, sa, b: b as number, ldb: ldb as number, sb },
      ...{ c: c as number, ldc: ldc as number, sc, bias, flags },
    });
  }
}
