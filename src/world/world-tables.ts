/**
 * What a world carries over from step to step besides the motion's own state, as a list of arrays, with a visitor
 * or without: what is saved of it, and restored. The order is the format's (saved-world.ts).
 */
import type { WorldTables } from './saved-world.ts';
import type { Simulation } from './simulation.ts';

/** steps [1]: decisions so far. */
export function tablesOf(
  simulation: Simulation,
  steps: Float64Array,
  visited: boolean,
): WorldTables {
  const { bodies, outlines, visitor, walking, walkers, crowd, before, memory, renewal } =
    simulation;
  const { decisionSeconds, substeps, heading, goal, touching } = simulation;
  const { seed, agents, statics, props, doors } = simulation.layout;
  const counts = [agents, statics.length, props.length, doors.length, walkers.count + crowd.count];
  const N = bodies.visitor + Number(visited);
  const known = memory.sight > 0 ? agents * N : 0;
  const crowded = crowd.count > 0 ? crowd.count + agents : 0;
  // Of who was never seen it is infinite.
  const age = memory.age.subarray(0, known);
  return {
    visited,
    endless: age,
    identity: Float64Array.of(seed, decisionSeconds, substeps, ...counts),
    state: [
      steps,
      heading,
      goal,
      touching,
      bodies.position.subarray(0, 3 * N),
      bodies.velocity.subarray(0, 2 * N),
      before.subarray(0, 3 * N),
      outlines.centre,
      walking.velocity,
      walking.feet,
      walking.fall,
      walkers.movers.position.subarray(0, 2 * walkers.movers.count),
      walkers.target,
      walkers.heading,
      walkers.bias,
      crowd.movers.position.subarray(0, 2 * crowded),
      crowd.velocity,
      crowd.heading,
      age,
      memory.position.subarray(0, 2 * known),
      memory.velocity.subarray(0, 2 * known),
      memory.radius.subarray(0, known),
      // Of other crowds none of these ever changes.
      ...(renewal
        ? [
            renewal.draws,
            crowd.goal,
            crowd.radius,
            crowd.neighbourDistance,
            crowd.movers.radius.subarray(0, crowded),
            crowd.movers.maxSpeed.subarray(0, crowded),
          ]
        : []),
      ...(visited
        ? [
            visitor.heading,
            visitor.walking.desired,
            visitor.walking.velocity,
            visitor.walking.feet,
            visitor.walking.fall,
          ]
        : []),
    ],
  };
}
