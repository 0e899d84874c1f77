/**
 * Kernels of distances to the goal (nn/goal-distance.ts has the equation). N queries (samples) in W = N /
 * perGroup worlds, V nodes, P pairs, H heads. senders and receivers [W, P] are node numbers, −1 for an
 * absent pair. which [N·V, H]: the pair, of its world, that a node took its distance from, −1 if it kept
 * its own.
 */

import { zero } from './elementwise';
import { at, exp1, exp4 } from './memory';

/** out[q, row] = `marked` in all columns where row is index[q], else `others` */
export function mark(
  index: i32, out: i32, queries: i32, rows: i32, columns: i32, marked: f32, others: f32,
): void {
  const count = queries * rows * columns;
  for (let i = 0; i < count; i++) store<f32>(at(out + i), others);
  for (let q = 0; q < queries; q++) {
    const row = <i32>load<f32>(at(index + q));
    if (row < 0) continue;
    const first = out + (q * rows + row) * columns;
    for (let c = 0; c < columns; c++) store<f32>(at(first + c), marked);
  }
}

export function sigmoid(x: i32, out: i32, count: i32): void {
  const one = f32x4.splat(1);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const e = exp4(f32x4.neg(v128.load(at(x + i))));
    v128.store(at(out + i), f32x4.div(one, f32x4.add(one, e)));
  }
  for (; i < count; i++) {
    store<f32>(at(out + i), 1 / (1 + exp1(-load<f32>(at(x + i)))));
  }
}

/** out = gradient · result · (1 − result) */
export function sigmoidBack(
  result: i32, gradient: i32, out: i32, count: i32, accumulate: i32,
): void {
  for (let i = 0; i < count; i++) {
    const y = load<f32>(at(result + i));
    const before: f32 = accumulate ? load<f32>(at(out + i)) : 0;
    store<f32>(at(out + i), before + load<f32>(at(gradient + i)) * y * (1 - y));
  }
}

/** out[i] = min(x[i], min over pairs p: j → i of lengths[p] + x[j]) */
export function relax(
  x: i32, lengths: i32, senders: i32, receivers: i32, out: i32, which: i32, queries: i32,
  perGroup: i32, v: i32, pairs: i32, heads: i32,
): void {
  const size = v * heads;
  for (let q = 0; q < queries; q++) {
    const from = (q / perGroup) * pairs;
    const x0 = x + q * size;
    const out0 = out + q * size;
    const which0 = which + q * size;
    memory.copy(at(out0), at(x0), (<usize>size) << 2);
    for (let i = 0; i < size; i++) store<f32>(at(which0 + i), -1);
    for (let p = from; p < from + pairs; p++) {
      const receiver = <i32>load<f32>(at(receivers + p));
      if (receiver < 0) continue;
      const sender = <i32>load<f32>(at(senders + p));
      if (heads === 4) {
        // Four heads are four lanes.
        const offered = f32x4.add(v128.load(at(x0 + sender * 4)), v128.load(at(lengths + p * 4)));
        const cell = at(out0 + receiver * 4);
        const had = v128.load(cell);
        const shorter = f32x4.lt(offered, had);
        if (!v128.any_true(shorter)) continue;
        v128.store(cell, v128.bitselect(offered, had, shorter));
        const pair = at(which0 + receiver * 4);
        v128.store(pair, v128.bitselect(f32x4.splat(<f32>(p - from)), v128.load(pair), shorter));
        continue;
      }
      for (let h = 0; h < heads; h++) {
        const offered: f32 =
          load<f32>(at(x0 + sender * heads + h)) + load<f32>(at(lengths + p * heads + h));
        const cell = at(out0 + receiver * heads + h);
        if (offered >= load<f32>(cell)) continue;
        store<f32>(cell, offered);
        store<f32>(at(which0 + receiver * heads + h), <f32>(p - from));
      }
    }
  }
}

/** out: the gradient of x: a distance's goes to the node that it was taken from */
export function relaxBack(
  gradient: i32, senders: i32, which: i32, out: i32, queries: i32, perGroup: i32, v: i32,
  pairs: i32, heads: i32, accumulate: i32,
): void {
  const size = v * heads;
  if (!accumulate) zero(at(out), queries * size);
  for (let q = 0; q < queries; q++) {
    const from = (q / perGroup) * pairs;
    const first = q * size;
    for (let i = 0; i < size; i++) {
      const pair = <i32>load<f32>(at(which + first + i));
      const sender = pair < 0 ? 0 : <i32>load<f32>(at(senders + from + pair));
      const cell = at(out + first + (pair < 0 ? i : sender * heads + (i % heads)));
      store<f32>(cell, load<f32>(cell) + load<f32>(at(gradient + first + i)));
    }
  }
}

/** out: the gradient of lengths [W·P, H]; all samples of a world add to it */
export function relaxLengths(
  gradient: i32, receivers: i32, which: i32, out: i32, queries: i32, perGroup: i32, v: i32,
  pairs: i32, heads: i32, accumulate: i32,
): void {
  const size = v * heads;
  if (!accumulate) zero(at(out), (queries / perGroup) * pairs * heads);
  for (let q = 0; q < queries; q++) {
    const from = (q / perGroup) * pairs;
    const first = q * size;
    for (let i = 0; i < size; i++) {
      const pair = <i32>load<f32>(at(which + first + i));
      if (pair < 0) continue;
      const cell = at(out + (from + pair) * heads + (i % heads));
      store<f32>(cell, load<f32>(cell) + load<f32>(at(gradient + first + i)));
    }
  }
}
