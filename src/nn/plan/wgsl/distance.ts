/** Distances to the goal (assembly/distance.ts), in WGSL. */
import { cells, type Forms } from './form.ts';

/** x is a head, y a query: where its world's pairs begin, and its own cells. */
const places = `
  let first = (y / p.perGroup) * p.pairs;
  let rows = y * p.v;`;

export const distance: Forms<
  'mark' | 'sigmoid' | 'sigmoidBack' | 'relax' | 'relaxBack' | 'relaxLengths'
> = {
  // x is a column, y a query's row.
  mark: cells(
    ({ columns, queries, rows }) => [columns, queries * rows],
    `
  let marked = i32(arena[p.index + y / p.rows]) == y % p.rows;
  arena[p.out + y * p.columns + x] = select(p.others, p.marked, marked);`,
  ),

  sigmoid: cells(
    ({ count }) => [count, 1],
    'arena[p.out + x] = 1.0 / (1.0 + exp(clamp(-arena[p.x + x], -80.0, 80.0)));',
  ),

  sigmoidBack: cells(
    ({ count }) => [count, 1],
    `
  let result = arena[p.result + x];
  put(p.out + x, arena[p.gradient + x] * result * (1.0 - result));`,
  ),

  // A world has few pairs, and every one is looked at once.
  relax: cells(
    ({ heads, queries }) => [heads, queries],
    `${places}
  for (var i = 0; i < p.v; i++) {
    let cell = (rows + i) * p.heads + x;
    arena[p.out + cell] = arena[p.x + cell];
    arena[p.which + cell] = -1.0;
  }
  for (var pair = 0; pair < p.pairs; pair++) {
    let receiver = i32(arena[p.receivers + first + pair]);
    if (receiver < 0) { continue; }
    let sender = i32(arena[p.senders + first + pair]);
    let offered = arena[p.x + (rows + sender) * p.heads + x]
      + arena[p.lengths + (first + pair) * p.heads + x];
    let cell = (rows + receiver) * p.heads + x;
    if (offered < arena[p.out + cell]) {
      arena[p.out + cell] = offered;
      arena[p.which + cell] = f32(pair);
    }
  }`,
  ),

  relaxBack: cells(
    ({ heads, queries }) => [heads, queries],
    `${places}
  if (p.accumulate == 0) {
    for (var i = 0; i < p.v; i++) {
      arena[p.out + (rows + i) * p.heads + x] = 0.0;
    }
  }
  for (var i = 0; i < p.v; i++) {
    let cell = (rows + i) * p.heads + x;
    let pair = i32(arena[p.which + cell]);
    var node = i;
    if (pair >= 0) {
      node = i32(arena[p.senders + first + pair]);
    }
    arena[p.out + (rows + node) * p.heads + x] += arena[p.gradient + cell];
  }`,
  ),

  // x is a head, y a pair.
  relaxLengths: cells(
    ({ heads, queries, perGroup, pairs }) => [heads, (queries / perGroup) * pairs],
    `
  let world = y / p.pairs;
  let pair = y % p.pairs;
  let receiver = i32(arena[p.receivers + y]);
  var sum = 0.0;
  if (receiver >= 0) {
    for (var q = world * p.perGroup; q < (world + 1) * p.perGroup; q++) {
      let cell = (q * p.v + receiver) * p.heads + x;
      if (i32(arena[p.which + cell]) == pair) {
        sum += arena[p.gradient + cell];
      }
    }
  }
  put(p.out + y * p.heads + x, sum);`,
  ),
};
