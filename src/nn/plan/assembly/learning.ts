/**
 * Kernels of actor, losses and optimiser. N samples; actions [N, 2] on the unit disc; a critic's values are
 * [N, columns], quantiles of the return whose mean is Q.
 */
import { at, sumOf, tanh1 } from './memory';

/** action = u · tanh|u| / |u|, reach = |u| (with 1e-6 under the root, so that it has a gradient at 0) */
export function squash(u: i32, action: i32, reach: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    const x: f32 = load<f32>(at(u + 2 * i));
    const y: f32 = load<f32>(at(u + 2 * i + 1));
    const length: f32 = sqrt<f32>(x * x + y * y + 1e-6);
    const scale: f32 = tanh1(length) / length;
    store<f32>(at(action + 2 * i), x * scale);
    store<f32>(at(action + 2 * i + 1), y * scale);
    store<f32>(at(reach + i), length);
  }
}

/** out = dL/du from the gradients of the action and of the reach */
export function squashBack(
  u: i32,
  reach: i32,
  gradient: i32,
  reachGradient: i32,
  out: i32,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const x: f32 = load<f32>(at(u + 2 * i));
    const y: f32 = load<f32>(at(u + 2 * i + 1));
    const r: f32 = load<f32>(at(reach + i));
    const t: f32 = tanh1(r);
    const scale: f32 = t / r;
    const gx: f32 = load<f32>(at(gradient + 2 * i));
    const gy: f32 = load<f32>(at(gradient + 2 * i + 1));
    // d(tanh r / r)/dr · dr/du = ((1 − t²) − t / r) / r² · u
    const slope: f32 = (1 - t * t - scale) / (r * r);
    const along: f32 = (gx * x + gy * y) * slope;
    const pull: f32 = load<f32>(at(reachGradient + i)) / r;
    store<f32>(at(out + 2 * i), gx * scale + (along + pull) * x);
    store<f32>(at(out + 2 * i + 1), gy * scale + (along + pull) * y);
  }
}

/** out = action + noise, cut back to the unit disc */
export function disturb(action: i32, noise: i32, out: i32, n: i32): void {
  for (let i = 0; i < n; i++) {
    const x: f32 = load<f32>(at(action + 2 * i)) + load<f32>(at(noise + 2 * i));
    const y: f32 = load<f32>(at(action + 2 * i + 1)) + load<f32>(at(noise + 2 * i + 1));
    const length: f32 = max<f32>(sqrt<f32>(x * x + y * y), 1);
    store<f32>(at(out + 2 * i), x / length);
    store<f32>(at(out + 2 * i + 1), y / length);
  }
}

function meanOf(x: i32, columns: i32): f32 {
  let sum: f32 = 0;
  for (let c = 0; c < columns; c++) sum += load<f32>(at(x + c));
  return sum / <f32>columns;
}

/** out = returns + discounts · value, or other, whose mean is the smaller; other = value where there is one critic */
export function tdTarget(
  returns: i32,
  discounts: i32,
  value: i32,
  other: i32,
  out: i32,
  n: i32,
  columns: i32,
): void {
  for (let i = 0; i < n; i++) {
    const ours = value + i * columns;
    const theirs = other + i * columns;
    // What is no number counts as the smaller, so that it does not stay unseen.
    const next = meanOf(theirs, columns) >= meanOf(ours, columns) ? ours : theirs;
    const given: f32 = load<f32>(at(returns + i));
    const discount: f32 = load<f32>(at(discounts + i));
    for (let c = 0; c < columns; c++) {
      store<f32>(at(out + i * columns + c), given + discount * load<f32>(at(next + c)));
    }
  }
}

/** loss = Σ share · (q − y)², its gradient, and mean = Σ share · q */
export function squaredError(
  q: i32,
  y: i32,
  share: i32,
  gradient: i32,
  loss: i32,
  mean: i32,
  n: i32,
): void {
  let total: f64 = 0;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const value: f32 = load<f32>(at(q + i));
    const error: f32 = value - load<f32>(at(y + i));
    const weight: f32 = load<f32>(at(share + i));
    store<f32>(at(gradient + i), 2 * weight * error);
    total += <f64>(weight * error * error);
    sum += <f64>(weight * value);
  }
  store<f32>(at(loss), <f32>total);
  store<f32>(at(mean), <f32>sum);
}

/**
 * Quantiles q [N, columns] against targets y [N, columns], each with each; kappa is κ:
 * loss = Σ share · mean |τ − 1{u < 0}| · L_κ(u) / κ of u = y − q, its gradient, and mean = Σ share · mean q
 */
