import { afterEach, expect, it, vi } from 'vitest';
import { film } from '../../../src/app/share/video.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const options = { clock: () => 0, onProgress() {}, onFilm() {} };

it.each(['made', 'started'] as const)(
  'a video lets go of the canvas if its recorder cannot be %s',
  (when) => {
    class Recorder {
      static isTypeSupported = () => true;
      constructor() {
        if (when === 'made') throw new Error('NotSupportedError');
      }
      start() {
        throw new Error('NotSupportedError');
      }
    }
    vi.stubGlobal('MediaRecorder', Recorder);
    const stop = vi.fn();
    const canvas = { captureStream: () => ({ getTracks: () => [{ stop }] }) };
    const timers = vi.spyOn(globalThis, 'setInterval');
    expect(() => film(canvas as never, options)).toThrow('NotSupportedError');
    expect(stop).toHaveBeenCalledOnce();
    expect(timers).not.toHaveBeenCalled();
  },
);
