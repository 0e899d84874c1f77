/** Refuses what was made for other observations than a scenario's, with both. */
import { InputError } from '../core/input-error.ts';
import { type ObservationSpec, sameSpec } from '../core/spec.ts';
import type { Scenario } from '../env/scenario.ts';

/** Letters of an observation spec that stand in an error. */
const longestOutline = 2000;

export interface Observed {
  readonly scenario: string;
  readonly agents: number;
  readonly spec: ObservationSpec;
}

/** `what` was made: a checkpoint, a policy. */
export function checkObservations(
  what: string,
  made: Observed,
  scenario: Scenario,
  where: string,
): void {
  const { spec } = scenario.observationLayout;
  if (sameSpec(made.spec, spec) && made.agents === scenario.agents) return;
  const outline = ({ agent, world }: ObservationSpec, agents: number) =>
    `${agents} agents, ${JSON.stringify([...agent, ...world]).slice(0, longestOutline)}`;
  throw new InputError(
    `${where}: the ${what} of "${made.scenario}" does not fit scenario "${scenario.name}". ` +
      `The ${what} observes: ${outline(made.spec, made.agents)}. ` +
      `The scenario: ${outline(spec, scenario.agents)}.`,
  );
}
