/**
 * Addresses and vector helpers shared by the kernels. Every kernel is given offsets into one arena, in
 * floats from its beginning; `at` makes an address of one. AssemblyScript; compiled by
 * compile-kernels.mjs twice, with and without relaxed multiply-add.
 */

/** Byte address of the arena, and of scratch memory beside it that a kernel may overwrite. */
let arena: usize = 0;
export let scratch: usize = 0;
/** 64 bytes of it. */
export let corner: usize = 0;

/** Each thread has scratch memory of its own. */
export function configure(arenaAddress: usize, scratchAddress: usize): void {
  arena = arenaAddress;
  corner = scratchAddress;
  scratch = scratchAddress + 64;
}

// @ts-expect-error: decorator
@inline
export function at(offset: i32): usize {
  return arena + ((<usize>offset) << 2);
}

/** a · b + c; one rounding where the engine has relaxed SIMD. */
// @ts-expect-error: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (isDefined(RELAXED)) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-expect-error: decorator
@inline
export function sumOf(v: v128): f32 {
  const pairs = f32x4.add(v, i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** [Σ a, Σ b, Σ c, Σ d] */
// @ts-expect-error: decorator
@inline
export function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(
    i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.shuffle(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
  );
  const cd = f32x4.add(
    i8x16.shuffle(c, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23),
    i8x16.shuffle(c, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31),
  );
  return f32x4.add(
    i8x16.shuffle(ab, cd, 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27),
    i8x16.shuffle(ab, cd, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31),
  );
}

/** Sixteen floats from `to` on = a, b, c, d (+ what is there). */
// @ts-expect-error: decorator
@inline
export function store16(to: usize, a: v128, b: v128, c: v128, d: v128, accumulate: i32): void {
  if (accumulate) {
    a = f32x4.add(a, v128.load(to));
    b = f32x4.add(b, v128.load(to, 16));
    c = f32x4.add(c, v128.load(to, 32));
    d = f32x4.add(d, v128.load(to, 48));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}

const log2e: f32 = 1.44269504;
const ln2High: f32 = 0.693359375;
const ln2Low: f32 = -2.12194440e-4;

/**
 * e^x of four numbers, each cut to ±87; relative error below 2e-7 (Cephes' expf). pmin and pmax are one instruction
 * each, min and max several, which tell zeros of both signs apart; NaN stays NaN as their first operand.
 */
// @ts-expect-error: decorator
@inline
export function exp4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87)), f32x4.splat(87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(log2e)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(ln2High)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(ln2Low)));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  const y = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, power);
}

// @ts-expect-error: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** 1 − 2 / (e^2x + 1) */
// @ts-expect-error: decorator
@inline
export function tanh4(x: v128): v128 {
  const e = exp4(f32x4.add(x, x));
  const one = f32x4.splat(1);
  return f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(e, one)));
}

// @ts-expect-error: decorator
@inline
export function tanh1(x: f32): f32 {
  return f32x4.extract_lane(tanh4(f32x4.splat(x)), 0);
}
