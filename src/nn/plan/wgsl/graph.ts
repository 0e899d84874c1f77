/**
 * One GATv2 round over pairs (assembly/graph.ts), in WGSL. Whatever is summed over a node's pairs is
 * summed by an invocation of that node, which looks for them among its world's pairs: they are few.
 */
import { cells, type Forms, nextCode } from './form.ts';

/** x is a head, y a node: walks the pairs that the node receives. */
const places = `
  let world = y / p.v;
  let node = y % p.v;
  let first = world * p.pairs;
  let last = first + p.pairs;
  let c = p.heads * p.d;
  let start = x * p.d;`;
const walk =
  'for (var pair = next(p.receivers, first, last, node); pair < last; pair = next(p.receivers, pair + 1, last, node))';
/** Absent pairs belong to no receiver: their world's first node writes their 0. */
const clearAbsent = (place: string) => `
  if (node == 0) {
    for (var pair = next(p.receivers, first, last, -1); pair < last; pair = next(p.receivers, pair + 1, last, -1)) {
      arena[p.${place} + pair * p.heads + x] = 0.0;
    }
  }`;

/** Neighbouring channels that one invocation sums: finding a node's pairs takes longer than the sum. */
const channels = 8;
const channelSums = (term: string) => `
  for (var i = 0; i < ${channels}; i++) {
    let channel = x + i * p.cellsX;
    if (channel < c) {
      ${term}
    }
  }`;

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
    `${places}${clearAbsent('shares')}
  var highest = -3.4e38;
  ${walk} {
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
  ${walk} {
    let share = p.shares + pair * p.heads + x;
    let e = exp(arena[share] - highest);
    arena[share] = e;
    total += e;
  }
  for (var i = start; i < start + p.d; i++) {
    arena[p.gathered + y * c + i] = 0.0;
  }
  ${walk} {
    let sender = world * p.v + i32(arena[p.senders + pair]);
    let share = arena[p.shares + pair * p.heads + x] / total;
    arena[p.shares + pair * p.heads + x] = share;
    for (var i = start; i < start + p.d; i++) {
      arena[p.gathered + y * c + i] += share * arena[p.sent + sender * c + i];
    }
  }`,
    nextCode,
  ),

  graphDelta: cells(
    ({ heads, worlds, v }) => [heads, worlds * v],
    `${places}${clearAbsent('delta')}
  var along = 0.0;
  ${walk} {
    let sender = world * p.v + i32(arena[p.senders + pair]);
    var value = 0.0;
    for (var i = start; i < start + p.d; i++) {
      value += arena[p.gradient + y * c + i] * arena[p.sent + sender * c + i];
    }
    arena[p.delta + pair * p.heads + x] = value;
    along += value * arena[p.shares + pair * p.heads + x];
  }
  ${walk} {
    let i = pair * p.heads + x;
    arena[p.delta + i] = arena[p.shares + i] * (arena[p.delta + i] - along);
  }`,
    nextCode,
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

  // x is the first of some channels, y a node.
  sumByReceiver: cells(
    ({ c, worlds, v }) => [Math.ceil(c / channels), worlds * v],
    `
  let c = p.c;
  let node = y % p.v;
  let first = (y / p.v) * p.pairs;
  let last = first + p.pairs;
  var sum: array<f32, ${channels}>;
  ${walk} {
    ${channelSums('sum[i] += arena[p.x + pair * c + channel];')}
  }
  ${channelSums('put(p.out + y * c + channel, sum[i]);')}`,
    nextCode,
  ),

  // x is the first of some channels, y a node. An absent pair's sender is −1 as well.
  sumBySender: cells(
    ({ heads, d, worlds, v }) => [Math.ceil((heads * d) / channels), worlds * v],
    `
  let c = p.heads * p.d;
  let node = y % p.v;
  let world = y / p.v;
  let first = world * p.pairs;
  let last = first + p.pairs;
  var sum: array<f32, ${channels}>;
  ${walk.replaceAll('p.receivers', 'p.senders')} {
    let receiver = world * p.v + i32(arena[p.receivers + pair]);
    ${channelSums(`sum[i] += arena[p.x + pair * c + channel]
        + arena[p.shares + pair * p.heads + channel / p.d] * arena[p.gradient + receiver * c + channel];`)}
  }
  ${channelSums('put(p.out + y * c + channel, sum[i]);')}`,
    nextCode,
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
