/** `begin` of a scenario whose layouts say themselves where each agent begins and where it is to go. */
import { InputError } from '../core/input-error.ts';
import type { Agent } from './agent.ts';

export function placeAsLaidOut(agent: Agent): void {
  const { layout } = agent.world;
  const journey = layout.journeys?.[agent.index];
  if (!journey) {
    throw new InputError(
      `Expected the layouts of scene "${layout.scene}" to say where agents begin, but they do not: ` +
        'use a generator that does, such as circle-crossing, or placeAtRandom.',
    );
  }
  const [x, z] = journey.from;
  const [goalX, goalZ] = journey.to;
  agent.start(x, z, Math.atan2(x - goalX, z - goalZ));
  agent.setGoal(goalX, goalZ);
}
