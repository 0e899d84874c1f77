/**
 * The learner thread: replay, the network's updates, and the run's storage (agents/kept-run.ts).
 * Message in, one call, message out; what happens when stands in learner-loop.ts.
 */
import { scenarios } from '../../scenes/index.ts';
import { chooseLearnerBackend } from '../agents/choose-backend.ts';
import { KeptRun } from '../agents/kept-run.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import { openIndexedDbStore } from '../storage/indexeddb-store.ts';
import type { Store } from '../storage/store.ts';
import { dispatch } from './dispatch.ts';
import { failed, sentenceOf } from './failure.ts';
import { createLearnerLoop, type LearnerLoop } from './learner-loop.ts';
import type {
  LearnerToPage,
  LearnerToSimulation,
  PageToLearner,
  SimulationToLearner,
} from './protocol.ts';
import type { RowSource } from './row-channel.ts';
import { ringSource } from './row-ring.ts';
import { transferSource } from './row-transfer.ts';
import { runTurns } from './turns.ts';
import { wasmPaths } from './wasm-paths.ts';

const clock = () => performance.now();
const toPage = (message: LearnerToPage, transfer: Transferable[] = []) =>
  postMessage(message, { transfer });
const fail = (error: unknown) => toPage(failed(error, 'Learning'));

type Start = Extract<PageToLearner, { readonly type: 'start' }>;
type SimulationPort = (message: LearnerToSimulation, transfer?: ArrayBuffer[]) => void;

async function openStore(start: Start): Promise<{ store?: Store; notKept?: string }> {
  if (!start.keep) return {};
  try {
    const store = await openIndexedDbStore();
    if (start.fresh) await store.remove(start.scenario);
    return { store };
  } catch (error) {
    return { notKept: sentenceOf(error, 'Saving') };
  }
}

/** Rows by either way; the simulation's first message says which. */
function openSource(port: MessagePort, toSimulation: SimulationPort): RowSource {
  const transferred = transferSource(toSimulation);
  let source: RowSource = transferred;
  const receive = dispatch<SimulationToLearner>('learner', {
    ring({ memory, streams }) {
      source = ringSource(memory, streams);
    },
    rows: (batch) => transferred.receive(batch),
  });
  port.onmessage = ({ data }) => receive(data);
  return { drain: (take) => source.drain(take) };
}

async function open(start: Start): Promise<{ learning: KeptRun; loop: LearnerLoop }> {
  const { scenario: name, seed, simulation } = start;
  const scenario = scenarios.get(name);
  const toSimulation: SimulationPort = (message, transfer = []) =>
    simulation.postMessage(message, transfer);
  const source = openSource(simulation, toSimulation);
  const hyperparameters = algorithms.get('heed');
  const choice = await chooseLearnerBackend(scenario, hyperparameters, {
    ...{ wanted: start.backend, clock, wasmPaths },
  });
  const { store, notKept } = await openStore(start);
  const learning = await KeptRun.create({
    ...{ scenario, hyperparameters, seed, run: name },
    ...(store ? { store } : {}),
  });
  toPage({
    ...{ type: 'ready', choice, resumed: learning.resumed, progress: learning.progress, notKept },
  });
  const { training } = start;
  const loop = createLearnerLoop({ learning, source, toPage, toSimulation, clock, training });
  runTurns(loop.turn, fail);
  return { learning, loop };
}

let opened: ReturnType<typeof open> | undefined;
/** Saving and files, one after the other. */
let queue: Promise<unknown> = Promise.resolve();

function tell(call: (parts: { learning: KeptRun; loop: LearnerLoop }) => void): void {
  opened?.then(call, () => {});
}

function inTurn(call: (learning: KeptRun) => Promise<void>, onError: (error: unknown) => void) {
  tell(({ learning }) => {
    queue = queue.then(() => call(learning)).catch(onError);
  });
}

function saveFailed(error: unknown): void {
  if (error instanceof Error && error.name === 'StorageFullError') {
    toPage({ type: 'save-failed', reason: 'full', sentence: error.message });
  } else {
    console.error(error);
    toPage({ type: 'save-failed', reason: 'other', sentence: sentenceOf(error, 'Saving') });
  }
}

function fileFailed(error: unknown): void {
  console.error(error);
  toPage({ type: 'file-failed', sentence: sentenceOf(error, 'The file') });
}

const receive = dispatch<PageToLearner>('learner worker', {
  start(message) {
    opened = open(message);
    opened.catch(fail);
  },
  training: ({ on }) => tell(({ loop }) => loop.setTraining(on)),
  save: ({ progress }) =>
    inTurn(async (learning) => {
      await learning.save({ progress });
      toPage({ type: 'saved' });
    }, saveFailed),
  export: ({ progress }) =>
    inTurn(async (learning) => {
      const bytes = await learning.exportFile({ progress });
      toPage({ type: 'exported', bytes }, [bytes.buffer as ArrayBuffer]);
    }, fileFailed),
  import: ({ bytes }) =>
    tell(({ loop }) =>
      inTurn(async (learning) => {
        await learning.importFile(bytes);
        loop.handOver();
        const resumed = learning.resumed ?? { agentSteps: 0, updates: 0 };
        toPage({ type: 'imported', resumed, progress: learning.progress });
      }, fileFailed),
    ),
});
addEventListener('message', ({ data }) => receive(data));
