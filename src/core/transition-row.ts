/**
 * One world step as one flat row of float32, the unit of replay, of transfer and of storage:
 * `[world row | A agent rows | A actions × 2 | A rewards | A discounts | A flags]`.
 *
 * Row t holds the observation at t, the action that was executed on it, and what that action gave:
 * reward and discount of the step t → t + 1. So s' is the next row of the same world and an n-step
 * return is an index range. Autoreset is Gymnasium's next-step kind: the row after an episode's end
 * holds its terminal observation, and the step from there to the respawned agent is no transition.
 */
import type { ObservationLayout } from './spec.ts';

/** What became of one agent in the step that starts at this row. */
export const flags = {
  /** An ordinary transition inside an episode. */
  continues: 0,
  /** The episode ended in a terminal state (discount 0). */
  terminated: 1,
  /** The episode was cut by the time limit; the next row's value counts (discount 1). */
  truncated: 2,
  /** This row holds a terminal observation; the step leads to a respawn and is no transition. */
  respawns: 3,
} as const;

export interface RowLayout {
  readonly observation: ObservationLayout;
  /** Agents that are read of the row: all, or those of one group. */
  readonly agents: number;
  /** From one of these to the next, in agents of the row: 1, or the number of groups. */
  readonly stride: number;
  readonly worldOffset: 0;
  /** Of the first of these agents, as are the four below. */
  readonly agentOffset: number;
  readonly actionOffset: number;
  readonly rewardOffset: number;
  readonly discountOffset: number;
  readonly flagOffset: number;
  readonly size: number;
}

export function rowLayoutOf(observation: ObservationLayout, agents: number): RowLayout {
  const agentOffset = observation.worldSize;
  const actionOffset = agentOffset + agents * observation.agentSize;
  const rewardOffset = actionOffset + agents * 2;
  const discountOffset = rewardOffset + agents;
  const flagOffset = discountOffset + agents;
  return {
    observation,
    agents,
    stride: 1,
    worldOffset: 0,
    agentOffset,
    actionOffset,
    rewardOffset,
    discountOffset,
    flagOffset,
    size: flagOffset + agents,
  };
}

/**
 * The same row, of which one group's agents alone are read. Agents are in G groups by turns: `group`,
 * `group` + G, `group` + 2·G … are in group `group`. G divides their number.
 */
export function rowOfGroup(row: RowLayout, groups: number, group: number): RowLayout {
  return {
    ...row,
    agents: row.agents / groups,
    stride: groups,
    agentOffset: row.agentOffset + group * row.observation.agentSize,
    actionOffset: row.actionOffset + group * 2,
    rewardOffset: row.rewardOffset + group,
    discountOffset: row.discountOffset + group,
    flagOffset: row.flagOffset + group,
  };
}
