/**
 * The simulation thread: worlds and acting (agents/simulation.ts). Message in, one call, message out;
 * what happens when stands in simulation-loop.ts.
 */
import { scenarios } from '../../../scenes/index.ts';
import type { Counted } from '../../agents/floor-counts.ts';
import { hyperparametersFor } from '../../agents/hyperparameters-for.ts';
import { splitWeights } from '../../agents/join-weights.ts';
import { type PastWeights, Simulation } from '../../agents/simulation.ts';
import { shareOf } from '../../agents/training-worlds.ts';
import type { Scenario } from '../../env/scenario.ts';
import { checkDisplaced } from '../../explain/imagined.ts';
import { type Asked, type Foreseen, Mind } from '../../explain/mind.ts';
import { Ghosts } from '../../explain/past-selves.ts';
import type { Hyperparameters } from '../../rl/hyperparameters.ts';
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
import { createRewinding, type InMind, type Rewinding } from './rewinding.ts';
import { type RowSink, rowCapacity } from './row-channel.ts';
import { createRing, ringSink } from './row-ring.ts';
import { transferSink } from './row-transfer.ts';
import { createSimulationLoop, type SimulationLoop } from './simulation-loop.ts';
import { createSurveying, type Surveying } from './surveying.ts';
import { runTurns, type Turns } from './turns.ts';

const post = (message: SimulationToPage, transfer: ArrayBuffer[] = []) =>
  postMessage(message, { transfer });
const fail = (error: unknown) => post(failed(error, 'simulation'));

type Start = Extract<PageToSimulation, { readonly type: 'start' }>;

interface Open {
  readonly loop: SimulationLoop;
  readonly rewinding: Rewinding;
  readonly explaining: Explaining;
  readonly surveying: Surveying;
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
  const { seed, worker, workers, firstCase: firstLayout } = start;
  const share = shareOf(hyperparameters.worlds, worker, workers);
  const options = { scenario, hyperparameters, seed, share, firstLayout };
  const simulation = await Simulation.create(options);
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
  let ghosts = new Ghosts(scenario, hyperparameters);
  /** Whoever is explained is explained by the weights that drive it, and judged by no other weights' critic. */
  const makeUpMind = () => {
    const { acting, judging, sizes } = simulation;
    if (!acting) return;
    mind.setWeights(splitWeights(acting, sizes));
    mind.setCritic(judging);
  };
  const handOver = (weights: Float32Array, version: number) => {
    simulation.setWeights(weights, version);
    makeUpMind();
  };
  const showPast = (past: PastWeights | undefined) => {
    simulation.showPast(past);
    makeUpMind();
  };
  const judge = (critic: Float32Array | undefined) => {
    simulation.setCritic(critic);
    mind.setCritic(simulation.judging);
  };
  if (policy) {
    handOver(policy.weights, policy.version);
    judge(policy.critic);
  }
  const clock = () => performance.now();
  const rewinding = createRewinding({
    ...{ scenario, scenarios, post, clock, visible: () => simulation.visible },
  });
  const sink = openSink(start, simulation.row.size, hyperparameters.worlds);
  const { decisionSeconds } = scenario;
  const inMind = () => (rewinding.world ? rewinding.inMind() : mindOf(simulation, mind));
  const askCritic = () => {
    if (!policy) start.learner.postMessage({ type: 'ask-critic' } satisfies SimulationToLearner);
  };
  const explaining = createExplaining({
    ...{ post, clock, decisionSeconds, askCritic },
    subject: () => subjectOf(inMind()),
  });
  const surveying = createSurveying({
    ...{ post, clock, askCritic },
    floor: () => floorOf(simulation, inMind(), rewinding.world?.layout.seed),
  });
  const telling = {
    changed() {
      explaining.changed();
      surveying.changed();
    },
    laidOut() {
      explaining.laidOut();
      surveying.changed();
    },
    turn: (agent: number | undefined) =>
      Math.min(explaining.turn(agent), surveying.turn(agent), rewinding.check()),
  };
  const loop = createSimulationLoop({
    ...{
      simulation,
      explaining: telling,
      rewinding,
      ghosts: {
        follow(agent) {
          if (simulation.visible) ghosts.follow(simulation.visible.environment, agent);
        },
        report: () => ghosts.report(),
      },
      sink,
      post,
      pace,
      training,
      diet,
      clock,
      decisionSeconds,
    },
  });
  if (start.edits) loop.openEdits(start.edits);
  const turns = runTurns(loop.turn, fail);

