/**
 * The faithfulness reports that a person asks for: opens a worker for each, says in the state how far it is, and puts
 * what came out into the run's progress. One at a time; the run that they are of goes on.
 */
import { batch } from '@preact/signals';
import type { Moment } from '../../agents/moments.ts';
import type { Faithfulness } from '../../explain/faithfulness.ts';
import { inWords } from '../../explain/in-words.ts';
import { nextToReport } from '../../explain/moment-reports.ts';
import type { Stop } from '../learning/past.ts';
import { withReport } from '../learning/progress.ts';
import type { PageState } from '../state.ts';
import { type Said, words } from '../words/index.ts';
import { dispatch } from '../workers/dispatch.ts';
import type { ActingPolicy, FaithfulnessToPage, PageToFaithfulness } from '../workers/protocol.ts';

export interface Reporting {
  /** Of the weights that drive the world in view. */
  report(): void;
  /** Of every kept moment that has none yet, those first that tell most. */
  reportAll(): void;
  /** Drops what is under way; reports that are made stay. */
  stop(): void;
  /** The run has other weights and other reports now. */
  startOver(): void;
  /** What was made, as a file; undefined where nothing is. */
  file(): { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string } | undefined;
}

export interface ReportingOptions {
  readonly state: PageState;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** What acted at a moment, or acts now; undefined if it is not kept any more. Throws where nobody could be asked. */
  readonly policyOf: (moment: Stop) => Promise<ActingPolicy | undefined>;
  /** There is another report to keep. */
  readonly onReport: () => void;
}

/** Fewer than by `npm run explain`: a person waits. Intervals say what they are worth. */
const episodes = 100;
const every = 5;

/** Has a sentence for the person. */
class Refused extends Error {
  readonly said: Said;
  constructor(said: Said, detail: string) {
    super(detail);
    this.said = said;
  }
}

export function createReporting(options: ReportingOptions): Reporting {
  const { state, clock, policyOf, onReport } = options;
  const { shown } = state.learning;
  let worker: Worker | undefined;
  /** What was begun before another turn is dropped. */
  let turn = 0;

  const endWorker = () => {
    worker?.terminate();
    worker = undefined;
  };

  function stop(): void {
    turn++;
    endWorker();
    if (state.reporting.peek().is === 'running') state.reporting.value = { is: 'none' };
  }

  function measured(
    policy: ActingPolicy,
    others: readonly ActingPolicy[],
    onShare: (share: number) => void,
  ): Promise<Faithfulness> {
    return new Promise((resolve, reject) => {
      const refuse = (said: Said, detail: string) => reject(new Refused(said, detail));
      // Kept in this shape, `new Worker(new URL(…))`, which the bundler looks for.
      worker = new Worker(new URL('../workers/faithfulness.worker.ts', import.meta.url), {
        type: 'module',
        name: 'faithfulness',
      });
      const receive = dispatch<FaithfulnessToPage>('page', {
        reporting: ({ done, of }) => onShare(done / of),
        reported: ({ report }) => resolve(report),
        failed: ({ failure, detail }) => refuse(({ run }) => run.failure(failure), detail),
      });
      worker.onmessage = ({ data }) => receive(data);
      worker.onerror = ({ message }) => refuse(({ run }) => run.noReport, message);
      worker.postMessage({
        ...{ type: 'start', protocol: 16, scenario: state.scene.peek() },
        ...{ policy, others, episodes, every },
      } satisfies PageToFaithfulness);
    });
  }

  /** What is known of the weights that act now. */
  function momentNow(updates: number): Moment {
    const { trainingSeconds } = state.progress.peek();
    const minutes = state.watching.peek()?.card.minutes;
    const agentSteps = state.agentSteps.peek();
    if (minutes !== undefined) return { updates, agentSteps, seconds: minutes * 60, success: null };
    const { success } = state.summary.peek();
    return { updates, agentSteps, seconds: trainingSeconds, success };
  }

  async function make(stops: Iterable<Stop>, of: number): Promise<void> {
    stop();
    const mine = turn;
    const since = clock();
    // Who is added while it is measured is compared with the next time.
    const others = state.otherPolicies.peek();
    const compared = others.map(({ acting: _, ...other }) => other);
    let [begun, made] = [0, 0];
    try {
      for (const moment of stops) {
        const before = begun++;
        const say = (share: number) => {
          if (mine !== turn) return;
          state.reporting.value = { is: 'running', done: before + share, of, since, moment };
        };
        say(0);
        const policy = await policyOf(moment);
        if (mine !== turn) return;
        if (!policy) continue;
        // Before it is measured, which takes minutes in which a run learns on.
        const at = moment ?? momentNow(policy.version);
        const report = await measured(
          policy,
          others.map(({ acting }) => acting),
          say,
        );
        if (mine !== turn) return;
        endWorker();
        const { progress, reportShown } = state;
        batch(() => {
          progress.value = withReport(progress.value, {
            ...{ moment: at, report },
            ...(compared.length > 0 ? { compared } : {}),
          });
          if (made === 0) reportShown.value = at.updates;
        });
        made++;
        onReport();
      }
      if (made === 0) throw new Refused(({ report }) => report.notKept, 'no such moment');
      batch(() => {
        state.reporting.value = { is: 'none' };
        state.spoken.value = words.peek().report.ready;
      });
    } catch (error) {
      if (mine !== turn) return;
      console.error(error);
      endWorker();
      const said: Said = error instanceof Refused ? error.said : ({ run }) => run.noLearner;
      state.reporting.value = { is: 'failed', said };
    }
  }

  /** Each once, in the order in which they tell most beside those that are made by then. */
  function* inOrder(wanted: readonly Moment[]): Generator<Moment> {
    const left = new Set(wanted);
    for (;;) {
      const next = nextToReport([...left], state.progress.peek().reports);
      if (!next) return;
      left.delete(next);
      yield next;
    }
  }

  return {
    stop,
    startOver() {
      stop();
      state.reportShown.value = undefined;
    },
    report: () => void make([shown.peek()], 1),
    reportAll() {
      // As it is now: a run that learns on has more of them with every report.
      const wanted = momentsWithoutReport(state);
      void make(inOrder(wanted), wanted.length);
    },
    file() {
      const { reports } = state.progress.peek();
      const updates = reports.at(-1)?.moment.updates;
      if (updates === undefined) return undefined;
      const scene = state.scene.peek();
      const text = JSON.stringify(
        {
          scene,
          moments: reports.map(({ moment, report, compared = [] }) => ({
            ...{ ...moment, ...report, compared, words: inWords(report) },
          })),
        },
        null,
        2,
      );
      return {
        bytes: new TextEncoder().encode(`${text}\n`),
        name: `heed-${scene}-${updates}-faithfulness.json`,
      };
    },
  };
}

/** Those that are kept and have no report. */
export function momentsWithoutReport({ learning, progress }: PageState): readonly Moment[] {
  const made = new Set(progress.value.reports.map(({ moment }) => moment.updates));
  return learning.moments.value.filter(({ updates }) => !made.has(updates));
}
