/**
 * Kernels of attention. Q queries, H heads, K rows a query may attend to, R numbers of a row that a
 * head reads. `perGroup` neighbouring queries share one group of K rows: 1 where each has its own, the
 * number of agents where a world's agents share its graph, K where a set attends to itself. A row is
 * `stride` floats long; head h reads from `headStride · h` on (0: every head reads the same numbers).
 */

import { axpy, dot, zero } from './elementwise';
import { at, exp1, exp4, madd, store16, sumOf, sumsOf, tanh1 } from './memory';
import { innerProductsOf3, weightedSumOf3 } from './poses';

/** out[q, h, k] = query[q, h, :] · rows[group(q), k, h, :] */
export function innerProducts(
  query: i32,
  rows: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  r: i32,
  perGroup: i32,
  stride: i32,
  headStride: i32,
  accumulate: i32,
): void {
  if (r === 3 && stride === 3 && headStride === 0) {
    innerProductsOf3(query, rows, out, queries, heads, k, perGroup, accumulate);
    return;
  }
  const rowBytes = (<usize>stride) << 2;
  for (let q = 0; q < queries; q++) {
    const group = rows + (q / perGroup) * k * stride;
    for (let h = 0; h < heads; h++) {
      const x = at(query + (q * heads + h) * r);
      let y = at(group + h * headStride);
      let to = at(out + (q * heads + h) * k);
      let i = 0;
      for (; i + 4 <= k; i += 4) {
        const y1 = y + rowBytes;
        const y2 = y1 + rowBytes;
        const y3 = y2 + rowBytes;
        let s0 = f32x4.splat(0),
          s1 = f32x4.splat(0),
          s2 = f32x4.splat(0),
          s3 = f32x4.splat(0);
        let c = 0;
        for (; c + 4 <= r; c += 4) {
          const o = (<usize>c) << 2;
          const a = v128.load(x + o);
          s0 = madd(a, v128.load(y + o), s0);
          s1 = madd(a, v128.load(y1 + o), s1);
          s2 = madd(a, v128.load(y2 + o), s2);
          s3 = madd(a, v128.load(y3 + o), s3);
        }
        let sums = sumsOf(s0, s1, s2, s3);
        for (; c < r; c++) {
          const o = (<usize>c) << 2;
          const four = f32x4(
            load<f32>(y + o),
            load<f32>(y1 + o),
            load<f32>(y2 + o),
            load<f32>(y3 + o),
          );
          sums = madd(f32x4.splat(load<f32>(x + o)), four, sums);
        }
        if (accumulate) sums = f32x4.add(sums, v128.load(to));
        v128.store(to, sums);
        to += 16;
        y = y3 + rowBytes;
      }
      for (; i < k; i++) {
        const value = dot(x, y, r);
        store<f32>(to, accumulate ? load<f32>(to) + value : value);
        to += 4;
        y += rowBytes;
      }
    }
  }
}