  async function use(network: Hyperparameters): Promise<void> {
    if (JSON.stringify(network) === JSON.stringify(hyperparameters)) {
      rewinding.leave();
      showPast(undefined);
      ghosts.want([]);
      return loop.startOver();
    }
    const before = { simulation, mind };
    ({ simulation, diet } = await createFor(start, scenario, network));
    mind = new Mind(scenario, network);
    ghosts.dispose();
    ghosts = new Ghosts(scenario, network);
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
    past({ past }) {
      network = network.then(() => {
        showPast(past);
        telling.changed();
        turns.wake();
      });
      network.catch(fail);
    },
    selves({ selves }) {
      network = network.then(() => ghosts.want(selves));
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
          judge(critic);
          telling.changed();
        })
        .catch(fail);
    },
    taken: ({ rows }) => sink.taken?.(rows),
  });
  start.learner.onmessage = ({ data }) => fromLearner(data);
  return { loop, rewinding, explaining, surveying, turns };
}

/** The visible world and who knows its policy; nothing while that does not act, or where the world is not. */
function mindOf({ visible, environments, wandering }: Simulation, mind: Mind) {
  const [environment] = environments;
  return visible && environment && !wandering ? { environment, mind } : undefined;
}

/** What of the world in view can be explained. */
function subjectOf(known: InMind | undefined) {
  if (!known) return undefined;
  const { environment, mind } = known;
  return {
    mind,
    answer: (agent: number, asked: Asked) => mind.answer(environment, agent, asked),
    foresee: (agent: number, foreseen: Foreseen) => mind.foresee(environment, agent, foreseen),
  };
}

/** What there is to tell of the floor of the visible world; nothing where it is not. */
function floorOf({ visible }: Simulation, known: InMind | undefined, rewoundSeed?: number) {
  // What was counted is of the layout that there is now.
  if (!visible || (rewoundSeed !== undefined && rewoundSeed !== visible.layout.seed)) {
    return undefined;
  }
  const { floor, layout } = visible;
  const map = known?.mind.valueMap();
  return {
    layoutSeed: layout.seed,
    counted: (which: Counted) => ({ grid: floor.grid, values: floor.read(which) }),
    map,
    ask: (agent: number) => (known && map?.step(known.environment, agent)) ?? true,
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
  step: () => tell((loop) => loop.step()),
  stopping: ({ on }) => tell((loop) => loop.setStopping(on)),
  training: ({ on }) => tell((loop) => loop.setTraining(on)),
  select: ({ agent }) => tell((loop) => loop.select(agent)),
  explain: ({ asked }) =>
    tell((_, { explaining }) => {
      checkDisplaced(asked?.displaced ?? []);
      explaining.ask(asked);
    }),
  floor: ({ kind }) => tell((_, { surveying }) => surveying.show(kind)),
  visit: ({ at }) => tell((loop) => loop.visit(at)),
  walk: ({ x, z }) => tell((loop) => loop.walk(x, z)),
  change: ({ change }) => tell((loop) => loop.change(change)),
  rewind: ({ to }) =>
    tell((loop, { rewinding }) => {
      rewinding.go(to);
      loop.rewound();
    }),
  'open-recording': ({ bytes, name }) =>
    tell((loop, { rewinding }) => {
      rewinding.openFile(bytes, name);
      loop.rewound();
    }),
  'save-recording': () => tell((_, { rewinding }) => rewinding.saveFile()),
  return: ({ memory }) => opened?.then(({ loop }) => loop.takeBack(memory), fail),
});
addEventListener('message', ({ data }) => receive(data));
