/** Kernels that go over rows and columns (assembly/elementwise.ts), in WGSL. */
import { cells, type Forms, nextCode, together } from './form.ts';

/** Columns that a workgroup sums: eight neighbours are one whole memory transaction. */
const columnTile = 8;
const sumLanes = { many: columnTile * 32, few: columnTile };

/** out[column] = Σ_row `term` of element i; the lanes of a column share its rows. */
const sumColumns = (term: string) => (lanes: number) =>
  `
  let column = x * ${columnTile} + lane % ${columnTile};
  var sum = 0.0;
  if (column < p.columns) {
    for (var row = lane / ${columnTile}; row < p.rows; row += ${lanes / columnTile}) {
      let i = row * p.columns + column;
      sum += ${term};
    }
  }
  ${lanes > columnTile ? sumOverLanes : ''}
  if (lane < ${columnTile} && column < p.columns) {
    put(p.out + column, sum);
  }`;
const sumOverLanes = `
  sums[lane] = sum;
  workgroupBarrier();
  if (lane < ${columnTile}) {
    for (var i = lane + ${columnTile}; i < lanes; i += ${columnTile}) {
      sum += sums[i];
    }
  }
  workgroupBarrier();`;

/** Lanes that share a row of layerNorm. */
const normLanes = { many: 32, few: 4 };

export const rowsAndColumns: Forms<
  | 'add'
  | 'reluMask'
  | 'copyColumns'
  | 'columnSum'
  | 'columnProducts'
  | 'scaleRows'
  | 'scaleColumns'
  | 'addShared'
  | 'sumShared'
  | 'takeRows'
  | 'mirrorRows'
  | 'giveRows'
  | 'layerNorm'
  | 'layerNormBack'
> = {
  add: cells(({ count }) => [count, 1], 'arena[p.out + x] = arena[p.a + x] + arena[p.b + x];'),

  reluMask: cells(
    ({ count }) => [count, 1],
    'if (arena[p.result + x] <= 0.0) { arena[p.gradient + x] = 0.0; }',
  ),

  copyColumns: cells(
    ({ columns, rows }) => [columns, rows],
    'put(p.to + y * p.toStride + x, arena[p.from_ + y * p.fromStride + x]);',
  ),

  columnSum: together(
    ({ columns }) => [Math.ceil(columns / columnTile), 1],
    sumLanes,
    sumColumns('arena[p.x + i]'),
  ),

  columnProducts: together(
    ({ columns }) => [Math.ceil(columns / columnTile), 1],
    sumLanes,
    sumColumns('arena[p.x + i] * arena[p.y + i]'),
  ),

  scaleRows: cells(
    ({ columns, rows }) => [columns, rows],
    'put(p.out + y * p.columns + x, arena[p.x + y * p.columns + x] * arena[p.factor + y]);',
  ),

  scaleColumns: cells(
    ({ columns, rows }) => [columns, rows],
    'put(p.out + y * p.columns + x, arena[p.x + y * p.columns + x] * arena[p.factor + x]);',
  ),

  // y is a query.
  addShared: cells(
    ({ size, queries }) => [size, queries],
    `
  let i = y * p.size + x;
  arena[p.out + i] = arena[p.x + i] + arena[p.shared_ + (y / p.perGroup) * p.size + x];`,
  ),

  // y is a group.
  sumShared: cells(
    ({ size, queries, perGroup }) => [size, queries / perGroup],
    `
  var sum = 0.0;
  for (var q = y * p.perGroup; q < (y + 1) * p.perGroup; q++) {
    sum += arena[p.x + q * p.size + x];
  }
  put(p.out + y * p.size + x, sum);`,
  ),

  // y is a query.
  takeRows: cells(
    ({ columns, queries }) => [columns, queries],
    `
  let chosen = i32(arena[p.index + y]);
  var value = 0.0;
  if (chosen >= 0) {
    value = arena[p.x + ((y / p.perGroup) * p.rows + chosen) * p.columns + x];
  }
  arena[p.out + y * p.columns + x] = value;`,
  ),

  mirrorRows: cells(
    ({ columns, rows }) => [columns, rows],
    `
  let row = p.x + y * p.columns;
  var value = arena[row + x];
  if (arena[p.mirrored + y] > 0.0) {
    value = arena[p.sign + x] * arena[row + i32(arena[p.from_ + x])];
  }
  arena[p.out + y * p.columns + x] = value;`,
  ),

  // y is a row of a group: whichever queries chose it, give to it.
  giveRows: cells(
    ({ columns, queries, perGroup, rows }) => [columns, (queries / perGroup) * rows],
    `
  let row = y % p.rows;
  let first = (y / p.rows) * p.perGroup;
  let last = first + p.perGroup;
  var sum = 0.0;
  for (var q = next(p.index, first, last, row); q < last; q = next(p.index, q + 1, last, row)) {
    sum += arena[p.x + q * p.columns + x];
  }
  put(p.out + y * p.columns + x, sum);`,
    nextCode,
  ),

  // y is a row.
  layerNorm: together(
    ({ rows }) => [1, rows],
    normLanes,
    () => `
  let first = y * p.columns;
  var sum = 0.0;
  for (var c = lane; c < p.columns; c += lanes) {
    sum += arena[p.x + first + c];
  }
  let mean = sumOf(sum, lane) / f32(p.columns);
  sum = 0.0;
  for (var c = lane; c < p.columns; c += lanes) {
    let d = arena[p.x + first + c] - mean;
    sum += d * d;
  }
  let scale = 1.0 / sqrt(sumOf(sum, lane) / f32(p.columns) + 1e-5);
  if (lane == 0) {
    arena[p.inverse + y] = scale;
  }
  for (var c = lane; c < p.columns; c += lanes) {
    let value = (arena[p.x + first + c] - mean) * scale;
    arena[p.normal + first + c] = value;
    var result = value * arena[p.gain + c] + arena[p.shift + c];
    if (p.relu != 0) {
      result = max(result, 0.0);
    }
    arena[p.out + first + c] = result;
  }`,
  ),

  // y is a row.
  layerNormBack: together(
    ({ rows }) => [1, rows],
    normLanes,
    () => `
  let first = y * p.columns;
  var sum = 0.0;
  var products = 0.0;
  for (var c = lane; c < p.columns; c += lanes) {
    let d = arena[p.gradient + first + c] * arena[p.gain + c];
    sum += d;
    products += d * arena[p.normal + first + c];
  }
  let total = sumOf(sum, lane) / f32(p.columns);
  let along = sumOf(products, lane) / f32(p.columns);
  let scale = arena[p.inverse + y];
  for (var c = lane; c < p.columns; c += lanes) {
    let d = arena[p.gradient + first + c] * arena[p.gain + c];
    put(p.out + first + c, scale * (d - total - arena[p.normal + first + c] * along));
  }`,
  ),
};
