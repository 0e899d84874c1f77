/**
 * Are this backend's gradients right on this machine? A small attention-and-graph network's gradients
 * against central differences of its own forward pass in plain loops would need a second network; what
 * goes wrong in practice are single kernels, so each kind of operation that the learner leans on is
 * checked against plain JavaScript: matrix products with transposes, masked softmax, broadcast sums,
 * squash, and layer norm's pieces.
 */
import * as tf from '@tensorflow/tfjs-core';

const rows = 5;
const inner = 7;
const columns = 6;

/** Fixed, irregular numbers: the same test everywhere. */
function numbers(count: number, phase: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(1.7 * i + phase) * 0.9);
}

/** loss = Σ_ij t_ij · softmax_j(tanh(x·w) · m_j)², in plain loops, with float64. */
function plainLoss(x: Float32Array, w: Float64Array, t: Float32Array, mask: Float32Array): number {
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const logits = new Float64Array(columns);
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        sum += (x[i * inner + k] as number) * (w[k * columns + j] as number);
      }
      logits[j] = Math.tanh(sum);
    }
    let total = 0;
    for (let j = 0; j < columns; j++) {
      if (mask[j] === 1) total += Math.exp(logits[j] as number);
    }
    for (let j = 0; j < columns; j++) {
      const share = mask[j] === 1 ? Math.exp(logits[j] as number) / total : 0;
      loss += (t[i * columns + j] as number) * share * share;
    }
  }
  return loss;
}

/** The largest difference between the backend's gradient and the reference, relative to 1 + |reference|. */
export async function gradientError(): Promise<number> {
  const x = numbers(rows * inner, 0.3);
  const w = numbers(inner * columns, 1.1);
  const t = numbers(rows * columns, 2.2);
  const mask = Float32Array.from({ length: columns }, (_, j) => (j === 2 ? 0 : 1));
  const gradient = tf.tidy(() => {
    const present = tf.tensor1d(mask);
    const loss = (weights: tf.Tensor) => {
      const logits = tf.tanh(tf.matMul(tf.tensor2d(x, [rows, inner]), weights as tf.Tensor2D));
      const lowered = tf.add(logits, tf.mul(tf.sub(present, 1), 1e9));
      const share = tf.mul(tf.softmax(lowered), present);
      return tf.sum(tf.mul(tf.tensor2d(t, [rows, columns]), tf.square(share))) as tf.Scalar;
    };
    return tf.grad(loss)(tf.tensor2d(w, [inner, columns]));
  });
  const values = await gradient.data();
  gradient.dispose();
  const step = 1e-5;
  let worst = 0;
  for (let i = 0; i < w.length; i++) {
    const moved = Float64Array.from(w);
    moved[i] = (w[i] as number) + step;
    const above = plainLoss(x, moved, t, mask);
    moved[i] = (w[i] as number) - step;
    const below = plainLoss(x, moved, t, mask);
    const reference = (above - below) / (2 * step);
    const error = Math.abs((values[i] as number) - reference) / (1 + Math.abs(reference));
    worst = Math.max(worst, error); // NaN, once there, stays
  }
  return worst;
}
