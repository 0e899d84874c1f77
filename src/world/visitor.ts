/**
 * The visitor: an avatar that a person drives. It has an agent's body and gait, and a place of its own in
 * what agents sense, touch and keep clear of; it has no goal, no episode and no part in what is learned but
 * as somebody who is there. At most one is in a world; who comes and goes is in visits.ts.
 *
 * Among points it is a point, too; there, as everywhere, it turns at a limited rate and keeps to the ground
 * within the border. SI units.
 */
import type { Layout } from '../scene/layout.ts';
import { type Bodies, visitorSpeed } from './bodies.ts';
import { createWalking, type Walking } from './locomotion.ts';

export interface Visitor {
  /** Of one. */
  readonly walking: Walking;
  /** [1] */
  readonly heading: Float32Array;
}

export function createVisitor(bodies: Bodies): Visitor {
  return { walking: createWalking(1, bodies.visitor), heading: new Float32Array(1) };
}

/** Sets what the visitor wants until it wants something else: m/s in the world frame, shortened if too fast. */
export function drive({ walking }: Visitor, layout: Layout, x: number, z: number): void {
  const most = visitorSpeed(layout);
  const speed = Math.sqrt(x * x + z * z);
  const scale = speed > most ? most / speed : 1;
  walking.desired[0] = x * scale;
  walking.desired[1] = z * scale;
}
