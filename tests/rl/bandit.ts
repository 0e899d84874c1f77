/**
 * Tasks of one decision without a world, as rows in a replay: the reward falls with the square of the
 * distance from the right action. Actions are drawn at random, so a learner must make out by itself
 * where the reward is highest.
 */
import { createRandom, type Random } from '../../src/core/random.ts';
import { layoutOf, type ObservationLayout } from '../../src/core/spec.ts';
import { flags, rowLayoutOf } from '../../src/core/transition-row.ts';
import { Inference } from '../../src/nn/inference.ts';
import { createNormaliser } from '../../src/nn/normaliser.ts';
import { createLearner } from '../../src/rl/create-learner.ts';
import type { Hyperparameters } from '../../src/rl/hyperparameters.ts';
import { networkOptions } from '../../src/rl/learner.ts';
import { Replay } from '../../src/rl/replay.ts';

export interface Bandit {
  readonly layout: ObservationLayout;
  /** Writes an observation [agentSize] and returns the right action for it, on the disc. */
  observe(random: Random, row: Float32Array, at: number): [number, number];
}

const direction = (random: Random) => {
  const angle = random.range(-Math.PI, Math.PI);
  return [Math.cos(angle), Math.sin(angle)] as const;
};
function inDisc(random: Random, radius: number): [number, number] {
  const [x, y] = direction(random);
  const length = radius * Math.sqrt(random.uniform());
  return [length * x, length * y];
}

/** One sees a direction; right is 0.6 of it. */
export const pointed: Bandit = {
  layout: layoutOf({
    version: 1,
    agent: [{ kind: 'vector', name: 'ego', features: ['x', 'y'] }],
    world: [],
  }),
  observe(random, row, at) {
    const [x, y] = direction(random);
    row.set([x, y], at);
    return [0.6 * x, 0.6 * y];
  },
};

const rows = 4;
const features = ['keyX', 'keyY', 'forward', 'left'] as const;

/**
 * One has a key, and sees four things with a key and an action each: right is the action of the thing
 * whose key is one's own. A sum over things loses which action came with which key.
 */
export const matched: Bandit = {
  layout: layoutOf({
    version: 1,
    agent: [
      { kind: 'vector', name: 'ego', features: ['keyX', 'keyY'] },
      { kind: 'set', name: 'things', rows, features },
    ],
    world: [],
  }),
  observe(random, row, at) {
    const own = direction(random);
    row.set(own, at);
    const right = random.integer(rows);
    let answer: [number, number] = [0, 0];
    for (let k = 0; k < rows; k++) {
      const action = inDisc(random, 0.8);
      const thing = at + 2 + k * features.length;
      row.set([...(k === right ? own : direction(random)), ...action], thing);
      row[at + 2 + rows * features.length + k] = 1;
      if (k === right) answer = action;
    }
    return answer;
  },
};

const agents = 8;

/** Mean distance of the learned action from the right one, after so many updates. */
export async function errorAfter(
  updates: number,
  bandit: Bandit,
  hyperparameters: Hyperparameters,
): Promise<number> {
  const { layout } = bandit;
  const row = rowLayoutOf(layout, agents);
  const random = createRandom(1, 'bandit');
  const draw = () => {
    const values = new Float32Array(row.size);
    const answers = Array.from({ length: agents }, (_, agent) => {
      const at = row.agentOffset + agent * layout.agentSize;
      const right = bandit.observe(random, values, at);
      const action = inDisc(random, 1);
      values.set(action, row.actionOffset + agent * 2);
      values[row.rewardOffset + agent] =
        -((action[0] - right[0]) ** 2) - (action[1] - right[1]) ** 2;
      values[row.flagOffset + agent] = flags.terminated;
      return right;
    });
    return { values, answers };
  };
  const replay = new Replay(row, { streams: 1, rowsPerStream: 1500 });
  for (let i = 0; i < replay.rowsPerStream; i++) replay.add(0, draw().values, 0);

  const normaliser = createNormaliser(layout);
  const parts = { replay, normaliser, hyperparameters, gamma: 0.9, seed: 1 };
  const learner = await createLearner(parts, 'wasm');
  for (let i = 0; i < updates; i++) learner.update();

  const inference = new Inference(layout, agents, networkOptions(hyperparameters));
  inference.setWeights({ actor: await learner.actorValues(), ...normaliser });
  const cases = Array.from({ length: 40 }, draw);
  const actions = inference.act(
    cases.map(({ values }) => ({
      worldRow: new Float32Array(0),
      agentRows: values.subarray(row.agentOffset, row.actionOffset),
    })),
  );
  const answers = cases.flatMap((one) => one.answers);
  const error = answers.reduce((sum, [forward, left], i) => {
    const dx = (actions[i * 2] as number) - forward;
    const dy = (actions[i * 2 + 1] as number) - left;
    return sum + Math.hypot(dx, dy) / answers.length;
  }, 0);
  learner.dispose();
  inference.dispose();
  return error;
}

/** Small and quick, for a task that is easy to explore. */
export const quick = {
  channels: 16,
  heads: 2,
  hidden: 32,
  nStep: 1,
  actorRate: 2e-3,
  criticRate: 4e-3,
  tau: 0.05,
} as const;
