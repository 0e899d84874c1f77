/**
 * One turn of the examiner thread: now and then it gets the newest weights and runs the published cases with
 * them, in slices so short and so far apart that acting and learning do not notice. The clock, the pauses and
 * the ways in and out are handed in, so that all of it runs in Node.
 *
 * Its time is that of training in view: it stands still while training is off or nobody sees the page.
 */
import type { Evaluation } from '../../agents/evaluate.ts';
import type { Candidate } from '../../agents/examiner.ts';
import { caseFigures } from '../learning/examination.ts';
import type { ExaminerToPage } from './protocol.ts';

/** Weights with the moment that they are of. */
export interface DatedCandidate extends Candidate {
  readonly updates: number;
  /** Seconds with training on since the learner worker started. */
  readonly trainingSeconds: number;
}

export interface ExaminerLoopOptions {
  /** The newest weights there are. */
  readonly newest: () => Promise<DatedCandidate>;
  /** Runs the cases; waits for `onProgress` after every decision (agents/examiner.ts). */
  readonly examine: (
    candidate: Candidate,
    onProgress: (done: number, cases: number) => void | Promise<void>,
  ) => Promise<Evaluation>;
  readonly post: (message: ExaminerToPage) => void;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Whether its time passes. */
  readonly active: boolean;
  /** One examination, at once and as fast as it goes: a person waits for it, and nobody learns. */
  readonly once: boolean;
}

export interface ExaminerLoop {
  /** One round of work; resolves to the milliseconds that the next one may wait. */
  turn(): Promise<number>;
  setActive(on: boolean): void;
  /** Other weights than those of before (a file was loaded): what is under way is of no interest any more. */
  startOver(): void;
}

/** Milliseconds between the beginnings of two examinations, at least. */
const examineEvery = 60_000;
/** Of one core's time: over all, and while cases are being run. */
const mostShare = 0.1;
const shareAtWork = 0.2;
/** Milliseconds of work between two pauses. */
const slice = 8;
const progressEvery = 250;
const idleWait = 250;

export function createExaminerLoop(options: ExaminerLoopOptions): ExaminerLoop {
  const { newest, examine, post, clock, sleep, once } = options;
  const share = once ? 1 : shareAtWork;
  const abandoned = new Error('These weights are of no interest any more.');
  let active = options.active;
  let activeTime = 0;
  let readAt = clock();
  let dueAt = once ? 0 : examineEvery;
  /** Rises when what is under way is to be abandoned. */
  let round = 0;

  function readClock(): void {
    const now = clock();
    if (active) activeTime += now - readAt;
    readAt = now;
  }

  /** Resolves to the milliseconds of work that it took. */
  async function examineNewest(of: number): Promise<number> {
    const candidate = await newest();
    let work = 0;
    let sliceFrom = clock();
    let toldAt = Number.NEGATIVE_INFINITY;
    const rest = async (worked: number, done: number, cases: number) => {
      work += worked;
      if (clock() - toldAt >= progressEvery) {
        toldAt = clock();
        post({ type: 'examining', done, cases });
      }
      await sleep(worked * (1 / share - 1));
      while (!active && of === round) await sleep(idleWait);
      if (of !== round) throw abandoned;
      sliceFrom = clock();
    };
    if (of !== round) return work;
    try {
      const evaluation = await examine(candidate, (done, cases) => {
        const worked = clock() - sliceFrom;
        return active && worked < slice ? undefined : rest(worked, done, cases);
      });
      const { updates, trainingSeconds } = candidate;
      post({ type: 'examined', ...caseFigures(evaluation), updates, trainingSeconds });
    } catch (error) {
      if (error !== abandoned) throw error;
    }
    return work + (clock() - sliceFrom);
  }

  return {
    async turn() {
      readClock();
      if (!active || activeTime < dueAt) return idleWait;
      const began = activeTime;
      const of = round;
      const work = await examineNewest(of);
      readClock();
      if (of === round) {
        dueAt = once ? Number.POSITIVE_INFINITY : began + Math.max(examineEvery, work / mostShare);
      }
      return 0;
    },
    setActive(on) {
      readClock();
      active = on;
    },
    startOver() {
      readClock();
      round++;
      dueAt = activeTime + examineEvery;
    },
  };
}
