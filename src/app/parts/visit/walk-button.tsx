/** The way into the world and out of it. */

import { words } from '../../words/index.ts';
import { LeaveIcon, WalkIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

export function WalkButton({ state, commands }: PartProps) {
  const visiting = state.visiting.value;
  const { walk } = words.value.page;
  const name = visiting ? walk.leave : walk.enter;
  return (
    <button
      type="button"
      class="walk card"
      aria-label={name}
      onClick={commands.toggleVisit}
      title={visiting ? walk.leaveHint : walk.enterHint}
    >
      {visiting ? <LeaveIcon /> : <WalkIcon />}
      <span class="walk-name">{name}</span>
    </button>
  );
}
