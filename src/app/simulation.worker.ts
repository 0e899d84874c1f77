/**
 * The simulation thread: worlds and acting (agents/simulation.ts). Message in, one call, message out;
 * what happens when stands in simulation-loop.ts.
 */
import { scenarios } from '../../scenes/index.ts';
import { Simulation } from '../agents/simulation.ts';
import { startBackend } from '../nn/backend.ts';
import { algorithms } from '../rl/algorithms/index.ts';
import { dispatch } from './dispatch.ts';
import { failed } from './failure.ts';
import type {
  LearnerToSimulation,
  PageToSimulation,
  SimulationToLearner,
  SimulationToPage,
} from './protocol.ts';
import type { RowSink } from './row-channel.ts';
import { createRing, ringSink } from './row-ring.ts';
import { transferSink } from './row-transfer.ts';
import { createSimulationLoop, type SimulationLoop } from './simulation-loop.ts';
import { runTurns, type Turns } from './turns.ts';
import { wasmPaths } from './wasm-paths.ts';

const post = (message: SimulationToPage) => postMessage(message);
const fail = (error: unknown) => post(failed(error, 'The simulation'));

type Start = Extract<PageToSimulation, { readonly type: 'start' }>;

function openSink(start: Start, simulation: Simulation): RowSink & { taken(rows: number): void } {
  const rowSize = simulation.row.size;
  const toLearner = (message: SimulationToLearner, transfer: ArrayBuffer[] = []) =>
    start.learner.postMessage(message, transfer);
  if (!start.shared) return transferSink(toLearner, rowSize);
  const memory = createRing(rowSize);
  toLearner({ type: 'ring', memory, streams: simulation.environments.length });
  return { ...ringSink(memory), taken: () => {} };
}

async function open(start: Start): Promise<{ loop: SimulationLoop; turns: Turns }> {
  const scenario = scenarios.get(start.scenario);
  // Acting stays next to physics, on the CPU: no read-back between observation and action.
  await startBackend('wasm', { wasmPaths });
  const hyperparameters = algorithms.get('heed');
  const simulation = await Simulation.create({ scenario, hyperparameters, seed: start.seed });
  const sink = openSink(start, simulation);
  const loop = createSimulationLoop({
    ...{ simulation, sink, post },
    clock: () => performance.now(),
    decisionSeconds: scenario.decisionSeconds,
    pace: start.pace,
    training: start.training,
  });
  const fromLearner = dispatch<LearnerToSimulation>('simulation', {
    weights({ weights, version }) {
      simulation.setWeights(weights, version);
      loop.learnerReady();
      turns.wake();
    },
    taken: ({ rows }) => sink.taken(rows),
  });
  const turns = runTurns(loop.turn, fail);
  start.learner.onmessage = ({ data }) => fromLearner(data);
  return { loop, turns };
}

let opened: ReturnType<typeof open> | undefined;

function tell(call: (loop: SimulationLoop) => void): void {
  opened?.then(({ loop, turns }) => {
    call(loop);
    turns.wake();
  }, fail);
}

const receive = dispatch<PageToSimulation>('simulation worker', {
  start(message) {
    opened = open(message);
    opened.catch(fail);
  },
  pace: ({ pace }) => tell((loop) => loop.setPace(pace)),
  training: ({ on }) => tell((loop) => loop.setTraining(on)),
  select: ({ agent }) => tell((loop) => loop.select(agent)),
});
addEventListener('message', ({ data }) => receive(data));
