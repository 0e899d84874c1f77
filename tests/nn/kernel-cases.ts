/**
 * Every kernel of the plan at random shapes, with what it must leave in the arena by plain loops in double
 * precision. kernels.test.ts runs them on wasm, ../browser/kernels.test.ts on WebGPU.
 *
 * Shapes include sets and worlds with nothing present, and sizes that are no multiple of a vector or of
 * a tile. Places in the arena begin anywhere, and between them stand numbers that nobody may touch.
 */
import { createRandom, type Random } from '../../src/core/random.ts';
import type { Instruction, KernelArguments, KernelName } from '../../src/nn/plan/kernels.ts';
import { kernelArguments } from '../../src/nn/plan/kernels.ts';
import type { Region } from '../../src/nn/plan/runner.ts';

export interface KernelCase {
  readonly name: string;
  readonly instruction: Instruction;
  readonly arena: Float32Array;
  /** The arena after. */
  readonly expected: Float64Array;
  readonly outputs: readonly Region[];
  /** What the kernel may leave as it likes. */
  readonly scratch: readonly Region[];
  /** Of max |a − b| / (1 + max |b|), for each output. */
  readonly tolerance: number;
}

/** The errors of the arena that a runner left; none is larger than the case's tolerance. */
export function errorOf(
  { arena, expected, outputs, scratch, tolerance }: KernelCase,
  after: Float32Array,
): string | undefined {
  const touched = new Uint8Array(arena.length);
  for (const { offset, length } of [...outputs, ...scratch]) {
    touched.fill(1, offset, offset + length);
  }
  const stray = arena.findIndex((before, i) => !touched[i] && after[i] !== before);
  if (stray >= 0) return `wrote at ${stray}, which is no output`;
  for (const [n, { offset, length }] of outputs.entries()) {
    const part = expected.subarray(offset, offset + length);
    const scale = 1 + part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (let i = 0; i < length; i++) {
      const [got, wanted] = [after[offset + i] as number, part[i] as number];
      // A NaN must not pass for want of being larger.
      if (!(Math.abs(got - wanted) <= tolerance * scale)) {
        return `output ${n}[${i}]: expected ${wanted}, got ${got}`;
      }
    }
  }
  return undefined;
}

type Arena = Float64Array;

/** Lays out one case. */
class Draft {
  readonly random: Random;
  readonly values: number[] = [];
  readonly outputs: Region[] = [];
  readonly scratch: Region[] = [];

  constructor(random: Random) {
    this.random = random;
  }

  /** One of these. */
  of(...sizes: readonly number[]): number {
    return sizes[this.random.integer(sizes.length)] as number;
  }

  flag(): number {
    return this.random.integer(2);
  }

  /** Room with numbers in it, after a gap. */
  input(length: number, draw: (i: number) => number = () => this.random.range(-1, 1)): number {
    for (let gap = this.random.integer(6); gap >= 0; gap--) this.values.push(0.25);
    const offset = this.values.length;
    for (let i = 0; i < length; i++) this.values.push(draw(i));
    return offset;
  }

  /** Room for a result, with other numbers in it. */
  output(length: number): number {
    const offset = this.input(length);
    this.outputs.push({ offset, length });
    return offset;
  }

  /** The same, of `rows` strided rows. */
  stridedOutput(rows: number, columns: number, stride: number): number {
    const offset = this.input(rows * stride);
    for (let row = 0; row < rows; row++) {
      this.outputs.push({ offset: offset + row * stride, length: columns });
    }
    return offset;
  }

  free(length: number): number {
    const offset = this.input(length);
    this.scratch.push({ offset, length });
    return offset;
  }

  /** [groups, k] presence; some groups are empty, some full. */
  mask(groups: number, k: number): number {
    const shares = Array.from({ length: groups }, () => this.of(0, 0.5, 1));
    return this.input(groups * k, (i) =>
      this.random.uniform() < (shares[Math.floor(i / k)] as number) ? 1 : 0,
    );
  }

  /** Row numbers below `rows`, −1 sometimes. */
  choices(count: number, rows: number): number {
    return this.input(count, () => this.random.integer(rows + 1) - 1);
  }
}

interface Made<K extends KernelName> {
  readonly values: KernelArguments<K>;
  /** Does to the arena what the kernel should. */
  readonly plainly: (x: Arena) => void;
}
type Make<K extends KernelName> = (draft: Draft) => Made<K>;

/** Where exp or tanh enter, in float32. */
const curved: ReadonlySet<KernelName> = new Set([
  ...(['softmax', 'additiveScores', 'additiveBack', 'graphRound', 'squash'] as const),
  ...(['squashBack', 'readPose', 'sigmoid'] as const),
]);

function times(count: number, body: (i: number) => void): void {
  for (let i = 0; i < count; i++) body(i);
}
/** Σ of `count` terms. */
function sum(count: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += term(i);
  return total;
}
const at = (x: Arena, i: number) => x[i] as number;
function put(x: Arena, i: number, value: number, accumulate = 0): void {
  x[i] = value + (accumulate ? at(x, i) : 0);
}

const columnCounts = [1, 2, 3, 5, 8, 12, 17, 33, 64, 70] as const;

/** out[row, column] = f(…), as most kernels are. */
function byRow<K extends 'scaleRows' | 'scaleColumns'>(
  draft: Draft,
  factorOf: (row: number, column: number) => number,
  factors: 'rows' | 'columns',
): Made<K> {
  const { rows, columns } = { rows: draft.of(1, 3, 20), columns: draft.of(...columnCounts) };
  const size = rows * columns;
  const values = {
    ...{ x: draft.input(size), factor: draft.input(factors === 'rows' ? rows : columns) },
    ...{ out: draft.output(size), rows, columns, accumulate: draft.flag() },
  };
  return {
    values: values as unknown as KernelArguments<K>,
    plainly: (x) =>
      times(size, (i) => {
        const factor = values.factor + factorOf(Math.floor(i / columns), i % columns);
        put(x, values.out + i, at(x, values.x + i) * at(x, factor), values.accumulate);
      }),
  };
}

/** What a set's queries and rows are like. */
function attended(draft: Draft) {
  const [groups, perGroup] = [draft.of(1, 2, 5), draft.of(1, 1, 3)];
  const [heads, k] = [draft.of(1, 2, 4), draft.of(1, 3, 4, 7, 16)];
  return { groups, perGroup, queries: groups * perGroup, heads, k };
}

function ofRows(draft: Draft) {
  const { groups, ...sizes } = attended(draft);
  const r = draft.of(1, 3, 4, 8, 13, 16, 20);
  const perHead = draft.flag();
  const headStride = perHead ? r : 0;
  const stride = perHead ? sizes.heads * r : r;
  return { groups, common: { ...sizes, r, stride, headStride, accumulate: draft.flag() } };
}

/** Queries, keys and the parameter of GATv2's scores between them. */
function leaky(draft: Draft) {
  const { groups, perGroup, queries, heads, k } = attended(draft);
  const d = draft.of(1, 3, 4, 8, 9);
  const c = heads * d;
  const [query, keys, w] = [draft.input(queries * c), draft.input(groups * k * c), draft.input(c)];
  return { query, keys, w, queries, heads, k, d, perGroup };
}

/** What LeakyReLU is applied to in one channel, of query q and row `row` of its group. */
function leakyPair(
  x: Arena,
  { query, keys, heads, d, k, perGroup }: ReturnType<typeof leaky>,
  q: number,
  row: number,
  channel: number,
): number {
  const c = heads * d;
  const key = (Math.floor(q / perGroup) * k + row) * c + channel;
  return at(x, query + q * c + channel) + at(x, keys + key);
}

