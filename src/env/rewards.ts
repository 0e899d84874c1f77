/**
 * Reward terms by name. Each reads one agent and gives a plain number that a scenario weighs and adds
 * up; signs are the scenario's. Per decision unless said otherwise.
 */
import type { Agent } from './agent.ts';
import type { Outcome } from './episodes.ts';

/** 1 in the step that reaches the goal, else 0. */
export function arrival(agent: Agent): number {
  return agent.reachedGoal ? 1 : 0;
}

/** Metres gained on the goal along the straight line. */
export function straightProgress(agent: Agent): number {
  return agent.previousGoalDistance - agent.goalDistance;
}

/**
 * Metres gained on the goal on foot, around walls. Reward shaping from the navigation mesh: a learner
 * is rewarded by it but never observes it.
 */
export function geodesicProgress(agent: Agent): number {
  return agent.previousGeodesicDistance - agent.geodesicDistance;
}

/**
 * Shaping that moves no optimum (Ng, Harada and Russell 1999): the gain in a potential that is minus the
 * metres to the goal, discounted by `gamma`, and 0 where the episode terminates.
 */
export function potentialGain(agent: Agent, outcome: Outcome | undefined, gamma: number): number {
  const terminates = outcome === 'success' || outcome === 'collision';
  return agent.previousGoalDistance - (terminates ? 0 : gamma * agent.goalDistance);
}

/** 1 if any of the things in `kinds` (bits of `touches`) was touched, else 0. */
export function contact(agent: Agent, kinds: number): number {
  return (agent.touching & kinds) !== 0 ? 1 : 0;
}

/** From 0 at `comfort` metres of free space to the nearest avatar or walker, to 1 at none. */
export function crowding(agent: Agent, comfort: number): number {
  const { clearance } = agent;
  return clearance >= comfort ? 0 : Math.min(1, 1 - clearance / comfort);
}

/**
 * 1 if anyone whom the agent sees would come within `distance` (metres, between centres) of where it stands after
 * one of the next so many decisions, keeping its velocity; else 0. Needs agents with a `sight`.
 */
export function standsInTheWay(
  { index, x, z, world }: Agent,
  distance: number,
  decisions: number,
  decisionSeconds: number,
): number {
  const { age, position, velocity } = world.memory;
  const { count } = world.bodies;
  for (let n = index * count; n < (index + 1) * count; n++) {
    if (age[n] !== 0) continue;
    const dx = (position[2 * n] as number) - x;
    const dz = (position[2 * n + 1] as number) - z;
    const stepX = (velocity[2 * n] as number) * decisionSeconds;
    const stepZ = (velocity[2 * n + 1] as number) * decisionSeconds;
    for (let ahead = 1; ahead <= decisions; ahead++) {
      const aheadX = dx + ahead * stepX;
      const aheadZ = dz + ahead * stepZ;
      if (aheadX * aheadX + aheadZ * aheadZ < distance * distance) return 1;
    }
  }
  return 0;
}
