/**
 * Goes through the decisions of a policy in evaluation episodes, those of agents/evaluate.ts: case i is agent
 * i mod A in evaluation world ⌊i / A⌋, and its first episode there. Neighbouring decisions are alike, so of each
 * episode only every so many are visited; where the first of them falls goes round with the case, so that no
 * moment of an episode is preferred.
 */

import type { Policy } from '../agents/policy.ts';
import { createEnvironment, type Environment } from '../env/environment.ts';
import type { Scenario } from '../env/scenario.ts';

export interface VisitOptions {
  readonly scenario: Scenario;
  readonly policy: Policy;
  /** Cases, 1 or more. */
  readonly episodes: number;
  /** Of the cases, as in `evaluate`. */
  readonly seed: number;
  /** One decision of so many is visited. */
  readonly every: number;
  /** Called after every decision of a world; may return a promise to let others work. */
  readonly onProgress?: ((done: number) => void | Promise<void>) | undefined;
}

/** A decision that is about to be made. */
export interface Visited {
  readonly environment: Environment;
  readonly agent: number;
  /** Number of the evaluation world, and of the case. */
  readonly world: number;
  readonly episode: number;
}

export async function visitDecisions(
  { scenario, policy, episodes, seed, every, onProgress }: VisitOptions,
  visit: (decision: Visited) => void,
): Promise<void> {
  const { agents, seeds } = scenario;
  const actions = new Float32Array(2 * agents);
  let done = 0;
  for (let world = 0; world * agents < episodes; world++) {
    const environment = createEnvironment(scenario, {
      seed: seeds.evaluation(seed, world, 'test'),
      renewLayout: false,
    });
    try {
      const cases = Math.min(agents, episodes - world * agents);
      const open = new Set(Array.from({ length: cases }, (_, agent) => agent));
      policy.reset?.();
      for (let decision = 0; open.size > 0; decision++) {
        for (const agent of open) {
          const episode = world * agents + agent;
          if (decision % every === episode % every) visit({ environment, agent, world, episode });
        }
        policy.act([environment], [actions]);
        environment.step(actions);
        for (const { agent, episodeIndex } of environment.finished) {
          if (episodeIndex === 0 && open.delete(agent)) done++;
        }
        const pause = onProgress?.(done);
        if (pause) await pause;
      }
    } finally {
      environment.dispose();
    }
  }
}
