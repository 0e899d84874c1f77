/**
 * A scenario's sensors, told which world they sense: by an environment, and by whoever senses the same world a second
 * time, so that the environment's rows stay as they are (explain/).
 */
import { findPart } from '../core/spec.ts';
import type { World } from '../world/world.ts';
import type { Agent } from './agent.ts';
import type { Scenario } from './scenario.ts';
import type { BoundSensor } from './sensors/sensor.ts';

export interface PlacedSensor {
  readonly sensor: BoundSensor;
  /** Where its parts begin in an agent's row and in the world's; 0 for a part that it has not. */
  readonly agent: number;
  readonly world: number;
}

/** Once per world; allocates. */
export function bindSensors(
  { sensors, scene, observationLayout }: Scenario,
  world: World,
): readonly PlacedSensor[] {
  return sensors.map((sensor) => {
    const { agent, world: shared } = sensor.parts(scene);
    return {
      sensor: sensor.bind(world, scene),
      agent: agent ? findPart(observationLayout, agent.name).offset : 0,
      world: shared ? findPart(observationLayout, shared.name).offset : 0,
    };
  });
}

/** What agents `from` to `to` observe now, into their rows of all agents' [A, agentSize], and the world's. */
export function writeRows(
  bound: readonly PlacedSensor[],
  agents: readonly Agent[],
  { agentRows, worldRow }: { readonly agentRows: Float32Array; readonly worldRow: Float32Array },
  from = 0,
  to = agents.length,
): void {
  const agentSize = agentRows.length / agents.length;
  for (let s = 0; s < bound.length; s++) {
    const { sensor, agent, world } = bound[s] as PlacedSensor;
    sensor.writeWorld?.(worldRow, world);
    if (!sensor.writeAgent) continue;
    for (let a = from; a < to; a++) {
      sensor.writeAgent(agents[a] as Agent, agentRows, a * agentSize + agent);
    }
  }
}
