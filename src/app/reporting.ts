/**
 * The faithfulness report that a person asks for: opens its worker, says in the state how far it is and what came
 * out. One at a time; the run that it is of goes on.
 */
import { batch } from '@preact/signals';
import { dispatch } from './dispatch.ts';
import type { ActingPolicy, FaithfulnessToPage, PageToFaithfulness } from './protocol.ts';
import type { PageState } from './state.ts';

export interface Reporting {
  report(policy: ActingPolicy): void;
  /** There is nobody whose policy it could be of. */
  refuse(): void;
  /** Drops what is under way. */
  stop(): void;
  /** What was made, as a file; undefined where nothing is. */
  file(): { readonly bytes: Uint8Array; readonly name: string } | undefined;
}

/** Fewer than by `npm run explain`: a person waits. Intervals say what they are worth. */
const episodes = 100;
const every = 5;

export function createReporting(state: PageState, clock: () => number): Reporting {
  let worker: Worker | undefined;

  function stop(): void {
    worker?.terminate();
    worker = undefined;
    if (state.reporting.peek().is === 'running') state.reporting.value = { is: 'none' };
  }

  function fail(sentence: string, detail: string): void {
    console.error(detail);
    worker?.terminate();
    worker = undefined;
    state.reporting.value = { is: 'failed', sentence };
  }

  return {
    stop,
    refuse() {
      const sentence = 'No learner runs here whose policy could be examined: reload the page.';
      state.reporting.value = { is: 'failed', sentence };
    },
    file() {
      const made = state.reporting.peek();
      if (made.is !== 'done') return undefined;
      const { report, words, updates } = made;
      const scene = state.scene.peek();
      const text = JSON.stringify({ scene, updates, ...report, words }, null, 2);
      return {
        bytes: new TextEncoder().encode(`${text}\n`),
        name: `heed-${scene}-${updates}-faithfulness.json`,
      };
    },
    report(policy) {
      stop();
      const since = clock();
      // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
      const opened = new Worker(new URL('./faithfulness.worker.ts', import.meta.url), {
        type: 'module',
        name: 'faithfulness',
      });
      worker = opened;
      state.reporting.value = { is: 'running', done: 0, of: 1, since };
      const receive = dispatch<FaithfulnessToPage>('page', {
        reporting({ done, of }) {
          state.reporting.value = { is: 'running', done, of, since };
        },
        reported({ report, words }) {
          opened.terminate();
          worker = undefined;
          batch(() => {
            state.reporting.value = { is: 'done', report, words, updates: policy.version };
            state.spoken.value = 'The faithfulness report is ready';
          });
        },
        failed: ({ sentence, detail }) => fail(sentence, detail),
      });
      opened.onmessage = ({ data }) => receive(data);
      opened.onerror = ({ message }) =>
        fail('The report could not be made: its program did not load. Reload the page.', message);
      opened.postMessage({
        ...{ type: 'start', protocol: 8, scenario: state.scene.peek() },
        ...{ policy, episodes, every },
      } satisfies PageToFaithfulness);
    },
  };
}
