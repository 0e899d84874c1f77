/** Kernels of actor, losses and optimiser. N samples; actions [N, 2] on the unit disc. */
import { at, tanh1 } from './memory';

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

/** out = returns + discounts · min(value, other); other = value where there is one critic */
export function tdTarget(
  returns: i32,
  discounts: i32,
  value: i32,
  other: i32,
  out: i32,
  n: i32,
): void {
  for (let i = 0; i < n; i++) {
    const next: f32 = min<f32>(load<f32>(at(value + i)), load<f32>(at(other + i)));
    store<f32>(at(out + i), load<f32>(at(returns + i)) + load<f32>(at(discounts + i)) * next);
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

/** loss = −Σ share · q + penalty · Σ share · max(0, reach − 2)², and its gradients of q and reach */
export function policyLoss(
  q: i32,
  reach: i32,
  share: i32,
  gradient: i32,
  reachGradient: i32,
  loss: i32,
  n: i32,
  penalty: f32,
): void {
  let total: f64 = 0;
  for (let i = 0; i < n; i++) {
    const weight: f32 = load<f32>(at(share + i));
    const excess: f32 = max<f32>(load<f32>(at(reach + i)) - 2, 0);
    store<f32>(at(gradient + i), -weight);
    store<f32>(at(reachGradient + i), 2 * penalty * weight * excess);
    total += <f64>(weight * (penalty * excess * excess - load<f32>(at(q + i))));
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