/** out[q, h, :] = Σ_k weights[q, h, k] · rows[group(q), k, h, :] */
export function weightedSum(
  weights: i32,
  rows: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  r: i32,
  perGroup: i32,
  stride: i32,
  headStride: i32,
  accumulate: i32,
): void {
  if (r === 3 && stride === 3 && headStride === 0) {
    weightedSumOf3(weights, rows, out, queries, heads, k, perGroup, accumulate);
    return;
  }
  const rowBytes = (<usize>stride) << 2;
  for (let q = 0; q < queries; q++) {
    const group = rows + (q / perGroup) * k * stride;
    for (let h = 0; h < heads; h++) {
      const w = at(weights + (q * heads + h) * k);
      const first = at(group + h * headStride);
      const y = at(out + (q * heads + h) * r);
      let c = 0;
      for (; c + 16 <= r; c += 16) {
        const o = (<usize>c) << 2;
        let s0 = f32x4.splat(0),
          s1 = f32x4.splat(0),
          s2 = f32x4.splat(0),
          s3 = f32x4.splat(0);
        let x = first + o;
        for (let i = 0; i < k; i++) {
          const a = v128.load32_splat(w + ((<usize>i) << 2));
          s0 = madd(a, v128.load(x), s0);
          s1 = madd(a, v128.load(x, 16), s1);
          s2 = madd(a, v128.load(x, 32), s2);
          s3 = madd(a, v128.load(x, 48), s3);
          x += rowBytes;
        }
        store16(y + o, s0, s1, s2, s3, accumulate);
      }
      for (; c + 8 <= r; c += 8) {
        const o = (<usize>c) << 2;
        let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
        let x = first + o;
        for (let i = 0; i < k; i++) {
          const a = v128.load32_splat(w + ((<usize>i) << 2));
          s0 = madd(a, v128.load(x), s0);
          s1 = madd(a, v128.load(x, 16), s1);
          x += rowBytes;
        }
        const z = y + o;
        if (accumulate) {
          s0 = f32x4.add(s0, v128.load(z));
          s1 = f32x4.add(s1, v128.load(z, 16));
        }
        v128.store(z, s0);
        v128.store(z, s1, 16);
      }
      if (c === r) continue;
      const o = (<usize>c) << 2;
      if (!accumulate) zero(y + o, r - c);
      let x = first + o;
      for (let i = 0; i < k; i++) {
        axpy(y + o, x, load<f32>(w + ((<usize>i) << 2)), r - c);
        x += rowBytes;
      }
    }
  }
}

/** out[g, k, h, :] = Σ over the group's queries of weights[q, h, k] · query[q, h, :] (and over h where all heads read the same) */
export function outerSum(
  weights: i32,
  query: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  r: i32,
  perGroup: i32,
  stride: i32,
  headStride: i32,
  accumulate: i32,
): void {
  const groups = queries / perGroup;
  const apart = headStride !== 0;
  // Where every head reads the same row, a group's (query, head) pairs are one list, h quickest.
  const together = apart ? 1 : heads;
  const passes = apart ? heads : 1;
  const steps = perGroup * together;
  const queryBytes = (<usize>(passes * r)) << 2;
  const weightBytes = (<usize>(passes * k)) << 2;
  for (let g = 0; g < groups; g++) {
    for (let h = 0; h < passes; h++) {
      const first = at(query + (g * perGroup * heads + h) * r);
      for (let i = 0; i < k; i++) {
        const w = at(weights + (g * perGroup * heads + h) * k + i);
        const y = at(out + (g * k + i) * stride + h * headStride);
        let c = 0;
        for (; c + 16 <= r; c += 16) {
          const o = (<usize>c) << 2;
          let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
          let x = first + o;
          let weight = w;
          for (let s = 0; s < steps; s++) {
            const a = v128.load32_splat(weight);
            s0 = madd(a, v128.load(x), s0);
            s1 = madd(a, v128.load(x, 16), s1);
            s2 = madd(a, v128.load(x, 32), s2);
            s3 = madd(a, v128.load(x, 48), s3);
            x += queryBytes;
            weight += weightBytes;
          }
          store16(y + o, s0, s1, s2, s3, accumulate);
        }
        for (; c + 4 <= r; c += 4) {
          const o = (<usize>c) << 2;
          let sum = accumulate ? v128.load(y + o) : f32x4.splat(0);
          let x = first + o;
          let weight = w;
          for (let s = 0; s < steps; s++) {
            sum = madd(v128.load32_splat(weight), v128.load(x), sum);
            x += queryBytes;
            weight += weightBytes;
          }
          v128.store(y + o, sum);
        }
        for (; c < r; c++) {
          const o = (<usize>c) << 2;
          let sum: f32 = accumulate ? load<f32>(y + o) : 0;
          let x = first + o;
          let weight = w;
          for (let s = 0; s < steps; s++) {
            sum += load<f32>(weight) * load<f32>(x);
            x += queryBytes;
            weight += weightBytes;
          }
          store<f32>(y + o, sum);
        }
      }
    }
  }
}

