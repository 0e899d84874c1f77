/** Raw observation rows → what a network reads (assembly/observation.ts), in WGSL. */
import { cells, type Forms } from './form.ts';

/** Where the row of agent `n` begins. */
const agentRow = `
  let row = p.rows + (n / p.agents) * p.rowSize + p.agentOffset + (n % p.agents) * p.agentSize;`;

/** (value − shift) · scale of element `i` of an agent's row, cut at ±5. */
const normal = (i: string) =>
  `clamp((arena[row + ${i}] - arena[p.shift + ${i}]) * arena[p.scale + ${i}], -5.0, 5.0)`;

export const observation: Forms<'readVector' | 'readSet' | 'readNodes' | 'readPairs' | 'readPose'> =
  {
    // x is an element, y an agent.
    readVector: cells(
      ({ size, agents, worlds }) => [size, agents * worlds],
      `
  let n = y;${agentRow}
  arena[p.out + y * p.outStride + p.outOffset + x] = ${normal('(p.part + x)')};`,
    ),

    // x is a feature, y an agent's row of the set.
    readSet: cells(
      ({ features, agents, worlds, k }) => [features, agents * worlds * k],
      `
  let n = y / p.k;
  let i = y % p.k;${agentRow}
  let present = arena[row + p.part + p.k * p.features + i];
  if (x == 0) {
    arena[p.mask + y] = present;
  }
  let start = p.part + i * p.features + x;
  var value = 0.0;
  if (present != 0.0) {
    value = ${normal('start')};
  }
  arena[p.out + y * p.features + x] = value;`,
    ),

    // x is a feature, y a node.
    readNodes: cells(
      ({ features, worlds, v }) => [features, worlds * v],
      `
  let row = p.rows + (y / p.v) * p.rowSize + p.graph;
  let node = y % p.v;
  let value = arena[row + node * p.features + x];
  arena[p.out + y * p.features + x] = select(value, value * 0.1, x < 2);
  if (x == 0) {
    arena[p.present + y] = arena[row + p.v * p.features + node];
  }`,
    ),

    // y is a pair: an edge, or a node's self edge.
    readPairs: cells(
      ({ worlds, e, v }) => [1, worlds * (e + v)],
      `
  let pairs = p.e + p.v;
  let row = p.rows + (y / pairs) * p.rowSize + p.graph;
  let pair = y % pairs;
  let nodeMask = row + p.v * p.features;
  let sender = nodeMask + p.v;
  let receiver = sender + p.e;
  let values = receiver + p.e;
  let edgeMask = values + p.e * p.width;
  let listed = pair < p.e;
  let present = arena[select(nodeMask + pair - p.e, edgeMask + pair, listed)] != 0.0;
  for (var f = 0; f < p.width; f++) {
    var value = 0.0;
    if (listed && present) {
      value = arena[values + pair * p.width + f];
    }
    arena[p.edges + y * p.width + f] = value;
  }
  var start = -1.0;
  var to = -1.0;
  if (present) {
    start = f32(pair - p.e);
    to = start;
    if (listed) {
      start = arena[sender + pair];
      to = arena[receiver + pair];
    }
  }
  arena[p.senders + y] = start;
  arena[p.receivers + y] = to;`,
    ),

    // x is a node, y an agent.
    readPose: cells(
      ({ v, agents, worlds }) => [v, agents * worlds],
      `
  let n = y;${agentRow}
  let start = row + p.anchor;
  let i = (y / p.agents) * p.v + x;
  let here = arena[p.present + i];
  let dx = arena[p.nodes + i * p.features] / 0.1 - arena[start];
  let dz = arena[p.nodes + i * p.features + 1] / 0.1 - arena[start + 1];
  let c = arena[start + 2];
  let s = arena[start + 3];
  let to = p.pose + (y * p.v + x) * 3;
  arena[to] = here * 0.1 * (-s * dx - c * dz);
  arena[to + 1] = here * 0.1 * (-c * dx + s * dz);
  arena[to + 2] = here * exp(-sqrt(dx * dx + dz * dz) / 3.0);
  if (x == 0) {
    arena[p.ownRegion + y] = arena[start + 4];
    arena[p.goalRegion + y] = arena[start + 5];
  }`,
    ),
  };
