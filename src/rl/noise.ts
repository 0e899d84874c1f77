/**
 * The behaviour policy's noise, μ(s) + σ ⊙ ε: normal, optionally correlated from one decision to the
 * next (a first-order autoregression with unit variance), projected on the unit disc.
 */
import type { Random } from '../core/random.ts';

export interface Noise {
  /** Adds noise to actions [N, 2] in place. `scale(i)` is σ of agent i, in units of top speed. */
  apply(actions: Float32Array, scale: (agent: number) => number): void;
  /** The memory [N, 2], for a checkpoint. */
  readonly memory: Float32Array;
}

export function createNoise(agents: number, correlation: number, random: Random): Noise {
  const memory = new Float32Array(agents * 2);
  const fresh = Math.sqrt(1 - correlation * correlation);
  return {
    memory,
    apply(actions, scale) {
      for (let agent = 0; agent < agents; agent++) {
        const sigma = scale(agent);
        for (let i = agent * 2; i < agent * 2 + 2; i++) {
          memory[i] = correlation * (memory[i] as number) + fresh * random.normal();
          actions[i] = (actions[i] as number) + sigma * (memory[i] as number);
        }
        projectOnDisc(actions, agent * 2);
      }
    },
  };
}

/** Scales the vector at `offset` back to length 1 if it is longer. */
export function projectOnDisc(actions: Float32Array, offset: number): void {
  const length = Math.hypot(actions[offset] as number, actions[offset + 1] as number);
  if (length > 1) {
    actions[offset] = (actions[offset] as number) / length;
    actions[offset + 1] = (actions[offset + 1] as number) / length;
  }
}
