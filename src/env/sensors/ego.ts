/**
 * `ego`: what an agent knows of itself and of its goal, in its own frame (forward, left). The goal is
 * known by straight line only: nothing here knows a wall.
 *
 * | feature | meaning | scale |
 * | --- | --- | --- |
 * | velocityForward, velocityLeft | actual velocity over the last decision | maxSpeed |
 * | goalForward, goalLeft | unit vector towards the goal | 1 |
 * | goalDistance | straight-line distance | 20 m, at most 2 |
 * | goalNearness | d / (d + 2 m): tells 0.2 m from 0.5 m as well as 5 m from 10 m | 0 to 1 |
 * | actionForward, actionLeft | last executed action, 0 after a start | maxSpeed |
 * | timeLeft | share of the episode's time, 1 to 0 | 1 |
 * | touching | 1 if anything was touched during the last decision | 0 or 1 |
 */
import { turnedFeatures } from '../../core/reflection.ts';
import type { VectorPart } from '../../core/spec.ts';
import type { Sensor } from './sensor.ts';

export const egoFeatures = [
  'velocityForward',
  'velocityLeft',
  'goalForward',
  'goalLeft',
  'goalDistance',
  'goalNearness',
  'actionForward',
  'actionLeft',
  'timeLeft',
  'touching',
] as const;

const farDistance = 20;
const nearDistance = 2;

/**
 * Writes the four goal features at `row[offset + 2 …]`, `offset` being the part's first number. Also
 * used by hindsight relabelling, so that an invented goal looks exactly like a real one.
 */
export function writeGoal(
  row: Float32Array,
  offset: number,
  towards: { readonly dx: number; readonly dz: number; readonly cos: number; readonly sin: number },
): void {
  const { dx, dz, cos, sin } = towards;
  const distance = Math.sqrt(dx * dx + dz * dz);
  // At the goal itself there is no direction: straight ahead, so that the features stay finite.
  const forward = distance > 0 ? (-sin * dx - cos * dz) / distance : 1;
  const left = distance > 0 ? (-cos * dx + sin * dz) / distance : 0;
  row[offset + 2] = forward;
  row[offset + 3] = left;
  row[offset + 4] = Math.min(2, distance / farDistance);
  row[offset + 5] = distance / (distance + nearDistance);
}

export function ego(): Sensor {
  const agent: VectorPart = { kind: 'vector', name: 'ego', features: egoFeatures };
  return {
    name: 'ego',
    parts: () => ({ agent }),
    reflection: () => ({
      agent: turnedFeatures(agent, ['velocityLeft', 'goalLeft', 'actionLeft']),
    }),
    bind(world) {
      const { maxSpeed } = world.layout.body;
      const towards = { dx: 0, dz: 0, cos: 1, sin: 0 };
      return {
        writeAgent(agent, row, offset) {
          const cos = Math.cos(agent.heading);
          const sin = Math.sin(agent.heading);
          const { velocityX, velocityZ } = agent;
          row[offset] = (-sin * velocityX - cos * velocityZ) / maxSpeed;
          row[offset + 1] = (-cos * velocityX + sin * velocityZ) / maxSpeed;
          towards.dx = agent.goalX - agent.x;
          towards.dz = agent.goalZ - agent.z;
          towards.cos = cos;
          towards.sin = sin;
          writeGoal(row, offset, towards);
          row[offset + 6] = agent.actionForward / maxSpeed;
          row[offset + 7] = agent.actionLeft / maxSpeed;
          row[offset + 8] = agent.timeLeft;
          row[offset + 9] = agent.touching === 0 ? 0 : 1;
        },
      };
    },
  };
}
