/**
 * Where the people of a crowd will be, if each goes on steering as it does: a copy of the crowd, run on for some
 * decisions. For figures that judge an agent by what is about to happen; it costs as much as the decisions
 * themselves, and no sensor may read it.
 *
 * Axes: P people. Metres.
 */
import type { Layout } from '../scene/layout.ts';
import type { Bodies } from './bodies.ts';
import { type Crowd, copyCrowd, decide, walkOn } from './crowd.ts';
import type { Memory } from './memory.ts';

export interface Foresight {
  readonly crowd: Crowd;
  /** The decision that it was made in, and for whom and how far; −1: none. */
  step: number;
  agent: number;
  decisions: number;
  /** The answer. */
  distance: number;
}

export function createForesight(crowd: Crowd): Foresight {
  return { crowd: copyCrowd(crowd), step: -1, agent: -1, decisions: -1, distance: 0 };
}

/**
 * The least distance from agent a, where it stands, to the centres of people whom it sees, after each of the
 * next so many decisions; Infinity where it sees nobody. Where agents see everything, everybody counts.
 */
export function foreseen(
  foresight: Foresight,
  now: { readonly crowd: Crowd; readonly layout: Layout; readonly bodies: Bodies },
  memory: Memory,
  agent: number,
  decisions: number,
  decisionSeconds: number,
): number {
  const { crowd } = foresight;
  const { layout, bodies } = now;
  takeOver(crowd, now.crowd);
  const x = bodies.position[3 * agent] as number;
  const z = bodies.position[3 * agent + 2] as number;
  let least = Number.POSITIVE_INFINITY;
  for (let ahead = 0; ahead < decisions; ahead++) {
    decide(crowd, layout, bodies);
    walkOn(crowd, decisionSeconds);
    for (let p = 0; p < crowd.count; p++) {
      if (memory.sight > 0 && memory.age[agent * bodies.count + bodies.walkers + p] !== 0) continue;
      const dx = (crowd.movers.position[2 * p] as number) - x;
      const dz = (crowd.movers.position[2 * p + 1] as number) - z;
      least = Math.min(least, Math.sqrt(dx * dx + dz * dz));
    }
  }
  return least;
}

function takeOver(copy: Crowd, { movers, goal, velocity, neighbourDistance }: Crowd): void {
  copy.movers.position.set(movers.position);
  copy.movers.radius.set(movers.radius);
  copy.movers.maxSpeed.set(movers.maxSpeed);
  copy.goal.set(goal);
  copy.velocity.set(velocity);
  copy.neighbourDistance.set(neighbourDistance);
}
