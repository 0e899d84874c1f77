/**
 * GATv2's scores between queries and keys, and their gradients (nn/set-graph.ts has the equation). Q queries,
 * H heads, K keys of a group, which `perGroup` neighbouring queries share, D numbers of a head.
 * z = query + key, m = LeakyReLU(z). Nothing of a pair is kept: its z is summed once more for the gradients.
 */
import { leak, leaky4 } from './graph';
import { at, madd, sumsOf } from './memory';

/** What g becomes on its way through LeakyReLU at z */
// @ts-ignore: decorator
@inline
function sloped4(g: v128, z: v128): v128 {
  return v128.bitselect(g, f32x4.mul(g, f32x4.splat(leak)), f32x4.gt(z, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function sloped1(g: f32, z: f32): f32 {
  return z > 0 ? g : g * leak;
}

/** out[q, h, k] = Σ_d w[h, d] · m[q, k, h, d] */
export function leakyScores(
  query: i32, keys: i32, w: i32, out: i32, queries: i32, heads: i32, k: i32, d: i32, perGroup: i32,
): void {
  const c = heads * d;
  const rowBytes = (<usize>c) << 2;
  for (let q = 0; q < queries; q++) {
    for (let h = 0; h < heads; h++) {
      const x = at(query + (q * heads + h) * d);
      const a = at(w + h * d);
      let y = at(keys + (q / perGroup) * k * c + h * d);
      let to = at(out + (q * heads + h) * k);
      let i = 0;
      for (; i + 4 <= k; i += 4) {
        const y1 = y + rowBytes, y2 = y1 + rowBytes, y3 = y2 + rowBytes;
        let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
        let t = 0;
        for (; t + 4 <= d; t += 4) {
          const o = (<usize>t) << 2;
          const z = v128.load(x + o);
          const weight = v128.load(a + o);
          s0 = madd(leaky4(f32x4.add(z, v128.load(y + o))), weight, s0);
          s1 = madd(leaky4(f32x4.add(z, v128.load(y1 + o))), weight, s1);
          s2 = madd(leaky4(f32x4.add(z, v128.load(y2 + o))), weight, s2);
          s3 = madd(leaky4(f32x4.add(z, v128.load(y3 + o))), weight, s3);
        }
        let sums = sumsOf(s0, s1, s2, s3);
        for (; t < d; t++) {
          const o = (<usize>t) << 2;
          const four = f32x4(
            load<f32>(y + o), load<f32>(y1 + o), load<f32>(y2 + o), load<f32>(y3 + o),
          );
          const z = f32x4.add(v128.load32_splat(x + o), four);
          sums = madd(leaky4(z), v128.load32_splat(a + o), sums);
        }
        v128.store(to, sums);
        to += 16;
        y = y3 + rowBytes;
      }
      for (; i < k; i++) {
        let sum: f32 = 0;
        for (let t = 0; t < d; t++) {
          const o = (<usize>t) << 2;
          const z: f32 = load<f32>(x + o) + load<f32>(y + o);
          sum += max<f32>(z, leak * z) * load<f32>(a + o);
        }
        store<f32>(to, sum);
        to += 4;
        y += rowBytes;
      }
    }
  }
}

/** out[q, h, d] = w · Σ_k gradient[q, h, k] · slope(z) (+ what is there); outMixed[q, h, d] = Σ_k gradient · m */
export function leakyQueries(
  query: i32, keys: i32, w: i32, gradient: i32, out: i32, outMixed: i32,
  queries: i32, heads: i32, k: i32, d: i32, perGroup: i32, accumulate: i32,
): void {
  const c = heads * d;
  const rowBytes = (<usize>c) << 2;
  for (let q = 0; q < queries; q++) {
    for (let h = 0; h < heads; h++) {
      const place = (q * heads + h) * d;
      const first = at(keys + (q / perGroup) * k * c + h * d);
      const g = at(gradient + (q * heads + h) * k);
      let t = 0;
      for (; t + 4 <= d; t += 4) {
        const x = v128.load(at(query + place + t));
        let slopes = f32x4.splat(0), mixed = f32x4.splat(0);
        let y = first + ((<usize>t) << 2);
        for (let i = 0; i < k; i++) {
          const z = f32x4.add(x, v128.load(y));
          const passed = sloped4(v128.load32_splat(g + ((<usize>i) << 2)), z);
          slopes = f32x4.add(slopes, passed);
          mixed = madd(passed, z, mixed);
          y += rowBytes;
        }
        const to = at(out + place + t);
        const value = f32x4.mul(slopes, v128.load(at(w + h * d + t)));
        v128.store(to, accumulate ? f32x4.add(value, v128.load(to)) : value);
        v128.store(at(outMixed + place + t), mixed);
      }
      for (; t < d; t++) {
        const x = load<f32>(at(query + place + t));
        let slopes: f32 = 0, mixed: f32 = 0;
        let y = first + ((<usize>t) << 2);
        for (let i = 0; i < k; i++) {
          const z: f32 = x + load<f32>(y);
          const passed = sloped1(load<f32>(g + ((<usize>i) << 2)), z);
          slopes += passed;
          mixed += passed * z;
          y += rowBytes;
        }
        const to = at(out + place + t);
        const value: f32 = slopes * load<f32>(at(w + h * d + t));
        store<f32>(to, accumulate ? value + load<f32>(to) : value);
        store<f32>(at(outMixed + place + t), mixed);
      }
    }
  }
}

/** out[k, h, d] = w · Σ over the group's queries of gradient[q, h, k] · slope(z) (+ what is there) */
export function leakyKeys(
  query: i32, keys: i32, w: i32, gradient: i32, out: i32,
  queries: i32, heads: i32, k: i32, d: i32, perGroup: i32, accumulate: i32,
): void {
  const c = heads * d;
  const rowBytes = (<usize>c) << 2;
  const gradientBytes = (<usize>(heads * k)) << 2;
  for (let row = 0; row < (queries / perGroup) * k; row++) {
    const asked = (row / k) * perGroup;
    for (let h = 0; h < heads; h++) {
      const place = row * c + h * d;
      const first = at(query + asked * c + h * d);
      const from = at(gradient + (asked * heads + h) * k + (row % k));
      let t = 0;
      for (; t + 4 <= d; t += 4) {
        const y = v128.load(at(keys + place + t));
        let slopes = f32x4.splat(0);
        let x = first + ((<usize>t) << 2);
        let g = from;
        for (let q = 0; q < perGroup; q++) {
          slopes = f32x4.add(slopes, sloped4(v128.load32_splat(g), f32x4.add(y, v128.load(x))));
          x += rowBytes;
          g += gradientBytes;
        }
        const to = at(out + place + t);
        const value = f32x4.mul(slopes, v128.load(at(w + h * d + t)));
        v128.store(to, accumulate ? f32x4.add(value, v128.load(to)) : value);
      }
      for (; t < d; t++) {
        const y = load<f32>(at(keys + place + t));
        let slopes: f32 = 0;
        let x = first + ((<usize>t) << 2);
        let g = from;
        for (let q = 0; q < perGroup; q++) {
          slopes += sloped1(load<f32>(g), y + load<f32>(x));
          x += rowBytes;
          g += gradientBytes;
        }
        const to = at(out + place + t);
        const value: f32 = slopes * load<f32>(at(w + h * d + t));
        store<f32>(to, accumulate ? value + load<f32>(to) : value);
      }
    }
  }
}
