/** Kernels of actor, losses and optimiser (assembly/learning.ts), in WGSL; x is a sample. */
import { cells, type Forms, together } from './form.ts';

/** Lanes of the one workgroup that sums a loss over all samples. */
const sumLanes = { many: 64, few: 4 };

export const learning: Forms<
  'squash' | 'squashBack' | 'disturb' | 'tdTarget' | 'squaredError' | 'policyLoss' | 'adam'
> = {
  squash: cells(
    ({ n }) => [n, 1],
    `
  let u = vec2f(arena[p.u + 2 * x], arena[p.u + 2 * x + 1]);
  let reach = sqrt(dot(u, u) + 1e-6);
  let scale = hyperbolicTangent(reach) / reach;
  arena[p.action + 2 * x] = u.x * scale;
  arena[p.action + 2 * x + 1] = u.y * scale;
  arena[p.reach + x] = reach;`,
  ),

  squashBack: cells(
    ({ n }) => [n, 1],
    `
  let u = vec2f(arena[p.u + 2 * x], arena[p.u + 2 * x + 1]);
  let g = vec2f(arena[p.gradient + 2 * x], arena[p.gradient + 2 * x + 1]);
  let r = arena[p.reach + x];
  let t = hyperbolicTangent(r);
  let scale = t / r;
  // d(tanh r / r)/dr · dr/du
  let along = dot(g, u) * (1.0 - t * t - scale) / (r * r);
  let out = g * scale + (along + arena[p.reachGradient + x] / r) * u;
  arena[p.out + 2 * x] = out.x;
  arena[p.out + 2 * x + 1] = out.y;`,
  ),

  disturb: cells(
    ({ n }) => [n, 1],
    `
  let moved = vec2f(
    arena[p.action + 2 * x] + arena[p.noise + 2 * x],
    arena[p.action + 2 * x + 1] + arena[p.noise + 2 * x + 1],
  );
  let out = moved / max(length(moved), 1.0);
  arena[p.out + 2 * x] = out.x;
  arena[p.out + 2 * x + 1] = out.y;`,
  ),

  tdTarget: cells(
    ({ n }) => [n, 1],
    `
  let next = min(arena[p.value + x], arena[p.other + x]);
  arena[p.out + x] = arena[p.returns + x] + arena[p.discounts + x] * next;`,
  ),

  squaredError: together(
    () => [1, 1],
    sumLanes,
    () => `
  var loss = 0.0;
  var mean = 0.0;
  for (var i = lane; i < p.n; i += lanes) {
    let q = arena[p.q + i];
    let error = q - arena[p.y + i];
    let share = arena[p.share + i];
    arena[p.gradient + i] = 2.0 * share * error;
    loss += share * error * error;
    mean += share * q;
  }
  loss = sumOf(loss, lane);
  mean = sumOf(mean, lane);
  if (lane == 0) {
    arena[p.loss] = loss;
    arena[p.mean] = mean;
  }`,
  ),

  policyLoss: together(
    () => [1, 1],
    sumLanes,
    () => `
  var loss = 0.0;
  for (var i = lane; i < p.n; i += lanes) {
    let share = arena[p.share + i];
    let excess = max(arena[p.reach + i] - 2.0, 0.0);
    arena[p.gradient + i] = -share;
    arena[p.reachGradient + i] = 2.0 * p.penalty * share * excess;
    loss += share * (p.penalty * excess * excess - arena[p.q + i]);
  }
  loss = sumOf(loss, lane);
  if (lane == 0) {
    arena[p.loss] = loss;
  }`,
  ),

  // x is a parameter.
  adam: cells(
    ({ count }) => [count, 1],
    `
  let g = arena[p.gradient + x];
  let mean = p.beta1 * arena[p.first + x] + (1.0 - p.beta1) * g;
  let square = p.beta2 * arena[p.second + x] + (1.0 - p.beta2) * g * g;
  arena[p.first + x] = mean;
  arena[p.second + x] = square;
  let value = arena[p.online + x]
    - arena[p.rates] * mean / (sqrt(square) + arena[p.rates + 1]);
  arena[p.online + x] = value;
  let old = arena[p.target_ + x];
  arena[p.target_ + x] = old + p.tau * (value - old);`,
  ),
};
