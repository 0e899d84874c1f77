/** Lets the world in view stand still as soon as somebody meets something. */
import type { PartProps } from './part.ts';

export function StopButton({ state, commands }: PartProps) {
  return (
    <button
      type="button"
      class="plain stop"
      aria-pressed={state.stopping.value}
      title="Stops the world in view once somebody meets something (C)"
      onClick={commands.toggleStopping}
    >
      Stop at a collision
    </button>
  );
}
