/**
 * Fills a snapshot with the bodies of a simulation: everything but goals, time and what belongs to
 * episodes. Avatars and walkers turn in our books only (their capsules do not), so their rotations are
 * made from headings.
 */
import { bodyKinds, hasVisitor } from './bodies.ts';
import type { Simulation } from './simulation.ts';
import type { Snapshot } from './snapshot.ts';

const rotation = new Float32Array(4);

export function writeBodies(simulation: Simulation, out: Snapshot): void {
  const { bodies, before, decisionSeconds } = simulation;
  out.visited = hasVisitor(bodies);
  out.position.set(bodies.position.subarray(0, out.position.length));
  out.radius.set(bodies.radius.subarray(0, out.radius.length));
  out.heading.set(simulation.heading);
  for (let n = 0; n < bodies.count; n++) {
    const rise = (bodies.position[3 * n + 1] as number) - (before[3 * n + 1] as number);
    out.velocity[3 * n] = bodies.velocity[2 * n] as number;
    out.velocity[3 * n + 1] = rise / decisionSeconds;
    out.velocity[3 * n + 2] = bodies.velocity[2 * n + 1] as number;
    readRotation(simulation, n);
    out.rotation.set(rotation, 4 * n);
  }
}

function readRotation(simulation: Simulation, n: number): void {
  const { bodies, motion } = simulation;
  const kind = bodies.kind[n];
  if (kind === bodyKinds.prop || kind === bodyKinds.door) {
    motion.readRotation(n, rotation);
    return;
  }
  const half = headingOf(simulation, n) / 2;
  rotation.fill(0);
  rotation[1] = Math.sin(half);
  rotation[3] = Math.cos(half);
}

function headingOf({ bodies, heading, walkerHeading, visitor }: Simulation, n: number): number {
  if (n === bodies.visitor) return visitor.heading[0] as number;
  return (n < bodies.props ? heading[n] : walkerHeading[n - bodies.walkers]) as number;
}
