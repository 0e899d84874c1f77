/**
 * The learner thread: replay, the network's updates, and the run's storage (agents/kept-run.ts).
 * Message in, one call, message out; what happens when stands in learner-loop.ts.
 */
import { scenarios } from '../../../scenes/index.ts';
import { chooseLearnerBackend } from '../../agents/choose-backend.ts';
import { hyperparametersFor } from '../../agents/hyperparameters-for.ts';
import { KeptRun } from '../../agents/kept-run.ts';
import { InputError } from '../../core/input-error.ts';
import { openIndexedDbStore } from '../../storage/indexeddb-store.ts';
import type { Store } from '../../storage/store.ts';
import { dispatch } from './dispatch.ts';
import { type Failure, failed, failureOf, isMistake } from './failure.ts';
import { createLearnerLoop, type LearnerLoop, type NewestWeights } from './learner-loop.ts';
import { pageThreads } from './plan-threads.ts';
import type {
  ExaminerToLearner,
  LearnerToExaminer,
  LearnerToPage,
  LearnerToSimulation,
  PageToLearner,
  SimulationToLearner,
} from './protocol.ts';
import { joinSources, type RowSource } from './row-channel.ts';
import { ringSource } from './row-ring.ts';
import { transferSource } from './row-transfer.ts';
import { runTurns } from './turns.ts';
import { wasmPaths } from './wasm-paths.ts';

const clock = () => performance.now();
const toPage = (message: LearnerToPage, transfer: Transferable[] = []) =>
  postMessage(message, { transfer });
/** The kept run could not be opened: another may take its place. */
let unread = false;
const fail = (error: unknown) =>
  toPage({ ...failed(error, 'learning'), ...(unread ? { unread } : {}) });

type Start = Extract<PageToLearner, { readonly type: 'start' }>;
type ToSimulations = (message: LearnerToSimulation) => void;

interface Open {
  readonly run: KeptRun;
  readonly loop: LearnerLoop;
  readonly toSimulations: ToSimulations;
  readonly toVisible: ToSimulations;
}

/** There may be hundreds a second: the page hears of some. */
const demonstratedEvery = 200;
let demonstratedAt = Number.NEGATIVE_INFINITY;

function sayDemonstrated(done: number, episodes: number): void {
  if (done < episodes && clock() - demonstratedAt < demonstratedEvery) return;
  demonstratedAt = clock();
  toPage({ type: 'demonstrating', done, episodes });
}

async function openStore(start: Start): Promise<{ store?: Store; notKept?: Failure }> {
  if (!start.keep) return {};
  try {
    const store = await openIndexedDbStore();
    if (start.fresh) await store.remove(start.scenario);
    return { store };
  } catch (error) {
    return { notKept: failureOf(error, 'saving') };
  }
}

/** Rows by either way; the simulation's first message says which. */
function openSource(port: MessagePort, onCriticAsked: () => void): RowSource {
  const transferred = transferSource((message) => port.postMessage(message));
  let source: RowSource = transferred;
  const receive = dispatch<SimulationToLearner>('learner', {
    ring({ memory, streams }) {
      source = ringSource(memory, streams);
    },
    rows: (batch) => transferred.receive(batch),
    'ask-critic': onCriticAsked,
  });
  port.onmessage = ({ data }) => receive(data);
  return { drain: (take) => source.drain(take) };
}

/** The way to the examiner, and what its asking does; there may be none. */
function examinerPort(port: MessagePort | undefined, run: KeptRun) {
  return {
    toExaminer(newest: NewestWeights) {
      const { hyperparameters } = run;
      port?.postMessage({
        type: 'weights',
        hyperparameters,
        ...newest,
      } satisfies LearnerToExaminer);
    },
    listen(loop: LearnerLoop) {
      if (!port) return;
      const receive = dispatch<ExaminerToLearner>('learner', { ask: () => loop.examinerAsks() });
      port.onmessage = ({ data }) => receive(data);
    },
  };
}

async function open(start: Start): Promise<Open> {
  const { seed, backend: wanted, threads, simulations, training } = start;
  const engine = { wasmPaths, threads: pageThreads(threads) };
  const scenario = scenarios.get(start.scenario);
  const hyperparameters = hyperparametersFor(scenario, 'heed');
  const toSimulations: ToSimulations = (message) => {
    for (const port of simulations) port.postMessage(message);
  };
  const toVisible: ToSimulations = (message) => simulations[0]?.postMessage(message);
  // Who asks has had weights from the loop before.
  let loop: LearnerLoop | undefined;
  const source = joinSources(
    simulations.map((port) => openSource(port, () => loop?.criticAsked())),
  );
  const choice = await chooseLearnerBackend(scenario, hyperparameters, {
    ...{ wanted, clock, engine },
  });
  const { store, notKept } = await openStore(start);
  const run = await KeptRun.create({
    onRollback: (rollback) => toPage({ type: 'rolled-back', ...rollback }),
    onBest: (look) => toPage({ type: 'best', ...look }),
    onDemonstration: sayDemonstrated,
    ...{ scenario, hyperparameters, seed, run: start.scenario },
    ...{ backend: choice.backend, engine },
    ...(store ? { store } : {}),
  }).catch((error: unknown) => {
    if (isMistake(error) || !store) throw error;
    unread = true;
    const remedy = 'Start over to begin a new run; until then the kept one stays as it is.';
    throw new InputError(`${(error as Error).message} ${remedy}`);
  });
  toSimulations({ type: 'network', hyperparameters: run.hyperparameters });
  const { resumed, otherSettings, progress } = run;
  const { settings, moments } = run;
  toPage({ type: 'ready', choice, resumed, otherSettings, progress, settings, moments, notKept });
  const { toExaminer, listen } = examinerPort(start.examiner, run);
  loop = createLearnerLoop({
    ...{ learning: run, source, toPage, toSimulations, toVisible, toExaminer, clock, training },
  });
  listen(loop);
  runTurns(loop.turn, fail);
  return { run, loop, toSimulations, toVisible };
}

