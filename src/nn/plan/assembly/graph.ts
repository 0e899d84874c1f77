/**
 * One GATv2 round over pairs (nn/graph-attention.ts has the equation). W worlds, V nodes of a world, P pairs of a
 * world, C channels, H heads, D = C/H. senders and receivers [W, P] are node numbers, −1 for an absent
 * pair. z = received[i] + sent[j] + edge, m = LeakyReLU(z).
 */

import { axpy, dot, zero } from './elementwise';
import { at, exp1, exp4, madd, sumsOf } from './memory';

export const leak: f32 = 0.2;

// @ts-expect-error: decorator
@inline
export function leaky4(z: v128): v128 {
  return f32x4.pmax(z, f32x4.mul(z, f32x4.splat(leak)));
}

/** Σ score · m over d channels from `first` on, in four lanes */
// @ts-ignore: decorator
@inline
function headScore(x: usize, y: usize, e: usize, score: usize, first: i32, d: i32): v128 {
  let sum = f32x4.splat(0);
  for (let t = first; t < first + d; t += 4) {
    const o = (<usize>t) << 2;
    const z = f32x4.add(f32x4.add(v128.load(x + o), v128.load(y + o)), v128.load(e + o));
    sum = madd(leaky4(z), v128.load(score + o), sum);
  }
  return sum;
}

/** shares[p, h] = softmax over the pairs of one receiver of Σ_d score · m; gathered[i] = Σ shares · sent[j] */
export function graphRound(
  received: i32, sent: i32, edges: i32, score: i32, senders: i32, receivers: i32,
  shares: i32, gathered: i32, highest: i32, worlds: i32, v: i32, pairs: i32, heads: i32, d: i32,
): void {
  const c = heads * d;
  const a = at(score);
  // Four heads are four lanes.
  const fours = heads === 4 && (d & 3) === 0;
  for (let w = 0; w < worlds; w++) {
    const from = w * pairs;
    const node0 = w * v;
    // The highest logit of each receiver and head, then their exponentials' sum.
    const top = at(highest);
    const total = top + ((<usize>(v * heads)) << 2);
    for (let i = 0; i < v * heads; i++) {
      store<f32>(top + ((<usize>i) << 2), -Infinity);
      store<f32>(total + ((<usize>i) << 2), 0);
    }
    for (let p = from; p < from + pairs; p++) {
      const i = <i32>load<f32>(at(receivers + p));
      if (i < 0) continue;
      const j = <i32>load<f32>(at(senders + p));
      const x = at(received + (node0 + i) * c);
      const y = at(sent + (node0 + j) * c);
      const e = at(edges + p * c);
      if (fours) {
        const s0 = headScore(x, y, e, a, 0, d);
        const s1 = headScore(x, y, e, a, d, d);
        const s2 = headScore(x, y, e, a, 2 * d, d);
        const s3 = headScore(x, y, e, a, 3 * d, d);
        const sums = sumsOf(s0, s1, s2, s3);
        v128.store(at(shares + p * 4), sums);
        const cell = top + ((<usize>i) << 4);
        v128.store(cell, f32x4.max(v128.load(cell), sums));
        continue;
      }
      for (let h = 0; h < heads; h++) {
        let sum: f32 = 0;
        if ((d & 3) === 0) {
          const acc = headScore(x, y, e, a, h * d, d);
          sum = f32x4.extract_lane(acc, 0) + f32x4.extract_lane(acc, 1) + f32x4.extract_lane(acc, 2) + f32x4.extract_lane(acc, 3);
        } else {
          for (let t = h * d; t < (h + 1) * d; t++) {
            const o = (<usize>t) << 2;
            const z: f32 = load<f32>(x + o) + load<f32>(y + o) + load<f32>(e + o);
            sum += max<f32>(z, leak * z) * load<f32>(a + o);
          }
        }
        store<f32>(at(shares + p * heads + h), sum);
        const cell = top + ((<usize>(i * heads + h)) << 2);
        store<f32>(cell, max<f32>(load<f32>(cell), sum));
      }
    }
    for (let p = from; p < from + pairs; p++) {
      const i = <i32>load<f32>(at(receivers + p));
      if (fours) {
        const share = at(shares + p * 4);
        if (i < 0) {
          v128.store(share, f32x4.splat(0));
          continue;
        }
        const cell = (<usize>i) << 4;
        const e = exp4(f32x4.sub(v128.load(share), v128.load(top + cell)));
        v128.store(share, e);
        v128.store(total + cell, f32x4.add(v128.load(total + cell), e));
        continue;
      }
      for (let h = 0; h < heads; h++) {
        const share = at(shares + p * heads + h);
        if (i < 0) {
          store<f32>(share, 0);
          continue;
        }
        const cell = (<usize>(i * heads + h)) << 2;
        const e = exp1(load<f32>(share) - load<f32>(top + cell));
        store<f32>(share, e);
        store<f32>(total + cell, load<f32>(total + cell) + e);
      }
    }
    zero(at(gathered + node0 * c), v * c);
    for (let p = from; p < from + pairs; p++) {
      const i = <i32>load<f32>(at(receivers + p));
      if (i < 0) continue;
      const j = <i32>load<f32>(at(senders + p));
      for (let h = 0; h < heads; h++) {
        const share = at(shares + p * heads + h);
        const value: f32 = load<f32>(share) / load<f32>(total + ((<usize>(i * heads + h)) << 2));
        store<f32>(share, value);
        axpy(at(gathered + (node0 + i) * c + h * d), at(sent + (node0 + j) * c + h * d), value, d);
      }
    }
  }
}