/** out[q, h, :] = softmax over the present rows of scale · logits; all 0 where none is present. */
export function softmax(
  logits: i32,
  mask: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  perGroup: i32,
  scale: f32,
): void {
  for (let q = 0; q < queries; q++) {
    const m = at(mask + (q / perGroup) * k);
    for (let h = 0; h < heads; h++) {
      const x = at(logits + (q * heads + h) * k);
      const y = at(out + (q * heads + h) * k);
      let most = f32x4.splat(-Infinity);
      let i = 0;
      for (; i + 4 <= k; i += 4) {
        const o = (<usize>i) << 2;
        const present = f32x4.ne(v128.load(m + o), f32x4.splat(0));
        const logits = v128.bitselect(v128.load(x + o), f32x4.splat(-Infinity), present);
        most = f32x4.pmax(logits, most);
      }
      let highest: f32 = max<f32>(
        max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
        max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
      );
      for (; i < k; i++) {
        const o = (<usize>i) << 2;
        if (load<f32>(m + o) !== 0) highest = max<f32>(highest, load<f32>(x + o));
      }
      if (highest === -Infinity) {
        for (i = 0; i < k; i++) store<f32>(y + ((<usize>i) << 2), 0);
        continue;
      }
      // Absent rows may hold any logit: it is cut to the highest before exp, and masked after.
      const top = f32x4.splat(highest);
      const scale4 = f32x4.splat(scale);
      let sum = f32x4.splat(0);
      for (i = 0; i + 4 <= k; i += 4) {
        const o = (<usize>i) << 2;
        const above = f32x4.pmin(f32x4.sub(v128.load(x + o), top), f32x4.splat(0));
        const e = f32x4.mul(exp4(f32x4.mul(above, scale4)), v128.load(m + o));
        v128.store(y + o, e);
        sum = f32x4.add(sum, e);
      }
      let total: f32 = sumOf(sum);
      for (; i < k; i++) {
        const o = (<usize>i) << 2;
        const above: f32 = min<f32>(load<f32>(x + o) - highest, 0);
        const e: f32 = exp1(above * scale) * load<f32>(m + o);
        store<f32>(y + o, e);
        total += e;
      }
      const share: f32 = <f32>1 / total;
      const share4 = f32x4.splat(share);
      for (i = 0; i + 4 <= k; i += 4) {
        const o = (<usize>i) << 2;
        v128.store(y + o, f32x4.mul(v128.load(y + o), share4));
      }
      for (; i < k; i++) {
        const o = (<usize>i) << 2;
        store<f32>(y + o, load<f32>(y + o) * share);
      }
    }
  }
}

/** out = scale · w ⊙ (gradient − Σ_k w · gradient) (+ what is there); rows = Q·H */
export function softmaxBack(
  weights: i32,
  gradient: i32,
  out: i32,
  rows: i32,
  k: i32,
  scale: f32,
  accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const w = at(weights + row * k);
    const d = at(gradient + row * k);
    const y = at(out + row * k);
    const along = dot(w, d, k);
    const along4 = f32x4.splat(along);
    const scale4 = f32x4.splat(scale);
    let i = 0;
    for (; i + 4 <= k; i += 4) {
      const o = (<usize>i) << 2;
      const scaled = f32x4.mul(scale4, v128.load(w + o));
      let value = f32x4.mul(scaled, f32x4.sub(v128.load(d + o), along4));
      if (accumulate) value = f32x4.add(value, v128.load(y + o));
      v128.store(y + o, value);
    }
    for (; i < k; i++) {
      const o = (<usize>i) << 2;
      const value: f32 = scale * load<f32>(w + o) * (load<f32>(d + o) - along);
      store<f32>(y + o, accumulate ? load<f32>(y + o) + value : value);
    }
  }
}

/** out[q, h, k] = 1 / (number of present rows) where present */
export function meanWeights(
  mask: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  perGroup: i32,
): void {
  for (let q = 0; q < queries; q++) {
    const m = at(mask + (q / perGroup) * k);
    let present: f32 = 0;
    for (let i = 0; i < k; i++) present += load<f32>(m + ((<usize>i) << 2));
    const share: f32 = <f32>1 / max<f32>(present, 1);
    for (let h = 0; h < heads; h++) {
      const y = at(out + (q * heads + h) * k);
      for (let i = 0; i < k; i++) {
        const o = (<usize>i) << 2;
        store<f32>(y + o, share * load<f32>(m + o));
      }
    }
  }
}