/** Of [queries, heads, k], what cell i is of. */
const pairOf = (i: number, heads: number, k: number) =>
  [Math.floor(i / k / heads), Math.floor(i / k) % heads, i % k] as const;

interface AttentionSizes {
  readonly queries: number;
  readonly heads: number;
  readonly k: number;
  readonly r: number;
  readonly perGroup: number;
  readonly stride: number;
  readonly headStride: number;
}
/** Number `c` of row `i` of query q's group, as head h reads it. */
const rowAt = (s: AttentionSizes, rows: number, q: number, h: number, i: number, c: number) =>
  rows + (Math.floor(q / s.perGroup) * s.k + i) * s.stride + h * s.headStride + c;

/** A world's pairs: some absent, some worlds without any. */
function pairsOf(draft: Draft) {
  const [worlds, v] = [draft.of(1, 2, 3), draft.of(1, 2, 5)];
  const pairs = draft.of(1, 4, 11);
  const shares = Array.from({ length: worlds }, () => draft.of(0, 0.6, 1));
  const present = Array.from(
    { length: worlds * pairs },
    (_, p) => draft.random.uniform() < (shares[Math.floor(p / pairs)] as number),
  );
  const ends = () =>
    draft.input(worlds * pairs, (p) => (present[p] ? draft.random.integer(v) : -1));
  return { worlds, v, pairs, senders: ends(), receivers: ends() };
}
/** Samples in a graph's worlds, and the pairs that nodes' values came by. */
function reached(draft: Draft) {
  const { worlds, senders, receivers, ...sizes } = pairsOf(draft);
  const perGroup = draft.of(1, 1, 3);
  const size = { queries: worlds * perGroup, perGroup, ...sizes, heads: draft.of(1, 2, 4) };
  const { queries, v, pairs, heads } = size;
  const cells = queries * v * heads;
  /** The receiving pairs of a cell [N·V, H], in order, as pairs of all worlds. */
  const pairsTo = (x: Arena, cell: number) => {
    const q = Math.floor(cell / heads / v);
    const node = Math.floor(cell / heads) % v;
    const first = Math.floor(q / perGroup) * pairs;
    return Array.from({ length: pairs }, (_, p) => first + p).filter(
      (p) => at(x, receivers + p) === node,
    );
  };
  /** The cell of a pair's sender, for the sample and head of a cell. */
  const senderOf = (x: Arena, cell: number, pair: number) =>
    (Math.floor(cell / heads / v) * v + at(x, senders + pair)) * heads + (cell % heads);
  const firstPair = (cell: number) => Math.floor(cell / heads / v / perGroup) * pairs;
  /** Of each cell one of the pairs that it receives, or −1. */
  const which = () => {
    const values = Float64Array.from(draft.values);
    return draft.input(cells, (cell) => {
      const to = pairsTo(values, cell);
      const chosen = to[draft.random.integer(to.length + 1)];
      return chosen === undefined ? -1 : chosen - firstPair(cell);
    });
  };
  return { size, worlds, senders, receivers, cells, pairsTo, senderOf, firstPair, which };
}

const slope = (z: number) => (z > 0 ? 1 : 0.2);

function graphOf(draft: Draft) {
  const { senders, receivers, ...size } = pairsOf(draft);
  const { worlds, v, pairs } = size;
  const [heads, d] = [draft.of(1, 2, 4), draft.of(1, 3, 4, 8)];
  const c = heads * d;
  const nodes = () => draft.input(worlds * v * c);
  const all = worlds * pairs;
  /** Receiver and sender among all worlds' nodes; undefined for an absent pair. */
  const ends = (x: Arena, p: number) => {
    const first = Math.floor(p / pairs) * v;
    const [i, j] = [at(x, receivers + p), at(x, senders + p)];
    return i < 0 ? undefined : { i: first + i, j: first + j };
  };
  return { size: { ...size, heads, d }, senders, receivers, c, all, nodes, ends };
}

function observed(draft: Draft) {
  const [worlds, agents] = [draft.of(1, 3), draft.of(1, 2, 4)];
  return { worlds, agents, n: worlds * agents };
}

/** Rows of agents with one part of `size` floats in them, and how the part is normalised. */
function agentRows(draft: Draft, size: number, drawPart: (i: number) => number) {
  const { worlds, agents, n } = observed(draft);
  const [agentOffset, part] = [draft.of(0, 3), draft.of(0, 2)];
  const agentSize = part + size + draft.of(0, 1);
  const rowSize = agentOffset + agents * agentSize + draft.of(0, 4);
  const rows = draft.input(worlds * rowSize, (i) => {
    const inPart = (((i % rowSize) - agentOffset) % agentSize) - part;
    return inPart >= 0 && inPart < size ? drawPart(inPart) : 9;
  });
  const shift = draft.input(agentSize);
  const scale = draft.input(agentSize, () => draft.random.range(0.5, 4));
  /** Where the part of agent `i` begins. */
  const start = (i: number) =>
    rows + Math.floor(i / agents) * rowSize + agentOffset + (i % agents) * agentSize + part;
  const normal = (x: Arena, value: number, i: number) =>
    Math.min(5, Math.max(-5, (value - at(x, shift + part + i)) * at(x, scale + part + i)));
  const from = { rows, rowSize, agentOffset, agentSize, agents, worlds };
  return { from, part, shift, scale, n, start, normal };
}

