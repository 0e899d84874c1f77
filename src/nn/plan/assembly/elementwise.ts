/** Kernels that go over rows and columns: copies, sums, masks, layer norm. Axes: rows × columns. */
import { at, madd, store16, sumOf } from './memory';

/** y += a · x over `count` floats. */
// @ts-expect-error: decorator
@inline
export function axpy(y: usize, x: usize, a: f32, count: i32): void {
  const factor = f32x4.splat(a);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, madd(factor, v128.load(x), v128.load(y)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<f32>(y, load<f32>(y) + a * load<f32>(x));
    x += 4;
    y += 4;
  }
}

// @ts-expect-error: decorator
@inline
export function zero(y: usize, count: i32): void {
  memory.fill(y, 0, (<usize>count) << 2);
}

/** y = x over `count` floats: shorter than the engine's own call for a short row. */
// @ts-ignore: decorator
@inline
export function copy(y: usize, x: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, v128.load(x));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<f32>(y, load<f32>(x));
    x += 4;
    y += 4;
  }
}

/** Σ x · y over `count` floats. */
// @ts-expect-error: decorator
@inline
export function dot(x: usize, y: usize, count: i32): f32 {
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    sum = madd(v128.load(x), v128.load(y), sum);
    x += 16;
    y += 16;
  }
  let total: f32 = sumOf(sum);
  for (; i < count; i++) {
    total += load<f32>(x) * load<f32>(y);
    x += 4;
    y += 4;
  }
  return total;
}

/** to[row, column] = from[row, column] (+ what is there). */
export function copyColumns(
  from: i32, fromStride: i32, to: i32, toStride: i32, rows: i32, columns: i32, accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const x = at(from + row * fromStride);
    const y = at(to + row * toStride);
    if (accumulate) axpy(y, x, 1, columns);
    else if (columns > 512) memory.copy(y, x, (<usize>columns) << 2);
    else copy(y, x, columns);
  }
}

/** out[column] = Σ_row x[row, column] */
export function columnSum(
  x: i32, rows: i32, columns: i32, out: i32, accumulate: i32,
): void {
  const y = at(out);
  const rowBytes = (<usize>columns) << 2;
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    const o = (<usize>c) << 2;
    let from = at(x) + o;
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    for (let row = 0; row < rows; row++) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
      from += rowBytes;
    }
    store16(y + o, s0, s1, s2, s3, accumulate);
  }
  if (c === columns) return;
  const o = (<usize>c) << 2;
  if (!accumulate) zero(y + o, columns - c);
  for (let row = 0; row < rows; row++) axpy(y + o, at(x + row * columns) + o, 1, columns - c);
}

/** out[column] = Σ_row x[row, column] · y[row, column] */
export function columnProducts(
  x: i32, y: i32, rows: i32, columns: i32, out: i32, accumulate: i32,
): void {
  const o = at(out);
  if (!accumulate) zero(o, columns);
  for (let row = 0; row < rows; row++) {
    const xs = at(x + row * columns);
    const ys = at(y + row * columns);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const i = (<usize>c) << 2;
      v128.store(o + i, madd(v128.load(xs + i), v128.load(ys + i), v128.load(o + i)));
    }
    for (; c < columns; c++) {
      const i = (<usize>c) << 2;
      store<f32>(o + i, load<f32>(o + i) + load<f32>(xs + i) * load<f32>(ys + i));
    }
  }
}

/** gradient = 0 where the ReLU's result is 0 */
export function reluMask(result: i32, gradient: i32, count: i32): void {
  let y = at(result);
  let dy = at(gradient);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const kept = f32x4.gt(v128.load(y), f32x4.splat(0));
    v128.store(dy, v128.and(v128.load(dy), kept));
    y += 16;
    dy += 16;
  }
  for (; i < count; i++) {
    if (load<f32>(y) <= 0) store<f32>(dy, 0);
    y += 4;
    dy += 4;
  }
}

