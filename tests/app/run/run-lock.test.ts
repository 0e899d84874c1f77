import { afterEach, expect, it, vi } from 'vitest';
import { takeRunLock } from '../../../src/app/run/run-lock.ts';

type Callback = (lock: object | null) => Promise<void> | undefined;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Locks by name, one holder at a time. */
function locks() {
  const held = new Set<string>();
  const request = async (name: string, _options: object, callback: Callback) => {
    if (held.has(name)) return callback(null);
    held.add(name);
    await callback({});
    held.delete(name);
  };
  vi.stubGlobal('navigator', { locks: { request } });
}

it('one tab has a run at a time, and another as soon as it is given back', async () => {
  vi.useFakeTimers();
  locks();
  const release = await takeRunLock('plaza');
  expect(await takeRunLock('rooms')).toBeDefined();
  const barred = takeRunLock('plaza');
  await vi.runAllTimersAsync();
  expect(await barred).toBeUndefined();
  const next = takeRunLock('plaza');
  release?.();
  await vi.runAllTimersAsync();
  expect(await next).toBeDefined();
});

it('a browser that keeps nothing for the page, and so refuses locks, does not keep it waiting', async () => {
  const refused = new DOMException('Access to the Locks API is denied.', 'SecurityError');
  vi.stubGlobal('navigator', { locks: { request: () => Promise.reject(refused) } });
  expect(await takeRunLock('plaza')).toBeDefined();
});
