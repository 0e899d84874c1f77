/**
 * Demonstrations to learn from before a run has anything of its own: a further training world of the
 * run, which no other of its worlds shares a seed with, driven by the scenario's baseline `orca`. What is
 * rewarded, and what a learner is paid besides, is the scenario's own. How learners take from the rows
 * stands in rl/draw-batch.ts.
 *
 * They follow from scenario, seed and number alone, so they are no part of a checkpoint: a run that goes
 * on makes them again, which takes seconds where keeping them would take as much as the replay.
 */
import type { Reflection } from '../core/reflection.ts';
import { flags, rowLayoutOf } from '../core/transition-row.ts';
import { createEnvironment, type Environment, loadEngines } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';
import { type Hyperparameters, mostWorlds } from '../rl/hyperparameters.ts';
import { projectOnDisc } from '../rl/noise.ts';
import { type GoalRelabeller, Replay } from '../rl/replay.ts';
import { baselines } from './baselines.ts';
import { recordStep } from './record-step.ts';

export interface DemonstrationOptions {
  readonly scenario: Scenario;
  readonly hyperparameters: Pick<Hyperparameters, 'demonstrations' | 'nStep'>;
  readonly seed: number;
  readonly relabeller?: GoalRelabeller<unknown> | undefined;
  /** Of a row, where half of all samples are seen in a mirror. */
  readonly reflection?: Reflection | undefined;
  /** After every decision that ended one, and before the first. May return a promise to let others work. */
  readonly onProgress?: DemonstrationProgress | undefined;
}

export type DemonstrationProgress = (done: number, episodes: number) => void | Promise<void>;

/** Rows are gathered in blocks of about so many bytes: how many there will be is known at the end. */
const blockBytes = 1 << 20;

/** One stream with room for no more than the rows that it has. */
export async function recordDemonstrations(options: DemonstrationOptions): Promise<Replay> {
  const { scenario, seed, relabeller, reflection, onProgress } = options;
  const { demonstrations: episodes, nStep } = options.hyperparameters;
  await loadEngines();
  const layout = rowLayoutOf(scenario.observationLayout, scenario.agents);
  const rowsPerBlock = Math.max(1, Math.floor(blockBytes / (4 * layout.size)));
  const environment = createEnvironment(scenario, {
    seed: scenario.seeds.training(seed, mostWorlds),
  });
  const blocks: Float32Array[] = [];
  let rows = 0;
  try {
    const policy = baselines.get('orca')({ seed });
    const unit = new Float32Array(scenario.agents * 2);
    const actions = new Float32Array(scenario.agents * 2);
    await onProgress?.(0, episodes);
    let done = 0;
    // The last windows reach so many decisions beyond the last end.
    let beyond = 0;
    while (done < episodes || beyond < nStep) {
      if (done >= episodes) beyond++;
      policy.act([environment], [unit]);
      for (let agent = 0; agent < scenario.agents; agent++) {
        unit[agent * 2] = (unit[agent * 2] as number) / scenario.action.maxSpeed;
        unit[agent * 2 + 1] = (unit[agent * 2 + 1] as number) / scenario.action.maxSpeed;
        projectOnDisc(unit, agent * 2);
      }
      const inBlock = rows % rowsPerBlock;
      if (inBlock === 0) blocks.push(new Float32Array(rowsPerBlock * layout.size));
      const row = (blocks.at(-1) as Float32Array).subarray(inBlock * layout.size);
      recordStep(environment, layout, row, unit, 0, actions);
      rows++;
      const ended = done < episodes ? endsIn(environment) : 0;
      if (ended === 0) continue;
      done += ended;
      await onProgress?.(Math.min(done, episodes), episodes);
    }
  } finally {
    environment.dispose();
  }
  const mirror = reflection ? { reflection } : {};
  const replay = new Replay(layout, { streams: 1, rowsPerStream: rows, ...mirror }, relabeller);
  for (let i = 0; i < rows; i++) {
    const block = blocks[Math.floor(i / rowsPerBlock)] as Float32Array;
    replay.add(0, block, (i % rowsPerBlock) * layout.size);
  }
  return replay;
}

/** Episodes that ended in the last step, those that the layout's end cut included. */
function endsIn({ flag }: Environment): number {
  let ends = 0;
  for (const each of flag) if (each === flags.terminated || each === flags.truncated) ends++;
  return ends;
}
