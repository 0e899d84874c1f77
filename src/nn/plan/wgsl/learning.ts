/** Kernels of actor, losses and optimiser (assembly/learning.ts), in WGSL; x is a sample. */
import { cells, type Forms, together } from './form.ts';

/** Lanes of the one workgroup that sums a loss over all samples. */
const sumLanes = { many: 64, few: 4 };

/** Of `columns` numbers. */
const meanCode = `
fn meanOf(x: i32, columns: i32) -> f32 {
  var sum = 0.0;
  for (var c = 0; c < columns; c++) {
    sum += arena[x + c];
  }
  return sum / f32(columns);
}
`;

export const learning: Forms<
  | 'squash'
  | 'squashBack'
  | 'disturb'
  | 'tdTarget'
  | 'squaredError'
  | 'quantileError'
  | 'policyLoss'
  | 'adam'
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
  var next = p.value + x * p.columns;
  let other = p.other + x * p.columns;
  if (!(meanOf(other, p.columns) >= meanOf(next, p.columns))) {
    next = other;
  }
  for (var c = 0; c < p.columns; c++) {
    arena[p.out + x * p.columns + c]
      = arena[p.returns + x] + arena[p.discounts + x] * arena[next + c];
  }`,
    meanCode,
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

  // Lanes take turns at the quantiles of all samples.
  quantileError: together(
    () => [1, 1],
    sumLanes,
    () => `
  var loss = 0.0;
  var mean = 0.0;
  let count = f32(p.columns);
  for (var i = lane; i < p.n * p.columns; i += lanes) {
    let sample = i / p.columns;
    let first = sample * p.columns;
    let q = arena[p.q + i];
    let above = (f32(i - first) + 0.5) / count;
    let share = arena[p.share + sample];
    let part = share / (count * count) / p.kappa;
    var errors = 0.0;
    var slopes = 0.0;
    for (var k = first; k < first + p.columns; k++) {
      let u = arena[p.y + k] - q;
      let side = select(above, 1.0 - above, u < 0.0);
      let near = min(abs(u), p.kappa);
      errors += side * near * (abs(u) - 0.5 * near);
      slopes += side * clamp(u, -p.kappa, p.kappa);
    }
    arena[p.gradient + i] = -part * slopes;
    loss += part * errors;
    mean += share * q / count;
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
    var q = 0.0;
    for (var c = i * p.columns; c < (i + 1) * p.columns; c++) {
      q += arena[p.q + c];
      arena[p.gradient + c] = -share / f32(p.columns);
    }
    arena[p.reachGradient + i] = 2.0 * p.penalty * share * excess;
    loss += share * (p.penalty * excess * excess - q / f32(p.columns));
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
