/**
 * Hindsight goals (Andrychowicz et al. 2017): a row as it would have looked with another goal, namely a
 * place that the same agent came to later in the episode, and the reward that goes with it. Pure
 * arithmetic on agent rows [agentSize]: the agent's pose comes from the row's own `anchor` part, so
 * neither world nor scenario is needed, only the spec and the goal radius.
 *
 * What it leaves as it was: time left, which belongs to the episode and not to the goal.
 */
import { findPart, type ObservationLayout } from '../core/spec.ts';
import { writeGoal } from './sensors/ego.ts';

/** A goal on the ground, and the graph node of the region it lies in (−1: none). */
export interface HindsightGoal {
  x: number;
  z: number;
  region: number;
}

export interface Hindsight {
  /** Reads the place where the agent of this row stands, as a goal. */
  readGoal(rows: Float32Array, offset: number, out: HindsightGoal): void;
  /** Rewrites the goal of the row that starts at `rows[offset]`, in place. */
  relabel(rows: Float32Array, offset: number, goal: HindsightGoal): void;
  /**
   * Whether the agent of this row, a *next* observation, has reached the goal. The reward of the
   * transition is then 1 and it terminates; else 0 and it goes on.
   */
  reached(rows: Float32Array, offset: number, goal: HindsightGoal): boolean;
}

export function createHindsight(
  layout: ObservationLayout,
  { goalRadius }: { readonly goalRadius: number },
): Hindsight {
  const ego = findPart(layout, 'ego').offset;
  const anchor = findPart(layout, 'anchor').offset;
  const towards = { dx: 0, dz: 0, cos: 1, sin: 0 };
  return {
    readGoal(rows, offset, out) {
      const at = offset + anchor;
      out.x = rows[at] as number;
      out.z = rows[at + 1] as number;
      out.region = rows[at + 4] as number;
    },
    relabel(rows, offset, goal) {
      const at = offset + anchor;
      towards.dx = goal.x - (rows[at] as number);
      towards.dz = goal.z - (rows[at + 1] as number);
      towards.cos = rows[at + 2] as number;
      towards.sin = rows[at + 3] as number;
      writeGoal(rows, offset + ego, towards);
      rows[at + 5] = goal.region;
    },
    reached(rows, offset, goal) {
      const at = offset + anchor;
      const dx = goal.x - (rows[at] as number);
      const dz = goal.z - (rows[at + 1] as number);
      return dx * dx + dz * dz <= goalRadius * goalRadius;
    },
  };
}