export function add(a: i32, b: i32, out: i32, count: i32): void {
  const x = at(a);
  const y = at(b);
  const z = at(out);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const o = (<usize>i) << 2;
    v128.store(z + o, f32x4.add(v128.load(x + o), v128.load(y + o)));
  }
  for (; i < count; i++) {
    const o = (<usize>i) << 2;
    store<f32>(z + o, load<f32>(x + o) + load<f32>(y + o));
  }
}

/** out[row, column] = x[row, column] · factor[row] (+ what is there) */
export function scaleRows(
  x: i32, factor: i32, out: i32, rows: i32, columns: i32, accumulate: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const y = at(out + row * columns);
    if (!accumulate) zero(y, columns);
    axpy(y, at(x + row * columns), load<f32>(at(factor + row)), columns);
  }
}

/** out[row, column] = x[row, column] · factor[column] (+ what is there) */
export function scaleColumns(
  x: i32, factor: i32, out: i32, rows: i32, columns: i32, accumulate: i32,
): void {
  const f = at(factor);
  for (let row = 0; row < rows; row++) {
    const xs = at(x + row * columns);
    const y = at(out + row * columns);
    for (let c = 0; c < columns; c++) {
      const i = (<usize>c) << 2;
      const value = load<f32>(xs + i) * load<f32>(f + i);
      store<f32>(y + i, accumulate ? load<f32>(y + i) + value : value);
    }
  }
}

/** out[g·s + i, column] = x[g·s + i, column] + shared[g', i, column], g' = g / perGroup; s rows each. */
export function addShared(
  x: i32, shared: i32, out: i32, queries: i32, perGroup: i32, size: i32,
): void {
  for (let q = 0; q < queries; q++) {
    add(x + q * size, shared + (q / perGroup) * size, out + q * size, size);
  }
}

/** out[g, i] = Σ over the group's queries of x[q, i], each `size` floats */
export function sumShared(
  x: i32, out: i32, queries: i32, perGroup: i32, size: i32, accumulate: i32,
): void {
  for (let q = 0; q < queries; q++) {
    const y = at(out + (q / perGroup) * size);
    if (q % perGroup === 0 && !accumulate) zero(y, size);
    axpy(y, at(x + q * size), 1, size);
  }
}

/** out[q] = x[group(q), index[q]], 0 where the index is −1. Axes: G·V rows of C. */
export function takeRows(
  x: i32, index: i32, out: i32, queries: i32, perGroup: i32, rows: i32, columns: i32,
): void {
  for (let q = 0; q < queries; q++) {
    const chosen = <i32>load<f32>(at(index + q));
    const y = at(out + q * columns);
    if (chosen < 0) zero(y, columns);
    else copy(y, at(x + ((q / perGroup) * rows + chosen) * columns), columns);
  }
}

/** out[row, i] = sign[i] · x[row, from[i]] where the row is mirrored, else x[row, i]. */
export function mirrorRows(
  x: i32, mirrored: i32, from: i32, sign: i32, out: i32, rows: i32, columns: i32,
): void {
  for (let row = 0; row < rows; row++) {
    const a = x + row * columns;
    const y = at(out + row * columns);
    if (load<f32>(at(mirrored + row)) == 0) {
      copy(y, at(a), columns);
      continue;
    }
    for (let i = 0; i < columns; i++) {
      const source = <i32>load<f32>(at(from + i));
      store<f32>(y + (i << 2), load<f32>(at(sign + i)) * load<f32>(at(a + source)));
    }
  }
}

/** out[group(q), index[q]] += x[q] */
export function giveRows(
  x: i32, index: i32, out: i32, queries: i32, perGroup: i32, rows: i32, columns: i32,
  accumulate: i32,
): void {
  if (!accumulate) zero(at(out), (queries / perGroup) * rows * columns);
  for (let q = 0; q < queries; q++) {
    const chosen = <i32>load<f32>(at(index + q));
    if (chosen < 0) continue;
    axpy(at(out + ((q / perGroup) * rows + chosen) * columns), at(x + q * columns), 1, columns);
  }
}

