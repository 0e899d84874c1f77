import { expect, it } from 'vitest';
import { readMainThread } from '../../src/bench/trace.ts';

const named = (tid: number, name: string) => ({
  ...{ name: 'thread_name', ph: 'M', pid: 1, tid, args: { name } },
});
const task = (tid: number, tdur: number, name = 'ThreadControllerImpl::RunTask') => ({
  ...{ name, ph: 'X', pid: 1, tid, ts: 0, dur: 10 * tdur, tdur },
});

it('trace: tasks of the main thread count by their time on the processor, nothing else does', () => {
  const traceEvents = [
    ...[named(7, 'CrRendererMain'), named(8, 'DedicatedWorker thread')],
    ...[task(7, 2000), task(7, 60_000), task(7, 500, 'SimpleWatcher::OnHandleReady')],
    task(8, 90_000),
  ];
  expect(readMainThread(JSON.stringify({ traceEvents }))).toEqual({
    ...{ busy: 62, longest: 60, long: 1 },
  });
});

it('trace: without a main thread there is nothing', () => {
  expect(readMainThread('{"traceEvents":[]}')).toEqual({ busy: 0, longest: 0, long: 0 });
});
