/**
 * Products with rows of three numbers that all heads read: poses, four rows at a time. Axes and
 * arguments are those of attention.ts.
 */

import { dot } from './elementwise';
import { at, madd, sumsOf } from './memory';

/** The first, second and third numbers of four rows of three, which lie one after the other in a, b, c. */
// @ts-ignore: decorator
@inline
function firsts(a: v128, b: v128, c: v128): v128 {
  const three = i8x16.shuffle(a, b, 0, 1, 2, 3, 12, 13, 14, 15, 24, 25, 26, 27, 0, 1, 2, 3);
  return i8x16.shuffle(three, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 21, 22, 23);
}

// @ts-ignore: decorator
@inline
function seconds(a: v128, b: v128, c: v128): v128 {
  const three = i8x16.shuffle(a, b, 4, 5, 6, 7, 16, 17, 18, 19, 28, 29, 30, 31, 0, 1, 2, 3);
  return i8x16.shuffle(three, c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 24, 25, 26, 27);
}

// @ts-ignore: decorator
@inline
function thirds(a: v128, b: v128, c: v128): v128 {
  const two = i8x16.shuffle(a, b, 8, 9, 10, 11, 20, 21, 22, 23, 0, 1, 2, 3, 0, 1, 2, 3);
  return i8x16.shuffle(two, c, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 28, 29, 30, 31);
}

/** innerProducts of rows of three numbers that all heads read: poses. */
export function innerProductsOf3(
  query: i32, rows: i32, out: i32, queries: i32, heads: i32, k: i32, perGroup: i32,
  accumulate: i32,
): void {
  for (let q = 0; q < queries; q++) {
    const group = at(rows + (q / perGroup) * k * 3);
    for (let i = 0; i < k; i += 4) {
      const y = group + (<usize>i) * 12;
      const count = min(4, k - i);
      if (count === 4) {
        const a = v128.load(y), b = v128.load(y, 16), c = v128.load(y, 32);
        const x0 = firsts(a, b, c), x1 = seconds(a, b, c), x2 = thirds(a, b, c);
        for (let h = 0; h < heads; h++) {
          const x = at(query + (q * heads + h) * 3);
          const to = at(out + (q * heads + h) * k + i);
          let sum = accumulate ? v128.load(to) : f32x4.splat(0);
          sum = madd(v128.load32_splat(x), x0, sum);
          sum = madd(v128.load32_splat(x, 4), x1, sum);
          sum = madd(v128.load32_splat(x, 8), x2, sum);
          v128.store(to, sum);
        }
        continue;
      }
      for (let h = 0; h < heads; h++) {
        const x = at(query + (q * heads + h) * 3);
        for (let j = 0; j < count; j++) {
          const to = at(out + (q * heads + h) * k + i + j);
          const value = dot(x, y + (<usize>j) * 12, 3);
          store<f32>(to, accumulate ? load<f32>(to) + value : value);
        }
      }
    }
  }
}

/** weightedSum of rows of three numbers that all heads read. */
export function weightedSumOf3(
  weights: i32, rows: i32, out: i32, queries: i32, heads: i32, k: i32, perGroup: i32,
  accumulate: i32,
): void {
  for (let q = 0; q < queries; q++) {
    const group = at(rows + (q / perGroup) * k * 3);
    for (let h = 0; h < heads; h++) {
      const w = at(weights + (q * heads + h) * k);
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0);
      let i = 0;
      for (; i + 4 <= k; i += 4) {
        const y = group + (<usize>i) * 12;
        const a = v128.load(y), b = v128.load(y, 16), c = v128.load(y, 32);
        const weight = v128.load(w + ((<usize>i) << 2));
        s0 = madd(weight, firsts(a, b, c), s0);
        s1 = madd(weight, seconds(a, b, c), s1);
        s2 = madd(weight, thirds(a, b, c), s2);
      }
      const sums = sumsOf(s0, s1, s2, f32x4.splat(0));
      let t0: f32 = f32x4.extract_lane(sums, 0);
      let t1: f32 = f32x4.extract_lane(sums, 1);
      let t2: f32 = f32x4.extract_lane(sums, 2);
      for (; i < k; i++) {
        const y = group + (<usize>i) * 12;
        const weight = load<f32>(w + ((<usize>i) << 2));
        t0 += weight * load<f32>(y);
        t1 += weight * load<f32>(y, 4);
        t2 += weight * load<f32>(y, 8);
      }
      const to = at(out + (q * heads + h) * 3);
      store<f32>(to, accumulate ? load<f32>(to) + t0 : t0);
      store<f32>(to, accumulate ? load<f32>(to, 4) + t1 : t1, 4);
      store<f32>(to, accumulate ? load<f32>(to, 8) + t2 : t2, 8);
    }
  }
}
