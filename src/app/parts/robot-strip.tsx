/** All robots as dots in their own colours: the way to one of them without a mouse. */

import { agentName } from '../../view/names.ts';
import { agentColour } from '../../view/palette.ts';
import { NextIcon, PreviousIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

export function RobotStrip({ state, commands }: PartProps) {
  const agents = Array.from({ length: state.agents.value }, (_, agent) => agent);
  return (
    <fieldset class="robots" aria-label="Robots">
      <button
        type="button"
        class="quiet"
        onClick={() => commands.selectBeside(-1)}
        aria-label="Previous robot"
      >
        <PreviousIcon />
      </button>
      {agents.map((agent) => (
        <button
          key={agent}
          type="button"
          class="robot"
          style={{ '--colour': agentColour(agent) }}
          aria-pressed={state.selected.value === agent}
          aria-label={agentName(agent)}
          title={agentName(agent)}
          onClick={() => commands.select(state.selected.value === agent ? undefined : agent)}
        />
      ))}
      <button
        type="button"
        class="quiet"
        onClick={() => commands.selectBeside(1)}
        aria-label="Next robot"
      >
        <NextIcon />
      </button>
    </fieldset>
  );
}
