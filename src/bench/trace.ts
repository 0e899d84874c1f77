/** Reads from a trace of Chromium (category 'toplevel') what the page's main thread did. */

export interface MainThread {
  /** Milliseconds on the processor, of all tasks. */
  readonly busy: number;
  /** Of the longest task, milliseconds on the processor. */
  readonly longest: number;
  /** Tasks of more than 50 ms on the processor: what a person would feel. */
  readonly long: number;
}

interface TraceEvent {
  readonly name: string;
  /** 'X' is a span, 'M' a name. */
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Of a span, microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

const longMilliseconds = 50;

export function readMainThread(trace: string): MainThread {
  const { traceEvents } = JSON.parse(trace) as { readonly traceEvents: readonly TraceEvent[] };
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(thread),
  );
  const tasks = traceEvents
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && event.ph === 'X')
    .filter((event) => main.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
  return {
    busy: tasks.reduce((sum, task) => sum + task, 0),
    longest: tasks.reduce((most, task) => Math.max(most, task), 0),
    long: tasks.filter((task) => task > longMilliseconds).length,
  };
}
