/**
 * A sensor: named numbers read from a world, written into a flat row. A sensor may own a part of the
 * agent row (one per agent), a part of the world row (one per world, shared by its agents), or both.
 *
 * Sensors never read the navigation mesh, and tell nothing of what `world.leftOut` names: what is read through
 * the world's functions and tables knows it already; who keeps things of its own has to ask. Values are scaled to about [−1, 1] by fixed constants that
 * the sensor's header states.
 */
import type { Reflection } from '../../core/reflection.ts';
import type { AgentPart, GraphPart } from '../../core/spec.ts';
import type { Scene } from '../../scene/scene-file.ts';
import type { World } from '../../world/world.ts';
import type { Agent } from '../agent.ts';

export interface Sensor {
  readonly name: string;
  /** How far it senses, in metres, where that means something. */
  readonly reach?: number;
  /** What it adds to the rows; the same for every layout of the scene. */
  parts(scene: Scene): SensorParts;
  /** How its parts read where left and right are exchanged. Absent: it cannot be said. */
  reflection?(scene: Scene): { readonly agent?: Reflection; readonly world?: Reflection };
  /** Called once per layout; may allocate and precompute. The functions it returns may not allocate. */
  bind(world: World, scene: Scene): BoundSensor;
}

export interface SensorParts {
  readonly agent?: AgentPart;
  readonly world?: GraphPart;
}

/** Each writes the whole part, starting at `row[offset]`. */
export interface BoundSensor {
  /** Of a set: [A, rows] the body that each row is of, as it was last written; −1 for an absent row. */
  readonly bodies?: Int32Array;
  writeAgent?(agent: Agent, row: Float32Array, offset: number): void;
  writeWorld?(row: Float32Array, offset: number): void;
}