/** delta[p, h]: the gradient of the logits, from that of `gathered` */
export function graphDelta(
  gradient: i32, sent: i32, senders: i32, receivers: i32, shares: i32, delta: i32, along: i32,
  worlds: i32, v: i32, pairs: i32, heads: i32, d: i32,
): void {
  const c = heads * d;
  for (let w = 0; w < worlds; w++) {
    const from = w * pairs;
    const node0 = w * v;
    zero(at(along), v * heads);
    for (let p = from; p < from + pairs; p++) {
      const i = <i32>load<f32>(at(receivers + p));
      if (i < 0) continue;
      const j = <i32>load<f32>(at(senders + p));
      for (let h = 0; h < heads; h++) {
        const value = dot(at(gradient + (node0 + i) * c + h * d), at(sent + (node0 + j) * c + h * d), d);
        store<f32>(at(delta + p * heads + h), value);
        const sum = at(along + i * heads + h);
        store<f32>(sum, load<f32>(sum) + value * load<f32>(at(shares + p * heads + h)));
      }
    }
    for (let p = from; p < from + pairs; p++) {
      const i = <i32>load<f32>(at(receivers + p));
      for (let h = 0; h < heads; h++) {
        const cell = at(delta + p * heads + h);
        if (i < 0) {
          store<f32>(cell, 0);
          continue;
        }
        const share = load<f32>(at(shares + p * heads + h));
        store<f32>(cell, share * (load<f32>(cell) - load<f32>(at(along + i * heads + h))));
      }
    }
  }
}

/** outEdges[p] = delta · score · slope(z): the gradient of z; outScore[p] = delta · m */
export function graphMixBack(
  received: i32, sent: i32, edges: i32, score: i32, senders: i32, receivers: i32, delta: i32,
  outEdges: i32, outScore: i32, worlds: i32, v: i32, pairs: i32, heads: i32, d: i32,
): void {
  const c = heads * d;
  const a = at(score);
  const vector = (d & 3) === 0;
  for (let p = 0; p < worlds * pairs; p++) {
    const i = <i32>load<f32>(at(receivers + p));
    const dz = at(outEdges + p * c);
    const dm = at(outScore + p * c);
    if (i < 0) {
      zero(dz, c);
      zero(dm, c);
      continue;
    }
    const node0 = (p / pairs) * v;
    const j = <i32>load<f32>(at(senders + p));
    const x = at(received + (node0 + i) * c);
    const y = at(sent + (node0 + j) * c);
    const e = at(edges + p * c);
    for (let h = 0; h < heads; h++) {
      const g = load<f32>(at(delta + p * heads + h));
      if (vector) {
        const g4 = f32x4.splat(g);
        for (let t = h * d; t < (h + 1) * d; t += 4) {
          const o = (<usize>t) << 2;
          const z = f32x4.add(f32x4.add(v128.load(x + o), v128.load(y + o)), v128.load(e + o));
          const slope = v128.bitselect(f32x4.splat(1), f32x4.splat(leak), f32x4.gt(z, f32x4.splat(0)));
          v128.store(dz + o, f32x4.mul(f32x4.mul(g4, v128.load(a + o)), slope));
          v128.store(dm + o, f32x4.mul(g4, f32x4.mul(z, slope)));
        }
      } else {
        for (let t = h * d; t < (h + 1) * d; t++) {
          const o = (<usize>t) << 2;
          const z: f32 = load<f32>(x + o) + load<f32>(y + o) + load<f32>(e + o);
          const slope: f32 = z > 0 ? 1 : leak;
          store<f32>(dz + o, g * load<f32>(a + o) * slope);
          store<f32>(dm + o, g * z * slope);
        }
      }
    }
  }
}