export const kernelMakers: { readonly [K in KernelName]: Make<K> } = {
  gemm: (draft) => {
    const [mode, batch] = [draft.of(0, 1, 2), draft.of(1, 1, 3)];
    const [m, n] = [draft.of(1, 2, 5, 8, 31, 70), draft.of(1, 2, 7, 8, 33, 66)];
    const k = draft.of(0, 1, 6, 64, 300, 601);
    const [rowsA, columnsA] = mode === 2 ? [k, m] : [m, k];
    const [rowsB, columnsB] = mode === 1 ? [n, k] : [k, n];
    // A head's slice of wider rows, as foldQuery reads it.
    const side = batch > 1 && draft.flag() === 1;
    const lda = side ? batch * columnsA : columnsA + draft.of(0, 3);
    const ldb = side ? batch * columnsB : columnsB + draft.of(0, 4);
    const ldc = side ? batch * n : n + draft.of(0, 1);
    const [sa, sb, sc] = side ? [columnsA, columnsB, n] : [rowsA * lda, rowsB * ldb, m * ldc];
    const room = (rows: number, stride: number) => rows * stride * (side ? 1 : batch);
    const values = {
      ...{ mode, batch, m, n, k, a: draft.input(room(rowsA, lda)), lda, sa },
      ...{ b: draft.input(room(rowsB, ldb)), ldb, sb },
      c: draft.stridedOutput(side ? m : m * batch, side ? batch * n : n, ldc),
      ...{ ldc, sc, bias: draft.flag() ? draft.input(n) : -1, flags: draft.random.integer(4) },
    };
    const a = (row: number, p: number) => (mode === 2 ? p * lda + row : row * lda + p);
    const b = (p: number, column: number) => (mode === 1 ? column * ldb + p : p * ldb + column);
    return {
      values,
      plainly: (x) =>
        times(batch * m * n, (i) => {
          const [g, row, column] = [Math.floor(i / (m * n)), Math.floor(i / n) % m, i % n];
          const to = values.c + g * sc + row * ldc + column;
          let value = sum(
            k,
            (p) => at(x, values.a + g * sa + a(row, p)) * at(x, values.b + g * sb + b(p, column)),
          );
          if (values.flags & 2) value += at(x, to);
          if (values.bias >= 0) value += at(x, values.bias + column);
          put(x, to, values.flags & 1 ? Math.max(0, value) : value);
        }),
    };
  },

  add: (draft) => {
    const count = draft.of(1, 4, 7, 100);
    const [a, b, out] = [draft.input(count), draft.input(count), draft.output(count)];
    return {
      values: { a, b, out, count },
      plainly: (x) => times(count, (i) => put(x, out + i, at(x, a + i) + at(x, b + i))),
    };
  },

  reluMask: (draft) => {
    const count = draft.of(1, 4, 7, 100);
    const result = draft.input(count, () => Math.max(0, draft.random.range(-1, 1)));
    const gradient = draft.output(count);
    return {
      values: { result, gradient, count },
      plainly: (x) =>
        times(count, (i) => {
          if (at(x, result + i) === 0) put(x, gradient + i, 0);
        }),
    };
  },

  copyColumns: (draft) => {
    const [rows, columns] = [draft.of(1, 3, 40), draft.of(...columnCounts)];
    const [fromStride, toStride] = [columns + draft.of(0, 5), columns + draft.of(0, 2)];
    const from = draft.input(rows * fromStride);
    const to = draft.stridedOutput(rows, columns, toStride);
    const values = { from, fromStride, to, toStride, rows, columns, accumulate: draft.flag() };
    return {
      values,
      plainly: (x) =>
        times(rows * columns, (i) => {
          const [row, column] = [Math.floor(i / columns), i % columns];
          const value = at(x, from + row * fromStride + column);
          put(x, to + row * toStride + column, value, values.accumulate);
        }),
    };
  },

  columnSum: (draft) => {
    const [rows, columns] = [draft.of(1, 3, 40, 300), draft.of(...columnCounts)];
    const [from, out] = [draft.input(rows * columns), draft.output(columns)];
    const accumulate = draft.flag();
    return {
      values: { x: from, rows, columns, out, accumulate },
      plainly: (x) =>
        times(columns, (c) => {
          put(
            x,
            out + c,
            sum(rows, (row) => at(x, from + row * columns + c)),
            accumulate,
          );
        }),
    };
  },

  columnProducts: (draft) => {
    const [rows, columns] = [draft.of(1, 3, 40, 300), draft.of(...columnCounts)];
    const [a, b] = [draft.input(rows * columns), draft.input(rows * columns)];
    const out = draft.output(columns);
    const accumulate = draft.flag();
    return {
      values: { x: a, y: b, rows, columns, out, accumulate },
      plainly: (x) =>
        times(columns, (c) => {
          const value = sum(rows, (row) => {
            const i = row * columns + c;
            return at(x, a + i) * at(x, b + i);
          });
          put(x, out + c, value, accumulate);
        }),
    };
  },

  scaleRows: (draft) => byRow(draft, (row) => row, 'rows'),
  scaleColumns: (draft) => byRow(draft, (_, column) => column, 'columns'),

  addShared: (draft) => {
    const { queries, perGroup } = attended(draft);
    const size = draft.of(1, 3, 16, 65);
    const from = draft.input(queries * size);
    const shared = draft.input((queries / perGroup) * size);
    const out = draft.output(queries * size);
    return {
      values: { x: from, shared, out, queries, perGroup, size },
      plainly: (x) =>
        times(queries * size, (i) => {
          const group = Math.floor(i / size / perGroup);
          put(x, out + i, at(x, from + i) + at(x, shared + group * size + (i % size)));
        }),
    };
  },

  sumShared: (draft) => {
    const { groups, queries, perGroup } = attended(draft);
    const size = draft.of(1, 3, 16, 65);
    const [from, out] = [draft.input(queries * size), draft.output(groups * size)];
    const accumulate = draft.flag();
    return {
      values: { x: from, out, queries, perGroup, size, accumulate },
      plainly: (x) =>
        times(groups * size, (i) => {
          const first = Math.floor(i / size) * perGroup;
          const value = sum(perGroup, (q) => at(x, from + (first + q) * size + (i % size)));
          put(x, out + i, value, accumulate);
        }),
    };
  },

  mirrorRows: (draft) => {
    const [rows, columns] = [draft.of(1, 4), draft.of(...columnCounts)];
    const from = draft.input(rows * columns);
    const mirrored = draft.input(rows, () => draft.of(0, 1));
    const source = draft.input(columns, () => draft.random.integer(columns));
    const sign = draft.input(columns);
    const out = draft.output(rows * columns);
    return {
      values: { x: from, mirrored, from: source, sign, out, rows, columns },
      plainly: (x) =>
        times(rows * columns, (i) => {
          const [row, column] = [Math.floor(i / columns), i % columns];
          const seen = at(x, from + row * columns + at(x, source + column));
          const turned = at(x, mirrored + row) === 1;
          put(x, out + i, turned ? at(x, sign + column) * seen : at(x, from + i));
        }),
    };
  },

  takeRows: (draft) => {
    const { groups, queries, perGroup } = attended(draft);
    const [rows, columns] = [draft.of(1, 4), draft.of(...columnCounts)];
    const from = draft.input(groups * rows * columns);
    const index = draft.choices(queries, rows);
    const out = draft.output(queries * columns);
    return {
      values: { x: from, index, out, queries, perGroup, rows, columns },
      plainly: (x) =>
        times(queries * columns, (i) => {
          const q = Math.floor(i / columns);
          const row = Math.floor(q / perGroup) * rows + at(x, index + q);
          const chosen = at(x, index + q) >= 0;
          put(x, out + i, chosen ? at(x, from + row * columns + (i % columns)) : 0);
        }),
    };
  },

  giveRows: (draft) => {
    const { groups, queries, perGroup } = attended(draft);
    const [rows, columns] = [draft.of(1, 4), draft.of(...columnCounts)];
    const from = draft.input(queries * columns);
    const index = draft.choices(queries, rows);
    const out = draft.output(groups * rows * columns);
    const accumulate = draft.flag();
    return {
      values: { x: from, index, out, queries, perGroup, rows, columns, accumulate },
      plainly: (x) => {
        if (!accumulate) times(groups * rows * columns, (i) => put(x, out + i, 0));
        times(queries * columns, (i) => {
          const q = Math.floor(i / columns);
          const row = Math.floor(q / perGroup) * rows + at(x, index + q);
          if (at(x, index + q) < 0) return;
          put(x, out + row * columns + (i % columns), at(x, from + i), 1);
        });
      },
    };
  },

  layerNorm: (draft) => {
    const [rows, columns] = [draft.of(1, 3, 20), draft.of(2, 3, 8, 33, 70)];
    const size = rows * columns;
    const values = {
      ...{ x: draft.input(size), gain: draft.input(columns), shift: draft.input(columns) },
      ...{ out: draft.output(size), normal: draft.output(size), inverse: draft.output(rows) },
      ...{ rows, columns, relu: draft.flag() },
    };
    return {
      values,
      plainly: (x) =>
        times(rows, (row) => {
          const first = row * columns;
          const mean = sum(columns, (c) => at(x, values.x + first + c)) / columns;
          const square = sum(columns, (c) => (at(x, values.x + first + c) - mean) ** 2);
          const inverse = 1 / Math.sqrt(square / columns + 1e-5);
          put(x, values.inverse + row, inverse);
          times(columns, (c) => {
            const normal = (at(x, values.x + first + c) - mean) * inverse;
            const result = normal * at(x, values.gain + c) + at(x, values.shift + c);
            put(x, values.normal + first + c, normal);
            put(x, values.out + first + c, values.relu ? Math.max(0, result) : result);
          });
        }),
    };
  },

  layerNormBack: (draft) => {
    const [rows, columns] = [draft.of(1, 3, 20), draft.of(2, 3, 8, 33, 70)];
    const size = rows * columns;
    const values = {
      ...{ gradient: draft.input(size), normal: draft.input(size), inverse: draft.input(rows) },
      ...{ gain: draft.input(columns), out: draft.output(size), rows, columns },
      accumulate: draft.flag(),
    };
    return {
      values,
      plainly: (x) =>
        times(rows, (row) => {
          const d = (c: number) =>
            at(x, values.gradient + row * columns + c) * at(x, values.gain + c);
          const normal = (c: number) => at(x, values.normal + row * columns + c);
          const total = sum(columns, d) / columns;
          const along = sum(columns, (c) => d(c) * normal(c)) / columns;
          times(columns, (c) => {
            const value = at(x, values.inverse + row) * (d(c) - total - normal(c) * along);
            put(x, values.out + row * columns + c, value, values.accumulate);
          });
        }),
    };
  },

  innerProducts: (draft) => {
    const { groups, common } = ofRows(draft);
    const { queries, heads, k, r, stride, accumulate } = common;
    const query = draft.input(queries * heads * r);
    const rows = draft.input(groups * k * stride);
    const out = draft.output(queries * heads * k);
    return {
      values: { query, rows, out, ...common },
      plainly: (x) =>
        times(queries * heads * k, (i) => {
          const [qh, row] = [Math.floor(i / k), i % k];
          const [q, h] = [Math.floor(qh / heads), qh % heads];
          const value = sum(
            r,
            (c) => at(x, query + qh * r + c) * at(x, rowAt(common, rows, q, h, row, c)),
          );
          put(x, out + i, value, accumulate);
        }),
    };
  },

  weightedSum: (draft) => {
    const { groups, common } = ofRows(draft);
    const { queries, heads, k, r, stride, accumulate } = common;
    const weights = draft.input(queries * heads * k);
    const rows = draft.input(groups * k * stride);
    const out = draft.output(queries * heads * r);
    return {
      values: { weights, rows, out, ...common },
      plainly: (x) =>
        times(queries * heads * r, (i) => {
          const [qh, c] = [Math.floor(i / r), i % r];
          const [q, h] = [Math.floor(qh / heads), qh % heads];
          const value = sum(
            k,
            (row) => at(x, weights + qh * k + row) * at(x, rowAt(common, rows, q, h, row, c)),
          );
          put(x, out + i, value, accumulate);
        }),
    };
  },

  outerSum: (draft) => {
    const { groups, common } = ofRows(draft);
    const { queries, heads, k, r, stride, accumulate } = common;
    const weights = draft.input(queries * heads * k);
    const query = draft.input(queries * heads * r);
    const out = draft.output(groups * k * stride);
    return {
      values: { weights, query, out, ...common },
      plainly: (x) => {
        if (!accumulate) times(groups * k * stride, (i) => put(x, out + i, 0));
        times(queries * heads * k * r, (i) => {
          const [c, row, qh] = [i % r, Math.floor(i / r) % k, Math.floor(i / r / k)];
          const [q, h] = [Math.floor(qh / heads), qh % heads];
          const value = at(x, weights + qh * k + row) * at(x, query + qh * r + c);
          put(x, rowAt(common, out, q, h, row, c), value, 1);
        });
      },
    };
  },

  softmax: (draft) => {
    const { groups, perGroup, queries, heads, k } = attended(draft);
    const mask = draft.mask(groups, k);
    // An absent row's logit may be anything.
    const logits = draft.input(queries * heads * k, () => draft.random.range(-30, 30));
    const out = draft.output(queries * heads * k);
    const scale = draft.random.range(0.1, 1);
    return {
      values: { logits, mask, out, queries, heads, k, perGroup, logitScale: scale },
      plainly: (x) =>
        times(queries * heads, (qh) => {
          const here = (i: number) => at(x, mask + Math.floor(qh / heads / perGroup) * k + i);
          let highest = Number.NEGATIVE_INFINITY;
          times(k, (i) => {
            if (here(i)) highest = Math.max(highest, at(x, logits + qh * k + i));
          });
          const power = (i: number) =>
            here(i) ? Math.exp(scale * (at(x, logits + qh * k + i) - highest)) : 0;
          const total = sum(k, power);
          times(k, (i) => put(x, out + qh * k + i, total > 0 ? power(i) / total : 0));
        }),
    };
  },

  softmaxBack: (draft) => {
    const [rows, k] = [draft.of(1, 3, 40), draft.of(1, 3, 4, 16, 21)];
    const values = {
      ...{ weights: draft.input(rows * k), gradient: draft.input(rows * k) },
      ...{ out: draft.output(rows * k), rows, k, logitScale: draft.random.range(0.1, 1) },
      accumulate: draft.flag(),
    };
    return {
      values,
      plainly: (x) =>
        times(rows, (row) => {
          const w = (i: number) => at(x, values.weights + row * k + i);
          const g = (i: number) => at(x, values.gradient + row * k + i);
          const along = sum(k, (i) => w(i) * g(i));
          times(k, (i) => {
            const value = values.logitScale * w(i) * (g(i) - along);
            put(x, values.out + row * k + i, value, values.accumulate);
          });
        }),
    };
  },

  meanWeights: (draft) => {
    const { groups, perGroup, queries, heads, k } = attended(draft);
    const mask = draft.mask(groups, k);
    const out = draft.output(queries * heads * k);
    return {
      values: { mask, out, queries, heads, k, perGroup },
      plainly: (x) =>
        times(queries * heads * k, (i) => {
          const first = mask + Math.floor(i / k / heads / perGroup) * k;
          const present = sum(k, (row) => at(x, first + row));
          put(x, out + i, at(x, first + (i % k)) / Math.max(1, present));
        }),
    };
  },

  additiveScores: (draft) => {
    const { queries, heads, k } = attended(draft);
    const d = draft.of(1, 3, 4, 9);
    const c = heads * d;
    const drawn = () => draft.random.range(-4, 4);
    const [query, keys] = [draft.input(queries * c, drawn), draft.input(queries * k * c, drawn)];
    const [w, out] = [draft.input(c), draft.output(queries * heads * k)];
    return {
      values: { query, keys, w, out, queries, heads, k, d },
      plainly: (x) =>
        times(queries * heads * k, (i) => {
          const [row, qh] = [i % k, Math.floor(i / k)];
          const [q, h] = [Math.floor(qh / heads), qh % heads];
          const value = sum(d, (j) => {
            const z = at(x, query + qh * d + j) + at(x, keys + (q * k + row) * c + h * d + j);
            return at(x, w + h * d + j) * Math.tanh(z);
          });
          put(x, out + i, value);
        }),
    };
  },

  additiveBack: (draft) => {
    const { queries, heads, k } = attended(draft);
    const d = draft.of(1, 3, 4, 9);
    const c = heads * d;
    const drawn = () => draft.random.range(-4, 4);
    const values = {
      ...{ query: draft.input(queries * c, drawn), keys: draft.input(queries * k * c, drawn) },
      ...{ w: draft.input(c), gradient: draft.input(queries * heads * k) },
      ...{ outKeys: draft.output(queries * k * c), outMixed: draft.output(queries * k * c) },
      ...{ queries, heads, k, d },
    };
    return {
      values,
      plainly: (x) =>
        times(queries * k * c, (i) => {
          const [channel, q, row] = [i % c, Math.floor(i / c / k), Math.floor(i / c) % k];
          const h = Math.floor(channel / d);
          const g = at(x, values.gradient + (q * heads + h) * k + row);
          const t = Math.tanh(at(x, values.query + q * c + channel) + at(x, values.keys + i));
          put(x, values.outKeys + i, g * at(x, values.w + channel) * (1 - t * t));
          put(x, values.outMixed + i, g * t);
        }),
    };
  },

  leakyScores: (draft) => {
    const { heads, ...sizes } = leaky(draft);
    const out = draft.output(sizes.queries * heads * sizes.k);
    return {
      values: { ...sizes, heads, out },
      plainly: (x) =>
        times(sizes.queries * heads * sizes.k, (i) => {
          const [q, h, row] = pairOf(i, heads, sizes.k);
          const value = sum(sizes.d, (j) => {
            const z = leakyPair(x, { ...sizes, heads }, q, row, h * sizes.d + j);
            return at(x, sizes.w + h * sizes.d + j) * Math.max(z, 0.2 * z);
          });
          put(x, out + i, value);
        }),
    };
  },

  leakyQueries: (draft) => {
    const sizes = leaky(draft);
    const { queries, heads, k, d } = sizes;
    const c = heads * d;
    const values = {
      ...{ ...sizes, gradient: draft.input(queries * heads * k), accumulate: draft.flag() },
      ...{ out: draft.output(queries * c), outMixed: draft.output(queries * c) },
    };
    return {
      values,
      plainly: (x) =>
        times(queries * c, (i) => {
          const [q, channel] = [Math.floor(i / c), i % c];
          const g = (row: number) =>
            at(x, values.gradient + (q * heads + Math.floor(channel / d)) * k + row);
          const z = (row: number) => leakyPair(x, sizes, q, row, channel);
          const slopes = sum(k, (row) => g(row) * (z(row) > 0 ? 1 : 0.2));
          put(x, values.out + i, slopes * at(x, sizes.w + channel), values.accumulate);
          const mixed = sum(k, (row) => g(row) * Math.max(z(row), 0.2 * z(row)));
          put(x, values.outMixed + i, mixed);
        }),
    };
  },

  leakyKeys: (draft) => {
    const sizes = leaky(draft);
    const { queries, heads, k, d, perGroup } = sizes;
    const c = heads * d;
    const rows = (queries / perGroup) * k;
    const values = {
      ...{ ...sizes, gradient: draft.input(queries * heads * k), accumulate: draft.flag() },
      out: draft.output(rows * c),
    };
    return {
      values,
      plainly: (x) =>
        times(rows * c, (i) => {
          const [row, channel] = [Math.floor(i / c), i % c];
          const slopes = sum(perGroup, (n) => {
            const q = Math.floor(row / k) * perGroup + n;
            const h = Math.floor(channel / d);
            const z = leakyPair(x, sizes, q, row % k, channel);
            return at(x, values.gradient + (q * heads + h) * k + (row % k)) * (z > 0 ? 1 : 0.2);
          });
          put(x, values.out + i, slopes * at(x, sizes.w + channel), values.accumulate);
        }),
    };
  },

  maxPool: (draft) => {
    const { groups, perGroup, queries, heads, k } = attended(draft);
    const d = draft.of(1, 3, 4, 9);
    const c = heads * d;
    const [rows, mask] = [draft.input(queries * k * c), draft.mask(groups, k)];
    const [out, which] = [draft.output(queries * c), draft.output(queries * c)];
    const weights = draft.output(queries * heads * k);
    return {
      values: { rows, mask, out, which, weights, queries, heads, k, d, perGroup },
      plainly: (x) => {
        times(queries * heads * k, (i) => put(x, weights + i, 0));
        times(queries * c, (i) => {
          const [q, channel] = [Math.floor(i / c), i % c];
          let [highest, chosen] = [Number.NEGATIVE_INFINITY, -1];
          times(k, (row) => {
            const value = at(x, rows + (q * k + row) * c + channel);
            if (at(x, mask + Math.floor(q / perGroup) * k + row) === 0 || value <= highest) return;
            [highest, chosen] = [value, row];
          });
          put(x, out + i, chosen < 0 ? 0 : highest);
          put(x, which + i, chosen);
          const cell = weights + (q * heads + Math.floor(channel / d)) * k + chosen;
          if (chosen >= 0) put(x, cell, 1 / d, 1);
        });
      },
    };
  },

  maxPoolBack: (draft) => {
    const { queries, k } = attended(draft);
    const c = draft.of(1, 3, 8, 20);
    const [gradient, which] = [draft.input(queries * c), draft.choices(queries * c, k)];
    const out = draft.output(queries * k * c);
    const accumulate = draft.flag();
    return {
      values: { gradient, which, out, queries, k, c, accumulate },
      plainly: (x) =>
        times(queries * k * c, (i) => {
          const [channel, q, row] = [i % c, Math.floor(i / c / k), Math.floor(i / c) % k];
          const from = q * c + channel;
          const chosen = at(x, which + from) === row;
          put(x, out + i, chosen ? at(x, gradient + from) : 0, accumulate);
        }),
    };
  },

  graphRound: (draft) => {
    const { size, senders, receivers, c, all, nodes, ends } = graphOf(draft);
    const { worlds, v, heads, d } = size;
    const values = {
      ...{ received: nodes(), sent: nodes(), edges: draft.input(all * c), score: draft.input(c) },
      ...{ senders, receivers, shares: draft.output(all * heads) },
      ...{ gathered: draft.output(worlds * v * c), highest: draft.free(2 * v * heads), ...size },
    };
    return {
      values,
      plainly: (x) => {
        const logit = (p: number, h: number, i: number, j: number) =>
          sum(d, (t) => {
            const o = h * d + t;
            const z =
              at(x, values.received + i * c + o) +
              at(x, values.sent + j * c + o) +
              at(x, values.edges + p * c + o);
            return slope(z) * z * at(x, values.score + o);
          });
        times(worlds * v * c, (i) => put(x, values.gathered + i, 0));
        times(all * heads, (ph) => {
          const [p, h] = [Math.floor(ph / heads), ph % heads];
          const here = ends(x, p);
          if (!here) {
            put(x, values.shares + ph, 0);
            return;
          }
          const total = sum(all, (other) => {
            const there = ends(x, other);
            return there?.i === here.i ? Math.exp(logit(other, h, there.i, there.j)) : 0;
          });
          const share = Math.exp(logit(p, h, here.i, here.j)) / total;
          put(x, values.shares + ph, share);
          times(d, (t) => {
            const o = h * d + t;
            const value = share * at(x, values.sent + here.j * c + o);
            put(x, values.gathered + here.i * c + o, value, 1);
          });
        });
      },
    };
  },

  graphDelta: (draft) => {
    const { size, senders, receivers, c, all, nodes, ends } = graphOf(draft);
    const { v, heads, d } = size;
    const values = {
      ...{ gradient: nodes(), sent: nodes(), senders, receivers },
      ...{ shares: draft.input(all * heads), delta: draft.output(all * heads) },
      ...{ along: draft.free(v * heads), ...size },
    };
    return {
      values,
      plainly: (x) => {
        const share = (p: number, h: number) => at(x, values.shares + p * heads + h);
        const along = (h: number, { i, j }: { i: number; j: number }) =>
          sum(d, (t) => {
            const o = h * d + t;
            return at(x, values.gradient + i * c + o) * at(x, values.sent + j * c + o);
          });
        times(all * heads, (ph) => {
          const [p, h] = [Math.floor(ph / heads), ph % heads];
          const here = ends(x, p);
          if (!here) {
            put(x, values.delta + ph, 0);
            return;
          }
          const mean = sum(all, (other) => {
            const there = ends(x, other);
            return there?.i === here.i ? share(other, h) * along(h, there) : 0;
          });
          put(x, values.delta + ph, share(p, h) * (along(h, here) - mean));
        });
      },
    };
  },

  graphMixBack: (draft) => {
    const { size, senders, receivers, c, all, nodes, ends } = graphOf(draft);
    const { heads, d } = size;
    const values = {
      ...{ received: nodes(), sent: nodes(), edges: draft.input(all * c), score: draft.input(c) },
      ...{ senders, receivers, delta: draft.input(all * heads) },
      ...{ outEdges: draft.output(all * c), outScore: draft.output(all * c), ...size },
    };
    return {
      values,
      plainly: (x) =>
        times(all * c, (pc) => {
          const [p, o] = [Math.floor(pc / c), pc % c];
          const here = ends(x, p);
          const z = here
            ? at(x, values.received + here.i * c + o) +
              at(x, values.sent + here.j * c + o) +
              at(x, values.edges + pc)
            : 0;
          const g = here ? at(x, values.delta + p * heads + Math.floor(o / d)) * slope(z) : 0;
          put(x, values.outEdges + pc, g * at(x, values.score + o));
          put(x, values.outScore + pc, g * z);
        }),
    };
  },

  sumByReceiver: (draft) => {
    const { size, receivers, c, all, ends } = graphOf(draft);
    const { worlds, v, pairs } = size;
    const [from, out] = [draft.input(all * c), draft.output(worlds * v * c)];
    const accumulate = draft.flag();
    return {
      values: { x: from, receivers, out, worlds, v, pairs, c, accumulate },
      plainly: (x) => {
        if (!accumulate) times(worlds * v * c, (i) => put(x, out + i, 0));
        times(all * c, (pc) => {
          const here = ends(x, Math.floor(pc / c));
          if (here) put(x, out + here.i * c + (pc % c), at(x, from + pc), 1);
        });
      },
    };
  },

  sumBySender: (draft) => {
    const { size, senders, receivers, c, all, nodes, ends } = graphOf(draft);
    const { worlds, v, heads, d } = size;
    const values = {
      ...{ x: draft.input(all * c), gradient: nodes(), shares: draft.input(all * heads) },
      ...{ senders, receivers, out: draft.output(worlds * v * c), ...size },
      accumulate: draft.flag(),
    };
    return {
      values,
      plainly: (x) => {
        if (!values.accumulate) times(worlds * v * c, (i) => put(x, values.out + i, 0));
        times(all * c, (pc) => {
          const [p, o] = [Math.floor(pc / c), pc % c];
          const here = ends(x, p);
          if (!here) return;
          const share = at(x, values.shares + p * heads + Math.floor(o / d));
          const value = at(x, values.x + pc) + share * at(x, values.gradient + here.i * c + o);
          put(x, values.out + here.j * c + o, value, 1);
        });
      },
    };
  },

  mark: (draft) => {
    const [queries, rows, columns] = [draft.of(1, 5), draft.of(1, 3, 8), draft.of(1, 2, 4)];
    const index = draft.choices(queries, rows);
    const out = draft.output(queries * rows * columns);
    const [marked, others] = [draft.of(0, 1), draft.of(0, 4)];
    return {
      values: { index, out, queries, rows, columns, marked, others },
      plainly: (x) =>
        times(queries * rows * columns, (i) => {
          const row = Math.floor(i / columns);
          const named = at(x, index + Math.floor(row / rows)) === row % rows;
          put(x, out + i, named ? marked : others);
        }),
    };
  },

  sigmoid: (draft) => {
    const count = draft.of(1, 4, 7, 100);
    const [x, out] = [draft.input(count, () => draft.random.range(-9, 9)), draft.output(count)];
    return {
      values: { x, out, count },
      plainly: (arena) =>
        times(count, (i) => put(arena, out + i, 1 / (1 + Math.exp(-at(arena, x + i))))),
    };
  },

  sigmoidBack: (draft) => {
    const count = draft.of(1, 4, 7, 100);
    const [result, gradient] = [
      draft.input(count, () => draft.random.uniform()),
      draft.input(count),
    ];
    const [out, accumulate] = [draft.output(count), draft.flag()];
    return {
      values: { result, gradient, out, count, accumulate },
      plainly: (x) =>
        times(count, (i) => {
          const y = at(x, result + i);
          put(x, out + i, at(x, gradient + i) * y * (1 - y), accumulate);
        }),
    };
  },

  relax: (draft) => {
    const { size, worlds, senders, receivers, cells, pairsTo, senderOf, firstPair } =
      reached(draft);
    const x = draft.input(cells, () => (draft.flag() ? 4 : draft.random.range(0, 3)));
    const lengths = draft.input(worlds * size.pairs * size.heads, () => draft.random.uniform());
    const [out, which] = [draft.output(cells), draft.output(cells)];
    return {
      values: { x, lengths, senders, receivers, out, which, ...size },
      plainly: (arena) =>
        times(cells, (cell) => {
          let [least, chosen] = [at(arena, x + cell), -1];
          for (const pair of pairsTo(arena, cell)) {
            const length = at(arena, lengths + pair * size.heads + (cell % size.heads));
            const offered = length + at(arena, x + senderOf(arena, cell, pair));
            if (offered < least) [least, chosen] = [offered, pair - firstPair(cell)];
          }
          put(arena, out + cell, least);
          put(arena, which + cell, chosen);
        }),
    };
  },

  relaxBack: (draft) => {
    const { size, senders, cells, senderOf, firstPair, which: choose } = reached(draft);
    const [gradient, which] = [draft.input(cells), choose()];
    const [out, accumulate] = [draft.output(cells), draft.flag()];
    return {
      values: { gradient, senders, which, out, ...size, accumulate },
      plainly: (x) => {
        if (!accumulate) times(cells, (cell) => put(x, out + cell, 0));
        times(cells, (cell) => {
          const pair = at(x, which + cell);
          const to = pair < 0 ? cell : senderOf(x, cell, firstPair(cell) + pair);
          put(x, out + to, at(x, gradient + cell), 1);
        });
      },
    };
  },

  relaxLengths: (draft) => {
    const { size, worlds, receivers, cells, firstPair, which: choose } = reached(draft);
    const [gradient, which] = [draft.input(cells), choose()];
    const all = worlds * size.pairs * size.heads;
    const [out, accumulate] = [draft.output(all), draft.flag()];
    return {
      values: { gradient, receivers, which, out, ...size, accumulate },
      plainly: (x) => {
        if (!accumulate) times(all, (i) => put(x, out + i, 0));
        times(cells, (cell) => {
          const pair = at(x, which + cell);
          if (pair < 0) return;
          const to = out + (firstPair(cell) + pair) * size.heads + (cell % size.heads);
          put(x, to, at(x, gradient + cell), 1);
        });
      },
    };
  },

  residual: (draft) => {
    const [rows, c] = [draft.of(1, 3, 20), draft.of(...columnCounts)];
    const [h, gathered] = [draft.input(rows * c), draft.input(rows * c)];
    const [present, out] = [draft.mask(rows, 1), draft.output(rows * c)];
    return {
      values: { h, gathered, present, out, rows, c },
      plainly: (x) =>
        times(rows * c, (i) => {
          const value = at(x, h + i) + Math.max(0, at(x, gathered + i));
          put(x, out + i, value * at(x, present + Math.floor(i / c)));
        }),
    };
  },

  residualBack: (draft) => {
    const [rows, c] = [draft.of(1, 3, 20), draft.of(...columnCounts)];
    const values = {
      ...{ gradient: draft.input(rows * c), gathered: draft.input(rows * c) },
      ...{ present: draft.mask(rows, 1), outH: draft.output(rows * c) },
      ...{ outGathered: draft.output(rows * c), rows, c, accumulate: draft.flag() },
    };
    return {
      values,
      plainly: (x) =>
        times(rows * c, (i) => {
          const here = at(x, values.present + Math.floor(i / c));
          const value = at(x, values.gradient + i) * here;
          put(x, values.outH + i, value, values.accumulate);
          put(x, values.outGathered + i, at(x, values.gathered + i) > 0 ? value : 0);
        }),
    };
  },

  squash: (draft) => {
    const n = draft.of(1, 5, 64);
    const u = draft.input(2 * n, () => draft.random.range(-3, 3));
    const [action, reach] = [draft.output(2 * n), draft.output(n)];
    return {
      values: { u, action, reach, n },
      plainly: (x) =>
        times(n, (i) => {
          const [a, b] = [at(x, u + 2 * i), at(x, u + 2 * i + 1)];
          const length = Math.sqrt(a * a + b * b + 1e-6);
          put(x, action + 2 * i, (a * Math.tanh(length)) / length);
          put(x, action + 2 * i + 1, (b * Math.tanh(length)) / length);
          put(x, reach + i, length);
        }),
    };
  },

  squashBack: (draft) => {
    const n = draft.of(1, 5, 64);
    const u = draft.input(2 * n, () => draft.random.range(-3, 3));
    const at32 = (i: number) => draft.values[u + i] as number;
    const values = {
      u,
      reach: draft.input(n, (i) => Math.sqrt(at32(2 * i) ** 2 + at32(2 * i + 1) ** 2 + 1e-6)),
      ...{
        gradient: draft.input(2 * n),
        reachGradient: draft.input(n),
        out: draft.output(2 * n),
        n,
      },
    };
    // In closed form: with f = tanh r / r, a = f u, so da/du = f I + f′/r u uᵀ.
    return {
      values,
      plainly: (x) =>
        times(n, (i) => {
          const point = [at(x, u + 2 * i), at(x, u + 2 * i + 1)] as const;
          const g = [at(x, values.gradient + 2 * i), at(x, values.gradient + 2 * i + 1)] as const;
          const r = at(x, values.reach + i);
          const f = Math.tanh(r) / r;
          const slopeOfF = (1 - Math.tanh(r) ** 2) / r - Math.tanh(r) / r ** 2;
          const along = point[0] * g[0] + point[1] * g[1];
          const pull = at(x, values.reachGradient + i);
          point.forEach((coordinate, axis) => {
            const value = f * (g[axis] as number) + ((slopeOfF * along + pull) * coordinate) / r;
            put(x, values.out + 2 * i + axis, value);
          });
        }),
    };
  },

  disturb: (draft) => {
    const n = draft.of(1, 5, 64);
    const [action, noise, out] = [draft.input(2 * n), draft.input(2 * n), draft.output(2 * n)];
    return {
      values: { action, noise, out, n },
      plainly: (x) =>
        times(n, (i) => {
          const moved = [0, 1].map((c) => at(x, action + 2 * i + c) + at(x, noise + 2 * i + c));
          const length = Math.max(1, Math.hypot(...moved));
          moved.forEach((value, c) => {
            put(x, out + 2 * i + c, value / length);
          });
        }),
    };
  },

  tdTarget: (draft) => {
    const [n, columns] = [draft.of(1, 5, 64), draft.of(1, 1, 3, 25)];
    const value = draft.input(n * columns);
    const other = draft.flag() ? draft.input(n * columns) : value;
    const [returns, discounts] = [draft.input(n), draft.input(n)];
    const out = draft.output(n * columns);
    return {
      values: { returns, discounts, value, other, out, n, columns },
      plainly: (x) =>
        times(n, (i) => {
          const total = (of: number) => sum(columns, (c) => at(x, of + i * columns + c));
          const next = total(other) < total(value) ? other : value;
          times(columns, (c) => {
            const target =
              at(x, returns + i) + at(x, discounts + i) * at(x, next + i * columns + c);
            put(x, out + i * columns + c, target);
          });
        }),
    };
  },

  squaredError: (draft) => {
    const n = draft.of(1, 5, 64, 256, 300);
    const [q, y, share] = [draft.input(n), draft.input(n), draft.input(n)];
    const [gradient, loss, mean] = [draft.output(n), draft.output(1), draft.output(1)];
    return {
      values: { q, y, share, gradient, loss, mean, n },
      plainly: (x) => {
        const error = (i: number) => at(x, q + i) - at(x, y + i);
        times(n, (i) => put(x, gradient + i, 2 * at(x, share + i) * error(i)));
        put(
          x,
          loss,
          sum(n, (i) => at(x, share + i) * error(i) ** 2),
        );
        put(
          x,
          mean,
          sum(n, (i) => at(x, share + i) * at(x, q + i)),
        );
      },
    };
  },

  quantileError: (draft) => {
    const [n, columns] = [draft.of(1, 5, 64), draft.of(2, 4, 7, 25)];
    const size = n * columns;
    const [q, y, share] = [draft.input(size), draft.input(size), draft.input(n)];
    const [gradient, loss, mean] = [draft.output(size), draft.output(1), draft.output(1)];
    const kappa = Math.fround(draft.random.range(0.05, 1));
    return {
      values: { q, y, share, gradient, loss, mean, n, columns, kappa },
      plainly: (x) => {
        /** Over the pairs of sample i's quantile m with its targets; u and the side it counts on. */
        const overTargets = (cell: number, term: (u: number, side: number) => number) =>
          sum(columns, (k) => {
            const [i, m] = [Math.floor(cell / columns), cell % columns];
            const u = at(x, y + i * columns + k) - at(x, q + cell);
            return term(u, Math.abs((m + 0.5) / columns - (u < 0 ? 1 : 0)));
          });
        const part = (cell: number) =>
          at(x, share + Math.floor(cell / columns)) / columns ** 2 / kappa;
        const clip = (u: number) => Math.min(kappa, Math.max(-kappa, u));
        const error = sum(
          size,
          (cell) =>
            part(cell) *
            overTargets(cell, (u, side) => {
              const far = Math.abs(u);
              return side * (far <= kappa ? u ** 2 / 2 : kappa * (far - kappa / 2));
            }),
        );
        times(size, (cell) => {
          const slope = overTargets(cell, (u, side) => side * clip(u));
          put(x, gradient + cell, -part(cell) * slope);
        });
        put(x, loss, error);
        const weighted = (cell: number) =>
          (at(x, share + Math.floor(cell / columns)) * at(x, q + cell)) / columns;
        put(x, mean, sum(size, weighted));
      },
    };
  },

  policyLoss: (draft) => {
    const [n, columns] = [draft.of(1, 5, 64, 256, 300), draft.of(1, 1, 3, 25)];
    const [q, share] = [draft.input(n * columns), draft.input(n)];
    const reach = draft.input(n, () => draft.random.range(0, 4));
    const gradient = draft.output(n * columns);
    const [reachGradient, loss] = [draft.output(n), draft.output(1)];
    const penalty = draft.random.range(0, 1);
    return {
      values: { q, reach, share, gradient, reachGradient, loss, n, columns, penalty },
      plainly: (x) => {
        times(n, (i) => {
          const excess = Math.max(0, at(x, reach + i) - 2);
          times(columns, (c) => put(x, gradient + i * columns + c, -at(x, share + i) / columns));
          put(x, reachGradient + i, 2 * penalty * at(x, share + i) * excess);
        });
        const value = sum(n, (i) => {
          const excess = Math.max(0, at(x, reach + i) - 2);
          const mean = sum(columns, (c) => at(x, q + i * columns + c)) / columns;
          return at(x, share + i) * (penalty * excess ** 2 - mean);
        });
        put(x, loss, value);
      },
    };
  },

  adam: (draft) => {
    const count = draft.of(4, 8, 200);
    const [online, target] = [draft.output(count), draft.output(count)];
    const first = draft.output(count);
    const second = draft.input(count, () => draft.random.range(0.01, 1));
    draft.outputs.push({ offset: second, length: count });
    const gradient = draft.input(count);
    const rates = draft.input(2, (i) => (i === 0 ? 0.1 : 1e-3));
    const [beta1, beta2, tau] = [0.9, 0.99, 0.05];
    return {
      values: { online, target, first, second, gradient, count, rates, beta1, beta2, tau },
      plainly: (x) =>
        times(count, (i) => {
          const g = at(x, gradient + i);
          put(x, first + i, beta1 * at(x, first + i) + (1 - beta1) * g);
          put(x, second + i, beta2 * at(x, second + i) + (1 - beta2) * g * g);
          const length = Math.sqrt(at(x, second + i)) + at(x, rates + 1);
          put(x, online + i, at(x, online + i) - (at(x, rates) * at(x, first + i)) / length);
          put(x, target + i, (1 - tau) * at(x, target + i) + tau * at(x, online + i));
        }),
    };
  },

  readVector: (draft) => {
    const size = draft.of(1, 5, 20);
    const { from, part, shift, scale, n, start, normal } = agentRows(draft, size, () =>
      draft.random.range(-4, 4),
    );
    const outStride = size + draft.of(0, 3);
    const outOffset = draft.of(0, outStride - size);
    const out = draft.stridedOutput(n, size, outStride) - outOffset;
    return {
      values: { ...from, part, size, shift, scale, out, outStride, outOffset },
      plainly: (x) =>
        times(n * size, (i) => {
          const [agent, element] = [Math.floor(i / size), i % size];
          const value = normal(x, at(x, start(agent) + element), element);
          put(x, out + agent * outStride + outOffset + element, value);
        }),
    };
  },

  readSet: (draft) => {
    const [k, features] = [draft.of(1, 3, 6), draft.of(1, 4, 7)];
    const { from, part, shift, scale, n, start, normal } = agentRows(
      ...([draft, k * features + k] as const),
      (i) => (i < k * features ? draft.random.range(-4, 4) : draft.flag()),
    );
    const [out, mask] = [draft.output(n * k * features), draft.output(n * k)];
    return {
      values: { ...from, part, k, features, shift, scale, out, mask },
      plainly: (x) =>
        times(n * k, (i) => {
          const [agent, row] = [Math.floor(i / k), i % k];
          const present = at(x, start(agent) + k * features + row);
          put(x, mask + i, present);
          times(features, (f) => {
            const element = row * features + f;
            const value = normal(x, at(x, start(agent) + element), element);
            put(x, out + i * features + f, present ? value : 0);
          });
        }),
    };
  },

  readNodes: (draft) => {
    const [worlds, v, features] = [draft.of(1, 3), draft.of(1, 4, 24), draft.of(2, 5, 9)];
    const graph = draft.of(0, 3);
    const rowSize = graph + v * features + v + draft.of(0, 4);
    const rows = draft.input(worlds * rowSize);
    const [out, present] = [draft.output(worlds * v * features), draft.output(worlds * v)];
    return {
      values: { rows, rowSize, graph, worlds, v, features, out, present },
      plainly: (x) =>
        times(worlds * v, (i) => {
          const [from, node] = [rows + Math.floor(i / v) * rowSize + graph, i % v];
          put(x, present + i, at(x, from + v * features + node));
          times(features, (f) => {
            const value = at(x, from + node * features + f);
            put(x, out + i * features + f, f < 2 ? value / 10 : value);
          });
        }),
    };
  },

  readPairs: (draft) => {
    const [worlds, v, features] = [draft.of(1, 3), draft.of(1, 4, 24), draft.of(2, 5)];
    const [e, width, graph] = [draft.of(0, 1, 7), draft.of(1, 3), draft.of(0, 3)];
    const nodeMask = v * features;
    const senderAt = nodeMask + v;
    const [receiverAt, edgesAt] = [senderAt + e, senderAt + 2 * e];
    const edgeMask = edgesAt + e * width;
    const rowSize = graph + edgeMask + e + draft.of(0, 2);
    const rows = draft.input(worlds * rowSize, (i) => {
      const place = (i % rowSize) - graph;
      const masks = (place >= nodeMask && place < senderAt) || place >= edgeMask;
      if (masks) return draft.flag();
      return place >= senderAt && place < edgesAt
        ? draft.random.integer(v)
        : draft.random.range(-1, 1);
    });
    const pairs = e + v;
    const edges = draft.output(worlds * pairs * width);
    const [senders, receivers] = [draft.output(worlds * pairs), draft.output(worlds * pairs)];
    return {
      values: { rows, rowSize, graph, worlds, v, features, e, width, edges, senders, receivers },
      plainly: (x) =>
        times(worlds * pairs, (i) => {
          const [from, p] = [rows + Math.floor(i / pairs) * rowSize + graph, i % pairs];
          const present = at(x, from + (p < e ? edgeMask + p : nodeMask + p - e)) !== 0;
          const end = (listed: number) => (p < e ? at(x, from + listed + p) : p - e);
          put(x, senders + i, present ? end(senderAt) : -1);
          put(x, receivers + i, present ? end(receiverAt) : -1);
          times(width, (f) => {
            const value = p < e && present ? at(x, from + edgesAt + p * width + f) : 0;
            put(x, edges + i * width + f, value);
          });
        }),
    };
  },

  readPose: (draft) => {
    const [v, features] = [draft.of(1, 4, 24), draft.of(2, 5)];
    const { from, part, n, start } = agentRows(draft, 6, (i) =>
      i < 2 ? draft.random.range(-20, 20) : i < 4 ? draft.random.range(-1, 1) : i - 4,
    );
    const { agents, worlds } = from;
    const nodes = draft.input(worlds * v * features, () => draft.random.range(-2, 2));
    const present = draft.mask(worlds, v);
    const pose = draft.output(n * v * 3);
    const [ownRegion, goalRegion] = [draft.output(n), draft.output(n)];
    return {
      values: {
        ...{ ...from, anchor: part, nodes, present, v, features },
        ...{ pose, ownRegion, goalRegion },
      },
      plainly: (x) =>
        times(n * v, (i) => {
          const agent = Math.floor(i / v);
          const node = Math.floor(agent / agents) * v + (i % v);
          const [px, pz, cos, sin, own, goal] = [0, 1, 2, 3, 4, 5].map((f) =>
            at(x, start(agent) + f),
          ) as [number, number, number, number, number, number];
          const here = at(x, present + node);
          const dx = at(x, nodes + node * features) * 10 - px;
          const dz = at(x, nodes + node * features + 1) * 10 - pz;
          put(x, pose + i * 3, (here * (-sin * dx - cos * dz)) / 10);
          put(x, pose + i * 3 + 1, (here * (-cos * dx + sin * dz)) / 10);
          put(x, pose + i * 3 + 2, here * Math.exp(-Math.hypot(dx, dz) / 3));
          put(x, ownRegion + agent, own);
          put(x, goalRegion + agent, goal);
        }),
    };
  },
};

function caseOf(kernel: KernelName, draw: number): KernelCase {
  const draft = new Draft(createRandom(draw, 'kernel', kernel));
  const { values, plainly } = (kernelMakers[kernel] as Make<KernelName>)(draft);
  draft.input(4);
  const arena = Float32Array.from(draft.values);
  const expected = Float64Array.from(arena);
  const named: Readonly<Record<string, number>> = values;
  const ordered = kernelArguments[kernel].map((name) => {
    const value = named[name];
    if (value === undefined) throw new Error(`Case of ${kernel} lacks ${name}.`);
    return value;
  });
  plainly(expected);
  return {
    name: `${kernel} ${draw}`,
    instruction: { kernel, values: ordered },
    ...{ arena, expected, outputs: draft.outputs, scratch: draft.scratch },
    tolerance: curved.has(kernel) ? 1e-4 : 1e-5,
  };
}

/** All cases of one kernel. */
export function casesOf(kernel: KernelName): KernelCase[] {
  // So many ways to be a product: modes, edges of tiles, strides.
  const draws = kernel === 'gemm' ? 60 : 12;
  return Array.from({ length: draws }, (_, draw) => caseOf(kernel, draw));
}
