/**
 * One decision of a world as a transition row (core/transition-row.ts): what was observed, the actions,
 * and what they gave. Who chose the actions, it does not know.
 */
import type { RowLayout } from '../core/transition-row.ts';
import type { Environment } from '../env/environment.ts';

/**
 * `unit[offset…]` [A, 2]: actions on the unit disc. `actions` [A, 2] is scratch, for the same in m/s.
 * Fills `row`.
 */
export function recordStep(
  environment: Environment,
  layout: RowLayout,
  row: Float32Array,
  unit: Float32Array,
  offset: number,
  actions: Float32Array,
): void {
  const { maxSpeed } = environment.action;
  row.set(environment.worldRow, layout.worldOffset);
  row.set(environment.agentRows, layout.agentOffset);
  for (let i = 0; i < layout.agents * 2; i++) {
    const value = unit[offset + i] as number;
    row[layout.actionOffset + i] = value;
    actions[i] = value * maxSpeed;
  }
  environment.step(actions);
  row.set(environment.reward, layout.rewardOffset);
  row.set(environment.discount, layout.discountOffset);
  row.set(environment.flag, layout.flagOffset);
}
