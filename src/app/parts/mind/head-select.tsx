/** Whose attention the rays in the world and the last ten seconds show: one head's, or that of all in the mean. */
import { type Attending, headOf } from '../../mind/head-choice.ts';
import { words } from '../../words/index.ts';
import type { PartProps } from '../part.ts';

interface HeadSelectProps extends Pick<PartProps, 'state'> {
  readonly over: Attending;
  /** How many there are to choose from. */
  readonly heads: number;
}

export function HeadSelect({ state, over, heads }: HeadSelectProps) {
  if (heads < 2) return null;
  const { shown } = words.value.mind.heads;
  const choice = state.headChoice.value;
  const chosen = headOf(choice[over], heads);
  const options = [undefined, ...Array.from({ length: heads }, (_, head) => head)];
  return (
    <fieldset class="order heads-shown" aria-label={shown.over[over]} title={shown.hint}>
      <span aria-hidden="true">{shown.by}</span>
      {options.map((head) => (
        <button
          key={head ?? -1}
          type="button"
          aria-label={head === undefined ? shown.mean : shown.head(head + 1)}
          aria-pressed={chosen === head}
          onClick={() => {
            state.headChoice.value = { ...choice, [over]: head };
          }}
        >
          {head === undefined ? shown.all : head + 1}
        </button>
      ))}
    </fieldset>
  );
}
