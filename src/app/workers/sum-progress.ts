/**
 * The figures of several simulation workers as one message. Each sends its own once a second; the
 * one with the visible world sets the beat.
 */
import type { SimulationToPage } from './protocol.ts';

export type SimulationProgress = Extract<SimulationToPage, { readonly type: 'progress' }>;

export interface ProgressSum {
  /** From further worker `worker`: kept until the next beat. */
  add(worker: number, message: SimulationProgress): void;
  /** From the one with the visible world: all of them together. */
  sum(message: SimulationProgress): SimulationProgress;
}

export function createProgressSum(): ProgressSum {
  let episodes: SimulationProgress['episodes'] = [];
  const rates = new Map<number, number>();
  return {
    add(worker, message) {
      episodes = episodes.concat(message.episodes);
      rates.set(worker, message.agentStepsPerSecond);
    },
    sum(message) {
      const all = {
        ...message,
        episodes: message.episodes.concat(episodes),
        agentStepsPerSecond: [...rates.values()].reduce(
          (sum, rate) => sum + rate,
          message.agentStepsPerSecond,
        ),
      };
      episodes = [];
      return all;
    },
  };
}
