/**
 * `proprioception`: what an agent knows of itself and nothing of its goal, in its own frame (forward, left): the
 * part of `ego` that is left where the goal is not a place.
 *
 * | feature | meaning | scale |
 * | --- | --- | --- |
 * | velocityForward, velocityLeft | actual velocity over the last decision | maxSpeed |
 * | actionForward, actionLeft | last executed action, 0 after a start | maxSpeed |
 * | timeLeft | share of the episode's time, 1 to 0 | 1 |
 * | touching | 1 if anything was touched during the last decision | 0 or 1 |
 */
import { turnedFeatures } from '../../core/reflection.ts';
import type { VectorPart } from '../../core/spec.ts';
import type { Sensor } from './sensor.ts';

export const proprioceptionFeatures = [
  'velocityForward',
  'velocityLeft',
  'actionForward',
  'actionLeft',
  'timeLeft',
  'touching',
] as const;

export function proprioception(): Sensor {
  const agent: VectorPart = {
    kind: 'vector',
    name: 'proprioception',
    features: proprioceptionFeatures,
  };
  return {
    name: 'proprioception',
    parts: () => ({ agent }),
    reflection: () => ({ agent: turnedFeatures(agent, ['velocityLeft', 'actionLeft']) }),
    bind(world) {
      const { maxSpeed } = world.layout.body;
      return {
        writeAgent(agent, row, offset) {
          const cos = Math.cos(agent.heading);
          const sin = Math.sin(agent.heading);
          const { velocityX, velocityZ } = agent;
          row[offset] = (-sin * velocityX - cos * velocityZ) / maxSpeed;
          row[offset + 1] = (-cos * velocityX + sin * velocityZ) / maxSpeed;
          row[offset + 2] = agent.actionForward / maxSpeed;
          row[offset + 3] = agent.actionLeft / maxSpeed;
          row[offset + 4] = agent.timeLeft;
          row[offset + 5] = agent.touching === 0 ? 0 : 1;
        },
      };
    },
  };
}
