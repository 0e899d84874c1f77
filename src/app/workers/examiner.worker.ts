/**
 * The examiner thread: a benchmark's published cases, run with the learner's newest weights or with those of a
 * policy that is watched (agents/examiner.ts). Message in, one call, message out; what happens when stands in
 * examiner-loop.ts.
 */
import { scenarios } from '../../../scenes/index.ts';
import { Examiner } from '../../agents/examiner.ts';
import { dispatch } from './dispatch.ts';
import { createExaminerLoop, type DatedCandidate, type ExaminerLoop } from './examiner-loop.ts';
import { failed } from './failure.ts';
import type {
  ExaminerToLearner,
  ExaminerToPage,
  LearnerToExaminer,
  PageToExaminer,
} from './protocol.ts';
import { runTurns } from './turns.ts';

const post = (message: ExaminerToPage) => postMessage(message);
const fail = (error: unknown) => post(failed(error, 'examiner'));

type Start = Extract<PageToExaminer, { readonly type: 'start' }>;

/** Asks the learner, which answers when it next hands weights over. */
function askOver(learner: MessagePort): () => Promise<DatedCandidate> {
  let answer: (candidate: DatedCandidate) => void = () => {};
  const receive = dispatch<LearnerToExaminer>('examiner', {
    weights: (message) => answer(message),
  });
  learner.onmessage = ({ data }) => receive(data);
  return () => {
    const candidate = new Promise<DatedCandidate>((resolve) => {
      answer = resolve;
    });
    learner.postMessage({ type: 'ask' } satisfies ExaminerToLearner);
    return candidate;
  };
}

async function open({ scenario, of, active }: Start): Promise<ExaminerLoop> {
  const examiner = await Examiner.create(scenarios.get(scenario));
  const loop = createExaminerLoop({
    ...{ post, active, once: 'policy' in of },
    newest:
      'policy' in of
        ? async () => ({ ...of.policy, updates: of.policy.version, trainingSeconds: 0 })
        : askOver(of.learner),
    examine: (candidate, onProgress) => examiner.examine(candidate, onProgress),
    clock: () => performance.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  });
  runTurns(loop.turn, fail);
  return loop;
}

let opened: Promise<ExaminerLoop> | undefined;

const receive = dispatch<PageToExaminer>('examiner worker', {
  start(message) {
    opened = open(message);
    opened.catch(fail);
  },
  active: ({ on }) =>
    opened?.then(
      (loop) => loop.setActive(on),
      () => {},
    ),
  'start-over': () =>
    opened?.then(
      (loop) => loop.startOver(),
      () => {},
    ),
});
addEventListener('message', ({ data }) => receive(data));
