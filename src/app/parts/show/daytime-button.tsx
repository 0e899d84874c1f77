/** The sun or the moon of the world: one click and it is later in the day. */
import { daytimeOf, nextDaytime } from '../../show/daytime.ts';
import { words } from '../../words/index.ts';
import { MoonIcon, SunIcon, TwilightIcon } from '../icons.tsx';
import type { PartProps } from '../part.ts';

const icons = { morning: TwilightIcon, noon: SunIcon, evening: TwilightIcon, night: MoonIcon };

export function DaytimeButton({ state, commands }: PartProps) {
  const wish = state.daytime.value;
  const shown = daytimeOf(wish, state.dark.value);
  const next = nextDaytime(wish, state.dark.value);
  const Icon = icons[shown];
  const { is, names, hint } = words.value.show.daytime;
  return (
    <button
      type="button"
      class="help card"
      onClick={() => commands.setDaytime(next)}
      aria-label={is(names[shown])}
      title={hint(names[shown], names[next])}
    >
      <Icon />
    </button>
  );
}
