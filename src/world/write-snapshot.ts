/**
 * Fills a snapshot with the bodies of a simulation: everything but goals, time and what belongs to
 * episodes. Agents and walkers turn in our books only (their capsules do not), so their rotations are
 * made from headings.
 */
import { bodyKinds } from './bodies.ts';
import type { Simulation } from './simulation.ts';
import type { Snapshot } from './snapshot.ts';

const rotation = new Float32Array(4);

export function writeBodies(simulation: Simulation, out: Snapshot): void {
  const { bodies, before, decisionSeconds } = simulation;
  out.position.set(bodies.position);
  out.radius.set(bodies.radius);
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

function readRotation({ bodies, motion, heading, walkerHeading }: Simulation, n: number): void {
  const kind = bodies.kind[n];
  if (kind === bodyKinds.prop || kind === bodyKinds.door) {
    motion.readRotation(n, rotation);
    return;
  }
  const isAgent = kind === bodyKinds.agent;
  const half = ((isAgent ? heading[n] : walkerHeading[n - bodies.walkers]) as number) / 2;
  rotation.fill(0);
  rotation[1] = Math.sin(half);
  rotation[3] = Math.cos(half);
}
