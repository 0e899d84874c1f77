import { describe, expect, it, vi } from 'vitest';
import { runTurns } from '../../../src/app/workers/turns.ts';

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const patience = { timeout: 5000 };

/** A turn that counts and always answers the same. */
function counting(wait: number) {
  const turn = vi.fn(() => wait);
  return { turn, count: () => turn.mock.calls.length };
}

describe('turns', () => {
  it('a turn that waits for nothing comes again at once, and messages get in between', async () => {
    const { turn, count } = counting(0);
    const running = runTurns(turn, console.error);
    const delivered = vi.fn();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = delivered;
    port2.postMessage('hello');
    await vi.waitFor(() => expect(count()).toBeGreaterThan(50), patience);
    await vi.waitFor(() => expect(delivered).toHaveBeenCalled(), patience);
    running.stop();
    port1.close();
    const stopped = count();
    await pause(10);
    expect(count()).toBe(stopped);
  });

  it('waits as the turn says until it is woken, once however often it is woken', async () => {
    const { turn, count } = counting(200);
    const running = runTurns(turn, console.error);
    await vi.waitFor(() => expect(count()).toBe(1), patience);
    await pause(10);
    expect(count()).toBe(1);
    running.wake();
    running.wake();
    await vi.waitFor(() => expect(count()).toBe(2), patience);
    await pause(10);
    expect(count()).toBe(2);
    running.stop();
  });

  it('a turn that throws is the last one, and is told', async () => {
    const fail = vi.fn();
    const turn = vi.fn(() => {
      throw new Error('broken');
    });
    runTurns(turn, fail);
    await vi.waitFor(() => expect(fail).toHaveBeenCalledOnce(), patience);
    await pause(10);
    expect(turn).toHaveBeenCalledOnce();
    expect(String(fail.mock.calls[0])).toContain('broken');
  });
});
