/**
 * Raw observation rows → what a network reads (nn/observation-batch.ts is the same in plain
 * JavaScript). `rows` holds W rows of `rowSize` floats; the agents' rows of `agentSize` floats each
 * begin at `agentOffset` of them, the graph part at `graph`. Normalised: (x − shift) · scale, cut at ±5.
 */

import { zero } from './elementwise';
import { at, exp1 } from './memory';

const limit: f32 = 5;
const poseScale: f32 = 0.1;

// @ts-expect-error: decorator
@inline
function normal(value: f32, shift: usize, scale: usize): f32 {
  return min<f32>(max<f32>((value - load<f32>(shift)) * load<f32>(scale), -limit), limit);
}

/** out[n, outOffset …] = the vector part at `part` of the agent's row */
export function readVector(
  rows: i32, rowSize: i32, agentOffset: i32, agentSize: i32, agents: i32, worlds: i32, part: i32,
  size: i32, shift: i32, scale: i32, out: i32, outStride: i32, outOffset: i32,
): void {
  for (let n = 0; n < worlds * agents; n++) {
    const from = rows + (n / agents) * rowSize + agentOffset + (n % agents) * agentSize + part;
    const to = out + n * outStride + outOffset;
    for (let i = 0; i < size; i++) {
      store<f32>(at(to + i), normal(load<f32>(at(from + i)), at(shift + part + i), at(scale + part + i)));
    }
  }
}

/** out [N·K, F] and mask [N, K]; absent rows are 0 */
export function readSet(
  rows: i32, rowSize: i32, agentOffset: i32, agentSize: i32, agents: i32, worlds: i32, part: i32,
  k: i32, features: i32, shift: i32, scale: i32, out: i32, mask: i32,
): void {
  for (let n = 0; n < worlds * agents; n++) {
    const from = rows + (n / agents) * rowSize + agentOffset + (n % agents) * agentSize + part;
    for (let i = 0; i < k; i++) {
      const present = load<f32>(at(from + k * features + i));
      store<f32>(at(mask + n * k + i), present);
      const to = at(out + (n * k + i) * features);
      if (present === 0) {
        zero(to, features);
        continue;
      }
      const x = at(from + i * features);
      const s = at(shift + part + i * features);
      const c = at(scale + part + i * features);
      for (let f = 0; f < features; f++) {
        const o = (<usize>f) << 2;
        store<f32>(to + o, normal(load<f32>(x + o), s + o, c + o));
      }
    }
  }
}

/** nodes [W·V, F] (x and z in tens of metres) and present [W·V] */
export function readNodes(
  rows: i32, rowSize: i32, graph: i32, worlds: i32, v: i32, features: i32, out: i32, present: i32,
): void {
  for (let w = 0; w < worlds; w++) {
    const from = rows + w * rowSize + graph;
    for (let i = 0; i < v * features; i++) {
      const value = load<f32>(at(from + i));
      const place = i % features < 2 ? value * poseScale : value;
      store<f32>(at(out + w * v * features + i), place);
    }
    for (let i = 0; i < v; i++) {
      store<f32>(at(present + w * v + i), load<f32>(at(from + v * features + i)));
    }
  }
}

/** Pairs: the E listed edges, then a self edge of every node. edges [W·P, Fe], senders and receivers [W·P], −1 where absent. */
export function readPairs(
  rows: i32, rowSize: i32, graph: i32, worlds: i32, v: i32, features: i32, e: i32, width: i32,
  edges: i32, senders: i32, receivers: i32,
): void {
  const nodeMask = v * features;
  const sender = nodeMask + v;
  const receiver = sender + e;
  const values = receiver + e;
  const edgeMask = values + e * width;
  for (let w = 0; w < worlds; w++) {
    const from = rows + w * rowSize + graph;
    const first = w * (e + v);
    for (let p = 0; p < e + v; p++) {
      const listed = p < e;
      const present = load<f32>(at(from + (listed ? edgeMask + p : nodeMask + p - e)));
      const to = edges + (first + p) * width;
      for (let f = 0; f < width; f++) {
        const value: f32 = listed && present !== 0 ? load<f32>(at(from + values + p * width + f)) : 0;
        store<f32>(at(to + f), value);
      }
      const own = <f32>(p - e);
      store<f32>(at(senders + first + p), present === 0 ? -1 : listed ? load<f32>(at(from + sender + p)) : own);
      store<f32>(at(receivers + first + p), present === 0 ? -1 : listed ? load<f32>(at(from + receiver + p)) : own);
    }
  }
}

/** pose [N·V, 3]: forward, left (tens of metres), e^(−distance / 3 m); own and goal region [N] */
export function readPose(
  rows: i32, rowSize: i32, agentOffset: i32, agentSize: i32, agents: i32, worlds: i32, anchor: i32,
  nodes: i32, present: i32, v: i32, features: i32, pose: i32, ownRegion: i32, goalRegion: i32,
): void {
  for (let n = 0; n < worlds * agents; n++) {
    const w = n / agents;
    const from = rows + w * rowSize + agentOffset + (n % agents) * agentSize + anchor;
    const x = load<f32>(at(from));
    const z = load<f32>(at(from + 1));
    const cos = load<f32>(at(from + 2));
    const sin = load<f32>(at(from + 3));
    store<f32>(at(ownRegion + n), load<f32>(at(from + 4)));
    store<f32>(at(goalRegion + n), load<f32>(at(from + 5)));
    for (let i = 0; i < v; i++) {
      const here = load<f32>(at(present + w * v + i));
      const node = at(nodes + (w * v + i) * features);
      const dx: f32 = load<f32>(node) / poseScale - x;
      const dz: f32 = load<f32>(node, 4) / poseScale - z;
      const to = at(pose + (n * v + i) * 3);
      store<f32>(to, here * poseScale * (-sin * dx - cos * dz));
      store<f32>(to, here * poseScale * (-cos * dx + sin * dz), 4);
      store<f32>(to, here * exp1(-sqrt<f32>(dx * dx + dz * dz) / 3), 8);
    }
  }
}
