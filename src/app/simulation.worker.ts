/**
 * The simulation thread: worlds and acting (agents/simulation.ts). Message in, one call, message out;
 * what happens when stands in simulation-loop.ts.
 */
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import { Simulation } from '../agents/simulation.ts';
import { shareOf } from '../agents/training-worlds.ts';
import type { Scenario } from '../env/scenario.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { dispatch } from './dispatch.ts';
import { failed } from './failure.ts';
import type { Diet } from './pacing.ts';
import type {
  LearnerToSimulation,
  PageToSimulation,
  SimulationToLearner,
  SimulationToPage,
} from './protocol.ts';
import { type RowSink, rowCapacity } from './row-channel.ts';
import { createRing, ringSink } from './row-ring.ts';
import { transferSink } from './row-transfer.ts';
import { createSimulationLoop, type SimulationLoop } from './simulation-loop.ts';
import { runTurns, type Turns } from './turns.ts';

const post = (message: SimulationToPage, transfer: ArrayBuffer[] = []) =>
  postMessage(message, { transfer });
const fail = (error: unknown) => post(failed(error, 'The simulation'));

type Start = Extract<PageToSimulation, { readonly type: 'start' }>;

interface Open {
  readonly loop: SimulationLoop;
  readonly turns: Turns;
}

function openSink(start: Start, rowSize: number, streams: number) {
  const toLearner = (message: SimulationToLearner, transfer: ArrayBuffer[] = []) =>
    start.learner.postMessage(message, transfer);
  const capacity = rowCapacity(rowSize, start.workers);
  if (!start.shared) return transferSink(toLearner, capacity);
  const memory = createRing(rowSize, capacity);
  toLearner({ type: 'ring', memory, streams });
  const ring: RowSink & { taken?(rows: number): void } = ringSink(memory);
  return ring;
}

/** This worker's part of the run's worlds, and what learning asks of them. */
async function createFor(start: Start, scenario: Scenario, hyperparameters: Hyperparameters) {
  const { seed, worker, workers } = start;
  const share = shareOf(hyperparameters.worlds, worker, workers);
  const simulation = await Simulation.create({ scenario, hyperparameters, seed, share });
  return { simulation, diet: dietOf(start, hyperparameters) };
}

/** What learning asks of this worker. */
function dietOf({ worker, workers }: Start, hyperparameters: Hyperparameters): Diet {
  const { worlds, warmup, stepsPerUpdate } = hyperparameters;
  return { warmup, stepsPerUpdate, share: shareOf(worlds, worker, workers).count / worlds };
}

async function open(start: Start): Promise<Open> {
  const { pace, training, policy } = start;
  const scenario = scenarios.get(start.scenario);
  // Where nobody learns no headless copies are needed, and no layout is worth another look.
  let hyperparameters = policy
    ? { ...policy.hyperparameters, worlds: 1, replayedLayouts: 0 }
    : hyperparametersFor(scenario, 'heed');
  let { simulation, diet } = await createFor(start, scenario, hyperparameters);
  if (policy) simulation.setWeights(policy.weights, policy.version);
  const sink = openSink(start, simulation.row.size, hyperparameters.worlds);
  const loop = createSimulationLoop({
    ...{ simulation, sink, post, pace, training, diet },
    clock: () => performance.now(),
    decisionSeconds: scenario.decisionSeconds,
  });
  const turns = runTurns(loop.turn, fail);

  async function use(network: Hyperparameters): Promise<void> {
    if (JSON.stringify(network) === JSON.stringify(hyperparameters)) {
      simulation.showPast(undefined);
      return loop.startOver();
    }
    const before = simulation;
    ({ simulation, diet } = await createFor(start, scenario, network));
    hyperparameters = network;
    loop.replace(simulation, diet);
    before.dispose();
  }

  /** A kept run may have another network than a new one: its weights wait until that is made. */
  let network: Promise<void> = Promise.resolve();
  const fromLearner = dispatch<LearnerToSimulation>('simulation', {
    network(message) {
      network = network.then(() => use(message.hyperparameters));
      network.catch(fail);
    },
    settings(message) {
      network = network.then(() => {
        hyperparameters = message.hyperparameters;
        simulation.adjust(hyperparameters);
        loop.setDiet(dietOf(start, hyperparameters));
      });
      network.catch(fail);
    },
    past({ weights }) {
      network = network.then(() => {
        simulation.showPast(weights);
        turns.wake();
      });
      network.catch(fail);
    },
    weights({ weights, version, updates }) {
      network
        .then(() => {
          simulation.setWeights(weights, version);
          loop.learned(updates);
          turns.wake();
        })
        .catch(fail);
    },
    taken: ({ rows }) => sink.taken?.(rows),
  });
  start.learner.onmessage = ({ data }) => fromLearner(data);
  return { loop, turns };
}

let opened: Promise<Open> | undefined;

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
  stopping: ({ on }) => tell((loop) => loop.setStopping(on)),
  training: ({ on }) => tell((loop) => loop.setTraining(on)),
  select: ({ agent }) => tell((loop) => loop.select(agent)),
  visit: ({ at }) => tell((loop) => loop.visit(at)),
  walk: ({ x, z }) => tell((loop) => loop.walk(x, z)),
  return: ({ memory }) => opened?.then(({ loop }) => loop.takeBack(memory), fail),
});
addEventListener('message', ({ data }) => receive(data));
