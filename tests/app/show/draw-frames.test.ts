import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawFrames, frameInterval } from '../../../src/app/show/draw-frames.ts';
import type { Stage } from '../../../src/view/stage.ts';

describe('draw frames', () => {
  it('a card that is done by the next frame of the screen draws every one', () => {
    for (const milliseconds of [0, 7, 16.7, 33.3]) expect(frameInterval(milliseconds)).toBe(0);
  });

  it('a slower one gets pauses, longer the slower it is, without a jump', () => {
    expect(frameInterval(36) - 36).toBeLessThan(5);
    expect(60 / frameInterval(60)).toBeCloseTo(0.6, 1);
    expect(350 / frameInterval(350)).toBeCloseTo(0.425, 2);
  });

  it('but a picture a second is shown where it can make one, and it is never flooded', () => {
    expect(frameInterval(600)).toBe(1000);
    expect(frameInterval(1400)).toBe(1400);
  });
});

describe('draw frames of a page', () => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  let now: number;
  let callback: () => void;
  let fences: Map<object, boolean>;
  let isLost: boolean;
  let drawnAt: number[];

  /** Callbacks every 10 ms, as long as `milliseconds`; the card is done with each frame by the next one. */
  function pass(milliseconds: number): void {
    for (const until = now + milliseconds; now < until; now += 10) {
      for (const fence of fences.keys()) fences.set(fence, true);
      callback();
    }
  }

  beforeEach(() => {
    now = 0;
    isLost = false;
    fences = new Map();
    drawnAt = [];
    vi.stubGlobal('requestAnimationFrame', (next: () => void) => {
      callback = next;
      return 1;
    });
    vi.stubGlobal('cancelAnimationFrame', () => {});
    vi.stubGlobal('document', page);
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const gl = {
      ...{ SYNC_STATUS: 1, SIGNALED: 2, isContextLost: () => isLost, flush() {} },
      fenceSync() {
        const fence = {};
        // What is made in a context that is gone is never there, afterwards neither.
        if (!isLost) fences.set(fence, false);
        return fence;
      },
      // Of a context that is gone, null: as WebGL 2 has it.
      getSyncParameter: (fence: object) => (fences.has(fence) ? (fences.get(fence) ? 2 : 3) : null),
      deleteSync: (fence: object) => fences.delete(fence),
    };
    const canvas = Object.assign(new EventTarget(), { getContext: () => gl });
    const stage = {
      render: () => drawnAt.push(now),
      setQuality() {},
      info: () => ({ quality: 'high' }),
    } as unknown as Stage;
    drawFrames(canvas as unknown as HTMLCanvasElement, stage, () => {}, {
      isResting: () => false,
      home: { quality: signal('auto'), level: signal('high') },
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('goes on at once after an hour in which nobody saw the page', () => {
    pass(300);
    page.visibilityState = 'hidden';
    page.dispatchEvent(new Event('visibilitychange'));
    now += 3_600_000;
    page.visibilityState = 'visible';
    page.dispatchEvent(new Event('visibilitychange'));
    const before = drawnAt.length;
    pass(300);
    expect(drawnAt.length - before).toBeGreaterThan(25);
  });

  it('is at its pace again seconds after the machine slept', () => {
    pass(300);
    now += 3_600_000;
    pass(5000);
    const before = drawnAt.length;
    pass(300);
    expect(drawnAt.length - before).toBeGreaterThan(25);
  });

  it('goes on after a context was lost and restored between two callbacks', () => {
    pass(300);
    fences.clear();
    const before = drawnAt.length;
    pass(300);
    expect(drawnAt.length - before).toBeGreaterThan(25);
  });

  it('goes on after a context was gone for some callbacks, in which frames were asked of it', () => {
    pass(300);
    fences.clear();
    isLost = true;
    pass(200);
    isLost = false;
    const before = drawnAt.length;
    pass(300);
    expect(drawnAt.length - before).toBeGreaterThan(25);
  });
});
