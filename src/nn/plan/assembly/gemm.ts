/**
 * Matrix products of row-major matrices with strides, for a batch of equal shapes:
 *
 *   mode 0   C[m, n] = A[m, k] · B[k, n]
 *   mode 1   C[m, n] = A[m, k] · B[n, k]ᵀ
 *   mode 2   C[m, n] = A[k, m]ᵀ · B[k, n]
 *
 * B is copied into panels of eight columns, so that the inner loop reads it straight through; 4 × 8
 * results stay in registers (Goto and van de Geijn 2008, for 128-bit registers; 5 or 6 × 8 would
 * load less per product, but V8 then spills and halves the rate). `k` is worked off in
 * blocks that keep a panel in the first cache.
 */
import { at, corner, madd, scratch } from './memory';

const relu = 1;
const accumulate = 2;
const blockK = 512;

/** Copies B[p0 … p0 + count, all n columns] into panels [⌈n/8⌉][count][8], absent columns as 0. */
function packRows(b: usize, ldb: i32, n: i32, count: i32): void {
  let to = scratch;
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    let from = b + ((<usize>j) << 2);
    if (columns === 8) {
      for (let p = 0; p < count; p++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += (<usize>ldb) << 2;
        to += 32;
      }
    } else {
      for (let p = 0; p < count; p++) {
        v128.store(to, f32x4.splat(0));
        v128.store(to, f32x4.splat(0), 16);
        for (let c = 0; c < columns; c++) {
          store<f32>(to + ((<usize>c) << 2), load<f32>(from + ((<usize>c) << 2)));
        }
        from += (<usize>ldb) << 2;
        to += 32;
      }
    }
  }
}

/** As packRows, of B[n, k] read as its transpose. */
function packColumns(b: usize, ldb: i32, n: i32, count: i32): void {
  let panel = scratch;
  const stride = (<usize>ldb) << 2;
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    for (let c = 0; c < 8; c++) {
      let to = panel + ((<usize>c) << 2);
      if (c < columns) {
        let from = b + (<usize>(j + c)) * stride;
        for (let p = 0; p < count; p++) {
          store<f32>(to, load<f32>(from));
          from += 4;
          to += 32;
        }
      } else {
        for (let p = 0; p < count; p++) {
          store<f32>(to, 0);
          to += 32;
        }
      }
    }
    panel += (<usize>count) << 5;
  }
}