export function quantileError(
  q: i32,
  y: i32,
  share: i32,
  gradient: i32,
  loss: i32,
  mean: i32,
  n: i32,
  columns: i32,
  kappa: f32,
): void {
  const most = f32x4.splat(kappa);
  const least = f32x4.splat(-kappa);
  const half = f32x4.splat(0.5);
  const none = f32x4.splat(0);
  let total: f64 = 0;
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) {
    const weight: f32 = load<f32>(at(share + i));
    const part: f32 = weight / <f32>(columns * columns) / kappa;
    for (let c = i * columns; c < (i + 1) * columns; c++) {
      const value: f32 = load<f32>(at(q + c));
      const above: f32 = (<f32>(c - i * columns) + 0.5) / <f32>columns;
      const below: f32 = 1 - above;
      const value4 = f32x4.splat(value);
      let errors4 = none, slopes4 = none;
      let k = 0;
      for (; k + 4 <= columns; k += 4) {
        const u = f32x4.sub(v128.load(at(y + i * columns + k)), value4);
        const side = v128.bitselect(f32x4.splat(below), f32x4.splat(above), f32x4.lt(u, none));
        const size = f32x4.abs(u);
        const near = f32x4.min(size, most);
        const huber = f32x4.mul(near, f32x4.sub(size, f32x4.mul(half, near)));
        errors4 = f32x4.add(errors4, f32x4.mul(side, huber));
        slopes4 = f32x4.add(slopes4, f32x4.mul(side, f32x4.max(f32x4.min(u, most), least)));
      }
      let errors: f32 = sumOf(errors4);
      let slopes: f32 = sumOf(slopes4);
      for (; k < columns; k++) {
        const u: f32 = load<f32>(at(y + i * columns + k)) - value;
        const side: f32 = u < 0 ? below : above;
        const size: f32 = abs<f32>(u);
        const near: f32 = min<f32>(size, kappa);
        errors += side * near * (size - <f32>0.5 * near);
        slopes += side * max<f32>(min<f32>(u, kappa), -kappa);
      }
      store<f32>(at(gradient + c), -part * slopes);
      total += <f64>(part * errors);
      sum += <f64>((weight * value) / <f32>columns);
    }
  }
  store<f32>(at(loss), <f32>total);
  store<f32>(at(mean), <f32>sum);
}

/** loss = −Σ share · Q + penalty · Σ share · max(0, reach − 2)², and its gradients of q and reach; Q is the mean of q [N, columns] */
export function policyLoss(
  q: i32,
  reach: i32,
  share: i32,
  gradient: i32,
  reachGradient: i32,
  loss: i32,
  n: i32,
  columns: i32,
  penalty: f32,
): void {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const weight: f32 = load<f32>(at(share + i));
    const excess: f32 = max<f32>(load<f32>(at(reach + i)) - 2, 0);
    const first = i * columns;
    const each: f32 = -weight / <f32>columns;
    for (let c = first; c < first + columns; c++) store<f32>(at(gradient + c), each);
    store<f32>(at(reachGradient + i), 2 * penalty * weight * excess);
    total += <f64>(weight * (penalty * excess * excess - meanOf(q + first, columns)));
  }
  store<f32>(at(loss), <f32>total);
}

/**
 * Adam and the soft target update in one pass. rates [2]: step size and epsilon, both with the bias
 * corrections in them.
 */
export function adam(
  online: i32,
  target: i32,
  first: i32,
  second: i32,
  gradient: i32,
  count: i32,
  rates: i32,
  beta1: f32,
  beta2: f32,
  tau: f32,
): void {
  const size: f32 = load<f32>(at(rates));
  const epsilon: f32 = load<f32>(at(rates + 1));
  const size4 = f32x4.splat(size);
  const epsilon4 = f32x4.splat(epsilon);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(1 - beta1);
  const c2 = f32x4.splat(1 - beta2);
  const tau4 = f32x4.splat(tau);
  const o = at(online),
    t = at(target),
    m = at(first),
    v = at(second),
    g = at(gradient);
  // Networks are padded to four floats, so there is no rest.
  for (let i: usize = 0; i < (<usize>count) << 2; i += 16) {
    const d = v128.load(g + i);
    const mean = f32x4.add(f32x4.mul(b1, v128.load(m + i)), f32x4.mul(c1, d));
    const square = f32x4.add(f32x4.mul(b2, v128.load(v + i)), f32x4.mul(c2, f32x4.mul(d, d)));
    v128.store(m + i, mean);
    v128.store(v + i, square);
    const change = f32x4.div(f32x4.mul(size4, mean), f32x4.add(f32x4.sqrt(square), epsilon4));
    const value = f32x4.sub(v128.load(o + i), change);
    v128.store(o + i, value);
    const old = v128.load(t + i);
    v128.store(t + i, f32x4.add(old, f32x4.mul(tau4, f32x4.sub(value, old))));
  }
}