/** normal = (x − mean) / deviation, out = normal · gain + shift, ReLU if asked; inverse[row] = 1 / deviation */
export function layerNorm(
  x: i32, gain: i32, shift: i32, out: i32, normal: i32, inverse: i32, rows: i32, columns: i32,
  relu: i32,
): void {
  const g = at(gain);
  const s = at(shift);
  for (let row = 0; row < rows; row++) {
    const xs = at(x + row * columns);
    const n = at(normal + row * columns);
    const y = at(out + row * columns);
    let total: f32 = 0;
    let sum = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) sum = f32x4.add(sum, v128.load(xs + ((<usize>c) << 2)));
    total = sumOf(sum);
    for (; c < columns; c++) total += load<f32>(xs + ((<usize>c) << 2));
    const mean: f32 = total / <f32>columns;
    const mean4 = f32x4.splat(mean);
    sum = f32x4.splat(0);
    for (c = 0; c + 4 <= columns; c += 4) {
      const d = f32x4.sub(v128.load(xs + ((<usize>c) << 2)), mean4);
      sum = madd(d, d, sum);
    }
    total = sumOf(sum);
    for (; c < columns; c++) {
      const d: f32 = load<f32>(xs + ((<usize>c) << 2)) - mean;
      total += d * d;
    }
    const scale: f32 = <f32>1 / sqrt<f32>(total / <f32>columns + 1e-5);
    store<f32>(at(inverse + row), scale);
    const scale4 = f32x4.splat(scale);
    for (c = 0; c + 4 <= columns; c += 4) {
      const i = (<usize>c) << 2;
      const value = f32x4.mul(f32x4.sub(v128.load(xs + i), mean4), scale4);
      v128.store(n + i, value);
      let result = madd(value, v128.load(g + i), v128.load(s + i));
      if (relu) result = f32x4.max(result, f32x4.splat(0));
      v128.store(y + i, result);
    }
    for (; c < columns; c++) {
      const i = (<usize>c) << 2;
      const value: f32 = (load<f32>(xs + i) - mean) * scale;
      store<f32>(n + i, value);
      let result: f32 = value * load<f32>(g + i) + load<f32>(s + i);
      if (relu) result = max<f32>(result, 0);
      store<f32>(y + i, result);
    }
  }
}

/** The gradient of layerNorm's x from that of its result (with ReLU's mask applied already). */
export function layerNormBack(
  gradient: i32, normal: i32, inverse: i32, gain: i32, out: i32, rows: i32, columns: i32,
  accumulate: i32,
): void {
  const g = at(gain);
  for (let row = 0; row < rows; row++) {
    const dy = at(gradient + row * columns);
    const n = at(normal + row * columns);
    const dx = at(out + row * columns);
    let sum = f32x4.splat(0);
    let products = f32x4.splat(0);
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const i = (<usize>c) << 2;
      const d = f32x4.mul(v128.load(dy + i), v128.load(g + i));
      sum = f32x4.add(sum, d);
      products = madd(d, v128.load(n + i), products);
    }
    let total: f32 = sumOf(sum);
    let along: f32 = sumOf(products);
    for (; c < columns; c++) {
      const i = (<usize>c) << 2;
      const d: f32 = load<f32>(dy + i) * load<f32>(g + i);
      total += d;
      along += d * load<f32>(n + i);
    }
    total /= <f32>columns;
    along /= <f32>columns;
    const scale: f32 = load<f32>(at(inverse + row));
    const total4 = f32x4.splat(total);
    const along4 = f32x4.splat(along);
    const scale4 = f32x4.splat(scale);
    for (c = 0; c + 4 <= columns; c += 4) {
      const i = (<usize>c) << 2;
      const d = f32x4.sub(f32x4.mul(v128.load(dy + i), v128.load(g + i)), total4);
      let value = f32x4.mul(scale4, f32x4.sub(d, f32x4.mul(v128.load(n + i), along4)));
      if (accumulate) value = f32x4.add(value, v128.load(dx + i));
      v128.store(dx + i, value);
    }
    for (; c < columns; c++) {
      const i = (<usize>c) << 2;
      const d: f32 = load<f32>(dy + i) * load<f32>(g + i);
      const value: f32 = scale * (d - total - load<f32>(n + i) * along);
      store<f32>(dx + i, accumulate ? load<f32>(dx + i) + value : value);
    }
  }
}
