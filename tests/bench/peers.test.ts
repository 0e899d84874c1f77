/** The peer in TensorFlow.js computes what our learner computes; peers.slow.test.ts has the others. */
import { describe, expect, it } from 'vitest';
import { createPlainTfjs } from '../../src/bench/peers/plain-tfjs.ts';
import { expectSameLosses } from './expect-same-losses.ts';
import { lossesOf, solvedProblem } from './problem-file.ts';

describe('bench peers', () => {
  it('plain-tfjs has the losses of ours over five updates of one batch', async () => {
    const { file, losses } = await solvedProblem({ oneWindow: true });
    // Of ordinary size and moving, or to compare them would mean nothing.
    expect(losses[0]?.critic).toBeGreaterThan(0.1);
    expect(Math.abs((losses[2]?.q as number) - (losses[0]?.q as number))).toBeGreaterThan(0.01);
    const peer = createPlainTfjs(file);
    expectSameLosses(await lossesOf((count) => peer.update(count)), losses);
  });

  it('plain-tfjs has the first losses of ours where world steps differ', async () => {
    const { file, losses } = await solvedProblem({ oneWindow: false });
    expectSameLosses([await createPlainTfjs(file).update(1)], losses.slice(0, 1));
  });
});
