/** The page's run with made-up workers, which say what a test lets them say. */
import { scenarios } from '../../../scenes/index.ts';
import { parseAddress } from '../../../src/app/address.ts';
import { benchmarkOf } from '../../../src/app/learning/benchmark.ts';
import type { Episode } from '../../../src/app/learning/progress.ts';
import { createCurrentRun } from '../../../src/app/run/current-run.ts';
import { createState } from '../../../src/app/state.ts';
import type {
  ExaminerToPage,
  FaithfulnessToPage,
  LearnerToPage,
  PageToLearner,
  SimulationToPage,
} from '../../../src/app/workers/protocol.ts';
import { heed } from '../../../src/rl/algorithms/heed.ts';

export class MadeUpWorker {
  static all: MadeUpWorker[] = [];
  readonly name: string;
  readonly heard: unknown[] = [];
  onmessage: ((event: { data: unknown }) => void) | undefined;
  constructor(_url: URL, { name }: { name: string }) {
    this.name = name;
    MadeUpWorker.all.push(this);
  }
  postMessage(message: unknown) {
    this.heard.push(message);
  }
  say(message: LearnerToPage | SimulationToPage | ExaminerToPage | FaithfulnessToPage) {
    this.onmessage?.({ data: structuredClone(message) });
  }
  terminated = false;
  terminate() {
    this.terminated = true;
  }
}

export const entrance = () => ({ x: 1, z: 2, heading: 0.5 });

/** A learner's first word: it goes on from what was kept, if there is a `progress`. */
export function readyOf(progress?: unknown, otherSettings: readonly string[] = []): LearnerToPage {
  const resumed = progress === undefined ? undefined : { agentSteps: 5000, updates: 1000 };
  return {
    ...{ type: 'ready', choice: { backend: 'webgpu', why: 'asked', reason: '' }, resumed },
    ...{ progress, otherSettings, settings: heed, moments: [], notKept: undefined },
  };
}

export async function open(
  progress?: unknown,
  scene = 'plaza',
  otherSettings: readonly string[] = [],
) {
  const { address } = parseAddress('?policy=none', [scene]);
  const benchmark = benchmarkOf(scenarios.get(scene));
  const scenes = [{ name: scene, title: scene, description: '', shipped: false, benchmark }];
  const state = createState({ scenes, address, now: 0, panelOpen: true });
  let now = 0;
  const clock = () => now;
  const run = createCurrentRun({ state, clock, entrance, onSnapshot() {}, download() {} });
  await run.start();
  state.world.value = 'shown';
  await new Promise((resolve) => setTimeout(resolve, 0));
  const worker = (name: string) =>
    MadeUpWorker.all.findLast((each) => each.name === name) as MadeUpWorker;
  const [learner, simulation] = [worker('learner'), worker('simulation')];
  learner.say(readyOf(progress, otherSettings));
  return {
    ...{ state, run, simulation },
    learner,
    /** So many milliseconds pass. */
    later(milliseconds: number) {
      now += milliseconds;
    },
    examiners: () => MadeUpWorker.all.filter(({ name }) => name === 'examiner'),
    savedProgress: () => {
      run.saveNow();
      const saved = (learner.heard as PageToLearner[]).findLast(({ type }) => type === 'save');
      return (saved as { progress: unknown }).progress;
    },
    looks: () => (learner.heard as PageToLearner[]).filter(({ type }) => type === 'look'),
    play: (count: number, episode: Episode) =>
      simulation.say({
        ...{ type: 'progress', episodes: Array(count).fill(episode) },
        ...{ agentStepsPerSecond: 1, visibleSpeed: 1 },
      } as SimulationToPage),
    train: (trainingSeconds: number) =>
      learner.say({
        ...{ type: 'metrics', updatesPerSecond: 1, trainingSeconds },
        metrics: {
          ...{ agentSteps: 1, updates: 1, replaySize: 1, warmingUp: false },
          ...{ criticLoss: 1, actorLoss: 1, qMean: 1 },
        },
      }),
  };
}
