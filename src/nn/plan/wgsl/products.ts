/**
 * Matrix products (assembly/gemm.ts, assembly/attention.ts), in WGSL. Those of attention are many small
 * ones: of each group's queries with its rows, and where heads have slices of their own, of each head.
 *
 * An invocation keeps a tile of results in registers. Invocations side by side take neighbouring
 * columns of B and the same rows of A, so that what they read is one transaction and one broadcast;
 * the caches do what workgroup memory would: a form that went through it was half as fast on the
 * software adapter. Where there are few results and long sums (the gradient of a kernel is a sum over
 * all rows), slices of a workgroup share each sum.
 */
import type { KernelArguments, KernelName } from '../kernels.ts';
import { type Dispatch, type Forms, type Machine, preamble } from './form.ts';

interface Size {
  readonly mode: number;
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Of the product numbered `z`: where A, B and C begin, steps from row to row, sizes; all WGSL. */
interface Places {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly lda: string;
  readonly ldb: string;
  readonly ldc: string;
  readonly m: string;
  readonly n: string;
  readonly k: string;
}

interface Tile {
  /** Rows and columns of results of one invocation. */
  readonly rows: number;
  readonly columns: number;
  /** Invocations of a slice, across and down. */
  readonly wide: number;
  readonly high: number;
  readonly slices: number;
}

/** What happens to a sum before it is written. */
interface Ending {
  readonly accumulate: boolean;
  readonly bias: boolean;
  readonly relu: boolean;
}

/** The least power of two that is not below `size`. */
const power = (size: number) => 2 ** Math.ceil(Math.log2(Math.max(1, size)));

const hardware = { tile: 4, threads: 32, least: 4096 };
const software = { tile: 8, threads: 16, least: 64 };
/** Sums at least so long are shared out, where there are few workgroups. */
const longSum = 256;
const fewGroups = 256;

function tileOf({ batch, m, n, k }: Size, machine: Machine): Tile {
  const { tile, threads, least } = machine.software ? software : hardware;
  let rows = Math.min(tile, power(m));
  let columns = Math.min(tile, power(n));
  const invocations = () => Math.ceil(m / rows) * Math.ceil(n / columns) * batch;
  // Lanes side by side must not all read the same column.
  while (columns > 1 && n / columns < 4) columns /= 2;
  while (invocations() < least && rows * columns > 1) {
    if (rows >= columns) rows /= 2;
    else columns /= 2;
  }
  const wide = Math.min(8, power(n / columns));
  const high = Math.min(threads / wide, power(m / rows));
  const groups = Math.ceil(m / rows / high) * Math.ceil(n / columns / wide) * batch;
  const slices = !machine.software && k >= longSum && groups <= fewGroups ? 8 : 1;
  return { rows, columns, wide, high, slices };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (count: number, line: (i: number) => string) => numbers(count).map(line).join('\n');

function code(mode: number, places: Places, tile: Tile, ending: Ending): string {
  const { rows, columns, wide, high, slices } = tile;
  const a = (i: number, p: string) => (mode === 2 ? `a${i} + (${p}) * lda` : `a${i} + ${p}`);
  const b = (j: number, p: string) => (mode === 1 ? `b${j} + ${p}` : `b${j} + (${p}) * ldb`);
  const each = (of: (i: number, j: number) => string) =>
    lines(rows, (i) =>
      numbers(columns)
        .map((j) => of(i, j))
        .join(' '),
    );
  const threads = wide * high;
  const unrolled = rows * columns > 16 ? 2 : 4;
  const multiply = (p: string) => `{
    ${lines(columns, (j) => `let y${j} = arena[${b(j, p)}];`)}
    ${lines(
      rows,
      (i) =>
        `let x${i} = arena[${a(i, p)}]; ${numbers(columns)
          .map((j) => `s${i}_${j} += x${i} * y${j};`)
          .join(' ')}`,
    )}
  }`;
  // Row by row of the tile: all slices' sums of a whole tile would not fit.
  const sumSlices = lines(
    rows,
    (i) => `
  ${lines(columns, (j) => `sums[(slice * ${columns} + ${j}) * ${threads} + place] = s${i}_${j};`)}
  workgroupBarrier();
  if (slice == 0) {
    for (var other = 1; other < ${slices}; other++) {
      ${lines(columns, (j) => `s${i}_${j} += sums[(other * ${columns} + ${j}) * ${threads} + place];`)}
    }
  }
  workgroupBarrier();`,
  );
  const { accumulate, bias, relu } = ending;
  const sum = `sum${accumulate ? ' + arena[at]' : ''}${bias ? ' + arena[p.bias + column]' : ''}`;
  return `
${slices > 1 ? `var<workgroup> sums: array<f32, ${slices * columns * threads}>;` : ''}

fn give(at: i32, column: i32, sum: f32) {
  arena[at] = ${relu ? `max(${sum}, 0.0)` : sum};
}

@compute @workgroup_size(${wide}, ${high}, ${slices})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let column = i32(group.x) * ${wide * columns} + i32(local.x);
  let row = (i32(group.y) * ${high} + i32(local.y)) * ${rows};
  let slice = i32(local.z);
  let place = i32(local.y) * ${wide} + i32(local.x);
  let z = i32(group.z);
  let m = ${places.m};
  let n = ${places.n};
  let lda = ${places.lda};
  let ldb = ${places.ldb};
  let ldc = ${places.ldc};
  let a = ${places.a};
  let b = ${places.b};
  let c = ${places.c};
  // Beyond the edges, the last row and column again.
  ${lines(rows, (i) => `let a${i} = a + min(row + ${i}, m - 1)${mode === 2 ? '' : ' * lda'};`)}
  ${lines(columns, (j) => `let b${j} = b + min(column + ${j * wide}, n - 1)${mode === 1 ? ' * ldb' : ''};`)}
  ${each((i, j) => `var s${i}_${j} = 0.0;`)}
  let part = (${places.k} + ${slices - 1}) / ${slices};
  let last = min(${places.k}, (slice + 1) * part);
  var i = slice * part;
  for (; i <= last - ${unrolled}; i += ${unrolled}) {
    ${lines(unrolled, (step) => multiply(`i + ${step}`))}
  }
  for (; i < last; i++) ${multiply('i')}
  ${slices > 1 ? sumSlices : ''}
  if (slice > 0) { return; }
  ${lines(
    rows,
    (i) =>
      `if (row + ${i} < m) { ${numbers(columns)
        .map((j) => {
          const to = `column + ${j * wide}`;
          return `if (${to} < n) { give(c + (row + ${i}) * ldc + ${to}, ${to}, s${i}_${j}); }`;
        })
        .join('\n')} }`,
  )}
}
`;
}

function product(
  kernel: KernelName,
  size: Size,
  { places, ending, machine }: { places: Places; ending: Ending; machine: Machine },
  variant = '',
): Dispatch {
  const tile = tileOf(size, machine);
  const { rows, columns, wide, high, slices } = tile;
  const { accumulate, bias, relu } = ending;
  const endings = `${accumulate ? 'add' : ''}${bias ? 'bias' : ''}${relu ? 'relu' : ''}`;
  const across = Math.ceil(size.n / (wide * columns));
  const down = Math.ceil(size.m / (high * rows));
  const shape = `${rows}x${columns}x${wide}x${high}x${slices}`;
  return {
    name: [kernel, variant, size.mode, shape, endings].join('/'),
    code: (arena) => preamble(kernel, arena) + code(size.mode, places, tile, ending),
    ...{ cellsX: across, cellsY: down, steps: 1 },
    groups: [across, down, size.batch],
  };
}

type OfRows = KernelArguments<'innerProducts'>;

/** A product of attention, whose numbers `z` go over groups, and over heads that have slices apart. */
function ofRows(
  kernel: 'innerProducts' | 'weightedSum' | 'outerSum',
  mode: number,
  values: Omit<OfRows, 'query' | 'rows' | 'out'>,
  machine: Machine,
): Dispatch {
  const { queries, heads, perGroup, headStride, k, r, accumulate } = values;
  const apart = headStride > 0;
  const groups = queries / perGroup;
  /** (query, head) pairs of one product. */
  const pairs = apart ? perGroup : perGroup * heads;
  const batch = apart ? groups * heads : groups;
  const outer = apart ? 'p.heads' : '1';
  const group = `(z / ${outer})`;
  const head = `(z % ${outer})`;
  const pairsCode = apart ? 'p.perGroup' : 'p.perGroup * p.heads';
  /** A matrix with a row for each (query, head), of `width` numbers. */
  const ofPairs = (name: string, width: string) =>
    ({
      at: `p.${name} + (${group} * p.perGroup * p.heads + ${head}) * ${width}`,
      step: `${outer} * ${width}`,
    }) as const;
  /** The group's rows, from where the head reads them. */
  const ofGroup = (name: string) => ({
    at: `p.${name} + ${group} * p.k * p.stride + ${head} * p.headStride`,
    step: 'p.stride',
  });
  const [a, b, c, sizes, codes] = {
    innerProducts: () =>
      [
        ...([ofPairs('query', 'p.r'), ofGroup('rows'), ofPairs('out', 'p.k')] as const),
        ...([
          [pairs, k, r],
          [pairsCode, 'p.k', 'p.r'],
        ] as const),
      ] as const,
    weightedSum: () =>
      [
        ...([ofPairs('weights', 'p.k'), ofGroup('rows'), ofPairs('out', 'p.r')] as const),
        ...([
          [pairs, r, k],
          [pairsCode, 'p.r', 'p.k'],
        ] as const),
      ] as const,
    outerSum: () =>
      [
        ...([ofPairs('weights', 'p.k'), ofPairs('query', 'p.r'), ofGroup('out')] as const),
        ...([
          [k, r, pairs],
          ['p.k', 'p.r', pairsCode],
        ] as const),
      ] as const,
  }[kernel]();
  return product(
    kernel,
    { mode, batch, m: sizes[0], n: sizes[1], k: sizes[2] },
    {
      places: {
        ...{ a: a.at, b: b.at, c: c.at, lda: a.step, ldb: b.step, ldc: c.step },
        ...{ m: codes[0], n: codes[1], k: codes[2] },
      },
      ending: { accumulate: accumulate !== 0, bias: false, relu: false },
      machine,
    },
    apart ? 'apart' : '',
  );
}

export const products: Forms<'gemm' | 'innerProducts' | 'weightedSum' | 'outerSum'> = {
  gemm: (values, kernel, machine) =>
    product(kernel, values, {
      places: {
        ...{ a: 'p.a + z * p.sa', b: 'p.b + z * p.sb', c: 'p.c + z * p.sc' },
        ...{ lda: 'p.lda', ldb: 'p.ldb', ldc: 'p.ldc', m: 'p.m', n: 'p.n', k: 'p.k' },
      },
      ending: {
        accumulate: (values.flags & 2) !== 0,
        bias: values.bias >= 0,
        relu: (values.flags & 1) !== 0,
      },
      machine,
    }),
  innerProducts: (values, kernel, machine) => ofRows(kernel, 1, values, machine),
  weightedSum: (values, kernel, machine) => ofRows(kernel, 0, values, machine),
  outerSum: (values, kernel, machine) => ofRows(kernel, 2, values, machine),
};
