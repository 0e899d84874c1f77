/** Kernels of attention (assembly/attention.ts) that are no products (products.ts), in WGSL. */
import { cells, type Forms } from './form.ts';

export const attention: Forms<
  | 'softmax'
  | 'softmaxBack'
  | 'meanWeights'
  | 'additiveScores'
  | 'additiveBack'
  | 'maxPool'
  | 'maxPoolBack'
> = {
  // x is a query's head. Absent rows may hold any logit.
  softmax: cells(
    ({ queries, heads }) => [queries * heads, 1],
    `
  let mask = p.mask + (x / p.heads / p.perGroup) * p.k;
  let logits = p.logits + x * p.k;
  let out = p.out + x * p.k;
  var highest = -3.4e38;
  for (var i = 0; i < p.k; i++) {
    if (arena[mask + i] != 0.0) {
      highest = max(highest, arena[logits + i]);
    }
  }
  var total = 0.0;
  for (var i = 0; i < p.k; i++) {
    var e = 0.0;
    if (arena[mask + i] != 0.0) {
      e = exp((arena[logits + i] - highest) * p.logitScale) * arena[mask + i];
    }
    arena[out + i] = e;
    total += e;
  }
  let share = select(0.0, 1.0 / total, total > 0.0);
  for (var i = 0; i < p.k; i++) {
    arena[out + i] *= share;
  }`,
  ),

  // x is a row of logits.
  softmaxBack: cells(
    ({ rows }) => [rows, 1],
    `
  let first = x * p.k;
  var along = 0.0;
  for (var i = first; i < first + p.k; i++) {
    along += arena[p.weights + i] * arena[p.gradient + i];
  }
  for (var i = first; i < first + p.k; i++) {
    put(p.out + i, p.logitScale * arena[p.weights + i] * (arena[p.gradient + i] - along));
  }`,
  ),

  // x is a row that is attended to, y a query.
  meanWeights: cells(
    ({ k, queries }) => [k, queries],
    `
  let mask = p.mask + (y / p.perGroup) * p.k;
  var present = 0.0;
  for (var i = 0; i < p.k; i++) {
    present += arena[mask + i];
  }
  let share = arena[mask + x] / max(present, 1.0);
  for (var h = 0; h < p.heads; h++) {
    arena[p.out + (y * p.heads + h) * p.k + x] = share;
  }`,
  ),

  // x is a row that is attended to, y a query's head.
  additiveScores: cells(
    ({ k, queries, heads }) => [k, queries * heads],
    `
  let q = y / p.heads;
  let h = y % p.heads;
  let c = p.heads * p.d;
  let query = p.query + y * p.d;
  let key = p.keys + (q * p.k + x) * c + h * p.d;
  let w = p.w + h * p.d;
  var sum = 0.0;
  for (var i = 0; i < p.d; i++) {
    sum += arena[w + i] * hyperbolicTangent(arena[query + i] + arena[key + i]);
  }
  arena[p.out + y * p.k + x] = sum;`,
  ),

  // x is a channel, y a query's row.
  additiveBack: cells(
    ({ heads, d, queries, k }) => [heads * d, queries * k],
    `
  let q = y / p.k;
  let c = p.heads * p.d;
  let g = arena[p.gradient + (q * p.heads + x / p.d) * p.k + y % p.k];
  let i = y * c + x;
  let t = hyperbolicTangent(arena[p.query + q * c + x] + arena[p.keys + i]);
  arena[p.outKeys + i] = g * arena[p.w + x] * (1.0 - t * t);
  arena[p.outMixed + i] = g * t;`,
  ),

  // x is a query's head: it counts which rows its channels chose.
  maxPool: cells(
    ({ queries, heads }) => [queries * heads, 1],
    `
  let q = x / p.heads;
  let c = p.heads * p.d;
  let mask = p.mask + (q / p.perGroup) * p.k;
  let weights = p.weights + x * p.k;
  for (var i = 0; i < p.k; i++) {
    arena[weights + i] = 0.0;
  }
  for (var channel = x * p.d; channel < (x + 1) * p.d; channel++) {
    let column = channel - q * c;
    var highest = 0.0;
    var chosen = -1;
    for (var i = 0; i < p.k; i++) {
      if (arena[mask + i] == 0.0) {
        continue;
      }
      let value = arena[p.rows + (q * p.k + i) * c + column];
      if (chosen < 0 || value > highest) {
        highest = value;
        chosen = i;
      }
    }
    arena[p.out + channel] = highest;
    arena[p.which + channel] = f32(chosen);
    if (chosen >= 0) {
      arena[weights + chosen] += 1.0 / f32(p.d);
    }
  }`,
  ),

  // x is a channel, y a query's row.
  maxPoolBack: cells(
    ({ c, queries, k }) => [c, queries * k],
    `
  let q = y / p.k;
  let chosen = i32(arena[p.which + q * p.c + x]) == y % p.k;
  put(p.out + y * p.c + x, select(0.0, arena[p.gradient + q * p.c + x], chosen));`,
  ),
};
