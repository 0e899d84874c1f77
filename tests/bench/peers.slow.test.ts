/** Peers that take their time to start compute what our learner computes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFirstLearner } from '../../src/bench/learner-process.ts';
import { startJaxJs } from '../../src/bench/peers/jax-js.ts';
import { pytorchPrograms } from '../../src/bench/peers/pytorch.ts';
import { expectSameLosses } from './expect-same-losses.ts';
import { lossesOf, solvedProblem } from './problem-file.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'heed-peers-'));
const path = join(folder, 'problem.safetensors');
let solved: Awaited<ReturnType<typeof solvedProblem>>;

beforeAll(async () => {
  solved = await solvedProblem({ oneWindow: true });
  writeFileSync(path, solved.bytes);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bench peers', () => {
  it('jax-js has the losses of ours', async () => {
    const peer = await startJaxJs(solved.file, 'wasm');
    expectSameLosses(await lossesOf((count) => peer.update(count)), solved.losses);
  });

  it('pytorch has the losses of ours, where torch is installed', async (context) => {
    const programs = pytorchPrograms(root, path, { threads: 1, device: 'cpu' });
    const started = await startFirstLearner(programs);
    if ('missing' in started) return context.skip(started.missing);
    const { learner } = started;
    expect(learner.note).toMatch(/^PyTorch .*, 1 thread$/);
    const update = async (count: number) => (await learner.update(count)).losses;
    expectSameLosses(await lossesOf(update), solved.losses);
    learner.end();
  });
});
