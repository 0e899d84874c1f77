/**
 * One GATv2 round over pairs (assembly/graph.ts), in WGSL. Whatever is summed over a node's pairs is
 * summed by an invocation of that node, which walks its world's pairs: they are few.
 */
import { cells, type Forms } from './form.ts';

/** x is a head, y a node. Absent pairs belong to no receiver: their world's first node writes their 0. */
const walkPairs = `
  let world = y / p.v;
  let node = y % p.v;
  let first = world * p.pairs;
  let last = first + p.pairs;
  let c = p.heads * p.d;
  let start = x * p.d;`;

export const graph: Forms<
  | 'graphRound'
  | 'graphDelta'
  | 'graphMixBack'
  | 'sumByReceiver'
  | 'sumBySender'
  | 'residual'
  | 'residualBack'
> = {
  graphRound: cells(
    ({ heads, worlds, v }) => [heads, worlds * v],
    `${walkPairs}
  var highest = -3.4e38;
  for (var pair = first; pair < last; pair++) {
    let receiver = i32(arena[p.receivers + pair]);
    if (receiver < 0 && node == 0) {
      arena[p.shares + pair * p.heads + x] = 0.0;
    }
    if (receiver != node) {
      continue;
    }
    let sender = world * p.v + i32(arena[p.senders + pair]);
    var logit = 0.0;
    for (var i = start; i < start + p.d; i++) {
      let z = arena[p.received + y * c + i] + arena[p.sent + sender * c + i]
        + arena[p.edges + pair * c + i];
      logit += max(z, 0.2 * z) * arena[p.score + i];
    }
    arena[p.shares + pair * p.heads + x] = logit;
    highest = max(highest, logit);
  }
  var total = 0.0;
  for (var pair = first; pair < last; pair++) {
    if (i32(arena[p.receivers + pair]) == node) {
      let share = p.shares + pair * p.heads + x;
      let e = exp(arena[share] - highest);
      arena[share] = e;
      total += e;
    }
  }
  for (var i = start; i < start + p.d; i++) {
    arena[p.gathered + y * c + i] = 0.0;
  }
  for (var pair = first; pair < last; pair++) {
    if (i32(arena[p.receivers + pair]) != node) {
      continue;
    }
    let sender = world * p.v + i32(arena[p.senders + pair]);
    let share = arena[p.shares + pair * p.heads + x] / total;
    arena[p.shares + pair * p.heads + x] = share;
    for (var i = start; i < start + p.d; i++) {
      arena[p.gathered + y * c + i] += share * arena[p.sent + sender * c + i];
    }
  }`,
  ),

  graphDelta: cells(
    ({ heads, worlds, v }) => [heads, worlds * v],
    `${walkPairs}
  var along = 0.0;
  for (var pair = first; pair < last; pair++) {
    let receiver = i32(arena[p.receivers + pair]);
    let delta = p.delta + pair * p.heads + x;
    if (receiver < 0 && node == 0) {
      arena[delta] = 0.0;
    }
    if (receiver != node) {
      continue;
    }
    let sender = world * p.v + i32(arena[p.senders + pair]);
    var value = 0.0;
    for (var i = start; i < start + p.d; i++) {
      value += arena[p.gradient + y * c + i] * arena[p.sent + sender * c + i];
    }
    arena[delta] = value;
    along += value * arena[p.shares + pair * p.heads + x];
  }
  for (var pair = first; pair < last; pair++) {
    if (i32(arena[p.receivers + pair]) == node) {
      let i = pair * p.heads + x;
      arena[p.delta + i] = arena[p.shares + i] * (arena[p.delta + i] - along);
    }
  }`,
  ),

  // x is a channel, y a pair.
  graphMixBack: cells(
    ({ heads, d, worlds, pairs }) => [heads * d, worlds * pairs],
    `
  let c = p.heads * p.d;
  let receiver = i32(arena[p.receivers + y]);
  var gradient = 0.0;
  var mixed = 0.0;
  if (receiver >= 0) {
    let node0 = (y / p.pairs) * p.v;
    let sender = node0 + i32(arena[p.senders + y]);
    let z = arena[p.received + (node0 + receiver) * c + x] + arena[p.sent + sender * c + x]
      + arena[p.edges + y * c + x];
    let slope = select(0.2, 1.0, z > 0.0);
    let g = arena[p.delta + y * p.heads + x / p.d] * slope;
    gradient = g * arena[p.score + x];
    mixed = g * z;
  }
  arena[p.outEdges + y * c + x] = gradient;
  arena[p.outScore + y * c + x] = mixed;`,
  ),

  // x is a channel, y a node.
  sumByReceiver: cells(
    ({ c, worlds, v }) => [c, worlds * v],
    `
  let first = (y / p.v) * p.pairs;
  var sum = 0.0;
  for (var pair = first; pair < first + p.pairs; pair++) {
    if (i32(arena[p.receivers + pair]) == y % p.v) {
      sum += arena[p.x + pair * p.c + x];
    }
  }
  put(p.out + y * p.c + x, sum);`,
  ),

  // x is a channel, y a node.
  sumBySender: cells(
    ({ heads, d, worlds, v }) => [heads * d, worlds * v],
    `
  let world = y / p.v;
  let first = world * p.pairs;
  let c = p.heads * p.d;
  let head = x / p.d;
  var sum = 0.0;
  for (var pair = first; pair < first + p.pairs; pair++) {
    let receiver = i32(arena[p.receivers + pair]);
    if (receiver >= 0 && i32(arena[p.senders + pair]) == y % p.v) {
      sum += arena[p.x + pair * c + x] + arena[p.shares + pair * p.heads + head]
        * arena[p.gradient + (world * p.v + receiver) * c + x];
    }
  }
  put(p.out + y * c + x, sum);`,
  ),

  residual: cells(
    ({ c, rows }) => [c, rows],
    `
  let i = y * p.c + x;
  arena[p.out + i] = (arena[p.h + i] + max(arena[p.gathered + i], 0.0)) * arena[p.present + y];`,
  ),

  residualBack: cells(
    ({ c, rows }) => [c, rows],
    `
  let i = y * p.c + x;
  let value = arena[p.gradient + i] * arena[p.present + y];
  put(p.outH + i, value);
  arena[p.outGathered + i] = select(0.0, value, arena[p.gathered + i] > 0.0);`,
  ),
};