let opened: Promise<Open> | undefined;
/** Saving and files, one after the other. */
let queue: Promise<void> = Promise.resolve();

function tell(call: (open: Open) => void, onClosed: (error: unknown) => void = () => {}): void {
  opened?.then(call, onClosed);
}

/** `onClosed` hears where there is nothing open: that has been said, unless somebody waits for an answer. */
function inTurn(
  call: (open: Open) => Promise<void>,
  onError: (error: unknown) => void,
  onClosed?: (error: unknown) => void,
): void {
  tell((open) => {
    queue = queue.then(() => call(open)).catch(onError);
  }, onClosed);
}

function complain(error: unknown): void {
  if (isMistake(error)) console.error(error);
}

function saveFailed(error: unknown): void {
  const failure = failureOf(error, 'saving');
  if (failure.is === 'mistake') console.error(error);
  toPage({ type: 'save-failed', failure });
}

function adjustRefused(error: unknown): void {
  complain(error);
  toPage({ type: 'adjust-refused', failure: failureOf(error, 'setting') });
}

function fileFailed(error: unknown): void {
  complain(error);
  toPage({ type: 'file-failed', failure: failureOf(error, 'file') });
}

const receive = dispatch<PageToLearner>('learner worker', {
  start(message) {
    opened = open(message);
    opened.catch(fail);
  },
  training: ({ on }) => tell(({ loop }) => loop.setTraining(on)),
  look: ({ successes, episodes, returnMean }) =>
    inTurn(async ({ run, loop }) => {
      if (await run.look({ successes, episodes, returnMean })) loop.handOver();
    }, fail),
  save: ({ progress }) =>
    inTurn(async ({ run }) => {
      await run.save({ progress });
      toPage({ type: 'saved' });
    }, saveFailed),
  // A card that is lost says so where weights are read.
  hold: ({ progress }) =>
    inTurn(async ({ run }) => {
      const bytes = await run.exportFile({ progress, withoutReplay: true });
      toPage({ type: 'held', bytes }, [bytes.buffer as ArrayBuffer]);
    }, complain),
  export: ({ progress }) =>
    inTurn(
      async ({ run }) => {
        const bytes = await run.exportFile({ progress });
        toPage({ type: 'exported', bytes }, [bytes.buffer as ArrayBuffer]);
      },
      fileFailed,
      fileFailed,
    ),
  import: ({ bytes }) =>
    inTurn(
      async ({ run, loop, toSimulations }) => {
        await run.importFile(bytes);
        toSimulations({ type: 'network', hyperparameters: run.hyperparameters });
        loop.handOver();
        const {
          resumed = { agentSteps: 0, updates: 0 },
          otherSettings,
          progress,
          settings,
          moments,
        } = run;
        toPage({ type: 'imported', resumed, otherSettings, progress, settings, moments });
      },
      fileFailed,
      fileFailed,
    ),
  'ask-policy': ({ updates }) =>
    inTurn(async ({ run }) => toPage({ type: 'policy', policy: await run.policy(updates) }), fail),
  'keep-moment': ({ seconds, success }) =>
    inTurn(async ({ run }) => {
      await run.keepMoment({ seconds, success });
      toPage({ type: 'moments', moments: run.moments });
    }, fail),
  'show-moment': ({ updates }) =>
    inTurn(async ({ run, toSimulations }) => {
      const weights = updates === undefined ? undefined : run.weightsOf(updates);
      const past = updates !== undefined && weights ? { weights, updates } : undefined;
      toSimulations({ type: 'past', past });
    }, fail),
  'show-selves': ({ updates }) =>
    inTurn(async ({ run, toVisible }) => {
      const selves = updates.flatMap((of) => {
        const weights = run.weightsOf(of);
        return weights ? [{ updates: of, weights }] : [];
      });
      toVisible({ type: 'selves', selves });
    }, fail),
  adjust: ({ changes }) =>
    inTurn(async ({ run, toSimulations }) => {
      await run.adjust(changes);
      toSimulations({ type: 'settings', hyperparameters: run.hyperparameters });
      toPage({ type: 'adjusted', settings: run.settings });
    }, adjustRefused),
});
addEventListener('message', ({ data }) => receive(data));