/** out[q, h, k] = Σ_d w[h, d] · tanh(query[q, h, d] + keys[q, k, h, d]) */
export function additiveScores(
  query: i32,
  keys: i32,
  w: i32,
  out: i32,
  queries: i32,
  heads: i32,
  k: i32,
  d: i32,
): void {
  const c = heads * d;
  for (let q = 0; q < queries; q++) {
    for (let i = 0; i < k; i++) {
      for (let h = 0; h < heads; h++) {
        let sum: f32 = 0;
        for (let j = h * d; j < (h + 1) * d; j++) {
          const x: f32 =
            load<f32>(at(query + q * c + j)) + load<f32>(at(keys + (q * k + i) * c + j));
          sum += load<f32>(at(w + j)) * tanh1(x);
        }
        store<f32>(at(out + (q * heads + h) * k + i), sum);
      }
    }
  }
}

/** mixed = tanh(query + keys); outKeys[q, k, h, d] = gradient[q, h, k] · w · (1 − mixed²), outMixed = gradient · mixed */
export function additiveBack(
  query: i32,
  keys: i32,
  w: i32,
  gradient: i32,
  outKeys: i32,
  outMixed: i32,
  queries: i32,
  heads: i32,
  k: i32,
  d: i32,
): void {
  const c = heads * d;
  for (let q = 0; q < queries; q++) {
    for (let i = 0; i < k; i++) {
      for (let h = 0; h < heads; h++) {
        const g: f32 = load<f32>(at(gradient + (q * heads + h) * k + i));
        for (let j = h * d; j < (h + 1) * d; j++) {
          const place = (q * k + i) * c + j;
          const t: f32 = tanh1(load<f32>(at(query + q * c + j)) + load<f32>(at(keys + place)));
          store<f32>(at(outKeys + place), g * load<f32>(at(w + j)) * (1 - t * t));
          store<f32>(at(outMixed + place), g * t);
        }
      }
    }
  }
}

/** The highest of the present rows, channel by channel: out[q, c], which[q, c] its row or −1, weights[q, h, k] the share of channels. */
export function maxPool(
  rows: i32,
  mask: i32,
  out: i32,
  which: i32,
  weights: i32,
  queries: i32,
  heads: i32,
  k: i32,
  d: i32,
  perGroup: i32,
): void {
  const c = heads * d;
  for (let q = 0; q < queries; q++) {
    const m = mask + (q / perGroup) * k;
    zero(at(weights + q * heads * k), heads * k);
    for (let j = 0; j < c; j++) {
      let highest: f32 = -Infinity;
      let chosen = -1;
      for (let i = 0; i < k; i++) {
        if (load<f32>(at(m + i)) === 0) continue;
        const value = load<f32>(at(rows + (q * k + i) * c + j));
        if (value > highest) {
          highest = value;
          chosen = i;
        }
      }
      store<f32>(at(out + q * c + j), chosen < 0 ? 0 : highest);
      store<f32>(at(which + q * c + j), <f32>chosen);
      if (chosen < 0) continue;
      const weight = at(weights + (q * heads + j / d) * k + chosen);
      store<f32>(weight, load<f32>(weight) + <f32>1 / <f32>d);
    }
  }
}

/** out[q, k, c] = gradient[q, c] where which[q, c] = k, else 0 (+ what is there) */
export function maxPoolBack(
  gradient: i32,
  which: i32,
  out: i32,
  queries: i32,
  k: i32,
  c: i32,
  accumulate: i32,
): void {
  if (!accumulate) zero(at(out), queries * k * c);
  for (let q = 0; q < queries; q++) {
    for (let j = 0; j < c; j++) {
      const chosen = <i32>load<f32>(at(which + q * c + j));
      if (chosen < 0) continue;
      const y = at(out + (q * k + chosen) * c + j);
      store<f32>(y, load<f32>(y) + load<f32>(at(gradient + q * c + j)));
    }
  }
}