/** Four rows of A[m, k] from `a` on, as a panel [count][4]. */
function packFourRows(a: usize, rowBytes: usize, count: i32, to: usize): void {
  let a1 = a + rowBytes;
  let a2 = a1 + rowBytes;
  let a3 = a2 + rowBytes;
  let p = count;
  for (; p >= 4; p -= 4) {
    const r0 = v128.load(a), r1 = v128.load(a1), r2 = v128.load(a2), r3 = v128.load(a3);
    const x = i8x16.shuffle(r0, r1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const y = i8x16.shuffle(r0, r1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const z = i8x16.shuffle(r2, r3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const w = i8x16.shuffle(r2, r3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    v128.store(to, i8x16.shuffle(x, z, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(to, i8x16.shuffle(x, z, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 16);
    v128.store(to, i8x16.shuffle(y, w, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), 32);
    v128.store(to, i8x16.shuffle(y, w, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 48);
    a += 16; a1 += 16; a2 += 16; a3 += 16;
    to += 64;
  }
  for (; p > 0; p--) {
    store<f32>(to, load<f32>(a));
    store<f32>(to, load<f32>(a1), 4);
    store<f32>(to, load<f32>(a2), 8);
    store<f32>(to, load<f32>(a3), 12);
    a += 4; a1 += 4; a2 += 4; a3 += 4;
    to += 16;
  }
}

/** Four columns of A[k, m] from `a` on, as a panel [count][4]. */
function packFourColumns(a: usize, rowBytes: usize, count: i32, to: usize): void {
  for (let p = 0; p < count; p++) {
    v128.store(to, v128.load(a));
    a += rowBytes;
    to += 16;
  }
}

/** One row of results: adds what is there or the bias, ReLU, and only the columns that exist. */
// @ts-expect-error: decorator
@inline
function put(c: usize, low: v128, high: v128, bias: usize, columns: i32, flags: i32): void {
  if (columns === 8) {
    if (flags & accumulate) {
      low = f32x4.add(low, v128.load(c));
      high = f32x4.add(high, v128.load(c, 16));
    }
    if (bias) {
      low = f32x4.add(low, v128.load(bias));
      high = f32x4.add(high, v128.load(bias, 16));
    }
    if (flags & relu) {
      low = f32x4.max(low, f32x4.splat(0));
      high = f32x4.max(high, f32x4.splat(0));
    }
    v128.store(c, low);
    v128.store(c, high, 16);
    return;
  }
  putSome(c, low, high, bias, columns, flags);
}

function putSome(c: usize, low: v128, high: v128, bias: usize, columns: i32, flags: i32): void {
  const row = corner;
  v128.store(row, low);
  v128.store(row, high, 16);
  for (let j = 0; j < columns; j++) {
    const i = (<usize>j) << 2;
    let value = load<f32>(row + i);
    if (flags & accumulate) value += load<f32>(c + i);
    if (bias) value += load<f32>(bias + i);
    if (flags & relu) value = max<f32>(value, 0);
    store<f32>(c + i, value);
  }
}

/** 4 × 8 results from a panel of A [count][4] and one of B [count][8]. */
function tile(
  a: usize, b: usize, count: i32,
  c: usize, ldc: usize, bias: usize, columns: i32, flags: i32,
): void {
  let l0 = f32x4.splat(0), h0 = f32x4.splat(0);
  let l1 = f32x4.splat(0), h1 = f32x4.splat(0);
  let l2 = f32x4.splat(0), h2 = f32x4.splat(0);
  let l3 = f32x4.splat(0), h3 = f32x4.splat(0);
  // Unrolled by hand it is slower: the engine then keeps more in flight than there are registers.
  for (let p = 0; p < count; p++) {
    const low = v128.load(b);
    const high = v128.load(b, 16);
    let x = v128.load32_splat(a);
    l0 = madd(x, low, l0); h0 = madd(x, high, h0);
    x = v128.load32_splat(a, 4);
    l1 = madd(x, low, l1); h1 = madd(x, high, h1);
    x = v128.load32_splat(a, 8);
    l2 = madd(x, low, l2); h2 = madd(x, high, h2);
    x = v128.load32_splat(a, 12);
    l3 = madd(x, low, l3); h3 = madd(x, high, h3);
    a += 16;
    b += 32;
  }
  put(c, l0, h0, bias, columns, flags);
  put(c + ldc, l1, h1, bias, columns, flags);
  put(c + 2 * ldc, l2, h2, bias, columns, flags);
  put(c + 3 * ldc, l3, h3, bias, columns, flags);
}

/** 1 × 8 results: the rows that are left over. */
function rest(
  a: usize, step: usize, panel: usize, count: i32,
  c: usize, bias: usize, columns: i32, flags: i32,
): void {
  let low = f32x4.splat(0);
  let high = f32x4.splat(0);
  for (let p = 0; p < count; p++) {
    const x = v128.load32_splat(a);
    low = madd(x, v128.load(panel), low);
    high = madd(x, v128.load(panel, 16), high);
    a += step;
    panel += 32;
  }
  put(c, low, high, bias, columns, flags);
}

export function gemm(
  mode: i32, batch: i32, m: i32, n: i32, k: i32,
  a: i32, lda: i32, sa: i32, b: i32, ldb: i32, sb: i32, c: i32, ldc: i32, sc: i32,
  bias: i32, flags: i32,
): void {
  const alongColumns = mode === 2;
  const rowBytes = (<usize>lda) << 2;
  const outBytes = (<usize>ldc) << 2;
  for (let i = 0; i < batch; i++) {
    const a0 = at(a + i * sa);
    const b0 = at(b + i * sb);
    const c0 = at(c + i * sc);
    let p = 0;
    do {
      const count = min(blockK, k - p);
      const last = p + count >= k;
      const blockFlags = (p > 0 ? flags | accumulate : flags) & (last ? 3 : accumulate);
      const blockBias: usize = last && bias >= 0 ? at(bias) : 0;
      if (mode === 1) packColumns(b0 + ((<usize>p) << 2), ldb, n, count);
      else packRows(b0 + (((<usize>p) * ldb) << 2), ldb, n, count);
      const aBlock = alongColumns ? a0 + (<usize>p) * rowBytes : a0 + ((<usize>p) << 2);
      // One panel of A at a time: it stays in the first cache while all panels of B pass by.
      const aPanel = scratch + (((<usize>n + 7) & ~7) * (<usize>count) << 2);
      let row = 0;
      for (; row + 4 <= m; row += 4) {
        if (alongColumns) packFourColumns(aBlock + ((<usize>row) << 2), rowBytes, count, aPanel);
        else packFourRows(aBlock + (<usize>row) * rowBytes, rowBytes, count, aPanel);
        let panel = scratch;
        let out = c0 + (<usize>row) * outBytes;
        let offset = blockBias;
        for (let j = 0; j < n; j += 8) {
          tile(aPanel, panel, count, out, outBytes, offset, min(8, n - j), blockFlags);
          panel += (<usize>count) << 5;
          out += 32;
          if (offset) offset += 32;
        }
      }
      for (; row < m; row++) {
        const from = alongColumns ? aBlock + ((<usize>row) << 2) : aBlock + (<usize>row) * rowBytes;
        let panel = scratch;
        let out = c0 + (<usize>row) * outBytes;
        let offset = blockBias;
        for (let j = 0; j < n; j += 8) {
          rest(from, alongColumns ? rowBytes : 4, panel, count, out, offset, min(8, n - j), blockFlags);
          panel += (<usize>count) << 5;
          out += 32;
          if (offset) offset += 32;
        }
      }
      p += count;
    } while (p < k);
  }
}
