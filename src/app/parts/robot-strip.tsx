/**
 * All robots as dots in their own colours: the way to one of them without a mouse. Many of them are
 * one line that scrolls to the one that is selected, and one stop of the tab key.
 */
import { useComputed, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { agentName } from '../../view/names.ts';
import { agentColour } from '../../view/palette.ts';
import { words } from '../words/index.ts';
import { NextIcon, PreviousIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

/** More than these do not fit beside each other. */
const few = 12;

interface RobotDotProps extends PartProps {
  readonly agent: number;
  readonly tabStop: boolean;
}

function RobotDot({ state, commands, agent, tabStop }: RobotDotProps) {
  // Of hundreds only the two are drawn anew that change.
  const pressed = useComputed(() => state.selected.value === agent);
  const name = agentName(agent);
  return (
    <button
      type="button"
      class="robot"
      style={{ '--colour': agentColour(agent) }}
      tabIndex={tabStop || pressed.value ? 0 : -1}
      aria-pressed={pressed.value}
      aria-label={name}
      title={name}
      onClick={() => commands.select(pressed.peek() ? undefined : agent)}
    />
  );
}

/** Which of how many is selected. */
function Place({ state }: Pick<PartProps, 'state'>) {
  const selected = state.selected.value;
  const agents = state.agents.value;
  return (
    <span class="robots-place">
      {selected === undefined ? agents : words.value.mind.robots.place(selected + 1, agents)}
    </span>
  );
}

export function RobotStrip({ state, commands }: PartProps) {
  const line = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const selected = state.selected.value;
    const dots = line.current;
    const dot = selected === undefined ? undefined : dots?.children[selected];
    if (!dots || !(dot instanceof HTMLElement)) return;
    // Not scrollIntoView: that would move what lies around the strip, too.
    dots.scrollLeft = dot.offsetLeft + dot.offsetWidth / 2 - dots.clientWidth / 2;
  });
  const count = state.agents.value;
  const many = count > few;
  const { robots } = words.value.mind;
  return (
    <fieldset class={many ? 'robots many' : 'robots'} aria-label={robots.title}>
      <button
        type="button"
        class="quiet"
        onClick={() => commands.selectBeside(-1)}
        aria-label={robots.previous}
      >
        <PreviousIcon />
      </button>
      <div class="robots-line" ref={line}>
        {Array.from({ length: count }, (_, agent) => (
          <RobotDot
            key={agent}
            {...{ state, commands, agent }}
            // The first one, while none is selected.
            tabStop={!many || agent === 0}
          />
        ))}
      </div>
      <button
        type="button"
        class="quiet"
        onClick={() => commands.selectBeside(1)}
        aria-label={robots.next}
      >
        <NextIcon />
      </button>
      {many && <Place state={state} />}
    </fieldset>
  );
}