/** outReceived[i] = Σ over the pairs that i receives of x[p] */
export function sumByReceiver(
  x: i32, receivers: i32, out: i32, worlds: i32, v: i32, pairs: i32, c: i32, accumulate: i32,
): void {
  if (!accumulate) zero(at(out), worlds * v * c);
  for (let p = 0; p < worlds * pairs; p++) {
    const i = <i32>load<f32>(at(receivers + p));
    if (i >= 0) axpy(at(out + ((p / pairs) * v + i) * c), at(x + p * c), 1, c);
  }
}

/** outSent[j] = Σ over the pairs that j sends of x[p] + shares[p] · gradient[receiver] */
export function sumBySender(
  x: i32, gradient: i32, shares: i32, senders: i32, receivers: i32, out: i32, worlds: i32, v: i32,
  pairs: i32, heads: i32, d: i32, accumulate: i32,
): void {
  const c = heads * d;
  if (!accumulate) zero(at(out), worlds * v * c);
  for (let p = 0; p < worlds * pairs; p++) {
    const i = <i32>load<f32>(at(receivers + p));
    if (i < 0) continue;
    const node0 = (p / pairs) * v;
    const y = at(out + (node0 + <i32>load<f32>(at(senders + p))) * c);
    axpy(y, at(x + p * c), 1, c);
    const g = at(gradient + (node0 + i) * c);
    for (let h = 0; h < heads; h++) {
      const o = (<usize>(h * d)) << 2;
      axpy(y + o, g + o, load<f32>(at(shares + p * heads + h)), d);
    }
  }
}

/** out = (h + ReLU(gathered)) · present[row] */
export function residual(
  h: i32, gathered: i32, present: i32, out: i32, rows: i32, c: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const here = v128.load32_splat(at(present + row));
    const x = at(h + row * c);
    const g = at(gathered + row * c);
    const y = at(out + row * c);
    let i = 0;
    for (; i + 4 <= c; i += 4) {
      const o = (<usize>i) << 2;
      const message = f32x4.max(v128.load(g + o), f32x4.splat(0));
      v128.store(y + o, f32x4.mul(f32x4.add(v128.load(x + o), message), here));
    }
    for (; i < c; i++) {
      const o = (<usize>i) << 2;
      const value: f32 = load<f32>(x + o) + max<f32>(load<f32>(g + o), 0);
      store<f32>(y + o, value * f32x4.extract_lane(here, 0));
    }
  }
}

/** outH = gradient · present (+ what is there); outGathered = the same where gathered > 0 */
export function residualBack(
  gradient: i32, gathered: i32, present: i32, outH: i32, outGathered: i32, rows: i32, c: i32,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const here = v128.load32_splat(at(present + row));
    const d = at(gradient + row * c);
    const g = at(gathered + row * c);
    const y = at(outH + row * c);
    const z = at(outGathered + row * c);
    let i = 0;
    for (; i + 4 <= c; i += 4) {
      const o = (<usize>i) << 2;
      const value = f32x4.mul(v128.load(d + o), here);
      const passes = f32x4.gt(v128.load(g + o), f32x4.splat(0));
      v128.store(z + o, v128.and(value, passes));
      v128.store(y + o, accumulate ? f32x4.add(v128.load(y + o), value) : value);
    }
    for (; i < c; i++) {
      const o = (<usize>i) << 2;
      const value: f32 = load<f32>(d + o) * f32x4.extract_lane(here, 0);
      store<f32>(z + o, load<f32>(g + o) > 0 ? value : 0);
      store<f32>(y + o, accumulate ? load<f32>(y + o) + value : value);
    }
  }
}
