/** An examiner as the page talks to it, from start to close. Turns messages into calls and calls into messages. */
import { dispatch } from '../workers/dispatch.ts';
import type { ExaminerToPage, Failed, PageToExaminer } from '../workers/protocol.ts';

type Start = Extract<PageToExaminer, { readonly type: 'start' }>;

export type ExaminerOptions = Pick<Start, 'scenario' | 'of' | 'active'>;

export interface ExaminerListener {
  examining(message: Extract<ExaminerToPage, { readonly type: 'examining' }>): void;
  examined(message: Extract<ExaminerToPage, { readonly type: 'examined' }>): void;
  failed(failure: Failed): void;
}

export interface OpenExaminer {
  setActive(on: boolean): void;
  startOver(): void;
  close(): void;
}

export function openExaminer(options: ExaminerOptions, listener: ExaminerListener): OpenExaminer {
  // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
  const worker = new Worker(new URL('../workers/examiner.worker.ts', import.meta.url), {
    type: 'module',
    name: 'examiner',
  });
  const receive = dispatch<ExaminerToPage>('page', {
    examining: listener.examining,
    examined: listener.examined,
    failed: listener.failed,
  });
  worker.onmessage = ({ data }) => receive(data);
  worker.onerror = ({ message }) =>
    listener.failed({
      type: 'failed',
      failure: { is: 'gone', what: 'examiner' },
      detail: message,
    });
  const post = (message: PageToExaminer, transfer: Transferable[] = []) =>
    worker.postMessage(message, transfer);
  const { of } = options;
  post({ type: 'start', protocol: 16, ...options }, 'learner' in of ? [of.learner] : []);
  return {
    setActive: (on) => post({ type: 'active', on }),
    startOver: () => post({ type: 'start-over' }),
    close: () => worker.terminate(),
  };
}
