/**
 * The simulation thread: worlds and acting (agents/simulation.ts). Message in, one call, message out;
 * what happens when stands in simulation-loop.ts.
 */
import { scenarios } from '../../scenes/index.ts';
import { hyperparametersFor } from '../agents/hyperparameters-for.ts';
import { splitWeights } from '../agents/join-weights.ts';
import { Simulation } from '../agents/simulation.ts';
import { shareOf } from '../agents/training-worlds.ts';
import type { Scenario } from '../env/scenario.ts';
import { type Asked, Mind } from '../explain/mind.ts';
import type { Hyperparameters } from '../rl/hyperparameters.ts';
import { dispatch } from './dispatch.ts';
import { createExplaining, type Explaining } from './explaining.ts';
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
  readonly explaining: Explaining;
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
  let mind = new Mind(scenario, hyperparameters);
  /** Whoever is explained is explained by the weights that drive it. */
  const makeUpMind = () => {
    const { acting, sizes } = simulation;
    if (acting) mind.setWeights(splitWeights(acting, sizes));
  };
  const handOver = (weights: Float32Array, version: number) => {
    simulation.setWeights(weights, version);
    makeUpMind();
  };
  const showPast = (weights: Float32Array | undefined) => {
    simulation.showPast(weights);
    makeUpMind();
  };
  if (policy) {
    handOver(policy.weights, policy.version);
    mind.setCritic(policy.critic);
  }
  const sink = openSink(start, simulation.row.size, hyperparameters.worlds);
  const { decisionSeconds } = scenario;
  const clock = () => performance.now();
  const explaining = createExplaining({
    ...{ post, clock, decisionSeconds },
    subject: () => subjectOf(simulation, mind),
    askCritic() {
      if (!policy) start.learner.postMessage({ type: 'ask-critic' } satisfies SimulationToLearner);
    },
  });
  const loop = createSimulationLoop({
    ...{ simulation, explaining, sink, post, pace, training, diet, clock, decisionSeconds },
  });
  if (start.edits) loop.openEdits(start.edits);
  const turns = runTurns(loop.turn, fail);

  async function use(network: Hyperparameters): Promise<void> {
    if (JSON.stringify(network) === JSON.stringify(hyperparameters)) {
      showPast(undefined);
      return loop.startOver();
    }
    const before = { simulation, mind };
    ({ simulation, diet } = await createFor(start, scenario, network));
    mind = new Mind(scenario, network);
    hyperparameters = network;
    loop.replace(simulation, diet);
    before.simulation.dispose();
    before.mind.dispose();
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
        showPast(weights);
        explaining.changed();
        turns.wake();
      });
      network.catch(fail);
    },
    weights({ weights, version, updates }) {
      network
        .then(() => {
          handOver(weights, version);
          loop.learned(updates);
          turns.wake();
        })
        .catch(fail);
    },
    critic({ critic }) {
      network
        .then(() => {
          mind.setCritic(critic);
          explaining.changed();
        })
        .catch(fail);
    },
    taken: ({ rows }) => sink.taken?.(rows),
  });
  start.learner.onmessage = ({ data }) => fromLearner(data);
  return { loop, explaining, turns };
}

/** What of the visible world can be explained; nothing while its policy does not act, or where it is not. */
function subjectOf({ visible, environments, wandering }: Simulation, mind: Mind) {
  const [environment] = environments;
  if (!visible || !environment || wandering) return undefined;
  return {
    answer: (agent: number, asked: Asked) => mind.answer(environment, agent, asked),
    foresee: (agent: number) => mind.foresee(environment, agent),
  };
}

let opened: Promise<Open> | undefined;

function tell(call: (loop: SimulationLoop, open: Open) => void): void {
  opened
    ?.then((open) => {
      call(open.loop, open);
      open.turns.wake();
    })
    .catch(fail);
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
  explain: ({ asked }) => tell((_, { explaining }) => explaining.ask(asked)),
  visit: ({ at }) => tell((loop) => loop.visit(at)),
  walk: ({ x, z }) => tell((loop) => loop.walk(x, z)),
  change: ({ change }) => tell((loop) => loop.change(change)),
  return: ({ memory }) => opened?.then(({ loop }) => loop.takeBack(memory), fail),
});
addEventListener('message', ({ data }) => receive(data));
