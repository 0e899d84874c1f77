/** The way into the world and out of it. */
import { LeaveIcon, WalkIcon } from './icons.tsx';
import type { PartProps } from './part.ts';

export function WalkButton({ state, commands }: PartProps) {
  const visiting = state.visiting.value;
  const name = visiting ? 'Leave' : 'Walk in';
  return (
    <button
      type="button"
      class="walk card"
      aria-label={name}
      onClick={commands.toggleVisit}
      title={visiting ? 'Leave the world (V or Esc)' : 'Walk among the robots (V)'}
    >
      {visiting ? <LeaveIcon /> : <WalkIcon />}
      <span class="walk-name">{name}</span>
    </button>
  );
}
