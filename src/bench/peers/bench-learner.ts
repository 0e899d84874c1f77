/** What the suite `learner` measures: something that updates an actor and a critic from one batch. */
import type { Losses } from '../../rl/actor-critic.ts';

export interface BenchLearner {
  /** What a reader should know of how it runs: the adapter, the kernels an update takes. */
  readonly note?: string;
  /** `count` updates, waited for, and the losses of the last one. */
  update(count: number): Promise<Losses>;
}
