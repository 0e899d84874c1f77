/**
 * Matrix products (assembly/gemm.ts), in WGSL. An invocation keeps a tile of results in registers.
 * Invocations side by side take neighbouring columns of B and the same rows of A, so that what they
 * read is one transaction and one broadcast; the caches do what workgroup memory would: a form that
 * went through it was half as fast on the software adapter. Where there are few results and long
 * sums (the gradient of a kernel is a sum over all rows), slices of a workgroup share each sum.
 */
import type { KernelArguments } from '../kernels.ts';
import { type Dispatch, preamble } from './form.ts';

/** Invocations of a slice, across and down. */
const wide = 8;
const high = 4;
/** Sums at least so long are shared out, where there are few tiles. */
const longSum = 256;
const fewTiles = 32;

interface Tile {
  readonly mode: number;
  /** Rows and columns of results of one invocation. */
  readonly rows: number;
  readonly columns: number;
  readonly slices: number;
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
const lines = (count: number, line: (i: number) => string) => numbers(count).map(line).join('\n');

function code({ mode, rows, columns, slices }: Tile): string {
  const a = (i: number) => (mode === 2 ? `a${i} + i * p.lda` : `a${i} + i`);
  const b = (j: number) => (mode === 1 ? `b${j} + i` : `b${j} + i * p.ldb`);
  const each = (of: (i: number, j: number) => string) =>
    lines(rows, (i) =>
      numbers(columns)
        .map((j) => of(i, j))
        .join(' '),
    );
  const threads = wide * high;
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
  return `${preamble('gemm')}
${slices > 1 ? `var<workgroup> sums: array<f32, ${slices * columns * threads}>;` : ''}

fn give(row: i32, column: i32, c: i32, sum: f32) {
  if (row >= p.m || column >= p.n) { return; }
  let at = c + row * p.ldc + column;
  var value = sum;
  if ((p.flags & 2) != 0) { value += arena[at]; }
  if (p.bias >= 0) { value += arena[p.bias + column]; }
  if ((p.flags & 1) != 0) { value = max(value, 0.0); }
  arena[at] = value;
}

@compute @workgroup_size(${wide}, ${high}, ${slices})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let column = i32(group.x) * ${wide * columns} + i32(local.x);
  let row = (i32(group.y) * ${high} + i32(local.y)) * ${rows};
  let slice = i32(local.z);
  let place = i32(local.y) * ${wide} + i32(local.x);
  let batch = i32(group.z);
  // Beyond the edges, the last row and column again.
  ${lines(rows, (i) => `let a${i} = p.a + batch * p.sa + min(row + ${i}, p.m - 1)${mode === 2 ? '' : ' * p.lda'};`)}
  ${lines(columns, (j) => `let b${j} = p.b + batch * p.sb + min(column + ${j * wide}, p.n - 1)${mode === 1 ? ' * p.ldb' : ''};`)}
  ${each((i, j) => `var s${i}_${j} = 0.0;`)}
  let part = (p.k + ${slices - 1}) / ${slices};
  let last = min(p.k, (slice + 1) * part);
  for (var i = slice * part; i < last; i++) {
    ${lines(columns, (j) => `let y${j} = arena[${b(j)}];`)}
    ${lines(rows, (i) => `let x${i} = arena[${a(i)}];`)}
    ${each((i, j) => `s${i}_${j} += x${i} * y${j};`)}
  }
  ${slices > 1 ? sumSlices : ''}
  if (slice == 0) {
    let c = p.c + batch * p.sc;
    ${each((i, j) => `give(row + ${i}, column + ${j * wide}, c, s${i}_${j});`)}
  }
}
`;
}

/** The largest of 8, 4, 2 and 1 of which `lanes` invocations have use for at `size` results. */
function share(size: number, lanes: number, most: number): number {
  let results = most;
  while (results > 1 && results * lanes > size) results /= 2;
  return results;
}

export function gemm({ mode, batch, m, n, k }: KernelArguments<'gemm'>): Dispatch {
  const rows = share(m, high, 8);
  const columns = share(n, wide, 4);
  const across = Math.ceil(n / (wide * columns));
  const down = Math.ceil(m / (high * rows));
  const slices = k >= longSum && across * down * batch <= fewTiles ? 8 : 1;
  return {
    name: `gemm/${mode}/${rows}x${columns}x${slices}`,
    code: () => code({ mode, rows, columns, slices }),
    cellsX: across,
    cellsY: down,
    groups: [across, down, batch],
  };
}
